import BatchInference
import Console

/// Which columns are shown, in which order and how wide; and the one that is selected.
struct RowColumns: Sendable {
    private(set) var all: [RowPager.Column] = []
    private var order: [Int] = []
    private var hidden: Set<Int> = []
    private var widths: [Int: Int] = [:]
    /// Places in `all` of the columns that are shown.
    private(set) var shown: [Int] = []
    /// How many of them stay in sight.
    private(set) var frozen = 0
    /// The selected one, by its place among those shown.
    private(set) var cursor = 0
    /// The first one that is in sight behind the frozen ones.
    private(set) var first = 0

    static let gap = 2
    private static let widest = 32
    /// What rules take at most: where the sides meet, and where the frozen columns end.
    private static let rules = 2

    init() {}

    /// Rows that widths are taken from, so that no column changes while one scrolls.
    private var sample: [RowPager.Side: [RecordTable.Row]] = [:]
    private static let sampleRows = 60

    init(_ columns: [RowPager.Column], _ preview: PredictionPreview) {
        all = columns
        sample = [
            .input: Array(preview.given.rows.prefix(Self.sampleRows)),
            .output: Array(preview.predicted.rows.prefix(Self.sampleRows)),
        ]
        order = Array(columns.indices)
        shown = order
        // The first prediction is what one looks for.
        cursor = columns.firstIndex { $0.side == .output } ?? 0
    }

    var selected: RowPager.Column? { shown.indices.contains(cursor) ? all[shown[cursor]] : nil }
    var hiddenCount: Int { hidden.count }

    /// How wide a column is.
    func width(_ index: Int) -> Int {
        if let width = widths[index] { return width }
        let column = all[index]
        let texts = (sample[column.side] ?? []).lazy.compactMap { row in
            // No more of a long cell is measured than could be shown.
            column.place < row.cells.count ? String(row.cells[column.place].unicodeScalars.prefix(100)) : nil
        }
        let widest = texts.map { TextWidth.columns($0) }.max() ?? 0
        return min(max(widest, TextWidth.columns(column.title), 3), Self.widest)
    }

    /// A column in its place on a line.
    struct Placed: Hashable, Sendable {
        /// In `all`.
        var index: Int
        var column: Int
        var width: Int
    }

    /// The columns that fit beside one another, the frozen ones first.
    func placed(in columns: Int) -> [Placed] {
        var placed: [Placed] = []
        var at = 0
        let scrolled = max(first, frozen)
        for place in Array(0..<min(frozen, shown.count)) + Array(min(scrolled, shown.count)..<shown.count) {
            // A rule stands in the middle of what parts it from the column before.
            if let last = placed.last, place == frozen || all[last.index].side != all[shown[place]].side { at += 1 }
            let width = min(width(shown[place]), columns - at)
            guard width > 0 else { break }
            placed.append(Placed(index: shown[place], column: at, width: width))
            at += width + Self.gap
        }
        return placed
    }

    /// Selects another column, and scrolls so that it's in sight.
    mutating func move(by count: Int, in columns: Int) {
        select(cursor + count, in: columns)
    }

    mutating func select(_ place: Int, in columns: Int) {
        cursor = min(max(place, 0), max(shown.count - 1, 0))
        guard cursor >= frozen, !shown.isEmpty else { return }
        first = min(max(first, frozen), max(shown.count - 1, 0))
        if cursor < first { first = cursor }
        let held = (0..<min(frozen, shown.count)).reduce(0) { $0 + width(shown[$1]) + Self.gap }
        // From the selected one back, so that of thousands no more are measured than fit.
        var start = cursor
        var needed = held + width(shown[cursor])
        while start > first {
            needed += width(shown[start - 1]) + Self.gap
            guard needed <= columns - Self.rules else { break }
            start -= 1
        }
        first = start
    }

    /// Hides the selected column; false where it's the last one.
    mutating func hide() -> Bool {
        guard shown.count > 1 else { return false }
        hidden.insert(shown[cursor])
        if cursor < frozen { frozen -= 1 }
        rearrange()
        return true
    }

    mutating func showAll() {
        hidden = []
        rearrange()
    }

    /// Keeps the columns up to the selected one in sight, or no more.
    mutating func toggleFreeze() {
        frozen = frozen == cursor + 1 ? 0 : cursor + 1
        first = max(first, frozen)
    }

    mutating func widen(by count: Int) {
        guard shown.indices.contains(cursor) else { return }
        let index = shown[cursor]
        widths[index] = min(max(width(index) + count, 3), 400)
    }

    /// Moves the selected column among those shown.
    mutating func shift(by step: Int) {
        let target = cursor + step
        guard shown.indices.contains(target), let from = order.firstIndex(of: shown[cursor]),
            let to = order.firstIndex(of: shown[target])
        else { return }
        order.insert(order.remove(at: from), at: to)
        shown = order.filter { !hidden.contains($0) }
        cursor = target
    }

    private mutating func rearrange() {
        let kept = selected
        shown = order.filter { !hidden.contains($0) }
        cursor = shown.firstIndex { all[$0] == kept } ?? min(cursor, shown.count - 1)
        first = min(first, max(shown.count - 1, 0))
    }
}
