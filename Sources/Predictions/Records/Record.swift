/// One record of an object, as its bytes stand there.
public struct Record: Hashable, Sendable {
    /// Without its line end; no more than were to be kept.
    public var bytes: [UInt8]
    /// Where it begins in the object.
    public var offset: Int
    /// Its whole length, without its line end.
    public var length: Int

    public init(bytes: [UInt8], offset: Int, length: Int) {
        self.bytes = bytes
        self.offset = offset
        self.length = length
    }

    /// Whether only its beginning was kept.
    public var isCut: Bool { bytes.count < length }
    /// Whether it is a line without anything on it.
    public var isBlank: Bool { length == 0 }
}

/// A record where it stands in memory: valid within the call that hands it out, and never kept beyond it.
struct RecordBytes {
    /// Without its line end; no more than were to be kept.
    let bytes: UnsafeBufferPointer<UInt8>
    let offset: Int
    let length: Int

    var isCut: Bool { bytes.count < length }
    var isBlank: Bool { length == 0 }
    var record: Record { Record(bytes: Array(bytes), offset: offset, length: length) }
}

/// The lines without anything on them, and where they stand, in the room of two numbers.
public struct BlankLines: Hashable, Sendable {
    public private(set) var count = 0
    /// A sum over the numbers of their records, each mixed first, so that other places come to another sum.
    private var places: UInt64 = 0

    public init() {}

    @inline(__always)
    package mutating func note(record: Int) {
        count &+= 1
        var mixed = UInt64(truncatingIfNeeded: record) &+ 0x9E37_79B9_7F4A_7C15
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        places &+= mixed ^ (mixed >> 31)
    }
}

/// How many records an object holds, as far as it was read.
public struct RecordCount: Hashable, Sendable {
    /// Blank lines among them.
    public var records: Int
    public let blankLines: Int
    /// False where only a part was read: there are at least so many.
    public var isExact: Bool
    /// Nil where only their number is known.
    private let blanks: BlankLines?

    public init(records: Int, blankLines: Int = 0, isExact: Bool) {
        self.records = records
        self.blankLines = blankLines
        self.isExact = isExact
        blanks = blankLines == 0 ? BlankLines() : nil
    }

    public init(records: Int, blanks: BlankLines, isExact: Bool) {
        self.records = records
        self.isExact = isExact
        (blankLines, self.blanks) = (blanks.count, blanks)
    }

    public var withoutBlankLines: Int { records - blankLines }

    /// Whether the blank lines of two objects are known to have the same numbers among the records.
    public func hasSameBlankLines(as other: RecordCount) -> Bool { blanks != nil && blanks == other.blanks }
}
