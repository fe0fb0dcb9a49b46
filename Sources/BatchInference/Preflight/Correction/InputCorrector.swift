import AWSOperations
import ByteCompression
import JSONCoding

/// Writes a corrected input beside a plan's output; what is read, and everything that is there already, stays as it is.
///
/// It is in the journal from before its first object until a launch reads it: one that was cut short is found there, and
/// `cleanUp` takes it back.
public struct InputCorrector: Sendable {
    let services: any PreflightServices
    let journal: any LaunchJournal
    let clock: any Clock
    private let lookups: PreflightLookups

    /// Objects go through this machine's memory, a few at a time.
    static let largestObject = 256 << 20
    static let mostBytes = 2 << 30
    private static let atOnce = 4
    private static let headsAtOnce = 12
    /// Folders that are tried before it is given up.
    private static let foldersTried = 50

    public init(services: any PreflightServices, journal: any LaunchJournal, clock: any Clock) {
        self.services = services
        self.journal = journal
        self.clock = clock
        lookups = PreflightLookups(services: services, memory: AnswerMemory(), now: clock.now)
    }

    // MARK: Looking

    /// What would be written for a plan; writes nothing. Throws `AWSFailure` or `CorrectionProblem`.
    public func work(for correction: InputCorrection, of plan: LaunchPlan) async throws -> CorrectionWork {
        guard let input = try await lookups.input(of: plan), !input.data.isEmpty else {
            throw CorrectionProblem(problem: "nothing to correct at \(plan.input)", remedy: "check the input")
        }
        guard input.isComplete else {
            throw CorrectionProblem(
                problem: "the input has more than \(DisplayText.count(PreflightLookups.objectLimit)) objects",
                remedy: "use a part of it as the input")
        }
        let read = plan.inputKind == .s3Prefix ? S3Location(bucket: input.bucket, key: input.prefix) : nil
        var work = CorrectionWork(correction: correction, folder: try await freeFolder(of: plan, outside: read))
        let location = S3Location(bucket: work.folder.bucket, key: work.folder.key + "input.manifest")
        let sources = input.records.map { S3Location(bucket: input.bucket, key: $0.key) }
        if correction == .dataAlone {
            work.manifest = CorrectionWork.Manifest(
                of: sources, at: location, base: S3Location(bucket: input.bucket, key: input.folder))
            return work
        }
        work.isUnpacked = plan.compression == .gzip
        let needed = try await needing(correction, of: input, isPacked: work.isUnpacked)
        guard needed?.isEmpty != true else {
            throw CorrectionProblem(
                problem: "no object at \(plan.input) begins with that header row", remedy: "run the checks again")
        }
        work.corrected = needed?.count
        // What needs no correction is read where it is, where one manifest can name both; a repair's outputs keep the names
        // that those of the repaired run have.
        let isMixed =
            plan.repairedTransform == nil && input.bucket == work.folder.bucket && !work.isUnpacked
            && input.records.count > 1 && needed?.count != input.records.count
        for object in input.records {
            let source = S3Location(bucket: input.bucket, key: object.key)
            guard !isMixed || needed?.contains(ByteText(object.key)) ?? true else {
                work.untouched.append(source)
                continue
            }
            guard object.size <= Self.largestObject else { throw Self.tooLarge(source, object.size, work.folder) }
            var name = input.name(of: object.key)
            if work.isUnpacked, let plain = name.droppingByteSuffix(".gz") { name = String(plain) }
            work.copies.append(
                CorrectionWork.Copy(
                    source: source, size: object.size,
                    target: S3Location(bucket: work.folder.bucket, key: work.folder.key + name)))
        }
        if isMixed {
            work.manifest = CorrectionWork.Manifest(of: work.untouched + work.copies.map(\.target), at: location)
        }
        let bytes = ByteSum.of(work.copies.lazy.map(\.size))
        guard bytes <= Self.mostBytes else {
            throw CorrectionProblem(
                problem: "the input has \(DisplayText.byteCount(bytes)), too much to copy through this machine",
                remedy: "correct the objects at their source")
        }
        return work
    }

