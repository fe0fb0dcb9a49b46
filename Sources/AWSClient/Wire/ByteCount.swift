/// A length or place in bytes, as a header or a list writes it.
enum ByteCount {
    /// Nil for what none can be: S3's largest object has 50 TB, and this leaves room.
    static func read(_ text: (some StringProtocol)?) -> Int? {
        text.flatMap { Int($0) }.flatMap { (0...(1 << 50)).contains($0) ? $0 : nil }
    }
}
