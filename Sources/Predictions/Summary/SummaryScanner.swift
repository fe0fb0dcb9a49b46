/// Summarizes columns of an object while its bytes come, and notes where its rows are.
///
/// Blank lines are counted by themselves and are no rows of a column.
public struct SummaryScanner: Sendable {
    /// Which columns are summarized.
    public enum Selection: Hashable, Sendable {
        /// By their places, from 0.
        case places([Int])
        /// By the names that records of JSON bring.
        case names([String])
        /// The first ones, at most so many.
        case all(atMost: Int)
    }

    /// A column with what it holds so far.
    public struct Column: Sendable {
        /// Its place among the columns; for JSON, in the order in which they come for the first time.
        public internal(set) var place: Int
        /// What records call it.
        public internal(set) var name: String?
        public internal(set) var statistics: ColumnStatistics
    }

    public let form: RecordForm
    public private(set) var columns: [Column] = []
    /// Blank lines among them.
    public private(set) var records = 0
    /// Where records are of several objects, their number alone is of use.
    public private(set) var blanks = BlankLines()
    public var blankLines: Int { blanks.count }
    /// Records of which only the beginning was kept.
    public private(set) var cutRecords = 0
    public private(set) var bytes = 0
    public private(set) var index: RowIndex
    /// Rows that the arrangement does not fit, so that some of their values are not known.
    public private(set) var unfitRows = 0
    /// Columns that there are beyond those that are summarized.
    public private(set) var furtherColumns = 0
    /// The number of the record whose quote nothing closes; nil where there is none.
    public var openQuote: Int? {
        if let reader { return reader.firstOpenQuote }
        return scanner.endedInQuotes ? records - 1 : nil
    }

    /// Rows with more cells than they should have.
    private var wideRows = TextFlaws.Occurrences()

    private let width: Int?
    private let selection: Selection
    private let limits: ColumnStatistics.Limits
    private let arrangement: ColumnArrangement?
    private let headerRecords: Int
    private var scanner: RecordScanner
    /// For records whose fields are not simply one behind another.
    private var reader: RowReader?
    /// Rows so far, without blank lines.
    private var rowsTaken = 0
    /// The wanted places in order, each with the column that it goes to.
    private var wanted: [(place: Int, column: Int)] = []

    /// - Parameters:
    ///   - isLines: Whether every line is a record, quotes or not.
    ///   - arrangement: What becomes of a row's cells before its columns are counted; places are those behind it.
    ///   - known: Columns of JSON that stand before all others, whichever comes first.
    ///   - width: How many values a row should have at most; nil where that isn't known.
    ///   - headerRecords: Records at the beginning that are no rows.
    ///   - limits: Of a column; of all together no more is kept than sixteen columns may.
    ///   - keptLength: Bytes of a record that are kept at most.
    public init(
        _ form: RecordForm, isLines: Bool = false, columns selection: Selection = .places([0]),
        arrangement: ColumnArrangement? = nil, knowing known: [String?] = [], width: Int? = nil,
        headerRecords: Int = 0,
        limits: ColumnStatistics.Limits = .init(), keptLength: Int = 64 << 20,
        index: RowIndex = RowIndex()
    ) {
        self.form = form.cutting(lines: isLines)
        self.width = width
        self.selection = selection
        if case .all(let limit) = selection {
            self.limits = limits.shared(by: limit / 16)
        } else {
            self.limits = limits
        }
        self.arrangement = arrangement
        self.headerRecords = headerRecords
        self.index = index
        scanner = RecordScanner(self.form.rule(lines: isLines), keptLength: keptLength)
        if case .places(let places) = selection {
            columns = places.map { Column(place: $0, statistics: ColumnStatistics(limits: limits)) }
            wanted = places.enumerated().map { ($1, $0) }.sorted { $0.0 < $1.0 }.map { (place: $0.0, column: $0.1) }
        } else if case .names(let names) = selection {
            columns = names.enumerated().map {
                Column(place: $0, name: $1, statistics: ColumnStatistics(limits: limits))
            }
        }
        guard !isSimple else { return }
        var known = known
        if case .names(let names) = selection { known = names }
        reader = RowReader(form, isLines: isLines, keptLength: keptLength, knowing: known, width: width)
    }

    /// Whether the wanted fields can be counted where they stand.
    private var isSimple: Bool {
        if case .names = selection { return false }
        return arrangement == nil && headerRecords == 0 && (form == .csv || form == .text)
    }

