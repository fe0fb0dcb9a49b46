import AWSOperations

extension AWSClient {
    /// Reads an object into a file, several ranges at a time: to a temporary file beside it, renamed when whole and on
    /// the disk.
    ///
    /// A connection that breaks is taken up again where it stopped, as long as the object is the same.
    ///
    /// - Parameter progress: Called with the bytes so far and in all, at most about ten times a second and once at the
    ///   end.
    /// - Throws: `AWSFailure`, or `FileWriteError` where the disk refuses; what was written is then removed.
    public func download(
        bucket: String, key: String, toFile path: String,
        progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) async throws {
        let file = try await PartialFile.create(for: path)
        do {
            let told = DownloadProgress(uptime: clock.uptime, tell: progress)
            try await Download(client: self, bucket: bucket, key: key, file: file, progress: told).run()
            try Task.checkCancellation()
            try await file.complete()
        } catch is CancellationError {
            await file.discard()
            throw AWSFailure.cancelled
        } catch {
            await file.discard()
            throw error
        }
    }
}

/// One object on its way into a file.
struct Download: Sendable {
    /// Bytes of a range; as in the AWS CLI.
    static let partSize = 8 << 20
    /// Ranges under way at one time.
    static let width = 8

    let client: AWSClient
    let bucket: String
    let key: String
    let file: PartialFile
    let progress: DownloadProgress

    func run() async throws {
        for _ in 0..<client.configuration.maxAttempts.value {
            do {
                try await readObject()
                progress.finish()
                return
            } catch is ObjectChanged {
                // What is in the file belongs to an object that is no more.
                try await file.restart()
                progress.restart()
            }
        }
        throw AWSFailure.transport(
            TransportError(
                operation: GetObjectRequest.operation, kind: .other, host: "\(bucket) in S3",
                detail: "the object changes faster than it can be read", mayHaveArrived: true))
    }

    private func readObject() async throws {
        var start = DownloadPart(download: self, range: 0..<Self.partSize, object: nil)
        let (object, stream) = try await start.open()
        progress.begin(total: object.length)
        let first = start
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                var part = first
                try await part.read(from: stream)
            }
            // The first answer may be the whole object at once.
            var next = first.range.upperBound
            for _ in 1..<Self.width where next < object.length { add(&next, of: object, to: &group) }
            while try await group.next() != nil {
                if next < object.length { add(&next, of: object, to: &group) }
            }
        }
    }

    private func add(
        _ next: inout Int, of object: DownloadedObject, to group: inout ThrowingTaskGroup<Void, any Error>
    ) {
        let range = next..<min(next + Self.partSize, object.length)
        next = range.upperBound
        let part = DownloadPart(download: self, range: range, object: object)
        group.addTask {
            var part = part
            try await part.read()
        }
    }
}

/// What all parts of a download must belong to.
struct DownloadedObject: Hashable, Sendable {
    var length: Int
    /// Nil where the service gives none: nothing then says that two answers are of one object.
    var eTag: String?
}

/// The object is another one than the first bytes came from.
struct ObjectChanged: Error {}
