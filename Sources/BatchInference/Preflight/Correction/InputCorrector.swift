import AWSOperations
import ByteCompression
import JSONCoding

/// Writes a corrected input beside a plan's output; what is read, and everything that is there already, stays as it is.
public struct InputCorrector: Sendable {
    let services: any PreflightServices
    private let lookups: PreflightLookups

    /// Objects go through this machine's memory, a few at a time.
    static let largestObject = 256 << 20
    static let mostBytes = 2 << 30
    private static let atOnce = 4
    /// Folders that are tried before it is given up.
    private static let foldersTried = 50

    public init(services: any PreflightServices, now: Timestamp) {
        self.services = services
        lookups = PreflightLookups(services: services, memory: AnswerMemory(), now: now)
    }

    // MARK: Looking

    /// What would be written for a plan; writes nothing. Throws `AWSFailure` or `CorrectionProblem`.
    public func work(for correction: InputCorrection, of plan: LaunchPlan) async throws -> CorrectionWork {
        guard let input = try await lookups.input(of: plan), !input.data.isEmpty else {
            throw CorrectionProblem(problem: "there is nothing to correct at \(plan.input)", remedy: "check the input")
        }
        guard input.isComplete else {
            throw CorrectionProblem(
                problem: "the input has more than \(DisplayText.count(PreflightLookups.objectLimit)) objects",
                remedy: "name a part of it as the input")
        }
        var work = CorrectionWork(correction: correction, folder: try await freeFolder(of: plan, input))
        let base = String(input.prefix.parentFolder)
        switch correction {
        case .dataAlone:
            let names = input.records.map { Self.rest(of: $0.key, below: base) }
            let location = S3Location(bucket: work.folder.bucket, key: work.folder.key + "input.manifest")
            work.manifest = CorrectionWork.Manifest(
                location: location,
                text: Self.manifest(prefix: S3Location(bucket: input.bucket, key: base).uri, names: names),
                names: names.count)
        case .withoutHeader:
            work.isUnpacked = plan.compression == .gzip
            for object in input.records {
                let source = S3Location(bucket: input.bucket, key: object.key)
                guard object.size <= Self.largestObject else { throw Self.tooLarge(source, object.size, work.folder) }
                var name = Self.rest(of: object.key, below: base)
                if work.isUnpacked, let plain = name.droppingByteSuffix(".gz") { name = String(plain) }
                work.copies.append(
                    CorrectionWork.Copy(
                        source: source, size: object.size,
                        target: S3Location(bucket: work.folder.bucket, key: work.folder.key + name)))
            }
            let bytes = ByteSum.of(work.copies.lazy.map(\.size))
            guard bytes <= Self.mostBytes else {
                throw CorrectionProblem(
                    problem: "the input has \(DisplayText.byteCount(bytes)), too much to copy through this machine",
                    remedy: "take the header rows out where the objects are written")
            }
        }
        return work
    }

    private static func tooLarge(_ source: S3Location, _ size: Int, _ folder: S3Location) -> CorrectionProblem {
        CorrectionProblem(
            problem: "\(source.uri) has \(DisplayText.byteCount(size)), too much to copy through this machine",
            remedy: "take its first line out where it is written, or stream it: aws s3 cp URI - | tail -n +2 | "
                + "aws s3 cp - \(folder.uri)\(source.name)")
    }

    /// A folder beside the output that holds nothing yet, and that the input's prefix does not read.
    private func freeFolder(of plan: LaunchPlan, _ input: InputObjects) async throws -> S3Location {
        guard let output = S3Location(plan.output) else {
            throw CorrectionProblem(problem: "there is no output to write beside", remedy: "enter an output first")
        }
        var key = output.key
        if let folder = key.droppingByteSuffix("/") { key = String(folder) }
        func isRead(_ key: String) -> Bool {
            output.bucket == input.bucket && plan.inputKind == .s3Prefix && key.hasBytePrefix(input.prefix)
        }
        var stem = key.isEmpty ? "flightdeck-input/\(plan.transformJobName)" : "\(key)-input"
        if isRead(stem) { stem = "flightdeck-input/\(plan.transformJobName)" }
        guard !isRead(stem) else {
            throw CorrectionProblem(
                problem: "the input is the whole bucket: whatever is written there is read, too",
                remedy: "name a folder as the input, or write the output to another bucket")
        }
        for number in 1...Self.foldersTried {
            let folder = S3Location(bucket: output.bucket, key: "\(stem)\(number == 1 ? "" : "-\(number)")/")
            let request = ListObjectsV2Request(bucket: folder.bucket, prefix: folder.key, maxKeys: 1)
            if try await services.listObjects(request).contents.isEmpty { return folder }
        }
        throw CorrectionProblem(
            problem: "there are \(Self.foldersTried) corrected inputs beside the output already",
            remedy: "delete those that are not needed, under s3://\(output.bucket)/\(stem)")
    }