    /// The keys of objects that a correction changes; nil where only reading them whole tells.
    private func needing(
        _ correction: InputCorrection, of input: InputObjects, isPacked: Bool
    ) async throws -> Set<ByteText>? {
        guard case .withoutHeader(let names) = correction, !isPacked else { return nil }
        // A first line that is longer has other names.
        let length = names.reduce(64) { $0 + $1.utf8.count * 2 + 4 }
        let heads = try await lookups.gather(input.records, limit: Self.headsAtOnce) { object in
            let head = try await services.readObject(
                at: S3Location(bucket: input.bucket, key: object.key), range: 0..<length
            ).body
            return CorrectedText.withoutHeader(head, names) == head ? nil : ByteText(object.key)
        }
        return Set(heads.compactMap(\.self))
    }

    private static func tooLarge(_ source: S3Location, _ size: Int, _ folder: S3Location) -> CorrectionProblem {
        CorrectionProblem(
            problem: "\(source.uri) has \(DisplayText.byteCount(size)), too much to copy through this machine",
            remedy: "remove its first line at the source, or stream it: aws s3 cp URI - | tail -n +2 | "
                + "aws s3 cp - \(folder.uri)\(source.name)")
    }

    /// A folder beside the output that holds nothing yet, and that the input's prefix does not read.
    private func freeFolder(of plan: LaunchPlan, outside read: S3Location?) async throws -> S3Location {
        guard let output = S3Location(plan.output) else {
            throw CorrectionProblem(problem: "no output to write beside", remedy: "enter an output first")
        }
        var key = output.key
        if let folder = key.droppingByteSuffix("/") { key = String(folder) }
        func isRead(_ key: String) -> Bool {
            read.map { output.bucket == $0.bucket && key.hasBytePrefix($0.key) } ?? false
        }
        var stem = key.isEmpty ? "flightdeck-input/\(plan.transformJobName)" : "\(key)-input"
        if isRead(stem) { stem = "flightdeck-input/\(plan.transformJobName)" }
        guard !isRead(stem) else {
            throw CorrectionProblem(
                problem: "the input is the whole bucket, so anything written there is read, too",
                remedy: "use a folder as the input, or write the output to another bucket")
        }
        for number in 1...Self.foldersTried {
            let folder = S3Location(bucket: output.bucket, key: "\(stem)\(number == 1 ? "" : "-\(number)")/")
            // An empty page may have others behind it.
            let request = ListObjectsV2Request(bucket: folder.bucket, prefix: folder.key, maxKeys: 1)
            let pages = PageSequence(request, fetch: { try await services.listObjects($0) })
            if try await !pages.contains(where: { !$0.contents.isEmpty || $0.itemsLeftOut > 0 }) { return folder }
        }
        throw CorrectionProblem(
            problem: "\(Self.foldersTried) corrected inputs already exist beside the output",
            remedy: "delete those you don't need, under s3://\(output.bucket)/\(stem)")
    }

    /// A manifest of chosen objects, to be written beside a plan's output; writes nothing. Throws `AWSFailure` or
    /// `CorrectionProblem`.
    ///
    /// - Parameters:
    ///   - names: What follows `base` in their keys, after which their outputs are named.
    ///   - read: What is read by others as a prefix, below which nothing may be written.
    func manifest(
        of names: KeyNames, base: S3Location, for plan: LaunchPlan, outside read: S3Location?
    ) async throws -> CorrectionWork {
        var work = CorrectionWork(correction: .dataAlone, folder: try await freeFolder(of: plan, outside: read))
        work.manifest = CorrectionWork.Manifest(
            names, at: S3Location(bucket: work.folder.bucket, key: work.folder.key + "input.manifest"), base: base)
        return work
    }

    // MARK: Writing

    /// Writes what was looked up, for a plan to be launched there; what was written by then is taken away again where it
    /// does not work.
    ///
    /// Throws `AWSFailure` or `CorrectionProblem`. Progress comes from any thread.
    public func write(
        _ work: CorrectionWork, for plan: LaunchPlan, as identity: LaunchIdentity,
        progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) async throws -> CorrectedInput {
        let record = try await begin(work, for: plan, as: identity)
        do {
            var input = try await write(work, progress)
            input.launch = record.transformJobName
            return input
        } catch {
            try await takeBack(work, record, after: error)
        }
    }

