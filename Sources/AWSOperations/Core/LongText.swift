/// Text that may be longer than anybody reads: an answer, a reason or a log line can have a megabyte.
public enum LongText {
    /// The most bytes of an error message that are kept.
    public static let messageLimit = 4096
    /// The most bytes of a cell of a table; the longest failure reasons that SageMaker documents fit.
    public static let cellLimit = 1200

    /// The text, or its first bytes up to a whole character and how many more there are: `Out of mem… (1048540 more bytes)`.
    public static func cut(_ text: String, to limit: Int) -> String {
        let bytes = text.utf8
        // Nothing is gained by cutting less than the mark is long.
        guard bytes.count > limit + 24 else { return text }
        var end = bytes.index(bytes.startIndex, offsetBy: limit)
        while !isBoundary(bytes[end]), end > bytes.startIndex { bytes.formIndex(before: &end) }
        return "\(text[..<end])… (\(bytes.distance(from: end, to: bytes.endIndex)) more bytes)"
    }

    /// Whether a scalar may begin with a byte of UTF-8.
    private static func isBoundary(_ byte: UInt8) -> Bool { byte & 0b1100_0000 != 0b1000_0000 }
}
