import JSONCoding

/// Writes rows as CSV, tab-separated values or JSON Lines, ready to be read back cell by cell.
public struct RowWriter: Sendable {
    public enum Format: String, Hashable, Sendable, CaseIterable {
        case csv
        case tsv
        case jsonLines = "jsonl"
    }

    public let format: Format
    /// What the columns are called, each once.
    public let columns: [String]
    private let names: [[UInt8]]
    private let types: [ColumnType]
    /// What was written and not taken yet.
    private var output: [UInt8] = []

    /// - Parameter columns: Their titles; a column without one is called by its number, and of equal ones the later get
    ///   their number, so that none is lost where names must differ.
    ///   Of `types`, what JSON Lines make of cells that have no type of their own; each by itself where there are none.
    public init(_ format: Format, columns titles: [String?], types: [ColumnType] = []) {
        self.format = format
        self.types = types
        var used = Set<[UInt8]>()
        var columns: [String] = []
        for (place, title) in titles.enumerated() {
            var name = title ?? "column_\(place + 1)"
            while !used.insert(Array(name.utf8)).inserted { name += "_\(place + 1)" }
            columns.append(name)
        }
        self.columns = columns
        names = columns.map { Array(JSONValue.string($0).text(.oneLine).utf8) }
    }

    /// Bytes that wait to be taken.
    public var pendingBytes: Int { output.count }

    /// Gives what was written since the last time.
    public mutating func take() -> [UInt8] {
        defer { output = [] }
        return output
    }

    /// The line with the columns' names; JSON Lines have it in every row.
    public mutating func writeHeader() {
        guard format != .jsonLines else { return }
        write(Row(columns))
    }

    /// Writes a row; cells beyond its end are empty.
    public mutating func write(_ row: Row) {
        switch format {
        case .csv: writeFields(row, delimiter: 0x2C)
        case .tsv: writeFields(row, delimiter: 0x09)
        case .jsonLines: writeObject(row)
        }
        output.append(0x0A)
    }

    private mutating func writeFields(_ row: Row, delimiter: UInt8) {
        let count = max(columns.count, row.count)
        let start = output.count
        for place in 0..<count {
            if place > 0 { output.append(delimiter) }
            let cell = row[cell: place]
            // A carriage return or line feed would end the record, a quote or delimiter the field.
            if cell.contains(where: { $0 == delimiter || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }) {
                output.append(0x22)
                for byte in cell {
                    if byte == 0x22 { output.append(0x22) }
                    output.append(byte)
                }
                output.append(0x22)
            } else {
                output.append(contentsOf: cell)
            }
        }
        // A single empty cell would be a blank line.
        if output.count == start { output += [0x22, 0x22] }
    }

    private mutating func writeObject(_ row: Row) {
        output.append(UInt8(ascii: "{"))
        // A row may be wider than the first ones, which gave the columns.
        for place in 0..<max(columns.count, row.count) {
            if place > 0 { output += [0x2C, 0x20] }
            output += place < names.count ? names[place] : Array("\"column_\(place + 1)\"".utf8)
            output += [0x3A, 0x20]
            writeValue(row[cell: place], row.type(ofCell: place), place < types.count ? types[place] : .unknown)
        }
        output.append(UInt8(ascii: "}"))
    }

    private mutating func writeValue(_ cell: ArraySlice<UInt8>, _ type: Row.CellType, _ column: ColumnType) {
        switch type {
        case .string: writeText(cell)
        case .json:
            // What Python writes for what is no number is no JSON.
            let mayBeNonFinite = cell.contains(UInt8(ascii: "N")) || cell.contains(UInt8(ascii: "I"))
            if cell.isEmpty {
                output += "null".utf8
            } else if mayBeNonFinite, let value = JSONValue(record: Array(cell)) {
                output += value.finite.text(.oneLine).utf8
            } else {
                output += cell
            }
        case .untyped:
            if cell.isEmpty {
                output += "null".utf8
            } else if let value = column.json(cell) {
                output += value
            } else {
                writeText(cell)
            }
        }
    }

    private mutating func writeText(_ cell: ArraySlice<UInt8>) {
        output += JSONValue.string(String(decoding: cell, as: UTF8.self)).text(.oneLine).utf8
    }
}

extension JSONValue {
    /// The same without what JSON has no number for: null for what is none, words for infinities.
    fileprivate var finite: JSONValue {
        switch self {
        case .number("NaN"): .null
        case .number(let digits) where digits.hasSuffix("Infinity"): .string(digits)
        case .array(let items): .array(items.map(\.finite))
        case .object(let members): .object(members.map { Member(key: $0.key, value: $0.value.finite) })
        default: self
        }
    }
}
