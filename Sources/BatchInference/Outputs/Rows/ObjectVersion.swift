import AWSOperations

/// One version of an object, read at any place: the bytes of another version are refused.
struct ObjectVersion: Sendable {
    let location: S3Location
    let size: Int
    /// Its first bytes.
    let beginning: [UInt8]
    private let eTag: String
    private let storage: any ObjectStorage & MultipartStorage

    /// Reads an object's beginning; what a listing said of it must hold.
    static func open(
        _ location: S3Location, from storage: any ObjectStorage & MultipartStorage, listed: S3Object?, length: Int
    ) async throws(AWSFailure) -> ObjectVersion {
        let answer: GetObjectResponse?
        do {
            answer = try await storage.readObject(at: location, range: 0..<length)
        } catch {
            let failure = AWSFailure(wrapping: error)
            // S3 refuses any range of an empty object.
            guard failure.serviceError?.httpStatus == 416 || failure.serviceError?.code == "InvalidRange" else {
                throw failure
            }
            answer = nil
        }
        let size = max(answer?.totalLength ?? 0, answer?.body.count ?? 0)
        let eTag = answer?.head.eTag ?? ""
        if let listed {
            let isOther = !eTag.isEmpty && !listed.eTag.isEmpty && bare(eTag) != bare(listed.eTag)
            if isOther || (listed.$size ?? size) != size {
                throw .configuration(
                    problem: "the object was replaced after it was listed: it now has \(DisplayText.bytes(size))",
                    remedy: "go back and open it again")
            }
        }
        return ObjectVersion(
            location: location, size: size, beginning: answer?.body ?? [], eTag: eTag, storage: storage)
    }

    private static func bare(_ eTag: String) -> [UInt8] { eTag.utf8.filter { $0 != UInt8(ascii: "\"") } }

    /// The bytes of a range, cut to the object's end.
    func read(_ range: Range<Int>) async throws(AWSFailure) -> [UInt8] {
        let range = range.clamped(to: 0..<size)
        guard !range.isEmpty else { return [] }
        if range.upperBound <= beginning.count { return Array(beginning[range]) }
        let answer: GetObjectResponse
        do {
            answer =
                eTag.isEmpty
                ? try await storage.readObject(at: location, range: range)
                : try await storage.readPart(of: location, range: range, ifMatch: eTag)
        } catch {
            let failure = AWSFailure(wrapping: error)
            guard failure.serviceError?.httpStatus == 412 else { throw failure }
            throw Self.changed("it has another ETag than before")
        }
        guard answer.totalLength == size else {
            throw Self.changed("it has \(DisplayText.bytes(answer.totalLength)) instead of \(DisplayText.bytes(size))")
        }
        guard answer.body.count == range.count else {
            throw .configuration(
                problem:
                    "cut short: \(DisplayText.bytes(answer.body.count)) of \(DisplayText.bytes(range.count)) arrived",
                remedy: "try again")
        }
        return answer.body
    }

    private static func changed(_ how: String) -> AWSFailure {
        .configuration(problem: "the object changed while it was read: \(how)", remedy: "go back and open it again")
    }
}

/// Parts of an object that are under way; they end with whoever wanted them.
final class PartsAhead {
    private var parts: [(start: Int, task: Task<[UInt8], any Error>)] = []

    deinit { for part in parts { part.task.cancel() } }

    /// The part that begins at a place, with so many more sent for behind it.
    func part(at position: Int, of version: ObjectVersion, length: Int, ahead: Int) -> Task<[UInt8], any Error> {
        while let first = parts.first, first.start != position { parts.removeFirst().task.cancel() }
        var end = position + parts.count * length
        while parts.count <= ahead, end < version.size || parts.isEmpty {
            let range = end..<end + length
            parts.append((end, Task { try await version.read(range) }))
            end += length
        }
        return parts.removeFirst().task
    }
}

extension Task<[UInt8], any Error> {
    /// Its bytes; whoever stops waiting for them ends it.
    func bytes() async throws(AWSFailure) -> [UInt8] {
        do {
            return try await withTaskCancellationHandler {
                try await value
            } onCancel: {
                cancel()
            }
        } catch {
            throw AWSFailure(wrapping: error)
        }
    }
}
