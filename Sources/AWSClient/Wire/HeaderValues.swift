import AWSOperations

/// A length or place in bytes, as a header or a list writes it.
enum ByteCount {
    /// Nil for what none can be: S3's largest object has 50 TB, and this leaves room.
    static func read(_ text: (some StringProtocol)?) -> Int? {
        text.flatMap { Int($0) }.flatMap { (0...(1 << 50)).contains($0) ? $0 : nil }
    }
}

/// The id under which AWS support finds a request.
enum RequestID {
    static func find(_ head: HTTPHead) -> String? {
        ["x-amzn-requestid", "x-amz-request-id"].lazy.compactMap { head[$0] }.first { !$0.stripped.isEmpty }
    }
}

/// Dates as HTTP writes them: `Sun, 22 Nov 2026 19:16:02 GMT`.
enum HTTPDate {
    static func parse(_ text: String) -> Timestamp? { Timestamp(httpDate: text) }
}

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
