import AWSOperations

/// One range of an object on its way into its place in the file.
struct DownloadPart: Sendable {
    private let download: Download
    let range: Range<Int>
    private let object: DownloadedObject?
    private var done = 0
    /// Connections lost in a row that brought next to nothing.
    private var fruitless = 0
    /// Bytes since the last connection was lost.
    private var arrived = 0
    /// How the last connection was lost, which is why the rest had to be asked for.
    private var lastLoss: TransportError?
    /// What a connection must bring for others to be opened after it without end: a range in crumbs must have an end.
    private var worthwhile: Int { min(64 * 1024, max(1, range.count / 16)) }

    init(download: Download, range: Range<Int>, object: DownloadedObject?) {
        self.download = download
        self.range = range
        self.object = object
    }

    /// Reads what an answer holds, and the rest of the range by further ones where its connection breaks.
    mutating func read(from first: ObjectStream? = nil) async throws {
        var opened = first
        while true {
            do {
                let stream = if let stream = opened { stream } else { try await reopen() }
                opened = nil
                try await write(stream)
                // A length that was never said ends with the answer.
                guard object?.length != nil else { return }
                if done >= range.count { return download.file.beginWriting(range) }
                throw AWSFailure.transport(lost("the response ended \(range.count - done) bytes early"))
            } catch AWSFailure.transport(let error) where error.kind == .connectionLost || error.kind == .timedOut {
                // Nothing says that the rest would belong to the same object, or where it ends.
                guard object?.eTag != nil, object?.length != nil else {
                    throw ObjectChanged(isAnother: false, cause: .transport(error))
                }
                try await pause(after: error)
            } catch AWSFailure.service(let error) where error.httpStatus == 412 || error.httpStatus == 416 {
                throw ObjectChanged()
            }
        }
    }

    /// Opens the range of an object that is known from an earlier run, and looks whether it is still the same.
    func confirm() async throws -> ObjectStream {
        do {
            return try await reopen()
        } catch AWSFailure.service(let error) where error.httpStatus == 412 || error.httpStatus == 416 {
            throw ObjectChanged()
        }
    }

    private func reopen() async throws -> ObjectStream {
        let stream = try await download.client.stream(
            download.source.request(range.lowerBound + done..<range.upperBound, ifMatch: object?.eTag))
        guard stream.isPart, stream.head.eTag == object?.eTag else {
            // A service without ranges or ETags sends all of it again, which says nothing of another object.
            let isAnother = stream.head.eTag.map { $0 != object?.eTag } ?? false
            throw ObjectChanged(isAnother: isAnother, cause: isAnother ? nil : lastLoss.map(AWSFailure.transport))
        }
        guard let part = stream.part, part.bytes.lowerBound == range.lowerBound + done else {
            throw DownloadSource.misplaced
        }
        guard part.totalLength == object?.length else { throw ObjectChanged() }
        return stream
    }

    private mutating func write(_ stream: ObjectStream) async throws {
        for try await bytes in stream {
            // No more than asked for, whatever the service sends: what follows is another part's.
            let wanted = Array(bytes.prefix(range.count - done))
            let place = range.lowerBound + done
            try await download.file.write(wanted, at: place)
            let now = download.client.clock.uptime()
            if let state = download.ledger.add(place..<place + wanted.count, now: now) {
                await download.file.keep(state)
            }
            done += wanted.count
            arrived += wanted.count
            if arrived >= worthwhile { fruitless = 0 }
            download.progress.add(wanted.count)
            if done >= range.count { return }
        }
    }

    private mutating func pause(after error: TransportError) async throws {
        fruitless += 1
        arrived = 0
        lastLoss = error
        let clock = download.client.clock
        guard fruitless < download.client.configuration.maxAttempts.value else { throw AWSFailure.transport(error) }
        do { try await clock.sleep(clock.random() * 2) } catch { throw AWSFailure.cancelled }
    }

    private func lost(_ detail: String) -> TransportError {
        TransportError(
            operation: GetObjectRequest.operation, kind: .connectionLost, host: download.source.host,
            detail: detail, mayHaveArrived: true)
    }
}
