/// Numbers as they stand in records, read exactly.
enum NumberText {
    /// What a cell is, where numbers are looked for.
    enum Reading: Hashable {
        case number(Double)
        /// A word for what no number says: `nan`, `inf`.
        case word
        case text
    }

    private static let powers: [Double] = (0...22).map { power in (0..<power).reduce(1.0) { product, _ in product * 10 }
    }

    /// Reads a cell; blanks around a number do not matter.
    static func read(_ cell: UnsafeBufferPointer<UInt8>) -> Reading {
        var (start, end) = (0, cell.count)
        while start < end, cell[start] == 0x20 || cell[start] == 0x09 { start += 1 }
        while end > start, cell[end - 1] == 0x20 || cell[end - 1] == 0x09 { end -= 1 }
        var index = start
        var isNegative = false
        if index < end, cell[index] == UInt8(ascii: "-") || cell[index] == UInt8(ascii: "+") {
            isNegative = cell[index] == UInt8(ascii: "-")
            index += 1
        }
        guard index < end else { return .text }
        let first = cell[index]
        guard first &- 0x30 < 10 || first == UInt8(ascii: ".") else { return isWord(cell, index, end) ? .word : .text }
        var mantissa: UInt64 = 0
        var digits = 0
        var scale = 0
        var hasDigits = false
        while index < end, cell[index] &- 0x30 < 10 {
            if digits < 19 { mantissa = mantissa &* 10 &+ UInt64(cell[index] &- 0x30) } else { scale += 1 }
            if mantissa != 0 { digits += 1 }
            hasDigits = true
            index += 1
        }
        if index < end, cell[index] == UInt8(ascii: ".") {
            index += 1
            while index < end, cell[index] &- 0x30 < 10 {
                if digits < 19 {
                    mantissa = mantissa &* 10 &+ UInt64(cell[index] &- 0x30)
                    scale -= 1
                }
                if mantissa != 0 { digits += 1 }
                hasDigits = true
                index += 1
            }
        }
        guard hasDigits else { return .text }
        if index < end {
            guard cell[index] | 0x20 == UInt8(ascii: "e") else { return .text }
            index += 1
            var isDown = false
            if index < end, cell[index] == UInt8(ascii: "-") || cell[index] == UInt8(ascii: "+") {
                isDown = cell[index] == UInt8(ascii: "-")
                index += 1
            }
            guard index < end else { return .text }
            var exponent = 0
            while index < end, cell[index] &- 0x30 < 10 {
                exponent = min(exponent * 10 + Int(cell[index] &- 0x30), 100_000)
                index += 1
            }
            guard index == end else { return .text }
            scale += isDown ? -exponent : exponent
        }
        // Below 2^53 and with a power of ten that is exact, one multiplication or division rounds once: right to the bit.
        if digits <= 19, mantissa < 1 << 53, scale >= -22, scale <= 22 {
            let value = Double(mantissa)
            let scaled = scale < 0 ? value / powers[-scale] : value * powers[scale]
            return .number(isNegative ? -scaled : scaled)
        }
        let text = String(decoding: UnsafeBufferPointer(rebasing: cell[start..<end]), as: UTF8.self)
        guard let value = Double(text) else { return .text }
        return value.isFinite ? .number(value) : .word
    }

    private static let words: Set<String> = ["nan", "inf", "infinity"]

    private static func isWord(_ cell: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> Bool {
        guard end - start == 3 || end - start == 8 else { return false }
        let letters = cell[start..<end].map { $0 | 0x20 }
        return words.contains(String(decoding: letters, as: UTF8.self))
    }
}
