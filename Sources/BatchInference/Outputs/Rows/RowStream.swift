import AWSOperations
import Predictions

/// Rows as they are kept: the first ones, or the last ones, within a bound.
struct KeptRows {
    private(set) var rows: [Row] = []
    private(set) var firstOrdinal: Int?
    /// The row that found no room.
    private(set) var next: Row?
    private var bytes = 0
    private let count: Int
    private let limit: Int
    private let keepsLast: Bool

    init(_ count: Int, bytes: Int, keepsLast: Bool = false) {
        (self.count, limit, self.keepsLast) = (max(count, 1), bytes, keepsLast)
    }

    var isFull: Bool { next != nil }

    mutating func take(_ row: Row, _ ordinal: Int) {
        guard next == nil else { return }
        if !keepsLast, rows.count >= count || bytes > limit {
            next = row
            return
        }
        if firstOrdinal == nil { firstOrdinal = ordinal }
        rows.append(row)
        bytes += min(row.length, 4 << 20)
        while keepsLast, rows.count > count || bytes > limit && rows.count > 1 {
            bytes -= min(rows.removeFirst().length, 4 << 20)
            firstOrdinal = firstOrdinal.map { $0 + 1 }
        }
    }
}

/// The rows of compressed content, read from its beginning.
struct UnpackedRows {
    private var stream: ContentStream
    private var reader: RowReader
    private var waiting: [Row] = []
    private var taken = 0
    private let skipsBlankLines: Bool
    private let headerRecords: Int
    /// Bytes that were read of the object.
    private(set) var position = 0
    private(set) var nextNumber = 0
    private var hasEnded = false

    init(stream: ContentStream, reader: RowReader, skipsBlankLines: Bool, headerRecords: Int) {
        self.stream = stream
        self.reader = reader
        self.skipsBlankLines = skipsBlankLines
        self.headerRecords = headerRecords
    }

    var isAtEnd: Bool { hasEnded && taken == waiting.count }

    mutating func read(_ bytes: [UInt8], isLast: Bool) throws(ContentStream.Problem) {
        waiting.removeFirst(taken)
        taken = 0
        var (reader, waiting) = (reader, waiting)
        defer { (self.reader, self.waiting) = (reader, waiting) }
        try stream.read(bytes) { reader.read($1) { waiting.append($0) } }
        position += bytes.count
        guard isLast else { return }
        try stream.finish { reader.read($1) { waiting.append($0) } }
        reader.finish { waiting.append($0) }
        hasEnded = true
    }

    mutating func takeFirst() -> (Row, Int)? {
        while taken < waiting.count {
            let row = waiting[taken]
            taken += 1
            if skipsBlankLines && row.isBlank || row.number < headerRecords { continue }
            nextNumber += 1
            return (row, nextNumber - 1)
        }
        return nil
    }

    mutating func putBack(_ row: Row) {
        taken -= 1
        nextNumber -= 1
    }
}

/// All rows of an object from a place on, part by part, with parts under way while one is worked on.
struct RowStream {
    private let version: ObjectVersion
    private var stream: ContentStream?
    private var reader: RowReader
    private var position: Int
    private let first: Int
    private let isRelative: Bool
    private let skipsBlankLines: Bool
    private let headerRecords: Int
    private let partLength: Int
    private let ahead = PartsAhead()
    private var blank: Int
    private(set) var isAtEnd = false

    init(
        version: ObjectVersion, stream: ContentStream?, reader: RowReader, position: Int, blankLinesBefore: Int,
        first: Int, isRelative: Bool, skipsBlankLines: Bool, headerRecords: Int, partLength: Int
    ) {
        self.version = version
        self.stream = stream
        self.reader = reader
        self.position = position
        blank = skipsBlankLines ? blankLinesBefore : 0
        self.first = first
        self.isRelative = isRelative
        self.skipsBlankLines = skipsBlankLines
        self.headerRecords = headerRecords
        self.partLength = partLength
    }

    /// The share of the object that was read.
    var share: Double { version.size == 0 ? 1 : min(Double(position) / Double(version.size), 1) }

    /// Hands on the rows of the next part with their numbers, where these are known; false at the end.
    mutating func next(_ take: (Row, Int?) -> Void) async throws(AWSFailure) -> Bool {
        guard !isAtEnd else { return false }
        let bytes: [UInt8] =
            position < version.size
            ? try await ahead.part(at: position, of: version, length: partLength, ahead: 1).bytes() : []
        position += bytes.count
        let isLast = position >= version.size
        var (reader, blank, stream) = (reader, blank, stream)
        func pass(_ row: Row) {
            if skipsBlankLines, row.isBlank {
                blank += 1
                return
            }
            let ordinal = row.number - blank - (isRelative ? 0 : headerRecords)
            if ordinal >= first { take(row, isRelative ? nil : ordinal) }
        }
        do throws(ContentStream.Problem) {
            if stream != nil {
                try stream?.read(bytes) { reader.read($1, pass) }
                if isLast { try stream?.finish { reader.read($1, pass) } }
            } else {
                reader.read(bytes, pass)
            }
        } catch {
            throw .configuration(problem: error.text, remedy: "")
        }
        if isLast {
            reader.finish(pass)
            isAtEnd = true
        }
        (self.reader, self.blank, self.stream) = (reader, blank, stream)
        return true
    }
}
