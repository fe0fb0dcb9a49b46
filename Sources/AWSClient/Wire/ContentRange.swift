import AWSOperations

/// What a 206 says of the part that it brings: `Content-Range: bytes 10-19/1234`.
struct ContentRange: Hashable, Sendable {
    var bytes: Range<Int>
    /// Of the whole object.
    var totalLength: Int

    /// Nil where it is missing, or is none: a part whose place or whole is unknown must not be built on.
    init?(_ head: HTTPHead) {
        guard let text = head["content-range"], let range = text.droppingBytePrefix("bytes ") else { return nil }
        let parts = range.byteParts(at: "/")
        let ends = parts[0].byteParts(at: "-")
        guard parts.count == 2, ends.count == 2, let first = ByteCount.read(ends[0]),
            let last = ByteCount.read(ends[1]), let total = ByteCount.read(parts[1]), first <= last, last < total
        else { return nil }
        bytes = first..<last + 1
        totalLength = total
    }
}
