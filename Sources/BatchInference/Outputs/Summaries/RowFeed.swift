import AWSOperations
import Predictions

/// All rows of an object in order, a few at a time, while its next parts are under way.
struct RowFeed {
    private var parts: ObjectParts
    private var content: ContentStream
    private var reader: RowReader?
    private let isLines: Bool
    private let known: [String?]
    private let width: Int?
    private let delimiter: UInt8
    /// Unpacked content that has not been read as rows.
    private var pieces: [[UInt8]] = []
    private var offset = 0
    private var contentHasEnded = false
    private var check = TextCheck()
    private(set) var hasEnded = false
    private var index = RowIndex()

    /// Content that is read as rows at once.
    private static let stride = 1 << 18
    /// Bytes of a part, and fewer where several objects are read side by side.
    private static let longestPart = 2 << 20
    static let narrowPart = 1 << 19

    /// - Parameters:
    ///   - known: Columns of JSON that stand before all others, whichever comes first.
    ///   - width: How many values a row should have at most; nil where that isn't known.
    ///   - longestPart: Bytes that are asked for at once.
    init(
        _ source: RecordLoader.Source, storage: any ObjectReader, knowing known: [String?], width: Int? = nil,
        longestPart: Int = longestPart
    ) {
        parts = ObjectParts(
            storage: storage, location: source.location, longest: longestPart, listed: source.listed, partsAhead: 2)
        content = ContentStream(source)
        isLines = source.isLines
        self.known = known
        self.width = width
        delimiter = source.delimiter
    }

    /// Bytes of the object that were read.
    var position: Int { parts.position }
    var form: RecordForm { content.form ?? .csv }
    /// Whether the object is compressed.
    var isUnpacked: Bool { content.packing != nil }

    /// The records so far; exact at the end.
    var count: RecordCount {
        RecordCount(records: reader?.records ?? 0, blanks: reader?.blanks ?? BlankLines(), isExact: hasEnded)
    }

    /// How many rows there are and where they begin; nil before the end.
    var counted: CountedRows? {
        guard hasEnded, let reader else { return nil }
        return CountedRows(records: reader.records, blanks: reader.blanks, index: index, flaws: flaws)
    }

    var cutRecords: Int { reader?.cutRecords ?? 0 }

    /// What the records so far call their columns; nil for one without a name.
    var columns: [String?] { reader?.columns ?? [] }

    /// What of the text can't be read as it is meant; whole at the end.
    var flaws: TextFlaws { check.flaws.adding(reader) }

    /// Hands on the next rows, perhaps none; false at the end.
    mutating func next(_ take: (Row) -> Void) async throws(AWSFailure) -> Bool {
        guard !hasEnded else { return false }
        if Task.isCancelled { throw .cancelled }
        if pieces.isEmpty, !contentHasEnded { try await receive() }
        guard let piece = pieces.first else {
            if contentHasEnded {
                reader?.finish(take)
                hasEnded = true
                index.finish(rows: reader?.records ?? 0, bytes: parts.position)
            }
            return true
        }
        let end = min(offset + Self.stride, piece.count)
        reader?.read(piece[offset..<end], take)
        if content.packing == nil, let reader, let place = reader.recordStart {
            index.note(rows: reader.records, blankLines: reader.blankLines, place: place)
        }
        offset = end
        if offset == piece.count {
            pieces.removeFirst()
            offset = 0
        }
        return true
    }

    /// The next piece of the content, for a reader of its own; nil at the end.
    mutating func nextPiece() async throws(AWSFailure) -> [UInt8]? {
        while pieces.isEmpty {
            if Task.isCancelled { throw .cancelled }
            if contentHasEnded { return nil }
            try await receive()
        }
        return pieces.removeFirst()
    }

    /// Hands on the content itself, for a reader of its own; false at the end.
    mutating func nextContent(_ take: (RecordForm, [UInt8]) -> Void) async throws(AWSFailure) -> Bool {
        guard !contentHasEnded else { return false }
        if Task.isCancelled { throw .cancelled }
        try await receive(take)
        return true
    }

    private mutating func receive() async throws(AWSFailure) {
        var found: [[UInt8]] = []
        try await receive { form, piece in found.append(piece) }
        pieces += found
        if reader == nil, let form = content.form {
            reader = RowReader(form, isLines: isLines, knowing: known, width: width, delimiter: delimiter)
        }
    }

    private mutating func receive(_ take: (RecordForm, [UInt8]) -> Void) async throws(AWSFailure) {
        let bytes = try await parts.next()
        func pass(_ form: RecordForm, _ piece: [UInt8]) {
            check.scan(piece)
            take(form, piece)
        }
        do throws(ContentStream.Problem) {
            try content.read(bytes, pass)
            guard parts.isAtEnd else { return }
            try content.finish(pass)
            check.finish()
            contentHasEnded = true
        } catch {
            throw .configuration(problem: error.text, remedy: "")
        }
    }
}
