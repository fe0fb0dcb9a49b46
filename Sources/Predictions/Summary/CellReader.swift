/// Picks the cells of some columns out of CSV records or lines, where nothing else of them is needed.
///
/// Cells stay where they came, so that a row costs no copy; a piece is read once the rows of the one before are gone.
public struct CellReader: Sendable {
    public let form: RecordForm
    /// Records so far, blank lines among them.
    public private(set) var records = 0
    public private(set) var blanks = BlankLines()
    public var blankLines: Int { blanks.count }
    /// Records of which only the beginning was kept.
    public private(set) var cutRecords = 0
    public private(set) var index = RowIndex()
    /// Records with a quote that nothing closes, and the number of the first of them.
    private(set) var openQuotes = 0
    private(set) var firstOpenQuote: Int?
    /// Rows with more cells than they should have.
    private(set) var wideRows = TextFlaws.Occurrences()
    /// The rows that came and have not been taken.
    var batch: CellBatch
    /// Whether rows are counted alone, and none of their cells picked.
    private var countsAlone = false
    /// Whether all rows that came have been taken.
    public var isEmpty: Bool { batch.count == 0 }

    private var scanner: RecordScanner
    private let places: [Int]
    private let width: Int
    private let isLines: Bool
    private let skipsBlankLines: Bool
    private var bytes = 0

    /// - Parameters:
    ///   - isLines: Whether every line is a record, quotes or not.
    ///   - places: The columns, in ascending order.
    ///   - width: How many cells a row should have at most; nil where that isn't known.
    ///   - skipsBlankLines: Whether blank lines are no rows.
    public init(
        _ form: RecordForm, isLines: Bool = false, places: [Int], width: Int? = nil, skipsBlankLines: Bool,
        keptLength: Int = 64 << 20
    ) {
        self.width = width ?? .max
        self.form = form.cutting(lines: isLines)
        self.places = places
        self.isLines = isLines
        self.skipsBlankLines = skipsBlankLines
        batch = CellBatch(width: places.count)
        scanner = RecordScanner(self.form.rule(lines: isLines), keptLength: keptLength)
    }

    /// Whether cells of such records can be picked.
    public static func canRead(_ form: RecordForm) -> Bool { form == .csv || form == .text }

    /// Whether a record has a quote that nothing closes; of one that was cut, the end isn't known.
    @inline(__always)
    private static func hasOpenQuote(_ record: RecordBytes) -> Bool {
        guard !record.isCut, ByteSearch.first(0x22, in: record.bytes, from: 0) < record.bytes.count else {
            return false
        }
        return CSVFields.hasOpenQuote(Array(record.bytes))
    }

    /// Leaves out the cells of the rows that are left and of those that come.
    public mutating func countAlone() {
        countsAlone = true
        batch.removeFirst(batch.count)
    }

    /// Reads the next piece; the rows of the one before must have been taken.
    public mutating func read(_ piece: [UInt8]) {
        batch.begin(piece)
        piece.withUnsafeBufferPointer { buffer in
            // In parts, so that checkpoints stand close enough.
            var from = 0
            while from < buffer.count {
                let to = min(from + 1 << 18, buffer.count)
                read(part: UnsafeBufferPointer(rebasing: buffer[from..<to]), of: buffer)
                from = to
            }
        }
        bytes += piece.count
    }

    /// The bytes have ended: a last record needs no line end.
    public mutating func finish() {
        batch.begin([])
        var scanner = scanner
        scanner.finishBytes { take($0, of: UnsafeBufferPointer(start: nil, count: 0)) }
        self.scanner = scanner
        index.finish(rows: records, bytes: bytes)
    }

    private mutating func read(part: UnsafeBufferPointer<UInt8>, of piece: UnsafeBufferPointer<UInt8>) {
        var (scanner, batch) = (scanner, batch)
        // Alone, so that its arrays are used again.
        self.batch = CellBatch(width: 0)
        var (records, blanks, cutRecords) = (records, blanks, cutRecords)
        let (isCSV, countsAlone) = (form == .csv, countsAlone)
        let skipsBlankLines = skipsBlankLines
        var (openQuotes, firstOpenQuote) = (openQuotes, firstOpenQuote)
        var wideRows = wideRows
        let width = width
        // Elsewhere it's the last record alone that may end within quotes.
        let looksForQuotes = isCSV && isLines
        places.withUnsafeBufferPointer { places in
            scanner.scan(buffer: part) { record in
                if record.isBlank { blanks.note(record: records) }
                records &+= 1
                if record.isCut { cutRecords &+= 1 }
                if looksForQuotes, Self.hasOpenQuote(record) {
                    openQuotes += 1
                    firstOpenQuote = firstOpenQuote ?? records - 1
                }
                guard !countsAlone, !(record.isBlank && skipsBlankLines) else { return }
                if batch.append(record, of: piece, places, width: width, isCSV: isCSV) { wideRows.note(records - 1) }
            }
        }
        (self.records, self.blanks, self.cutRecords) = (records, blanks, cutRecords)
        (self.scanner, self.batch) = (scanner, batch)
        (self.openQuotes, self.firstOpenQuote) = (openQuotes, firstOpenQuote)
        self.wideRows = wideRows
        if let place = scanner.recordStart { index.note(rows: records, blankLines: blankLines, place: place) }
    }