    /// Writes down what is about to be written, under a name that no open correction has.
    private func begin(
        _ work: CorrectionWork, for plan: LaunchPlan, as identity: LaunchIdentity
    ) async throws -> LaunchRecord {
        var now = clock.now
        var attempts = 0
        while true {
            let record = LaunchRecord(correcting: plan, with: work, identity: identity, now: now)
            do {
                try await journal.begin(record)
                return record
            } catch let error where error is LaunchAlreadyInJournal || error is LaunchIsUnderWay {
                // Another program may be writing one for a plan of the same name.
                guard attempts < Self.foldersTried else {
                    throw CorrectionProblem(
                        problem: "\(attempts) corrected inputs of that name are open",
                        remedy: "remove them with: flightdeck resume --clean-up")
                }
                attempts += 1
                now = Timestamp(secondsSinceEpoch: now.secondsSinceEpoch + 1)
            } catch {
                throw CorrectionProblem(
                    problem: "can't write the launch journal: \(error)",
                    remedy: "free space or fix the permissions of the state folder, then try again")
            }
        }
    }

    private func write(
        _ work: CorrectionWork, _ progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void
    ) async throws -> CorrectedInput {
        var result = work.result
        let total = work.copies.count
        var written: [S3Location] = []
        var listed = work.untouched
        var corrected = 0
        for start in stride(from: 0, to: total, by: Self.atOnce) {
            try Task.checkCancellation()
            let some = Array(work.copies[start..<min(start + Self.atOnce, total)])
            let changes = try await lookups.gather(some, limit: Self.atOnce) { copy in
                try await write(copy, of: work)
            }
            for (copy, isChanged) in zip(some, changes) {
                if isChanged { corrected += 1 }
                if isChanged || work.manifest == nil { written.append(copy.target) } else { listed.append(copy.source) }
            }
            progress(min(start + Self.atOnce, total), total)
        }
        guard var manifest = work.manifest else {
            result.account = work.account(corrected: corrected, listed: 0)
            return result
        }
        if work.correction != .dataAlone {
            manifest = CorrectionWork.Manifest(of: listed + written, at: manifest.location)
            result.account = work.account(corrected: corrected, listed: listed.count)
        }
        try await services.writeObject(
            manifest.bytes, at: manifest.location, contentType: "application/json")
        return result
    }

    /// Whether the copy differs from its source; one that does not is written only where no manifest can name the source.
    private func write(_ copy: CorrectionWork.Copy, of work: CorrectionWork) async throws -> Bool {
        let answer = try await services.readObject(at: copy.source, range: nil)
        guard answer.body.count == copy.size else {
            throw CorrectionProblem(
                problem: "\(copy.source.uri) changed while it was read", remedy: "try again when it is complete")
        }
        var bytes = answer.body
        if work.isUnpacked {
            guard let unpacked = Gzip.beginning(of: bytes, limit: Self.largestObject),
                unpacked.isWhole, unpacked.isWithinLimit
            else {
                throw CorrectionProblem(
                    problem: "can't decompress \(copy.source.uri) here", remedy: "correct it at its source")
            }
            bytes = unpacked.bytes
        }
        let corrected = CorrectedText.bytes(bytes, by: work.correction)
        let isChanged = corrected != bytes
        if isChanged || work.manifest == nil {
            try await services.writeObject(corrected, at: copy.target, contentType: "text/csv")
        }
        return isChanged
    }

    /// Deletes the copies of a correction that did not work, and throws why; says where some may be left.
    private func takeBack(
        _ work: CorrectionWork, _ record: LaunchRecord, after error: any Error
    ) async throws -> Never {
        // The command may be cancelled: what was written goes all the same.
        let isGone = await Task { [self] in
            var isGone = true
            for target in work.copies.map(\.target) + [work.manifest?.location].compactMap(\.self) {
                do { try await services.deleteObject(at: target) } catch { isGone = false }
            }
            await settle(record, isTidy: isGone)
            return isGone
        }.value
        if isGone {
            if let problem = error as? CorrectionProblem { throw problem }
            throw error is CancellationError ? AWSFailure.cancelled : AWSFailure(wrapping: error)
        }
        let reason = (error as? CorrectionProblem)?.problem ?? AWSFailure(wrapping: error).problem
        throw CorrectionProblem(
            problem: "\(reason); copies may be left under \(work.folder.uri)",
            remedy: "remove them with: flightdeck resume --clean-up \(record.transformJobName)")
    }

