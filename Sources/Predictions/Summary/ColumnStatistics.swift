/// What a column holds, counted row by row: its values with their counts, its numbers with their spread.
///
/// Up to a bound of distinct values, everything is exact, quantiles too. Beyond it, numbers go into a `NumberSpread`, and of
/// texts those are kept that come most often, with the most by which a count may be too small. Statistics of several parts
/// merge into those of the whole.
public struct ColumnStatistics: Sendable {
    /// How much is kept of a column at most.
    public struct Limits: Hashable, Sendable {
        /// Distinct values.
        public var distinct: Int
        /// Bytes of all distinct values together.
        public var bytes: Int
        /// Bytes of a value that is kept; of a longer one, its beginning is, and what tells it from others.
        public var value: Int

        public init(distinct: Int = 65_536, bytes: Int = 8 << 20, value: Int = 65_536) {
            self.distinct = max(distinct, 2)
            self.bytes = bytes
            self.value = value
        }

        /// The same in all for so many columns.
        public func shared(by columns: Int) -> Limits {
            Limits(
                distinct: max(distinct / max(columns, 1), 256), bytes: max(bytes / max(columns, 1), 16_384),
                value: value)
        }
    }

    public let limits: Limits
    /// Rows so far, those without a value among them.
    public private(set) var rows = 0
    /// Rows whose cell is empty.
    public private(set) var empty = 0
    /// Rows that end before this column.
    public private(set) var absent = 0
    /// Rows whose cell was cut, so that its value is not known.
    public private(set) var cut = 0
    /// Values too long to be kept whole.
    public private(set) var long = 0

    private var values = ByteTable()
    /// Longer ones, each by its beginning, its length and two hashes of it.
    private var longValues = ByteTable()
    /// Of all numbers, once there are too many distinct values.
    private var spread: NumberSpread?
    /// Words for what isn't a number, since then and before.
    private var words = 0
    /// The most by which the count of a value may be too small.
    private var labelError = 0
    /// Whether values were left out of those that are kept.
    private var hasDropped = false

    public init(limits: Limits = Limits()) { self.limits = limits }

    /// A value with its count.
    public struct LabelCount: Hashable, Sendable {
        public var label: String
        public var count: Int
        /// How long the value is in bytes, where the label is only its beginning.
        public var length: Int?
    }

    /// How many distinct values there are.
    public struct Distinct: Hashable, Sendable {
        public var count: Int
        /// False where there are at least so many.
        public var isExact: Bool
    }

    // MARK: Counting

    /// Counts a cell.
    @inline(__always)
    mutating func add(_ cell: UnsafeBufferPointer<UInt8>) {
        rows &+= 1
        guard !cell.isEmpty else {
            empty &+= 1
            return
        }
        if spread == nil, cell.count <= limits.value {
            if values.add(cell), values.entries.count > limits.distinct || values.keyBytes > limits.bytes { overflow() }
        } else {
            addBeyond(cell)
        }
    }

    /// Counts a picked cell.
    @inline(__always)
    mutating func add(_ cell: UnsafeBufferPointer<UInt8>, _ kind: CellBatch.Cell.Kind) {
        switch kind {
        case .whole: add(cell)
        case .cut: addCut()
        case .absent: addAbsent()
        }
    }

    /// Counts a cell.
    public mutating func add(_ cell: String) {
        var cell = cell
        cell.withUTF8 { add($0) }
    }

    /// Counts a row by its cell at a place.
    public mutating func add(_ row: Row, cell place: Int) {
        if row.isCut(cell: place) {
            addCut()
        } else if place < row.count {
            row.withCell(place) { add($0) }
        } else {
            addAbsent()
        }
    }

    /// Counts rows that end before this column.
    public mutating func addAbsent(times: Int = 1) {
        rows += times
        absent += times
    }

    /// Counts a row whose cell was cut.
    public mutating func addCut() {
        rows += 1
        cut += 1
    }

    private mutating func addBeyond(_ cell: UnsafeBufferPointer<UInt8>) {
        guard spread != nil else {
            addLong(cell)
            return
        }
        switch NumberText.read(cell) {
        case .number(let value): spread?.add(value)
        case let reading:
            if reading == .word { words += 1 }
            guard cell.count <= limits.value else {
                addLong(cell)
                return
            }
            if values.add(cell) { boundLabels() }
        }
    }

    /// What is kept of the beginning of a long value.
    private static let beginningLength = 256

    /// Counts a value that is too long to be kept: by its beginning, its length and two hashes, so that no two are taken
    /// for one.
    @inline(never)
    private mutating func addLong(_ cell: UnsafeBufferPointer<UInt8>) {
        long += 1
        var key = Array(cell.prefix(Self.beginningLength))
        func append(_ number: UInt64) {
            for shift in stride(from: 0, to: 64, by: 8) { key.append(UInt8(truncatingIfNeeded: number >> shift)) }
        }
        append(UInt64(cell.count))
        for salt in [UInt64(0x5851_F42D_4C95_7F2D), 0x1405_7B7E_F767_814F] {
            var hasher = Hasher()
            hasher.combine(salt)
            hasher.combine(bytes: UnsafeRawBufferPointer(cell))
            append(UInt64(bitPattern: Int64(hasher.finalize())))
        }
        let isNew = key.withUnsafeBufferPointer { longValues.add($0) }
        if isNew { boundLabels() }
    }

