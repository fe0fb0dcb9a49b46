import SeededNumbers

/// Parts of a text, cut at random.
func pieces(of bytes: [UInt8], atMost length: Int, _ random: inout SeededRandom) -> [[UInt8]] {
    var result: [[UInt8]] = []
    var from = 0
    while from < bytes.count {
        let to = min(from + Int.random(in: 1...length, using: &random), bytes.count)
        result.append(Array(bytes[from..<to]))
        from = to
    }
    return result
}
