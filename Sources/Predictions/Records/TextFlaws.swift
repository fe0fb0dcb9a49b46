/// What an object holds that can't be read as it is meant, and was read all the same.
public struct TextFlaws: Hashable, Sendable {
    /// Bytes that are no part of a character in UTF-8.
    public internal(set) var malformedBytes = 0
    /// Where the first of them is, in the decompressed content.
    public internal(set) var firstMalformedByte: Int?
    /// Rows with a quote that nothing closes.
    public internal(set) var openQuotes = 0
    /// The record with the first of them, counted from 0.
    public internal(set) var firstOpenQuote: Int?
    /// Rows with values beyond the columns of the first rows, which are in no column.
    public internal(set) var wideRows = Occurrences()
    /// Records of JSON that are none.
    public internal(set) var brokenRecords = Occurrences()

    /// How often something was met, and the record where it was first, counted from 0.
    public struct Occurrences: Hashable, Sendable {
        public internal(set) var count = 0
        public internal(set) var first: Int?

        public init() {}

        @inline(__always)
        mutating func note(_ record: Int) {
            count += 1
            if first == nil { first = record }
        }

        mutating func add(_ other: Occurrences) {
            count += other.count
            first = [first, other.first].compactMap(\.self).min()
        }
    }

    public init() {}

    public var isEmpty: Bool {
        malformedBytes == 0 && openQuotes == 0 && wideRows.count == 0 && brokenRecords.count == 0
    }

    /// The same with what a reader of the rows has found.
    public func adding(_ reader: RowReader?) -> TextFlaws {
        var flaws = self
        flaws.openQuotes += reader?.openQuotes ?? 0
        flaws.firstOpenQuote = flaws.firstOpenQuote ?? reader?.firstOpenQuote
        if let reader {
            flaws.wideRows.add(reader.wideRows)
            flaws.brokenRecords.add(reader.brokenRecords)
        }
        return flaws
    }

    /// The same with a record that isn't JSON.
    public func addingBrokenRecord(_ record: Int) -> TextFlaws {
        var flaws = self
        flaws.brokenRecords.note(record)
        return flaws
    }

    /// The same with the broken records of a part, whose first record has the number `start`.
    public func addingBrokenRecords(of part: TextFlaws, from start: Int) -> TextFlaws {
        var flaws = self
        var broken = part.brokenRecords
        broken.first = broken.first.map { $0 + start }
        flaws.brokenRecords.add(broken)
        return flaws
    }

    /// The same with a record of which it's known by other means.
    public func addingOpenQuote(inRecord record: Int) -> TextFlaws {
        var flaws = self
        flaws.openQuotes += 1
        flaws.firstOpenQuote = min(flaws.firstOpenQuote ?? record, record)
        return flaws
    }
}

/// Looks through content, as it comes, for bytes that aren't UTF-8.
public struct TextCheck: Hashable, Sendable {
    public private(set) var flaws = TextFlaws()
    private var position = 0
    /// What has come of a character, how much is still to come, and between which bounds its next byte lies.
    private var begun = 0
    private var needed = 0
    private var bounds: ClosedRange<UInt8> = 0x80...0xBF

    public init() {}

    /// Continues with the next bytes.
    public mutating func scan(_ bytes: [UInt8]) { bytes.withUnsafeBufferPointer { scan(buffer: $0) } }

    /// The bytes have ended.
    public mutating func finish() {
        if needed > 0 { refuse(begun) }
        (begun, needed) = (0, 0)
    }

    private mutating func scan(buffer: UnsafeBufferPointer<UInt8>) {
        let start = position
        var index = 0
        while index < buffer.count {
            if needed == 0 {
                index = ByteSearch.firstBeyondASCII(in: buffer, from: index)
                guard index < buffer.count else { break }
                let length = Self.plainCharacter(buffer, index)
                if length > 0 {
                    index += length
                    continue
                }
            }
            position = start + index
            take(buffer[index])
            index += 1
        }
        position = start + buffer.count
    }

    /// The length of a character of two or three bytes that is whole and as usual; 0 for what has to be looked at byte by byte.
    @inline(__always)
    private static func plainCharacter(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Int {
        guard index &+ 2 < bytes.count, bytes[index &+ 1] & 0xC0 == 0x80 else { return 0 }
        switch bytes[index] {
        case 0xC2...0xDF: return 2
        case 0xE1...0xEC, 0xEE...0xEF: return bytes[index &+ 2] & 0xC0 == 0x80 ? 3 : 0
        default: return 0
        }
    }

    private mutating func take(_ byte: UInt8) {
        if needed > 0 {
            if bounds.contains(byte) {
                begun += 1
                needed -= 1
                bounds = 0x80...0xBF
                return
            }
            refuse(begun)
            needed = 0
        }
        begun = 1
        bounds = 0x80...0xBF
        switch byte {
        case ..<0x80: return
        case 0xC2...0xDF: needed = 1
        case 0xE0: (needed, bounds) = (2, 0xA0...0xBF)
        case 0xED: (needed, bounds) = (2, 0x80...0x9F)
        case 0xE1...0xEF: needed = 2
        case 0xF0: (needed, bounds) = (3, 0x90...0xBF)
        case 0xF4: (needed, bounds) = (3, 0x80...0x8F)
        case 0xF1...0xF3: needed = 3
        default:
            position += 1
            refuse(1)
            position -= 1
        }
    }

    /// Counts the bytes before the position.
    private mutating func refuse(_ count: Int) {
        flaws.malformedBytes += count
        flaws.firstMalformedByte = flaws.firstMalformedByte ?? position - count
    }
}
