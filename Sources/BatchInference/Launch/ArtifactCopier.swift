import AWSOperations
import Synchronization

/// Copies artifacts from one account's bucket to another's, through this machine, part by part.
///
/// Nothing about it is kept here: what has arrived is asked of S3, so that a copy that was cut short goes on wherever and
/// whenever it is begun again. A few parts are in flight at a time, and no more than these are held in memory.
public struct ArtifactCopier: Sendable {
    /// An artifact larger than this is copied in parts of this size, in bytes.
    public static let partSize = 8 << 20
    /// S3's limit on the parts of an object.
    static let mostParts = 10_000

    let source: (any ArtifactStore)?
    let target: any ArtifactStore
    let partsInFlight: Int
    let smallestPart: Int

    /// - Parameter source: Nil where no profile is known that reads the artifacts; uploads can be dropped all the same.
    public init(source: (any ArtifactStore)?, target: any ArtifactStore, partsInFlight: Int = 4) {
        self.init(source: source, target: target, partsInFlight: partsInFlight, smallestPart: Self.partSize)
    }

    init(source: (any ArtifactStore)?, target: any ArtifactStore, partsInFlight: Int, smallestPart: Int) {
        self.source = source
        self.target = target
        self.partsInFlight = partsInFlight
        self.smallestPart = smallestPart
    }

    /// Copies what is not there yet, one object after the other; returns when all are there.
    ///
    /// Throws `AWSFailure` or `ArtifactCopyProblem`; what has arrived by then is kept, but for an artifact that changed.
    /// Progress comes from any thread, never going back.
    public func copy(_ copies: [ArtifactCopy], progress: @escaping @Sendable (CopyProgress) -> Void) async throws {
        let total = ByteSum.of(copies.lazy.map(\.size))
        var before = 0
        for (index, copy) in copies.enumerated() {
            try Self.checkCancellation()
            let start = CopyProgress(
                objectsDone: index, objectsTotal: copies.count, bytesDone: before, bytesTotal: total,
                current: copy.source)
            progress(start)
            let counter = Counter(start, report: progress)
            try await self.copy(copy) { counter.add($0) }
            before = ByteSum.adding(before, copy.size)
            progress(
                CopyProgress(
                    objectsDone: index + 1, objectsTotal: copies.count, bytesDone: before, bytesTotal: total,
                    current: copy.source))
        }
    }

    /// Drops the parts of copies that were not finished; whole copies stay. Throws `AWSFailure`.
    public func dropUnfinished(_ copies: [ArtifactCopy]) async throws {
        for copy in copies {
            guard let destination = S3Location(copy.destination) else { continue }
            for upload in try await uploads(to: destination) { try await abort(upload, at: destination) }
        }
    }

    // MARK: One object

    private func copy(_ copy: ArtifactCopy, arrived: @escaping @Sendable (Int) -> Void) async throws {
        guard let from = S3Location(copy.source), let to = S3Location(copy.destination) else {
            throw ArtifactCopyProblem.incomplete(source: copy.source)
        }
        if try await isThere(to, size: copy.size) { return }
        guard source != nil else { throw ArtifactCopyProblem.noSource }
        guard copy.size > smallestPart else {
            let bytes = try await read(0..<copy.size, of: from, copy)
            try await target.writeObject(bytes, at: to, contentType: nil)
            return arrived(copy.size)
        }
        let parts = PartPlan(size: copy.size, smallest: smallestPart, most: Self.mostParts)
        do {
            let upload = try await findOrOpenUpload(to: to, parts)
            arrived(ByteSum.of(upload.there.values.lazy.map(\.size)))
            let made = try await send(parts, of: copy, from: from, to: to, upload, arrived: arrived)
            let list = made.sorted { $0.key < $1.key }.map {
                CompleteMultipartUploadRequest.Part(number: $0.key, eTag: $0.value)
            }
            _ = try await target.completeMultipartUpload(
                CompleteMultipartUploadRequest(bucket: to.bucket, key: to.key, uploadID: upload.id, parts: list))
        } catch let problem as ArtifactCopyProblem {
            // Parts of another version are of no use to anybody.
            if case .changed = problem { try? await dropUnfinished([copy]) }
            throw problem
        } catch {
            // Another program may have finished the same copy, or an answer was lost.
            let failure = AWSFailure(wrapping: error)
            guard failure.isNotFound || failure.outcomeIsUnknown, failure != .cancelled,
                try await isThere(to, size: copy.size)
            else { throw failure }
        }
    }

    private func isThere(_ location: S3Location, size: Int) async throws -> Bool {
        do {
            return try await target.headObject(at: location).contentLength == size
        } catch {
            let failure = AWSFailure(wrapping: error)
            // Without s3:ListBucket, what is not there is denied; whether it may be written, the writing tells.
            guard failure.isNotFound || failure.serviceError?.httpStatus == 403 else { throw failure }
            return false
        }
    }

    private func read(_ range: Range<Int>, of from: S3Location, _ copy: ArtifactCopy) async throws -> [UInt8] {
        guard let source else { throw ArtifactCopyProblem.noSource }
        guard !range.isEmpty else { return [] }
        let answer: GetObjectResponse
        do {
            answer = try await source.readPart(of: from, range: range, ifMatch: copy.eTag)
        } catch {
            let failure = AWSFailure(wrapping: error)
            if failure.serviceError?.httpStatus == 412 { throw ArtifactCopyProblem.changed(source: copy.source) }
            throw failure
        }
        // A service may not know If-Match.
        guard answer.head.eTag == nil || answer.head.eTag == copy.eTag, answer.totalLength == copy.size else {
            throw ArtifactCopyProblem.changed(source: copy.source)
        }
        guard answer.body.count == range.count else { throw ArtifactCopyProblem.incomplete(source: copy.source) }
        return answer.body
    }

