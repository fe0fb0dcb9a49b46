/// A `Range` header of one range: `bytes=0-99`, `bytes=100-` or `bytes=-100`.
struct ByteRange: Hashable {
    private var first: Int?
    private var last: Int?

    /// Nil for anything else, which S3 ignores.
    init?(_ header: String) {
        guard header.hasPrefix("bytes="), !header.contains(",") else { return nil }
        let parts = header.dropFirst(6).split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        (first, last) = (Int(parts[0]), Int(parts[1]))
        guard first != nil || parts[0].isEmpty, last != nil || parts[1].isEmpty, first != nil || last != nil else {
            return nil
        }
    }

    /// The part of an object that is meant; nil where there is none.
    func within(_ size: Int) -> Range<Int>? {
        guard let first else {
            let count = min(last ?? 0, size)
            return count > 0 ? size - count..<size : nil
        }
        let end = last.map { $0 < size ? $0 + 1 : size } ?? size
        return first < end ? first..<end : nil
    }
}