    /// Continues with the next bytes.
    public mutating func scan(_ bytes: [UInt8]) {
        bytes.withUnsafeBufferPointer { buffer in
            // In parts, so that checkpoints stand close enough.
            var from = 0
            while from < buffer.count {
                let to = min(from + 1 << 18, buffer.count)
                scan(part: UnsafeBufferPointer(rebasing: buffer[from..<to]))
                from = to
            }
        }
    }

    /// The bytes have ended.
    public mutating func finish() {
        if var reader {
            self.reader = nil
            reader.finish { take($0) }
            take(counts: reader)
            name(by: reader)
            self.reader = reader
        } else {
            var scanner = scanner
            scanner.finishBytes { count($0) }
            self.scanner = scanner
        }
        index.finish(rows: records, bytes: bytes)
    }

    private mutating func scan(part buffer: UnsafeBufferPointer<UInt8>) {
        bytes += buffer.count
        if var reader {
            // Alone, so that its arrays are used again.
            self.reader = nil
            reader.read(buffer: buffer) { take($0) }
            take(counts: reader)
            name(by: reader)
            if let place = reader.recordStart {
                index.note(rows: reader.records, blankLines: reader.blankLines, place: place)
            }
            self.reader = reader
            return
        }
        var scanner = scanner
        if wanted.count == 1, form == .csv {
            // The usual case: one column, which is handed about by itself.
            let column = wanted[0].column
            let place = wanted[0].place
            var statistics = columns[column].statistics
            columns[column].statistics = ColumnStatistics()
            var (records, blanks, cutRecords) = (0, self.blanks, 0)
            var wideRows = wideRows
            let (width, before) = (width ?? .max, self.records)
            scanner.scan(buffer: buffer) { record in
                records &+= 1
                if record.isBlank {
                    blanks.note(record: before &+ records &- 1)
                    return
                }
                if record.isCut { cutRecords &+= 1 }
                if Self.count(record, place, width: width, &statistics) { wideRows.note(before &+ records &- 1) }
            }
            columns[column].statistics = statistics
            self.records += records
            self.blanks = blanks
            self.cutRecords += cutRecords
            self.wideRows = wideRows
        } else {
            scanner.scan(buffer: buffer) { count($0) }
        }
        self.scanner = scanner
        if let place = scanner.recordStart { index.note(rows: records, blankLines: blanks.count, place: place) }
    }

    /// One field of a CSV record; returns whether it has more than `width` of them.
    @inline(__always)
    private static func count(
        _ record: RecordBytes, _ place: Int, width: Int, _ statistics: inout ColumnStatistics
    ) -> Bool {
        var position = 0
        var field = 0
        let bytes = record.bytes
        while field < place {
            if position < bytes.count, bytes[position] == 0x22 {
                _ = CSVFields.place(bytes, &position, delimiter: 0x2C)
            } else {
                position = ByteSearch.first(0x2C, in: bytes, from: position)
            }
            guard position < bytes.count else {
                if record.isCut { statistics.addCut() } else { statistics.addAbsent() }
                return false
            }
            position &+= 1
            field &+= 1
        }
        let content = CSVFields.place(bytes, &position, delimiter: 0x2C)
        if record.isCut, position >= bytes.count {
            statistics.addCut()
            return false
        }
        switch content {
        case .plain(let range), .enclosed(let range, _):
            statistics.add(UnsafeBufferPointer(rebasing: bytes[range]))
        case .rewritten(let content, _): content.withUnsafeBufferPointer { statistics.add($0) }
        }
        guard position < bytes.count, width < .max, !record.isCut else { return false }
        return CSVFields.hasField(bytes, width, from: position &+ 1, field: field &+ 1)
    }

