/// Contents of made-up objects.
enum TestObject {
    /// Bytes in which every part looks different at its place, so that a part in the wrong place is seen.
    static func bytes(count: Int) -> [UInt8] {
        // By whole patterns: a byte at a time takes seconds in a debug build, and holds other tests up.
        let pattern = (0..<65_521).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count + pattern.count)
        while bytes.count < count { bytes += pattern }
        bytes.removeLast(bytes.count - count)
        return bytes
    }
}
