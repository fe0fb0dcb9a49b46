/// Expands one deflate stream (RFC 1951).
struct Inflate {
    private let input: [UInt8]
    private(set) var position: Int
    private(set) var output: [UInt8]
    private let limit: Int
    private var bits: UInt32 = 0
    private var bitCount = 0

    /// Matches may only reach back to what this stream wrote, though `output` may hold earlier members.
    private let outputStart: Int

    init(input: [UInt8], position: Int, output: [UInt8], limit: Int) {
        self.input = input
        self.position = position
        self.output = output
        self.limit = limit
        outputStart = output.count
    }

    mutating func run() throws(GzipError) {
        var isLast = false
        while !isLast {
            isLast = try take(1) == 1
            switch try take(2) {
            case 0: try copyStored()
            case 1: try expand(literals: Self.fixedLiterals, distances: Self.fixedDistances)
            case 2:
                let (literals, distances) = try readCodes()
                try expand(literals: literals, distances: distances)
            default: throw .badBlock
            }
        }
        // Whole bytes that were taken in but not used belong to what follows the stream.
        position -= bitCount / 8
    }

    private mutating func take(_ count: Int) throws(GzipError) -> Int {
        while bitCount < count {
            guard position < input.count else { throw .truncated }
            bits |= UInt32(input[position]) << UInt32(bitCount)
            position += 1
            bitCount += 8
        }
        let value = bits & (1 << UInt32(count) - 1)
        bits >>= UInt32(count)
        bitCount -= count
        return Int(value)
    }

    private mutating func copyStored() throws(GzipError) {
        position -= bitCount / 8
        bits = 0
        bitCount = 0
        guard position + 4 <= input.count else { throw .truncated }
        let length = Int(input[position]) | Int(input[position + 1]) << 8
        let complement = Int(input[position + 2]) | Int(input[position + 3]) << 8
        guard length == ~complement & 0xffff else { throw .badBlock }
        position += 4
        guard position + length <= input.count else { throw .truncated }
        guard output.count + length <= limit else { throw .tooLarge }
        output.append(contentsOf: input[position..<position + length])
        position += length
    }

    private mutating func symbol(_ code: HuffmanCode) throws(GzipError) -> Int {
        var value = 0
        var first = 0
        var index = 0
        for length in 1...15 {
            value |= try take(1)
            let count = code.counts[length]
            if value - count < first { return code.symbols[index + value - first] }
            index += count
            first = (first + count) << 1
            value <<= 1
        }
        throw .badBlock
    }

    private mutating func expand(literals: HuffmanCode, distances: HuffmanCode) throws(GzipError) {
        while true {
            let found = try symbol(literals)
            if found < 256 {
                guard output.count < limit else { throw .tooLarge }
                output.append(UInt8(found))
                continue
            }
            if found == 256 { return }
            guard found - 257 < Self.lengthBases.count else { throw .badBlock }
            let length = Self.lengthBases[found - 257] + (try take(Self.lengthBits[found - 257]))
            let step = try symbol(distances)
            guard step < Self.distanceBases.count else { throw .badBlock }
            let distance = Self.distanceBases[step] + (try take(Self.distanceBits[step]))
            guard distance <= output.count - outputStart else { throw .badBlock }
            guard output.count + length <= limit else { throw .tooLarge }
            for _ in 0..<length { output.append(output[output.count - distance]) }
        }
    }

    private mutating func readCodes() throws(GzipError) -> (HuffmanCode, HuffmanCode) {
        let literalCount = try take(5) + 257
        let distanceCount = try take(5) + 1
        let lengthCount = try take(4) + 4
        guard literalCount <= 286, distanceCount <= 30 else { throw .badBlock }
        var codeLengths = Array(repeating: 0, count: 19)
        for index in 0..<lengthCount { codeLengths[Self.codeLengthOrder[index]] = try take(3) }
        let code = try HuffmanCode(lengths: codeLengths)
        var lengths: [Int] = []
        while lengths.count < literalCount + distanceCount {
            switch try symbol(code) {
            case let length where length < 16: lengths.append(length)
            case 16:
                guard let last = lengths.last else { throw .badBlock }
                lengths.append(contentsOf: Array(repeating: last, count: 3 + (try take(2))))
            case 17: lengths.append(contentsOf: Array(repeating: 0, count: 3 + (try take(3))))
            default: lengths.append(contentsOf: Array(repeating: 0, count: 11 + (try take(7))))
            }
        }
        guard lengths.count == literalCount + distanceCount, lengths[256] > 0 else { throw .badBlock }
        return (
            try HuffmanCode(lengths: Array(lengths[..<literalCount])),
            try HuffmanCode(lengths: Array(lengths[literalCount...]))
        )
    }

    private static let codeLengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
    private static let lengthBases = [
        3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227,
        258,
    ]
    private static let lengthBits = [
        0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
    ]
    private static let distanceBases = [
        1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097,
        6145, 8193, 12289, 16385, 24577,
    ]
    private static let distanceBits = [
        0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
    ]
    private static let fixedLiterals = HuffmanCode(
        sound: Array(repeating: 8, count: 144) + Array(repeating: 9, count: 112) + Array(repeating: 7, count: 24)
            + Array(repeating: 8, count: 8))
    private static let fixedDistances = HuffmanCode(sound: Array(repeating: 5, count: 30))
}

/// A canonical Huffman code: how many codes each length has, and the symbols in the order of their codes.
private struct HuffmanCode {
    let counts: [Int]
    let symbols: [Int]

    /// Refuses more codes of a length than there is room for.
    init(lengths: [Int]) throws(GzipError) {
        self.init(sound: lengths)
        var room = 1
        for length in 1...15 {
            room = room << 1 - counts[length]
            guard room >= 0 else { throw .badBlock }
        }
    }

    init(sound lengths: [Int]) {
        var counts = Array(repeating: 0, count: 16)
        for length in lengths { counts[length] += 1 }
        self.counts = counts
        symbols = (1...15).flatMap { length in lengths.indices.filter { lengths[$0] == length } }
    }
}
