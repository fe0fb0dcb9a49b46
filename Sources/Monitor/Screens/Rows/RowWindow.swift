import BatchInference

/// One side's rows as they are on the screen: those at hand, what of them is selected and in sight, and how far the object's
/// rows have been counted.
struct RowWindow: Sendable {
    /// Where the selection goes once rows have come.
    enum Target: Hashable, Sendable {
        case number(Int)
        case first
        case last
        /// The rows beside those in sight.
        case beside
    }

    /// What stays at hand when rows far away are let go.
    enum Anchor: Sendable {
        case selection
        /// Beside another side's rows, the row of the number in sight there.
        case number(Int?)
    }

    /// Nil until rows have come.
    private(set) var tape: RowTape?
    /// The selected row and the first one in sight, by their places on the tape.
    private(set) var cursor = 0
    private(set) var top = 0
    var progress: RowProgress?
    var isLoading = false
    var isCounting = false

    private var count: Int { tape?.rows.count ?? 0 }

    // MARK: Rows that come

    /// Shows rows in the place of others.
    mutating func show(_ block: RowBlock, at target: Target, height: Int) {
        var shown = RowTape(block)
        if shown.firstNumber == nil, let tape, tape.startOffset == shown.startOffset {
            shown.firstNumber = tape.firstNumber
        }
        tape = shown
        isLoading = false
        switch target {
        case .beside: return
        case .number(let number): cursor = shown.index(of: number) ?? 0
        case .last: cursor = max(count - 1, 0)
        case .first: cursor = 0
        }
        top = target == .first ? 0 : max(min(cursor - height / 3, count - height), 0)
        reveal(height: height)
    }

    mutating func append(_ block: RowBlock?, after place: RowPlace, keeping anchor: Anchor) {
        isLoading = false
        guard let block, tape != nil else { return }
        tape?.append(block, after: place)
        trim(anchor)
    }

    mutating func prepend(_ block: RowBlock?, before place: RowPlace, keeping anchor: Anchor) {
        isLoading = false
        guard let block, let added = tape?.prepend(block, before: place) else { return }
        cursor += added
        top += added
        trim(anchor)
    }

    private mutating func trim(_ anchor: Anchor) {
        switch anchor {
        case .selection:
            let gone = tape?.trim(around: cursor) ?? 0
            cursor -= gone
            top -= gone
        case .number(let number):
            let place = number.flatMap { tape?.index(of: $0) } ?? count / 2
            _ = tape?.trim(around: place)
        }
    }

    /// Takes the number of the first row, where that is still the one that begins there; false where it isn't.
    mutating func learn(_ number: Int, ofRowAt offset: Int) -> Bool {
        guard tape?.startOffset == offset else { return false }
        tape?.firstNumber = number
        return true
    }

    // MARK: Moving

    mutating func move(by rows: Int, height: Int) {
        cursor += rows
        reveal(height: height)
    }

    /// Selects a row, with a few of those before it in sight.
    mutating func go(to index: Int) {
        cursor = index
        top = max(index - 5, 0)
    }

    /// Selects a row that was found; the others stay where they are if it is among the first in sight.
    mutating func find(_ index: Int) {
        cursor = index
        if cursor < top || cursor > top + 5 { top = max(cursor - 5, 0) }
    }

    /// Scrolls so that the selected row is in sight.
    private mutating func reveal(height: Int) {
        let height = max(height, 1)
        cursor = min(max(cursor, 0), max(count - 1, 0))
        if cursor < top { top = cursor }
        if cursor >= top + height { top = cursor - height + 1 }
        top = min(max(top, 0), max(count - 1, 0))
    }
}
