import Predictions

/// The records that are kept of an object while it is read.
struct TakenRecords {
    private let window: RowWindow
    private let limits: RecordLoader.Limits
    private var scanner: RecordScanner
    private var records: [Record] = []
    private let skipsBlankLines: Bool
    private var count = 0
    private var blanks = BlankLines()
    private var keptLength = 0
    /// Blank lines before the first record that is kept, where they have numbers, and the number of that record.
    private var blankLinesBefore = 0
    private var firstRow = 0
    /// Whether room ran out, so that records of the window are missing.
    private var isFull = false
    private var check = TextCheck()
    /// Blank lines may be records or none, so that there have to be enough without them.
    private(set) var isDone = false

    /// - Parameter skipsBlankLines: Whether blank lines are no rows, and have no number.
    init(
        _ rule: RecordScanner.Rule, window: RowWindow, limits: RecordLoader.Limits, skipsBlankLines: Bool = false
    ) {
        self.window = window
        self.skipsBlankLines = skipsBlankLines
        self.limits = limits
        if case .range(let range) = window { firstRow = range.lowerBound }
        scanner = RecordScanner(rule, keptLength: limits.record)
        isDone = hasEnough
    }

    private var hasEnough: Bool {
        if case .last = window { return false }
        return count - blanks.count - (firstRow - blankLinesBefore) >= window.count && number >= firstRow
            || records.count >= recordLimit
    }

    /// The number of the next row.
    private var number: Int { skipsBlankLines ? count - blanks.count : count }

    private var recordLimit: Int { window.count.addingReportingOverflow(window.count * 3 + 1000).partialValue }
    var hasRoom: Bool { keptLength < limits.kept }

    mutating func scan(_ bytes: [UInt8]) {
        check.scan(bytes)
        var scanner = scanner
        scanner.scan(bytes, wanting: { isWanted }, skip: { pass(isBlank: $0) }, { take($0) })
        self.scanner = scanner
    }

    mutating func finish() {
        check.finish()
        var scanner = scanner
        scanner.finish { take($0) }
        self.scanner = scanner
    }

    /// Whether the next record is kept, or may be.
    private var isWanted: Bool {
        if case .last = window { return true }
        return number >= firstRow && !isDone && hasRoom
    }

    /// Counts a record that isn't kept.
    private mutating func pass(isBlank: Bool) {
        note(isBlank: isBlank)
        if number <= firstRow, isBlank, !skipsBlankLines { blankLinesBefore += 1 }
    }

    private mutating func note(isBlank: Bool) {
        if isBlank { blanks.note(record: count) }
        count += 1
        isDone = isDone || hasEnough
    }

    private mutating func take(_ record: Record) {
        defer { note(isBlank: record.isBlank) }
        if skipsBlankLines, record.isBlank { return }
        if case .last(let wanted) = window {
            records.append(record)
            keptLength += record.bytes.count
            while records.count > wanted || keptLength > limits.kept && records.count > 1 {
                if records.count <= wanted { isFull = true }
                let first = records.removeFirst()
                keptLength -= first.bytes.count
                firstRow += 1
                if first.isBlank { blankLinesBefore += 1 }
            }
            return
        }
        guard number >= firstRow else {
            if record.isBlank { blankLinesBefore += 1 }
            return
        }
        guard isWanted else { return }
        records.append(record)
        keptLength += record.bytes.count
    }

    /// What was kept, as rows; `isWhole` where the object was read to its end.
    func table(
        _ form: RecordForm, size: Int, position: Int, share: Double, excerpt: [UInt8], isWhole: Bool, damage: String?
    ) -> RecordTable {
        var records = records
        var shortfall = damage
        let there = isWhole ? max(number - firstRow, 0) : Int.max
        if records.count(where: { !$0.isBlank }) < window.count, isFull || there > records.count, shortfall == nil {
            let read = DisplayText.byteCount(position)
            shortfall =
                isFull
                ? "only \(DisplayText.byteCount(limits.kept)) are kept"
                : "stopped after \(read) of \(DisplayText.byteCount(size))"
        }
        // The beginning of a row that goes on behind what was read.
        if shortfall != nil, !isWhole, number >= firstRow, records.count == number - firstRow,
            let pending = scanner.pending
        {
            records.append(pending)
        }
        var table = RecordTable(
            form: form, records: records, count: RecordCount(records: count, blanks: blanks, isExact: isWhole),
            size: size, shareRead: isWhole ? 1 : share, excerpt: excerpt, shortfall: shortfall)
        table.firstRow = firstRow
        table.skipsBlankLines = skipsBlankLines
        // Records that are no JSON are numbered among those that were taken.
        table.flaws = check.flaws.addingBrokenRecords(of: table.flaws, from: firstRow)
        if form == .csv {
            for (index, record) in records.enumerated() where !record.isCut && CSVFields.hasOpenQuote(record.bytes) {
                table.flaws = table.flaws.addingOpenQuote(inRecord: firstRow + index)
            }
        }
        return table
    }
}
