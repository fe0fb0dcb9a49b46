/// One record as cells, each as bytes.
///
/// The cells share one array: reading a row that is handed out again and again allocates nothing.
public struct Row: Hashable, Sendable {
    /// Counted from 0, blank lines among them.
    public internal(set) var number = 0
    /// Where the record begins in the object, decompressed.
    public internal(set) var offset = 0
    /// The record's whole length in bytes, without its line end.
    public internal(set) var length = 0
    /// Whether only the record's beginning was kept, so that its last cell is cut and others may be missing.
    public internal(set) var isCut = false
    public internal(set) var isBlank = false
    /// Whether a record of JSON is none, so that its text is its only cell.
    public internal(set) var isMalformed = false
    /// Whether a quote of CSV is never closed.
    public internal(set) var hasOpenQuote = false

    /// What a cell was in its record, where its text alone doesn't tell.
    public enum CellType: UInt8, Hashable, Sendable {
        /// A field of CSV, a line, or what a record lacks.
        case untyped
        /// A string of JSON: its own text.
        case string
        /// Any other value of JSON as it is written, and null as nothing.
        case json
    }

    var bytes: [UInt8] = []
    var cells: [Range<Int>] = []
    /// Of the first cells; those beyond have no type.
    var types: [CellType] = []

    public init() {}

    /// A row of texts, as tests and writers need one.
    public init(_ texts: [String], number: Int = 0, isCut: Bool = false) {
        (self.number, self.isCut) = (number, isCut)
        for text in texts { append(text) }
    }

    public var count: Int { cells.count }

    /// The bytes of a cell; none beyond the row's end.
    public subscript(cell place: Int) -> ArraySlice<UInt8> { place < cells.count ? bytes[cells[place]] : [] }

    /// A cell as text; nil beyond the row's end.
    public func text(_ place: Int) -> String? {
        place < cells.count ? String(decoding: bytes[cells[place]], as: UTF8.self) : nil
    }

    public func type(ofCell place: Int) -> CellType { place < types.count ? types[place] : .untyped }

    public var texts: [String] { cells.map { String(decoding: bytes[$0], as: UTF8.self) } }

    /// Whether a cell holds only the beginning of what was written.
    public func isCut(cell place: Int) -> Bool { isCut && place >= cells.count - 1 }

    public mutating func append(_ text: String) {
        let start = bytes.count
        bytes.append(contentsOf: text.utf8)
        cells.append(start..<bytes.count)
    }

    /// Adds a cell's text.
    public mutating func append(cell: ArraySlice<UInt8>) {
        let start = bytes.count
        bytes.append(contentsOf: cell)
        cells.append(start..<bytes.count)
    }

    /// Adds a cell of another row.
    public mutating func append(cell place: Int, of row: Row) {
        append(cell: row[cell: place])
        let type = row.type(ofCell: place)
        if type != .untyped { set(type, ofCell: cells.count - 1) }
    }

    mutating func set(_ type: CellType, ofCell place: Int) {
        while types.count <= place { types.append(.untyped) }
        types[place] = type
    }

    mutating func append(_ content: some Sequence<UInt8>) {
        let start = bytes.count
        bytes.append(contentsOf: content)
        cells.append(start..<bytes.count)
    }

    @inline(__always)
    func withCell<Result>(_ place: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        bytes.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[cells[place]])) }
    }

    /// Takes another record's place, without its cells.
    mutating func begin(_ record: RecordBytes, number: Int) {
        self.number = number
        (offset, length, isCut, isBlank) = (record.offset, record.length, record.isCut, record.isBlank)
        (isMalformed, hasOpenQuote) = (false, false)
        bytes.removeAll(keepingCapacity: true)
        cells.removeAll(keepingCapacity: true)
        types.removeAll(keepingCapacity: true)
    }

    /// The fields of a CSV record by RFC 4180, quotes taken off; none for a blank line.
    mutating func takeFields(_ record: UnsafeBufferPointer<UInt8>, delimiter: UInt8) {
        bytes.append(contentsOf: record)
        guard !record.isEmpty else { return }
        var position = 0
        while true {
            switch CSVFields.place(record, &position, delimiter: delimiter) {
            case .plain(let range): cells.append(range)
            case .enclosed(let range, let problem):
                cells.append(range)
                if problem == .openQuote { hasOpenQuote = true }
            case .rewritten(let content, let problem):
                append(content)
                if problem == .openQuote { hasOpenQuote = true }
            }
            guard position < record.count else { return }
            position += 1
        }
    }
}
