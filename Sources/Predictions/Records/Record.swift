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

/// How many records an object holds, as far as it was read.
public struct RecordCount: Hashable, Sendable {
    /// Blank lines among them.
    public var records: Int
    public var blankLines: Int
    /// False where only a part was read: there are at least so many.
    public var isExact: Bool

    public init(records: Int, blankLines: Int = 0, isExact: Bool) {
        self.records = records
        self.blankLines = blankLines
        self.isExact = isExact
    }

    public var withoutBlankLines: Int { records - blankLines }
}
