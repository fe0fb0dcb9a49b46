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
    @discardableResult
    public func download(
        bucket: String, key: String, toFile path: String,
        progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) async throws -> DownloadedFile {
        let source = DownloadSource(client: self, bucket: bucket, key: key)
        let (file, leftover) = try await PartialFile.open(for: path, source: source.uri)
        return try await download(source, into: file, leftover, progress: progress)
    }

    /// Reads an object into a file below a folder, as `download(bucket:key:toFile:)` does; the folders between are made
    /// where they are missing, once the object has begun to come.
    ///
    /// The file gets the time that a listing gave its object. One that is there with the listed size is taken for the
    /// object's where its bytes come to the listed ETag, or a note beside it says that they are of that one.
    ///
    /// - Throws: `FileWriteError` too where the path leads out of the folder, or along a link.
    @discardableResult
    public func download(
        bucket: String, key: String, as relativePath: String, in target: TargetFolder, listed: ListedObject? = nil,
        progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) async throws -> DownloadedFile {
        let source = DownloadSource(client: self, bucket: bucket, key: key, listed: listed)
        // Where its folder is missing, no earlier run can have left anything.
        let place = try await target.existingPlace(of: relativePath)
        var differs = false
        if let listed, let folder = place.folder {
            switch try await folder.look(at: place.name, for: listed) {
            case .kept(let kept):
                progress(kept.size, kept.size)
                return kept
            case .differs: differs = true
            case .other: break
            }
        }
        let isFolderThere = place.folder != nil
        let opened = isFolderThere ? nil : try await source.open()
        let (folder, name) = try await target.place(of: relativePath)
        let (file, leftover) = try await PartialFile.open(name, in: folder, source: source.uri)
        let written = try await download(source, opened, into: file, leftover, progress: progress)
        // The same bytes again, perhaps: then it's the ETag that is none of their digest.
        if differs, let listed { try await folder.noteForeignETag(listed.eTag, of: name) }
        return written
    }

    private func download(
        _ source: DownloadSource, _ opened: OpenedObject? = nil, into file: PartialFile,
        _ leftover: PartialFile.Leftover, progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void
    ) async throws -> DownloadedFile {
        let ledger = DownloadLedger(source: source.uri)
        do {
            let told = DownloadProgress(uptime: clock.uptime, tell: progress)
            try await Download(source: source, file: file, ledger: ledger, progress: told)
                .run(goingOnFrom: leftover, opened)
            try Task.checkCancellation()
            // Of a file that nothing will be compared with, nothing has to be known.
            return try await file.complete(
                modifiedAt: source.listed?.lastModified, eTag: source.listed == nil ? nil : ledger.notedETag)
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

/// A file that a download has written.
public struct DownloadedFile: Hashable, Sendable {
    /// In bytes, as they were written.
    public var size: Int
    /// Whether a file of that name was there before.
    public var replacedAnother: Bool
    /// Whether it was there already, with the object's bytes.
    public var wasThere = false
}

/// One object on its way into a file.
struct Download: Sendable {
    /// Bytes of a range; as in the AWS CLI.
    static let partSize = 8 << 20
    /// Ranges under way at one time.
    static let width = 8

    let source: DownloadSource
    let file: PartialFile
    let ledger: DownloadLedger
    let progress: DownloadProgress

    var client: AWSClient { source.client }

    /// - Parameter opened: The object, where it has been asked for already.
    func run(goingOnFrom leftover: PartialFile.Leftover, _ opened: OpenedObject? = nil) async throws {
        var opened = opened
        var found: DownloadState?
        switch leftover {
        case .none: break
        case .resumable(let state): found = state
        case .useless(let reason): client.tell(.downloadRestarted(path: file.finalPath, because: reason))
        }
        // That an earlier run's object is no more says nothing against this one's.
        var last = ObjectChanged()
        for _ in 0..<client.configuration.maxAttempts.value + (found == nil ? 0 : 1) {
            do {
                if let state = found {
                    try await readRest(state)
                } else {
                    let first = opened
                    opened = nil
                    try await readObject(first)
                }
                progress.finish()
                return
            } catch let change as ObjectChanged {
                last = change
                // What is in the file belongs to an object that is no more.
                if found != nil {
                    client.tell(
                        .downloadRestarted(path: file.finalPath, because: change.isAnother ? .replaced : .unusable))
                }
                found = nil
                ledger.restart()
                try await file.restart()
                progress.restart()
            }
        }
        throw last.cause
            ?? .transport(
                TransportError(
                    operation: GetObjectRequest.operation, kind: .other, host: source.host,
                    detail: "the object keeps changing while it's read", mayHaveArrived: true))
    }

    private func readObject(_ opened: OpenedObject?) async throws {
        let start = if let opened { opened } else { try await source.open() }
        let (object, stream) = (start.object, start.stream)
        progress.begin(total: object.length ?? 0)
        ledger.begin(object)
        let first = DownloadPart(download: self, range: start.range, object: object)
        // The first answer may be the whole object at once.
        let starts = stride(from: first.range.upperBound, to: object.length ?? 0, by: Self.partSize)
        let end = object.length ?? 0
        try await read(starts.lazy.map { $0..<min($0 + Self.partSize, end) }, of: object) {
            var part = first
            try await part.read(from: stream)
        }
        // A length that was never said shows only now.
        if object.length == nil { try source.listed?.check(DownloadedObject(length: progress.done, eTag: nil)) }
    }

    /// Reads what an earlier run left out; each request asks for the very object that it read.
    private func readRest(_ state: DownloadState) async throws {
        var missing = state.missing(partSize: Self.partSize).makeIterator()
        guard let range = missing.next() else { throw ObjectChanged() }
        let first = DownloadPart(download: self, range: range, object: state.object)
        ledger.resume(state)
        // What the file says is believed when the service says the same of its object.
        let stream = try await first.confirm()
        try source.listed?.check(state.object)
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

/// The object is another one than the first bytes came from, or may be: it must be read again.
struct ObjectChanged: Error {
    /// Whether it is known to be another.
    var isAnother = true
    /// Where a broken connection is why it cannot be told.
    var cause: AWSFailure?
}