    /// Writes down whether a correction was taken away, and lets it go.
    func settle(_ record: LaunchRecord, isTidy: Bool) async {
        var record = record
        if isTidy { record.state = .cleanedUp }
        record.updatedAt = clock.now
        // A journal that fails here does no harm: the next start looks again and finds the same.
        try? await journal.update(record)
        await journal.release(record.id)
    }
}

extension InputCorrector {
    /// Takes a corrected input back that no launch has read: deletes everything in its folder.
    ///
    /// The last event is `.cleanedUp` or `.failed`.
    public func cleanUp(_ record: LaunchRecord) -> AsyncStream<LaunchEvent> {
        AsyncStream { continuation in
            Task {
                continuation.yield(await takeBack(record) { continuation.yield($0) })
                continuation.finish()
            }
        }
    }

    /// Takes back what a launch had written for itself to read, once the launch was taken back; what is left of it, in a
    /// sentence, nil where nothing is.
    public func cleanUpInputs(of launch: LaunchRecord) async -> String? {
        let input = launch.createTransformJob.transformInput.dataSource.s3DataSource.s3Uri
        var left: String?
        for record in (try? await journal.unfinished()) ?? [] {
            guard let folder = record.correctionFolder, input.hasBytePrefix(folder.uri) else { continue }
            if case .failed(let failure) = await takeBack(record, { _ in }) { left = left ?? failure.problem }
        }
        return left
    }

    /// Takes a corrected input away that this program wrote for a launch which then never came about; what is left of it,
    /// in a sentence, nil where nothing is.
    ///
    /// One that a launch reads stays. The caller may have been cancelled: it goes all the same.
    public func discard(_ input: CorrectedInput) async -> String? {
        await Task { [self] in
            let open = ((try? await journal.underWay()) ?? []) + ((try? await journal.unfinished()) ?? [])
            let record = open.first { $0.correctedFolder != nil && $0.transformJobName == input.launch }
            // Once a launch has read it, the record is settled, and its folder is told by the input alone.
            let folder = record?.correctionFolder ?? input.folder
            guard let folder, await journal.launch(reading: folder) == nil else {
                if let record { await journal.release(record.id) }
                return nil
            }
            let left = await services.deleteAll(in: folder)
            if let record { await settle(record, isTidy: left == nil) }
            return left
        }.value
    }

    private func takeBack(
        _ known: LaunchRecord, _ report: @escaping @Sendable (LaunchEvent) -> Void
    ) async -> LaunchEvent {
        let record: LaunchRecord
        do {
            record = try await journal.claim(known)
        } catch is LaunchIsUnderWay {
            return .failed(.underWay(known))
        } catch {
            return .failed(.correction(known, problem: "\(error)", remedy: "try again"))
        }
        guard !record.isSettled, let folder = record.correctionFolder else {
            await journal.release(record.id)
            return .failed(
                .correction(
                    record, problem: "\(record.transformJobName) isn't an open corrected input",
                    remedy: "list the launches again"))
        }
        if let reader = await journal.launch(reading: folder) {
            await settle(record, isTidy: true)
            return .failed(
                .correction(
                    record, problem: "the launch of \(reader.transformJobName) reads \(folder.uri), so it stays",
                    remedy: "delete it once that transform has ended"))
        }
        report(.deletingObjects(folder: folder.uri))
        let left = await services.deleteAll(in: folder)
        guard let left else {
            await settle(record, isTidy: true)
            var ended = record
            ended.state = .cleanedUp
            return .cleanedUp(ended)
        }
        await settle(record, isTidy: false)
        return .failed(.correction(record, problem: left, remedy: "allow s3:DeleteObject there, or try again"))
    }
}

extension LaunchRecord {
    /// A corrected input that is written for a plan, not yet in the journal.
    init(correcting plan: LaunchPlan, with work: CorrectionWork, identity: LaunchIdentity, now: Timestamp) {
        var own = plan
        PlanEdit.corrected(work.result).apply(to: &own)
        own.transformJobName = LaunchNames.derived(from: plan.transformJobName, for: "input", at: now)
        own.artifactCopies = []
        self.init(plan: own, identity: identity, now: now)
        correctedFolder = work.folder.uri
    }
}

extension LaunchFailure {
    static func correction(_ record: LaunchRecord, problem: String, remedy: String) -> LaunchFailure {
        LaunchFailure(
            reason: .correction, problem: problem, remedy: remedy, leftBehind: record.leftBehind, record: record)
    }
}