    /// All wanted fields of a record, in one walk.
    private mutating func count(_ record: RecordBytes) {
        records += 1
        if record.isBlank {
            blanks.note(record: records - 1)
            return
        }
        if record.isCut { cutRecords += 1 }
        if case .all(let limit) = selection {
            countAll(record, atMost: form == .csv ? limit : min(limit, 1))
            return
        }
        let bytes = record.bytes
        guard form == .csv else {
            for (place, column) in wanted {
                if place > 0 {
                    columns[column].statistics.addAbsent()
                } else if record.isCut {
                    columns[column].statistics.addCut()
                } else {
                    columns[column].statistics.add(bytes)
                }
            }
            return
        }
        var position = 0
        var field = 0
        var next = 0
        var goesOn = true
        while next < wanted.count {
            let content = CSVFields.place(bytes, &position, delimiter: 0x2C)
            while next < wanted.count, wanted[next].place == field {
                let column = wanted[next].column
                next += 1
                if record.isCut, position >= bytes.count {
                    columns[column].statistics.addCut()
                    continue
                }
                switch content {
                case .plain(let range), .enclosed(let range, _):
                    columns[column].statistics.add(UnsafeBufferPointer(rebasing: bytes[range]))
                case .rewritten(let content, _): content.withUnsafeBufferPointer { columns[column].statistics.add($0) }
                }
            }
            guard position < bytes.count else {
                goesOn = false
                break
            }
            position += 1
            field += 1
        }
        if goesOn, let width, !record.isCut, CSVFields.hasField(bytes, width, from: position, field: field) {
            wideRows.note(records - 1)
        }
        while next < wanted.count {
            if record.isCut {
                columns[wanted[next].column].statistics.addCut()
            } else {
                columns[wanted[next].column].statistics.addAbsent()
            }
            next += 1
        }
    }

    /// All fields of a record, with a new column for each that no record had before.
    private mutating func countAll(_ record: RecordBytes, atMost limit: Int) {
        let bytes = record.bytes
        var position = 0
        var field = 0
        while true {
            let content: CSVFields.Place
            if form == .csv {
                content = CSVFields.place(bytes, &position, delimiter: 0x2C)
            } else {
                position = bytes.count
                content = .plain(0..<position)
            }
            if field < limit {
                if field == columns.count { addColumn(place: field) }
                if record.isCut, position >= bytes.count {
                    columns[field].statistics.addCut()
                } else {
                    switch content {
                    case .plain(let range), .enclosed(let range, _):
                        columns[field].statistics.add(UnsafeBufferPointer(rebasing: bytes[range]))
                    case .rewritten(let content, _):
                        content.withUnsafeBufferPointer { columns[field].statistics.add($0) }
                    }
                }
            }
            field += 1
            guard position < bytes.count else { break }
            position += 1
        }
        furtherColumns = max(furtherColumns, field - limit)
        rowsTaken += 1
        while field < columns.count {
            if record.isCut { columns[field].statistics.addCut() } else { columns[field].statistics.addAbsent() }
            field += 1
        }
    }

    private mutating func addColumn(place: Int) {
        var statistics = ColumnStatistics(limits: limits)
        statistics.addAbsent(times: rowsTaken)
        columns.append(Column(place: place, statistics: statistics))
    }

    // MARK: Rows whose cells are read first

    private mutating func take(_ source: Row) {
        guard !source.isBlank, source.number >= headerRecords else { return }
        var fits = true
        let row = arrangement.map { $0.arranged(source, fits: &fits) } ?? source
        if !fits { unfitRows += 1 }
        if case .all(let limit) = selection {
            while columns.count < min(row.count, limit) { addColumn(place: columns.count) }
            furtherColumns = max(furtherColumns, row.count - limit)
        }
        rowsTaken += 1
        for index in columns.indices {
            let place = columns[index].place
            if row.isCut(cell: place) {
                columns[index].statistics.addCut()
            } else if place < row.count {
                row.withCell(place) { columns[index].statistics.add($0) }
            } else {
                columns[index].statistics.addAbsent()
            }
        }
    }

    private mutating func take(counts reader: RowReader) {
        (records, blanks, cutRecords) = (reader.records, reader.blanks, reader.cutRecords)
    }

    fileprivate func addingFlaws(to flaws: TextFlaws) -> TextFlaws {
        var flaws = reader == nil ? flaws : flaws.adding(reader)
        if reader == nil, let openQuote { flaws = flaws.addingOpenQuote(inRecord: openQuote) }
        flaws.wideRows.add(wideRows)
        return flaws
    }

    private mutating func name(by reader: RowReader) {
        guard arrangement == nil else { return }
        for index in columns.indices {
            if columns[index].place < reader.columns.count, columns[index].name == nil {
                columns[index].name = reader.columns[columns[index].place]
            }
        }
    }
}

extension TextFlaws {
    /// The same with what a scanner of the rows has found.
    public func adding(_ scanner: SummaryScanner?) -> TextFlaws {
        guard let scanner else { return self }
        return scanner.addingFlaws(to: self)
    }
}