    /// Goes over from all values to the spread of the numbers and the most frequent texts.
    @inline(never)
    private mutating func overflow() {
        var spread = NumberSpread()
        var texts = ByteTable()
        values.visit { cell, count in
            switch NumberText.read(cell) {
            case .number(let value): spread.add(value, times: count)
            case let reading:
                if reading == .word { words += count }
                texts.add(cell, count: count)
            }
        }
        if spread.count > 0 { hasDropped = true }
        self.spread = spread
        values = texts
        boundLabels()
    }

    /// Takes the median count off all values where there are too many: half of them go (Misra and Gries).
    private mutating func boundLabels() {
        // Before there is a spread, too many values bring one.
        if spread != nil { note(dropped: values.bound(to: limits)) }
        note(dropped: longValues.bound(to: limits))
    }

    private mutating func note(dropped amount: Int) {
        guard amount > 0 else { return }
        labelError += amount
        hasDropped = true
    }

    /// Adds what was counted of another part of the column.
    public mutating func merge(_ other: ColumnStatistics) {
        var other = other
        if spread != nil, other.spread == nil { other.overflow() }
        if spread == nil, other.spread != nil { overflow() }
        rows += other.rows
        empty += other.empty
        absent += other.absent
        cut += other.cut
        long += other.long
        words += other.words
        labelError += other.labelError
        hasDropped = hasDropped || other.hasDropped
        other.values.visit { values.add($0, count: $1) }
        other.longValues.visit { longValues.add($0, count: $1) }
        if let numbers = other.spread { spread?.merge(numbers) }
        if spread == nil, values.entries.count > limits.distinct || values.keyBytes > limits.bytes { overflow() }
        boundLabels()
    }

    // MARK: What was counted

    /// Rows without a value: empty cells, and rows that end before.
    public var missing: Int { empty + absent }

    /// Rows whose value is known.
    public var known: Int { rows - missing - cut }

    public var distinct: Distinct {
        Distinct(
            count: values.entries.count + longValues.entries.count + (spread.map { $0.ranges().count } ?? 0),
            isExact: !hasDropped)
    }

    /// Whether every value is kept with its own count.
    public var hasAllValues: Bool { !hasDropped }

    /// The most by which a label's count may be too small; 0 where counts are exact.
    public var countError: Int { labelError }

    /// The most frequent values; those that come equally often by their bytes. Without numbers, where there are too many
    /// distinct values.
    public func labels(limit: Int = .max) -> [LabelCount] {
        let kept = values.entries.map { (bytes: values.key($0), count: $0.count, isLong: false) }
        let long = longValues.entries.map { (bytes: longValues.key($0), count: $0.count, isLong: true) }
        return (kept + long)
            .sorted { $0.count == $1.count ? $0.bytes.lexicographicallyPrecedes($1.bytes) : $0.count > $1.count }
            .prefix(limit)
            .map { value in
                guard value.isLong else {
                    return LabelCount(label: String(decoding: value.bytes, as: UTF8.self), count: value.count)
                }
                let length = value.bytes.suffix(24).prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
                return LabelCount(
                    label: String(decoding: value.bytes.dropLast(24), as: UTF8.self) + "…", count: value.count,
                    length: length)
            }
    }

    /// Values that are numbers, and what they are; nil where there are none.
    public var numbers: NumberSummary? {
        spread.map { NumberSummary($0) } ?? NumberSummary(distinctNumbers)
    }

    /// Values that aren't numbers, but words for what is none: `nan`, `inf`.
    public var notNumbers: Int { spread == nil ? count(of: .word) : words }

    /// Values that are neither numbers nor such words.
    public var texts: Int {
        if let spread { return known - spread.count - words }
        return count(of: .text) + long
    }

    /// Whether every value is a number, or a word for what is none.
    public var isNumeric: Bool { known > 0 && texts == 0 && known > notNumbers }

    private func count(of wanted: NumberText.Reading) -> Int {
        var result = 0
        values.visit { if NumberText.read($0) == wanted { result += $1 } }
        return result
    }

    private var distinctNumbers: [(value: Double, count: Int)] {
        var numbers: [(value: Double, count: Int)] = []
        values.visit { cell, count in
            if case .number(let value) = NumberText.read(cell) { numbers.append((value, count)) }
        }
        return numbers
    }

    /// Whether the column holds classes more likely than amounts: few values, each several times.
    ///
    /// Whole numbers may be classes, written as 0 and 1.
    public func isLabels(limit: Int = 20) -> Bool {
        guard isNumeric else { return known > 0 }
        guard hasAllValues, values.entries.count <= limit, values.entries.count * 2 <= known else { return false }
        return distinctNumbers.allSatisfy { $0.value == $0.value.rounded() }
    }
}

extension ByteTable {
    /// Leaves out values until there are no more than may be kept; the most by which a count is too small since.
    fileprivate mutating func bound(to limits: ColumnStatistics.Limits) -> Int {
        var error = 0
        while entries.count > limits.distinct || keyBytes > limits.bytes {
            let counts = entries.map(\.count).sorted()
            let amount = counts[counts.count / 2]
            subtract(amount)
            error += amount
        }
        return error
    }
}
