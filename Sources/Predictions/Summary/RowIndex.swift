/// Where rows begin: so many places of an object that any row is one ranged read away, noted while it is read.
///
/// Places are noted at least so many rows and bytes apart. Where there are too many of them, every other one goes, and the
/// distance doubles.
public struct RowIndex: Hashable, Sendable {
    /// The beginning of a row.
    public struct Checkpoint: Hashable, Sendable {
        /// The number of the row that begins there, from 0.
        public var row: Int
        /// How many of the rows before it are blank lines.
        public var blankLines: Int
        public var place: RecordScanner.Place

        public init(row: Int, blankLines: Int = 0, place: RecordScanner.Place) {
            self.row = row
            self.blankLines = blankLines
            self.place = place
        }

        /// The number of the row that begins there, where blank lines are no rows.
        var rowWithoutBlankLines: Int { row - blankLines }
    }

    public private(set) var checkpoints = [Checkpoint(row: 0, place: .beginning)]
    /// Rows that were read so far, one after another from the first one on.
    public private(set) var rows = 0
    /// Bytes that were read of them.
    public private(set) var bytes = 0
    /// Whether the object was read to its end.
    public private(set) var isComplete = false

    private var rowDistance: Int
    private let byteDistance: Int
    private let limit: Int

    public init(everyRows rowDistance: Int = 10_000, bytes byteDistance: Int = 1 << 20, limit: Int = 65_536) {
        self.rowDistance = max(rowDistance, 1)
        self.byteDistance = max(byteDistance, 1)
        self.limit = max(limit, 2)
    }

    /// Notes how far an object was read: so many rows, blank lines among them, and the place behind the last of them.
    public mutating func note(rows: Int, blankLines: Int = 0, place: RecordScanner.Place) {
        guard rows >= self.rows, place.offset >= bytes else { return }
        (self.rows, bytes) = (rows, place.offset)
        let last = checkpoints[checkpoints.count - 1]
        guard rows - last.row >= rowDistance || place.offset - last.place.offset >= byteDistance, rows > last.row else {
            return
        }
        checkpoints.append(Checkpoint(row: rows, blankLines: blankLines, place: place))
        guard checkpoints.count > limit else { return }
        checkpoints = checkpoints.indices.filter { $0.isMultiple(of: 2) }.map { checkpoints[$0] }
        rowDistance *= 2
    }

    public mutating func finish(rows: Int, bytes: Int) {
        (self.rows, self.bytes, isComplete) = (rows, bytes, true)
    }

    /// The last checkpoint before a row, or at it; nil for a row that was not reached.
    public func checkpoint(before row: Int) -> Checkpoint? {
        guard row >= 0, row < rows || !isComplete && row == rows else { return nil }
        return checkpoints[partition { $0.row <= row } - 1]
    }

    /// The last checkpoint before a row, or at it, where blank lines are no rows; of those that there are.
    public func checkpoint(beforeRowWithoutBlankLines row: Int) -> Checkpoint {
        checkpoints[max(partition { $0.rowWithoutBlankLines <= row } - 1, 0)]
    }

    /// The last checkpoint before a byte, or at it.
    public func checkpoint(beforeByte offset: Int) -> Checkpoint {
        checkpoints[max(partition { $0.place.offset <= offset } - 1, 0)]
    }

    /// About which row a byte is of, judged by what was read; exactly where a checkpoint is.
    public func estimatedRow(atByte offset: Int) -> Int? {
        if offset <= bytes {
            let from = partition { $0.place.offset <= offset }
            guard from > 0 else { return nil }
            let before = checkpoints[from - 1]
            let (row, end) =
                from < checkpoints.count
                ? (checkpoints[from].row, checkpoints[from].place.offset) : (rows, bytes)
            guard end > before.place.offset else { return before.row }
            let share = Double(offset - before.place.offset) / Double(end - before.place.offset)
            return before.row + Int(share * Double(row - before.row))
        }
        guard rows > 0, bytes > 0 else { return nil }
        let estimate = Double(offset) / Double(bytes) * Double(rows)
        return estimate < 1e15 ? Int(estimate) : nil
    }

    /// About how many rows an object of so many bytes has; exactly where it was read to its end.
    public func estimatedRows(ofBytes size: Int) -> Int? { isComplete ? rows : estimatedRow(atByte: max(size, bytes)) }

    /// How many checkpoints fulfil a condition that holds for the first ones alone.
    private func partition(_ holds: (Checkpoint) -> Bool) -> Int {
        var (low, high) = (0, checkpoints.count)
        while low < high {
            let middle = (low + high) / 2
            if holds(checkpoints[middle]) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