    private static func rest(of key: String, below folder: String) -> String {
        String(decoding: key.utf8.dropFirst(folder.utf8.count), as: UTF8.self)
    }

    static func manifest(prefix: String, names: [String]) -> String {
        let lines = ["{\"prefix\": \(JSONValue.quoted(prefix))}"] + names.map(JSONValue.quoted)
        return "[\n\(lines.joined(separator: ",\n"))\n]\n"
    }

    // MARK: Writing

    /// Writes what was looked up; what was written by then is taken away again where it does not work.
    ///
    /// Throws `AWSFailure` or `CorrectionProblem`. Progress comes from any thread.
    public func write(
        _ work: CorrectionWork, progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) async throws -> CorrectedInput {
        if let manifest = work.manifest {
            try await services.writeObject(
                Array(manifest.text.utf8), at: manifest.location, contentType: "application/json")
            return work.result
        }
        guard case .withoutHeader(let names) = work.correction else { return work.result }
        let total = work.copies.count
        var done = 0
        do {
            for start in stride(from: 0, to: total, by: Self.atOnce) {
                try Task.checkCancellation()
                let some = Array(work.copies[start..<min(start + Self.atOnce, total)])
                _ = try await lookups.gather(some, limit: Self.atOnce) { copy in
                    try await write(copy, without: names, isPacked: work.isUnpacked)
                }
                done += some.count
                progress(done, total)
            }
        } catch {
            try await takeBack(work, after: error)
        }
        return work.result
    }

    private func write(
        _ copy: CorrectionWork.Copy, without names: [String], isPacked: Bool
    ) async throws {
        let answer = try await services.readObject(at: copy.source, range: nil)
        guard answer.body.count == copy.size else {
            throw CorrectionProblem(
                problem: "\(copy.source.uri) changed while it was read", remedy: "try again once it is written")
        }
        var bytes = answer.body
        if isPacked {
            guard let unpacked = Gzip.beginning(of: bytes, limit: Self.largestObject),
                unpacked.isWhole, unpacked.isWithinLimit
            else {
                throw CorrectionProblem(
                    problem: "\(copy.source.uri) cannot be unpacked here", remedy: "write it without a header row")
            }
            bytes = unpacked.bytes
        }
        try await services.writeObject(
            Self.withoutHeader(bytes, names), at: copy.target, contentType: "text/csv")
    }

    /// The bytes behind a first line that has these names; all of them where it has others.
    static func withoutHeader(_ bytes: [UInt8], _ names: [String]) -> [UInt8] {
        let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.endIndex
        var line = bytes[start..<end]
        if line.last == 0x0D { line.removeLast() }
        guard let fields = try? CSVRecord.fields(of: line, delimiter: UInt8(ascii: ",")),
            fields.map({ $0.lowercased() }) == names.map({ $0.lowercased() })
        else { return bytes }
        return Array(bytes[min(end + 1, bytes.endIndex)...])
    }

    /// Deletes the copies of a correction that did not work, and throws why; says where some may be left.
    private func takeBack(_ work: CorrectionWork, after error: any Error) async throws -> Never {
        // The command may be cancelled: what was written goes all the same.
        let isGone = await Task { [services] in
            var isGone = true
            for copy in work.copies {
                do { try await services.deleteObject(at: copy.target) } catch { isGone = false }
            }
            return isGone
        }.value
        if isGone {
            if let problem = error as? CorrectionProblem { throw problem }
            throw error is CancellationError ? AWSFailure.cancelled : AWSFailure(wrapping: error)
        }
        let reason = (error as? CorrectionProblem)?.problem ?? AWSFailure(wrapping: error).problem
        throw CorrectionProblem(
            problem: "\(reason); copies may be left under \(work.folder.uri)",
            remedy: "delete what is there, and try again")
    }
}
