import JSONCoding
import Predictions

/// The first records of an object as rows of cells.
public struct RecordTable: Hashable, Sendable {
    public struct Row: Hashable, Sendable {
        public var cells: [String]
        /// Whether only the record's beginning was kept, so that its last cell is cut and others may be missing.
        public var isCut: Bool
        public var isBlank: Bool

        public init(cells: [String], isCut: Bool = false, isBlank: Bool = false) {
            self.cells = cells
            self.isCut = isCut
            self.isBlank = isBlank
        }
    }

    public var form: RecordForm
    /// What the records themselves call their columns: the names of JSON members; nil where a column has no name.
    public var columns: [String?]
    public var rows: [Row]
    public var count: RecordCount
    /// The object's size in bytes, compressed where it is.
    public var size: Int
    /// The share of the object that was read, from 0 to 1.
    public var shareRead: Double
    /// The beginning of content that has no records.
    public var excerpt: [UInt8]
    /// Why there are fewer rows than were asked for, and than there are.
    public var shortfall: String?
    /// What of the text that was read can't be read as it is meant.
    public var flaws = TextFlaws()
    /// The number of the first row, from 0; not 0 where rows before it were passed over.
    public var firstRow = 0
    /// Whether blank lines are no rows, and have no number.
    public var skipsBlankLines = false

    /// Members of JSON objects that become columns at most; a row that has others is cut.
    private static let columnLimit = RowReader.columnLimit

    public init(
        form: RecordForm, records: [Record], count: RecordCount, size: Int, shareRead: Double = 1,
        excerpt: [UInt8] = [], shortfall: String? = nil
    ) {
        self.form = form
        self.count = count
        self.size = size
        self.shareRead = shareRead
        self.excerpt = excerpt
        self.shortfall = shortfall
        columns = []
        rows = []
        switch form {
        case .csv: takeFields(of: records) { CSVFields.fields(of: $0.bytes) }
        case .text: takeFields(of: records) { $0.isBlank ? [] : [String(decoding: $0.bytes, as: UTF8.self)] }
        case .json, .jsonLines: takeMembers(of: records)
        case .binary: break
        }
    }

    /// All records of a text that is at hand.
    public init(_ bytes: [UInt8], type: String?, rule: RecordScanner.Rule? = nil, isLines: Bool = false) {
        let form = RecordForm(of: bytes, type: type).cutting(lines: isLines)
        var records: [Record] = []
        if !form.isBinary {
            var scanner = RecordScanner(rule ?? form.rule(lines: isLines))
            scanner.scan(bytes) { records.append($0) }
            scanner.finish { records.append($0) }
        }
        self.init(
            form: form, records: records,
            count: RecordCount(records: records.count, blanks: BlankLines(among: records), isExact: true),
            size: bytes.count, excerpt: Array(bytes.prefix(64)))
    }

    private mutating func takeFields(of records: [Record], _ fields: (Record) -> [String]) {
        rows = records.map { Row(cells: fields($0), isCut: $0.isCut, isBlank: $0.isBlank) }
        columns = Array(repeating: nil, count: rows.map(\.cells.count).max() ?? 0)
    }

    private mutating func takeMembers(of records: [Record]) {
        // Lists have no names, so that their places are numbered before the names of others.
        var places: [[UInt8]: Int] = [:]
        let values = records.map { JSONValue(record: $0.bytes) }
        let unnamed =
            values.map { value in
                switch value {
                // Of a blank line there is nothing to show.
                case nil: 0
                case .array(let elements): min(elements.count, Self.columnLimit)
                case .object: 0
                default: 1
                }
            }.max() ?? 0
        let isMalformed = zip(records, values).contains { !$0.isBlank && $1 == nil }
        columns = Array(repeating: nil, count: max(unnamed, isMalformed ? 1 : 0))
        for (record, value) in zip(records, values) {
            var cells: [String] = []
            var isCut = record.isCut
            if value == nil, !record.isBlank, !record.isCut { flaws = flaws.addingBrokenRecord(rows.count) }
            switch value {
            case nil: cells = record.isBlank ? [] : [String(decoding: record.bytes, as: UTF8.self)]
            case .array(let elements):
                cells = elements.prefix(Self.columnLimit).map(\.cell)
                isCut = isCut || elements.count > Self.columnLimit
            case .object?:
                cells = Array(repeating: "", count: columns.count)
                for field in value?.fields() ?? [] {
                    let name = Array(field.name.utf8)
                    if let place = places[name] {
                        cells[place] = field.value.cell
                    } else if columns.count < Self.columnLimit {
                        places[name] = columns.count
                        columns.append(field.name)
                        cells.append(field.value.cell)
                    } else {
                        isCut = true
                    }
                }
            case let value?: cells = [value.cell]
            }
            rows.append(Row(cells: cells, isCut: isCut, isBlank: record.isBlank))
        }
        // A member that an object lacks is an empty cell, whichever object brought the column.
        for index in rows.indices where values[index]?.isObject == true {
            rows[index].cells += Array(repeating: "", count: columns.count - rows[index].cells.count)
        }
    }

    /// Leaves out the rows before one with a number.
    mutating func dropRows(before row: Int) {
        let surplus = min(max(row - firstRow, 0), rows.count)
        rows.removeFirst(surplus)
        firstRow += surplus
    }

    /// The count of fields that most rows have.
    public var usualColumns: Int {
        var frequency: [Int: Int] = [:]
        for row in rows where !row.isBlank { frequency[row.cells.count, default: 0] += 1 }
        return frequency.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key ?? 0
    }

    /// The first bytes of content that has no records, as they are and as far as they are text: `1f 8b 08  ...`.
    public var excerptText: String {
        let bytes = excerpt.prefix(16)
        let digits = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
        let text = bytes.map { (0x20..<0x7F).contains($0) ? Character(Unicode.Scalar($0)) : "." }
        return "\(digits)  \(String(text))"
    }

    /// About how many records the object has: exactly where it was read whole, else by the share that was read.
    public var estimatedRecords: Int? {
        if count.isExact { return count.records }
        guard shareRead > 0, count.records > 0 else { return nil }
        let estimate = Double(count.records) / shareRead
        return estimate < 1e15 ? max(Int(estimate.rounded()), count.records) : nil
    }
}

extension BlankLines {
    /// Those of the first records of an object.
    init(among records: [Record]) {
        self.init()
        for (number, record) in records.enumerated() where record.isBlank { note(record: number) }
    }
}
