/// Finds bytes in memory, eight at a time.
///
/// Each function works on a word of eight bytes and looks only at the lowest sign that it finds, which is always right:
/// the borrow that makes others doubtful begins at it.
enum ByteSearch {
    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let highs: UInt64 = 0x8080_8080_8080_8080

    /// A mark in the highest bit of the lowest zero byte, and nothing below it.
    @inline(__always)
    private static func zeros(_ word: UInt64) -> UInt64 { (word &- ones) & ~word & highs }

    // The callers keep `index + 8` within the buffer, so that the load stays inside it; it need not be aligned.
    @inline(__always)
    private static func word(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> UInt64 {
        UnsafeRawPointer(bytes.baseAddress.unsafelyUnwrapped).loadUnaligned(fromByteOffset: index, as: UInt64.self)
            .littleEndian
    }

    /// The place of a byte, from a place on; the buffer's end where it does not come.
    @inline(__always)
    static func first(_ sign: UInt8, in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        let pattern = ones &* UInt64(sign)
        let end = bytes.count
        var index = start
        while index &+ 8 <= end {
            let found = zeros(word(bytes, index) ^ pattern)
            if found != 0 { return index &+ found.trailingZeroBitCount >> 3 }
            index &+= 8
        }
        guard end >= 8, index < end else {
            while index < end, bytes[index] != sign { index &+= 1 }
            return index
        }
        // The last eight bytes at once, without those that come before; what takes their place at the end isn't looked at.
        let left = end &- index
        let found = zeros((word(bytes, end &- 8) >> UInt64(64 &- 8 &* left)) ^ pattern)
        return min(found == 0 ? end : index &+ found.trailingZeroBitCount >> 3, end)
    }

    /// The place of the first of two bytes.
    @inline(__always)
    static func first(_ one: UInt8, _ other: UInt8, in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        let onePattern = ones &* UInt64(one)
        let otherPattern = ones &* UInt64(other)
        let end = bytes.count
        var index = start
        while index &+ 8 <= end {
            let word = word(bytes, index)
            let found = zeros(word ^ onePattern) | zeros(word ^ otherPattern)
            if found != 0 { return index &+ found.trailingZeroBitCount >> 3 }
            index &+= 8
        }
        while index < end, bytes[index] != one, bytes[index] != other { index &+= 1 }
        return index
    }

    /// The place of the first byte that isn't ASCII, from a place on; the buffer's end where there is none.
    @inline(__always)
    static func firstBeyondASCII(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        let end = bytes.count
        var index = start
        while index &+ 32 <= end {
            let words =
                word(bytes, index) | word(bytes, index &+ 8) | word(bytes, index &+ 16) | word(bytes, index &+ 24)
            if words & highs != 0 { break }
            index &+= 32
        }
        while index &+ 8 <= end {
            let found = word(bytes, index) & highs
            if found != 0 { return index &+ found.trailingZeroBitCount >> 3 }
            index &+= 8
        }
        while index < end, bytes[index] < 0x80 { index &+= 1 }
        return index
    }

    /// The place where a text begins for the first time; nil where it does not come. An empty text is everywhere.
    static func first(
        _ text: UnsafeBufferPointer<UInt8>, in bytes: UnsafeBufferPointer<UInt8>
    ) -> Int? {
        guard let sign = text.first else { return 0 }
        var place = 0
        while true {
            place = first(sign, in: bytes, from: place)
            guard place + text.count <= bytes.count else { return nil }
            var length = 1
            while length < text.count, bytes[place + length] == text[length] { length += 1 }
            if length == text.count { return place }
            place += 1
        }
    }

    /// A letter of ASCII in lower case, any other byte as it is.
    static func lowercased(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }

    /// Whether a text in lower case comes in bytes, without regard to the case of ASCII letters.
    static func containsAnyCase(
        _ text: UnsafeBufferPointer<UInt8>, in bytes: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        guard let sign = text.first else { return true }
        let capital = sign &- 0x61 < 26 ? sign & ~0x20 : sign
        var place = 0
        while true {
            place = first(sign, capital, in: bytes, from: place)
            guard place + text.count <= bytes.count else { return false }
            var length = 1
            while length < text.count, lowercased(bytes[place + length]) == text[length] { length += 1 }
            if length == text.count { return true }
            place += 1
        }
    }
}
