import AWSOperations

extension AWSClient {
    /// Reads an object into a file, several ranges at a time: to `.NAME.part` beside it, renamed when whole and on the
    /// disk.
    ///
    /// A connection that breaks is taken up again where it stopped, as long as the object is the same. What an earlier
    /// run left is gone on from, on the same condition; the events say so.
    ///
    /// - Parameter progress: Called with the bytes so far and in all, at most about ten times a second and once at the
    ///   end.
    /// - Throws: `AWSFailure`, where what was read stays for the next run if it is a megabyte or more; or
    ///   `FileWriteError` where the disk refuses, and what was written is then removed.
    public func download(
        bucket: String, key: String, toFile path: String,
        progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) async throws {
        let source = S3Location(bucket: bucket, key: key).uri
        let (file, leftover) = try await PartialFile.open(for: path, source: source)
        try await download(bucket: bucket, key: key, into: file, leftover, source: source, progress: progress)
    }

    /// Reads an object into a file below a folder, as `download(bucket:key:toFile:)` does; the folders between are made
    /// where they are missing.
    ///
    /// - Throws: `FileWriteError` too where the path leads out of the folder, or along a link.
    public func download(
        bucket: String, key: String, as relativePath: String, in target: TargetFolder, listed: ListedObject? = nil,
        progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) async throws {
        let source = S3Location(bucket: bucket, key: key).uri
        let (folder, name) = try await target.place(of: relativePath)
        let (file, leftover) = try await PartialFile.open(name, in: folder, source: source)
        try await download(
            bucket: bucket, key: key, into: file, leftover, source: source, listed: listed, progress: progress)
    }

    private func download(
        bucket: String, key: String, into file: PartialFile, _ leftover: PartialFile.Leftover, source: String,
        listed: ListedObject? = nil,
        progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void
    ) async throws {
        let ledger = DownloadLedger(source: source)
        do {
            let told = DownloadProgress(uptime: clock.uptime, tell: progress)
            try await Download(
                client: self, bucket: bucket, key: key, listed: listed, file: file, ledger: ledger, progress: told
            ).run(goingOnFrom: leftover)
            try Task.checkCancellation()
            try await file.complete()
        } catch let error as FileWriteError {
            await file.discard()
            throw error
        } catch {
            var isKept = false
            if let state = ledger.worthKeeping { isKept = await file.keep(state) }
            if !isKept { await file.discard() }
            throw error is CancellationError ? AWSFailure.cancelled : error
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
    /// What a listing said of the object; nil where nothing is known of it.
    let listed: ListedObject?
    let file: PartialFile
    let ledger: DownloadLedger
    let progress: DownloadProgress

    func run(goingOnFrom leftover: PartialFile.Leftover) async throws {
        var found: DownloadState?
        switch leftover {
        case .none: break
        case .resumable(let state): found = state
        case .useless: client.tell(.downloadRestarted(path: file.finalPath))
        }
        // That an earlier run's object is no more says nothing against this one's.
        var last = ObjectChanged()
        for _ in 0..<client.configuration.maxAttempts.value + (found == nil ? 0 : 1) {
            do {
                if let state = found { try await readRest(state) } else { try await readObject() }
                progress.finish()
                return
            } catch let change as ObjectChanged {
                last = change
                // What is in the file belongs to an object that is no more.
                if found != nil { client.tell(.downloadRestarted(path: file.finalPath)) }
                found = nil
                ledger.restart()
                try await file.restart()
                progress.restart()
            }
        }
        throw last.cause
            ?? .transport(
                TransportError(
                    operation: GetObjectRequest.operation, kind: .other, host: "\(bucket) in S3",
                    detail: "the object changes faster than it can be read", mayHaveArrived: true))
    }

    private func readObject() async throws {
        var start = DownloadPart(download: self, range: 0..<Self.partSize, object: nil)
        let (object, stream) = try await start.open()
        try listed?.check(object)
        progress.begin(total: object.length ?? 0)
        ledger.begin(object)
        let first = start
        // The first answer may be the whole object at once.
        let starts = stride(from: first.range.upperBound, to: object.length ?? 0, by: Self.partSize)
        let end = object.length ?? 0
        try await read(starts.lazy.map { $0..<min($0 + Self.partSize, end) }, of: object) {
            var part = first
            try await part.read(from: stream)
        }
    }

    /// Reads what an earlier run left out; each request asks for the very object that it read.
    private func readRest(_ state: DownloadState) async throws {
        var missing = state.missing(partSize: Self.partSize).makeIterator()
        guard let range = missing.next() else { throw ObjectChanged() }
        let first = DownloadPart(download: self, range: range, object: state.object)
        ledger.resume(state)
        // What the file says is believed when the service says the same of its object.
        let stream = try await first.confirm()
        try listed?.check(state.object)
        progress.begin(total: state.size, done: state.done)
        client.tell(.downloadResumed(path: file.finalPath, done: state.done, total: state.size))
        try await read(IteratorSequence(missing), of: state.object) {
            var part = first
            try await part.read(from: stream)
        }
    }

    private func read(
        _ ranges: some Sequence<Range<Int>>, of object: DownloadedObject,
        beside first: (@Sendable () async throws -> Void)? = nil
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            if let first { group.addTask { try await first() } }
            var waiting = ranges.makeIterator()
            func addNext() {
                guard let range = waiting.next() else { return }
                let part = DownloadPart(download: self, range: range, object: object)
                group.addTask {
                    var part = part
                    try await part.read()
                }
            }
            for _ in (first == nil ? 0 : 1)..<Self.width { addNext() }
            while try await group.next() != nil { addNext() }
        }
    }
}

/// What all parts of a download must belong to.
struct DownloadedObject: Hashable, Sendable {
    /// Nil where the service does not say: it ends where the answer does.
    var length: Int?
    /// Nil where the service gives none: nothing then says that two answers are of one object.
    var eTag: String?
}

/// What a listing said of an object that is then downloaded.
public struct ListedObject: Hashable, Sendable {
    /// In bytes; nil where it did not say.
    public var size: Int?
    /// With or without its quotes; empty where it did not say.
    public var eTag: String

    public init(size: Int?, eTag: String) {
        self.size = size
        self.eTag = eTag
    }

    /// Refuses another object than the listed one: it was written anew since, or something else than S3 has answered.
    func check(_ object: DownloadedObject) throws(AWSFailure) {
        if let size, let length = object.length, length != size {
            throw Self.differs("the answer has \(length) bytes, and the listing said \(size)")
        }
        if let answered = object.eTag, !eTag.isEmpty, !answered.isEmpty, Self.bare(answered) != Self.bare(eTag) {
            throw Self.differs("it has another ETag than the listing said")
        }
    }

    private static func bare(_ eTag: String) -> [UInt8] { eTag.utf8.filter { $0 != UInt8(ascii: "\"") } }

    private static func differs(_ how: String) -> AWSFailure {
        .undecodable(
            operation: GetObjectRequest.operation, detail: "\(how): the object has changed since, or S3 did not answer",
            requestID: nil)
    }
}

/// The object is another one than the first bytes came from, or may be: it must be read anew.
struct ObjectChanged: Error {
    /// Where a broken connection is why it cannot be told.
    var cause: AWSFailure?
}
