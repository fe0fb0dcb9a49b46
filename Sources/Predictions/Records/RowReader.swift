import JSONCoding

/// Reads the records of an object as rows, as its bytes come.
///
/// For JSON, the columns are the members of objects, taken in the order in which they come for the first time, and the
/// places of lists; a column that comes late is missing in the rows before it.
public struct RowReader: Sendable {
    public let form: RecordForm
    /// What the records themselves call their columns; nil where a column has no name. As wide as the widest row so far.
    public private(set) var columns: [String?] = []
    /// Records so far, blank lines among them.
    public private(set) var records: Int
    public private(set) var blanks = BlankLines()
    public var blankLines: Int { blanks.count }
    /// Records of which only the beginning was kept.
    public private(set) var cutRecords = 0
    /// Records with a quote that nothing closes, and the number of the first of them.
    public private(set) var openQuotes = 0
    public private(set) var firstOpenQuote: Int?
    /// Rows with more values than they should have, and records of JSON that are none.
    private(set) var wideRows = TextFlaws.Occurrences()
    private(set) var brokenRecords = TextFlaws.Occurrences()

    private let width: Int?
    private let delimiter: UInt8
    private var scanner: RecordScanner
    private var row = Row()
    private var members = JSONMembers()

    /// Columns of JSON at most; a row that has others is cut.
    package static let columnLimit = 10_000

    /// - Parameters:
    ///   - isLines: Whether every line is a record, quotes or not.
    ///   - keptLength: Bytes of a record that are kept at most.
    ///   - number: Of the first record to come.
    ///   - known: Columns that stand before all others, whichever comes first; nil for one without a name.
    ///   - width: How many values a row should have at most; nil where that isn't known.
    ///   - delimiter: What stands between the fields of CSV.
    public init(
        _ form: RecordForm, isLines: Bool = false, keptLength: Int = 64 << 20,
        from place: RecordScanner.Place = .beginning,
        number: Int = 0, knowing known: [String?] = [], width: Int? = nil, delimiter: UInt8 = 0x2C
    ) {
        (self.width, self.delimiter) = (width, delimiter)
        self.form = form.cutting(lines: isLines)
        records = number
        members = JSONMembers(&columns, known)
        scanner = RecordScanner(
            self.form.rule(lines: isLines), keptLength: keptLength, from: place, delimiter: delimiter)
    }

    /// Continues with the next bytes; `take` gets each row that ends within them.
    public mutating func read(_ bytes: [UInt8], _ take: (Row) -> Void) {
        bytes.withUnsafeBufferPointer { read(buffer: $0, take) }
    }

    public mutating func read(_ bytes: ArraySlice<UInt8>, _ take: (Row) -> Void) {
        bytes.withUnsafeBufferPointer { read(buffer: $0, take) }
    }

    /// The bytes have ended: a last record needs no line end.
    public mutating func finish(_ take: (Row) -> Void) {
        var (scanner, row) = (scanner, Row())
        scanner.finishBytes { record in
            fill(&row, record)
            take(row)
        }
        self.scanner = scanner
    }

    /// Where the row begins that is under way or comes next; nil where no other reader can go on.
    public var recordStart: RecordScanner.Place? { scanner.recordStart }

    /// What is there of a row whose end has not come.
    public var pending: Row? {
        guard let record = scanner.pending else { return nil }
        var copy = self
        var row = Row()
        record.bytes.withUnsafeBufferPointer {
            copy.fill(&row, RecordBytes(bytes: $0, offset: record.offset, length: record.length))
        }
        return row
    }

    mutating func read(buffer: UnsafeBufferPointer<UInt8>, _ take: (Row) -> Void) {
        var (scanner, row) = (scanner, row)
        // Alone, so that its arrays are used again.
        (self.scanner, self.row) = (RecordScanner(.lines), Row())
        scanner.scan(buffer: buffer) { record in
            fill(&row, record)
            take(row)
        }
        (self.scanner, self.row) = (scanner, row)
    }

    private mutating func fill(_ row: inout Row, _ record: RecordBytes) {
        row.begin(record, number: records)
        if record.isBlank { blanks.note(record: records) }
        records += 1
        switch form {
        case .csv: row.takeFields(record.bytes, delimiter: delimiter)
        case .json, .jsonLines: members.fill(&row, record, &columns, width: width ?? .max)
        case .text, .binary: if !record.isBlank { row.append(record.bytes) }
        }
        if row.isCut { cutRecords += 1 }
        if row.isMalformed, !row.isCut {
            brokenRecords.note(row.number)
        } else if let width, row.count > width {
            wideRows.note(row.number)
        }
        // Of a record that was cut, the end isn't known.
        if row.hasOpenQuote, !row.isCut {
            openQuotes += 1
            firstOpenQuote = firstOpenQuote ?? row.number
        }
        if columns.count < row.count { columns += Array(repeating: nil, count: row.count - columns.count) }
    }
}

/// Which column each member of JSON records has.
private struct JSONMembers: Sendable {
    private var named: [[UInt8]: Int] = [:]
    /// The columns of values without a name, by their place in a list.
    private var unnamed: [Int] = []

    init() {}

    init(_ columns: inout [String?], _ known: [String?]) {
        for name in known {
            if let name {
                _ = column(name, &columns)
            } else {
                _ = column(unnamed.count, &columns)
            }
        }
    }

    /// - Parameter width: Beyond it, a row has no cells for what it lacks.
    mutating func fill(_ row: inout Row, _ record: RecordBytes, _ columns: inout [String?], width: Int) {
        guard !record.isBlank else { return }
        let value = JSONValue(record: Array(record.bytes))
        switch value {
        case nil:
            row.isMalformed = true
            place(record.bytes.map(\.self), at: column(0, &columns), in: &row)
        case .array(let elements):
            if elements.count > RowReader.columnLimit { row.isCut = true }
            for (index, element) in elements.prefix(RowReader.columnLimit).enumerated() {
                place(element, at: column(index, &columns), in: &row)
            }
        case .object?:
            for field in value?.fields() ?? [] {
                guard let place = column(field.name, &columns) else {
                    row.isCut = true
                    continue
                }
                self.place(field.value, at: place, in: &row)
            }
            // A member that an object lacks is an empty cell.
            while row.cells.count < min(columns.count, width) { row.append("") }
        case let value?: place(value, at: column(0, &columns), in: &row)
        }
    }

    private func place(_ value: JSONValue, at place: Int, in row: inout Row) {
        self.place(Array(value.cell.utf8), at: place, in: &row)
        row.set(value.string == nil ? .json : .string, ofCell: place)
    }

    private func place(_ content: [UInt8], at place: Int, in row: inout Row) {
        while row.cells.count <= place { row.append("") }
        let start = row.bytes.count
        row.bytes.append(contentsOf: content)
        row.cells[place] = start..<row.bytes.count
    }

    private mutating func column(_ index: Int, _ columns: inout [String?]) -> Int {
        while unnamed.count <= index {
            unnamed.append(columns.count)
            columns.append(nil)
        }
        return unnamed[index]
    }

    private mutating func column(_ name: String, _ columns: inout [String?]) -> Int? {
        let key = Array(name.utf8)
        if let place = named[key] { return place }
        guard columns.count < RowReader.columnLimit else { return nil }
        named[key] = columns.count
        columns.append(name)
        return columns.count - 1
    }
}
