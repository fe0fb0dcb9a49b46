import AWSOperations

extension AWSClient {
    /// Streams an object into a file: to a temporary file beside it, renamed when whole and on the disk.
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
            var download = Download(client: self, bucket: bucket, key: key, file: file, progress: progress)
            try await download.run()
            try await file.complete()
        } catch {
            await file.discard()
            throw error
        }
    }
}

/// One object on its way into a file.
private struct Download {
    let client: AWSClient
    let bucket: String
    let key: String
    let file: PartialFile
    let progress: @Sendable (Int, Int) -> Void
    private var done = 0
    private var total = 0
    /// Of the object that the first bytes came from.
    private var eTag: String?
    private var lastReport = -1.0
    /// Connections lost in a row without a byte in between.
    private var fruitless = 0

    init(
        client: AWSClient, bucket: String, key: String, file: PartialFile,
        progress: @escaping @Sendable (Int, Int) -> Void
    ) {
        self.client = client
        self.bucket = bucket
        self.key = key
        self.file = file
        self.progress = progress
    }

    mutating func run() async throws {
        while true {
            do {
                try await readToEnd()
                progress(done, total)
                return
            } catch AWSFailure.transport(let error) where error.kind == .connectionLost || error.kind == .timedOut {
                fruitless += 1
                guard fruitless < client.configuration.maxAttempts.value else {
                    throw AWSFailure.transport(error)
                }
                do { try await client.clock.sleep(client.clock.random() * 2) } catch { throw AWSFailure.cancelled }
            } catch AWSFailure.service(let error) where error.httpStatus == 412 && done > 0 {
                // Another object by now: what is in the file belongs to the old one.
                try await startOver()
            }
        }
    }

    private mutating func startOver() async throws {
        try await file.restart()
        done = 0
        eTag = nil
    }

    private mutating func readToEnd() async throws {
        // Without an ETag nothing says that the rest belongs to the same object.
        if done > 0, eTag == nil { try await startOver() }
        if done > 0, done == total { return }
        var request = GetObjectRequest(bucket: bucket, key: key)
        if done > 0 {
            request.range = done..<max(total, done + 1)
            request.ifMatch = eTag
        }
        let stream = try await client.stream(request)
        if done > 0, !stream.isPart { try await startOver() }
        total = stream.totalLength
        eTag = stream.head.eTag
        for try await bytes in stream {
            try await file.write(bytes)
            done += bytes.count
            fruitless = 0
            report()
        }
        if total < done { total = done }
    }

    private mutating func report() {
        let now = client.clock.uptime()
        guard now - lastReport >= 0.1 else { return }
        lastReport = now
        progress(done, max(done, total))
    }
}
