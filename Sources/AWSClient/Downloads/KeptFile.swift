import AWSOperations
import AWSSigning
import Dispatch
import Glibc

/// What tells, of a file whose bytes don't, that they are an object's: a small file beside it.
///
/// The ETag of an object that was uploaded in one piece is the MD5 of its bytes. Those of others, in parts or encrypted with
/// a key of KMS, can't be told from the bytes, so that they are written down when the file is whole.
struct ETagNote: Hashable, Sendable {
    /// Without its quotes.
    var eTag: String
    /// The file's, in bytes, and its time in seconds: of another file, the note says nothing.
    var size: Int
    var modified: Int

    init(eTag: String, size: Int, modified: Int) { (self.eTag, self.size, self.modified) = (eTag, size, modified) }

    /// Nil for what is no note.
    init?(_ bytes: [UInt8]) {
        let lines = String(decoding: bytes, as: UTF8.self).byteParts(at: "\n").map(String.init)
        guard lines.count >= 3, !lines[0].isEmpty, let size = Int(lines[1]), let modified = Int(lines[2]) else {
            return nil
        }
        self.init(eTag: lines[0], size: size, modified: modified)
    }

    var bytes: [UInt8] { Array("\(eTag)\n\(size)\n\(modified)\n".utf8) }

    /// More bytes than one has.
    static let limit = 4096

    /// Where the note of a file is.
    static func name(of file: String) -> String { ".\(PartialFile.shortened(file)).etag" }

    /// Whether an ETag may be the MD5 of the object's bytes.
    static func isDigest(_ eTag: some StringProtocol) -> Bool {
        eTag.utf8.count == 32 && eTag.utf8.allSatisfy { ("0"..."9").contains($0) || ("a"..."f").contains($0) }
    }
}

extension ClosedRange<Unicode.Scalar> {
    fileprivate func contains(_ byte: UInt8) -> Bool { contains(Unicode.Scalar(byte)) }
}

extension FileFolder {
    private static let looks = DispatchQueue(label: "download looks", attributes: .concurrent)

    /// Bytes that are looked at at once.
    private static let pieceLength = 4 << 20

    /// What is there in the place of a listed object.
    enum Look: Hashable {
        /// Nothing, or what isn't known to be the object's bytes.
        case other
        /// The object's bytes.
        case kept(DownloadedFile)
        /// As many bytes as the object has, which don't come to its ETag.
        case differs
    }

    /// Whether the file of that name has the bytes of a listed object.
    ///
    /// Of an object without an ETag, size and time tell. Throws `AWSFailure.cancelled`.
    func look(at name: String, for listed: ListedObject) async throws(AWSFailure) -> Look {
        guard let size = listed.size else { return .other }
        let eTag = String(decoding: ListedObject.bare(listed.eTag), as: UTF8.self)
        let found: (time: Int, note: ETagNote?)? = await PartialFile.run(on: Self.looks) { [self] in
            var status = stat()
            guard fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0, status.st_mode & S_IFMT == S_IFREG,
                Int(status.st_size) == size
            else { return nil }
            let note = readSmall(ETagNote.name(of: name), limit: ETagNote.limit).flatMap { ETagNote($0) }
            return (status.st_mtim.tv_sec, note)
        }
        guard let found else { return .other }
        let kept = Look.kept(DownloadedFile(size: size, replacedAnother: false, wasThere: true))
        if eTag.isEmpty {
            guard let time = listed.lastModified, time.isKnown else { return .other }
            return time.milliseconds.flooredSeconds == found.time ? kept : .other
        }
        if found.note == ETagNote(eTag: eTag, size: size, modified: found.time) { return kept }
        guard ETagNote.isDigest(eTag) else { return .other }
        return try await md5(of: name) == eTag ? kept : .differs
    }

    /// Writes down an ETag that looks like an MD5 and isn't the one of the file's bytes, as some stores have them: nothing else
    /// would keep the file another day.
    func noteForeignETag(_ eTag: String, of name: String) async throws(AWSFailure) {
        let bare = String(decoding: ListedObject.bare(eTag), as: UTF8.self)
        guard ETagNote.isDigest(bare), let digest = try await md5(of: name), digest != bare else { return }
        await PartialFile.run(on: Self.looks) { [self] in
            var status = stat()
            guard fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { return }
            let note = ETagNote(eTag: bare, size: Int(status.st_size), modified: status.st_mtim.tv_sec)
            _ = replace(ETagNote.name(of: name), with: note.bytes)
        }
    }

    /// The MD5 of a file's bytes in hexadecimal; nil where it can't be read.
    private func md5(of name: String) async throws(AWSFailure) -> String? {
        let file = openat(descriptor, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0)
        guard file >= 0 else { return nil }
        defer { close(file) }
        guard var digest = MD5Stream() else { return nil }
        while true {
            if Task.isCancelled { throw .cancelled }
            let piece: [UInt8]? = await PartialFile.run(on: Self.looks) {
                var length = -1
                let bytes = [UInt8](unsafeUninitializedCapacity: Self.pieceLength) { buffer, count in
                    repeat { length = read(file, buffer.baseAddress!, buffer.count) } while length < 0 && errno == EINTR
                    count = max(length, 0)
                }
                return length < 0 ? nil : bytes
            }
            guard let piece else { return nil }
            if piece.isEmpty { return digest.hexDigest() }
            piece.withUnsafeBytes { digest.add($0) }
        }
    }
}