    private func send(
        _ parts: PartPlan, of copy: ArtifactCopy, from: S3Location, to: S3Location, _ upload: OpenUpload,
        arrived: @escaping @Sendable (Int) -> Void
    ) async throws -> [Int: String] {
        var made = upload.there.mapValues(\.eTag)
        let open = parts.numbers.filter { upload.there[$0] == nil }
        try await withThrowingTaskGroup(of: (Int, String).self) { group in
            var waiting = open.makeIterator()
            func start() throws -> Bool {
                guard let number = waiting.next() else { return false }
                try Self.checkCancellation()
                let range = parts.range(of: number)
                group.addTask {
                    let bytes = try await read(range, of: from, copy)
                    let answer = try await target.uploadPart(
                        UploadPartRequest(
                            bucket: to.bucket, key: to.key, uploadID: upload.id, partNumber: number, body: bytes))
                    arrived(range.count)
                    return (number, answer.eTag)
                }
                return true
            }
            for _ in 0..<partsInFlight { guard try start() else { break } }
            while let (number, eTag) = try await group.next() {
                made[number] = eTag
                _ = try start()
            }
        }
        return made
    }

    // MARK: Uploads under way

    /// An upload to go on with.
    private struct OpenUpload: Sendable {
        var id: String
        /// Parts that have arrived whole, by number.
        var there: [Int: UploadedPart]
    }

    /// The upload that an earlier run left, with the most parts; else a new one.
    private func findOrOpenUpload(to destination: S3Location, _ parts: PartPlan) async throws -> OpenUpload {
        var best: OpenUpload?
        do {
            for upload in try await uploads(to: destination) {
                let there = try await arrivedParts(of: upload, at: destination, parts)
                if best.map({ $0.there.count < there.count }) ?? true {
                    best = OpenUpload(id: upload.uploadID, there: there)
                }
            }
        } catch {
            // Whoever may not list uploads begins again.
            let failure = AWSFailure(wrapping: error)
            guard failure.isAccessDenied, !failure.isExpiredCredentials else { throw failure }
        }
        if let best { return best }
        let made = try await target.createMultipartUpload(
            CreateMultipartUploadRequest(bucket: destination.bucket, key: destination.key))
        return OpenUpload(id: made.uploadID, there: [:])
    }

    private func uploads(to destination: S3Location) async throws -> [MultipartUpload] {
        let request = ListMultipartUploadsRequest(bucket: destination.bucket, prefix: destination.key)
        var uploads: [MultipartUpload] = []
        let target = target
        // Uploads that are not listed are not gone on from, which costs time alone.
        _ = try await PageSequence(request, fetch: { try await target.listMultipartUploads($0) }).read { page in
            uploads += page.uploads.filter { $0.key.hasSameBytes(as: destination.key) }
            return true
        }
        return uploads
    }

    private func arrivedParts(
        of upload: MultipartUpload, at destination: S3Location, _ parts: PartPlan
    ) async throws -> [Int: UploadedPart] {
        let request = ListPartsRequest(
            bucket: destination.bucket, key: destination.key, uploadID: upload.uploadID)
        var there: [Int: UploadedPart] = [:]
        do {
            let target = target
            // A part that is not listed is sent again.
            _ = try await PageSequence(request, fetch: { try await target.listParts($0) }).read { page in
                for part in page.parts where parts.numbers.contains(part.number) {
                    if part.size == parts.range(of: part.number).count { there[part.number] = part }
                }
                return true
            }
        } catch {
            // It ended between the two questions.
            guard AWSFailure(wrapping: error).isNotFound else { throw error }
            return [:]
        }
        return there
    }

    private func abort(_ upload: MultipartUpload, at destination: S3Location) async throws {
        do {
            try await target.abortMultipartUpload(
                AbortMultipartUploadRequest(
                    bucket: destination.bucket, key: destination.key, uploadID: upload.uploadID))
        } catch {
            guard AWSFailure(wrapping: error).isNotFound else { throw error }
        }
    }

    private static func checkCancellation() throws {
        if Task.isCancelled { throw AWSFailure.cancelled }
    }
}

/// How an object is cut into parts: the same size gives the same parts, so that those of an earlier run fit.
struct PartPlan: Hashable, Sendable {
    let size: Int
    let partSize: Int

    init(size: Int, smallest: Int, most: Int) {
        self.size = size
        var part = smallest
        while (size + part - 1) / part > most { part *= 2 }
        partSize = part
    }

    /// From 1.
    var numbers: ClosedRange<Int> { 1...max(1, (size + partSize - 1) / partSize) }

    func range(of number: Int) -> Range<Int> {
        let start = (number - 1) * partSize
        return start..<min(start + partSize, size)
    }
}

/// Adds up what has arrived, from any thread.
private final class Counter: Sendable {
    private let state: Mutex<CopyProgress>
    private let report: @Sendable (CopyProgress) -> Void

    init(_ start: CopyProgress, report: @escaping @Sendable (CopyProgress) -> Void) {
        state = Mutex(start)
        self.report = report
    }

    func add(_ bytes: Int) {
        guard bytes > 0 else { return }
        // Reported under the lock, so that none overtakes another.
        state.withLock {
            $0.bytesDone = min($0.bytesTotal, ByteSum.adding($0.bytesDone, bytes))
            report($0)
        }
    }
}
