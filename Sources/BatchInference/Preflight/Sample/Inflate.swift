/// Unpacks the beginning of a gzip stream (RFC 1951, RFC 1952): what comes before the bytes end is given all the same.
struct Inflate {
    private let bytes: [UInt8]
    private var position: Int
    private var bitBuffer: UInt32 = 0
    private var bitCount = 0
    private var output: [UInt8] = []
    private let limit: Int

    /// The end of what is there, or of what is wanted: no error.
    private struct Ended: Error {}
    private struct Malformed: Error {}

    static func isGzip(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0x1F, 0x8B]) }

    /// The beginning of what a gzip stream holds.
    struct Unpacked: Hashable, Sendable {
        var bytes: [UInt8]
        /// False where the packed bytes ended in the middle.
        var isWhole: Bool
        /// False where there may be more than was wanted.
        var isWithinLimit: Bool
    }

    /// The unpacked beginning, at most `limit` bytes, of all members that follow one another; nil where the bytes are no
    /// gzip.
    static func beginning(ofGzip bytes: [UInt8], limit: Int) -> Unpacked? {
        guard let start = dataStart(bytes) else { return nil }
        var inflate = Inflate(bytes: bytes, position: start, limit: limit)
        do {
            try inflate.run()
            while let next = try inflate.nextMember() {
                inflate.position = next
                try inflate.run()
            }
        } catch is Ended {
            let isWithinLimit = inflate.output.count < limit
            return Unpacked(bytes: inflate.output, isWhole: !isWithinLimit, isWithinLimit: isWithinLimit)
        } catch {
            return nil
        }
        return Unpacked(bytes: inflate.output, isWhole: true, isWithinLimit: true)
    }

    /// Where the data of the next member begin, behind check sum and length of this one; nil behind the last.
    private mutating func nextMember() throws -> Int? {
        (bitBuffer, bitCount) = (0, 0)
        guard position + 8 <= bytes.count else { throw Ended() }
        position += 8
        guard position < bytes.count, Self.isGzip(Array(bytes[position...].prefix(2))) else { return nil }
        guard let start = Self.dataStart(bytes, from: position) else { throw Ended() }
        return start
    }

    private init(bytes: [UInt8], position: Int, limit: Int) {
        self.bytes = bytes
        self.position = position
        self.limit = limit
    }

    /// Where the packed data begin, behind a header of ten bytes and its optional fields.
    private static func dataStart(_ bytes: [UInt8], from origin: Int = 0) -> Int? {
        guard bytes.count >= origin + 10, bytes[origin] == 0x1F, bytes[origin + 1] == 0x8B, bytes[origin + 2] == 8
        else { return nil }
        let flags = bytes[origin + 3]
        var position = origin + 10
        if flags & 4 != 0 {
            guard bytes.count >= position + 2 else { return nil }
            position += 2 + Int(bytes[position]) + Int(bytes[position + 1]) << 8
        }
        // File name and comment, each ended by a zero.
        for flag in [UInt8(8), 16] where flags & flag != 0 {
            guard position < bytes.count, let end = bytes[position...].firstIndex(of: 0) else { return nil }
            position = end + 1
        }
        if flags & 2 != 0 { position += 2 }
        return position <= bytes.count ? position : nil
    }

    private mutating func run() throws {
        var isLast = false
        while !isLast {
            isLast = try bits(1) == 1
            switch try bits(2) {
            case 0: try copyStored()
            case 1: try decode(Self.fixedLiterals, Self.fixedDistances)
            case 2:
                let (literals, distances) = try dynamicCodes()
                try decode(literals, distances)
            default: throw Malformed()
            }
        }
    }

    private mutating func bits(_ count: Int) throws -> Int {
        while bitCount < count {
            guard position < bytes.count else { throw Ended() }
            bitBuffer |= UInt32(bytes[position]) << UInt32(bitCount)
            position += 1
            bitCount += 8
        }
        let value = Int(bitBuffer & ((1 << UInt32(count)) - 1))
        bitBuffer >>= UInt32(count)
        bitCount -= count
        return value
    }

    private mutating func put(_ byte: UInt8) throws {
        guard output.count < limit else { throw Ended() }
        output.append(byte)
    }

    private mutating func copyStored() throws {
        (bitBuffer, bitCount) = (0, 0)
        guard position + 4 <= bytes.count else { throw Ended() }
        let length = Int(bytes[position]) | Int(bytes[position + 1]) << 8
        guard length ^ 0xFFFF == Int(bytes[position + 2]) | Int(bytes[position + 3]) << 8 else { throw Malformed() }
        position += 4
        for _ in 0..<length {
            guard position < bytes.count else { throw Ended() }
            try put(bytes[position])
            position += 1
        }
    }

    private mutating func decode(_ literals: HuffmanCode, _ distances: HuffmanCode) throws {
        while true {
            let symbol = try next(literals)
            if symbol < 256 {
                try put(UInt8(symbol))
                continue
            }
            if symbol == 256 { return }
            guard symbol - 257 < Self.lengthBase.count else { throw Malformed() }
            let length = Self.lengthBase[symbol - 257] + (try bits(Self.lengthBits[symbol - 257]))
            let place = try next(distances)
            guard place < Self.distanceBase.count else { throw Malformed() }
            let distance = Self.distanceBase[place] + (try bits(Self.distanceBits[place]))
            guard distance <= output.count else { throw Malformed() }
            for _ in 0..<length { try put(output[output.count - distance]) }
        }
    }

    private mutating func next(_ code: HuffmanCode) throws -> Int {
        var (value, first, index) = (0, 0, 0)
        for length in 1..<16 {
            value |= try bits(1)
            let count = code.counts[length]
            if value - first < count { return code.symbols[index + value - first] }
            index += count
            first = (first + count) << 1
            value <<= 1
        }
        throw Malformed()
    }

    private mutating func dynamicCodes() throws -> (HuffmanCode, HuffmanCode) {
        let literalCount = try bits(5) + 257
        let distanceCount = try bits(5) + 1
        let orderCount = try bits(4) + 4
        var lengths = [Int](repeating: 0, count: 19)
        for place in Self.codeOrder.prefix(orderCount) { lengths[place] = try bits(3) }
        let code = HuffmanCode(lengths: lengths)
        var all: [Int] = []
        while all.count < literalCount + distanceCount {
            switch try next(code) {
            case 16:
                guard let last = all.last else { throw Malformed() }
                all += Array(repeating: last, count: 3 + (try bits(2)))
            case 17: all += Array(repeating: 0, count: 3 + (try bits(3)))
            case 18: all += Array(repeating: 0, count: 11 + (try bits(7)))
            case let length: all.append(length)
            }
        }
        guard all.count == literalCount + distanceCount else { throw Malformed() }
        return (HuffmanCode(lengths: Array(all[..<literalCount])), HuffmanCode(lengths: Array(all[literalCount...])))
    }

    // The tables of RFC 1951, 3.2.5 to 3.2.7.
    private static let lengthBase = [
        3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227,
        258,
    ]
    private static let lengthBits = [
        0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
    ]
    private static let distanceBase = [
        1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097,
        6145, 8193, 12289, 16385, 24577,
    ]
    private static let distanceBits = [
        0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
    ]
    private static let codeOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
    private static let fixedLiterals = HuffmanCode(
        lengths: (0..<288).map { $0 < 144 ? 8 : $0 < 256 ? 9 : $0 < 280 ? 7 : 8 })
    private static let fixedDistances = HuffmanCode(lengths: Array(repeating: 5, count: 30))
}

/// A canonical Huffman code: how many codes of each length, and their symbols in order.
private struct HuffmanCode {
    var counts = [Int](repeating: 0, count: 16)
    var symbols: [Int] = []

    init(lengths: [Int]) {
        for length in lengths where length > 0 { counts[length] += 1 }
        for length in 1..<16 {
            for symbol in lengths.indices where lengths[symbol] == length { symbols.append(symbol) }
        }
    }
}