    private mutating func take(_ record: RecordBytes, of piece: UnsafeBufferPointer<UInt8>) {
        if record.isBlank { blanks.note(record: records) }
        records += 1
        if record.isCut { cutRecords += 1 }
        if form == .csv, Self.hasOpenQuote(record) {
            openQuotes += 1
            firstOpenQuote = firstOpenQuote ?? records - 1
        }
        guard !countsAlone, !(record.isBlank && skipsBlankLines) else { return }
        places.withUnsafeBufferPointer {
            if batch.append(record, of: piece, $0, width: width, isCSV: form == .csv) { wideRows.note(records - 1) }
        }
    }
}

/// Picked cells of rows that follow one another, most of them where they stand in the piece that brought them.
struct CellBatch: Sendable {
    /// A cell's place in the piece, or among what had to be copied.
    struct Cell: Sendable {
        enum Kind: UInt8, Sendable {
            case whole
            /// Only its beginning is here.
            case cut
            /// Its row ends before it.
            case absent
        }

        var start: Int32
        var length: Int32
        var kind: Kind
        var isCopied: Bool

        static let absent = Cell(start: 0, length: 0, kind: .absent, isCopied: false)
    }

    let width: Int
    private var cells: [Cell] = []
    private var piece: [UInt8] = []
    private var copied: [UInt8] = []
    private var end = 0
    /// Rows that were taken.
    private var first = 0

    init(width: Int) { self.width = width }

    /// Rows that are left.
    var count: Int { end - first }

    mutating func begin(_ piece: [UInt8]) {
        self.piece = piece
        cells.removeAll(keepingCapacity: true)
        copied.removeAll(keepingCapacity: copied.capacity <= 1 << 20)
        (first, end) = (0, 0)
    }

    mutating func removeFirst(_ count: Int) { first += count }

    /// The rows that are left, where they are in memory.
    @inline(__always)
    func withPointers(_ body: (CellPointers) -> Void) {
        cells.withUnsafeBufferPointer { cells in
            piece.withUnsafeBufferPointer { piece in
                copied.withUnsafeBufferPointer { copied in
                    body(
                        CellPointers(
                            cells: UnsafeBufferPointer(rebasing: cells[(first * width)...]), piece: piece,
                            copied: copied, width: width))
                }
            }
        }
    }

    /// Adds a record's cells; returns whether it has more than `width` of them.
    @inline(__always)
    mutating func append(
        _ record: RecordBytes, of piece: UnsafeBufferPointer<UInt8>, _ places: UnsafeBufferPointer<Int>, width: Int,
        isCSV: Bool
    ) -> Bool {
        end &+= 1
        let bytes = record.bytes
        if record.isBlank {
            for _ in places { cells.append(.absent) }
            return false
        }
        // Where the record stands in the piece; what came in several pieces is copied.
        var offset = -1
        if let start = bytes.baseAddress, let base = piece.baseAddress, start >= base, start < base + piece.count {
            offset = start - base
        }
        var (position, field, next) = (0, 0, 0)
        var goesOn = isCSV
        while next < places.count {
            guard isCSV else {
                // A line is one cell.
                guard places[next] == 0 else { break }
                cells.append(cell(bytes, 0..<bytes.count, offset, record.isCut))
                next &+= 1
                continue
            }
            let content = CSVFields.place(bytes, &position, delimiter: 0x2C)
            if places[next] == field {
                let isCut = record.isCut && position >= bytes.count
                switch content {
                case .plain(let range), .enclosed(let range, _): cells.append(cell(bytes, range, offset, isCut))
                case .rewritten(let content, _):
                    content.withUnsafeBufferPointer { cells.append(cell($0, 0..<$0.count, -1, isCut)) }
                }
                next &+= 1
            }
            guard position < bytes.count else {
                goesOn = false
                break
            }
            position &+= 1
            field &+= 1
        }
        let isWide =
            goesOn && width < .max && !record.isCut && CSVFields.hasField(bytes, width, from: position, field: field)
        while next < places.count {
            // What a cut row lacks may be in what was not kept.
            cells.append(record.isCut ? Cell(start: 0, length: 0, kind: .cut, isCopied: false) : .absent)
            next &+= 1
        }
        return isWide
    }

    @inline(__always)
    private mutating func cell(
        _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ offset: Int, _ isCut: Bool
    ) -> Cell {
        let kind = isCut ? Cell.Kind.cut : .whole
        guard offset < 0 else {
            return Cell(
                start: Int32(truncatingIfNeeded: offset &+ range.lowerBound),
                length: Int32(truncatingIfNeeded: range.count), kind: kind, isCopied: false)
        }
        let start = copied.count
        copied.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[range]))
        return Cell(start: Int32(start), length: Int32(range.count), kind: kind, isCopied: true)
    }
}

/// Cells in memory: valid within the call that hands them out.
struct CellPointers {
    fileprivate let cells: UnsafeBufferPointer<CellBatch.Cell>
    fileprivate let piece: UnsafeBufferPointer<UInt8>
    fileprivate let copied: UnsafeBufferPointer<UInt8>
    fileprivate let width: Int

    @inline(__always)
    func cell(_ row: Int, _ index: Int) -> CellBatch.Cell { cells[row &* width &+ index] }

    @inline(__always)
    func bytes(_ cell: CellBatch.Cell) -> UnsafeBufferPointer<UInt8> {
        let start = Int(cell.start)
        return UnsafeBufferPointer(rebasing: (cell.isCopied ? copied : piece)[start..<start &+ Int(cell.length)])
    }
}

extension TextFlaws {
    /// The same with what a reader of cells has found.
    public func adding(_ reader: CellReader) -> TextFlaws {
        var flaws = self
        flaws.openQuotes += reader.openQuotes
        flaws.firstOpenQuote = flaws.firstOpenQuote ?? reader.firstOpenQuote
        flaws.wideRows.add(reader.wideRows)
        return flaws
    }
}
