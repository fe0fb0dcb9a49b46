/// The same numbers in each run (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
        return word ^ word >> 31
    }
}

/// Parts of a text, cut at random.
func pieces(of bytes: [UInt8], atMost length: Int, _ random: inout SeededGenerator) -> [[UInt8]] {
    var result: [[UInt8]] = []
    var from = 0
    while from < bytes.count {
        let to = min(from + Int.random(in: 1...length, using: &random), bytes.count)
        result.append(Array(bytes[from..<to]))
        from = to
    }
    return result
}
