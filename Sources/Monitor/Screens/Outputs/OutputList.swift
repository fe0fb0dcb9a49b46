import AWSOperations
import BatchInference
import Console

/// The rows of a listing in the order asked for: all of them as they come, or some by their numbers.
///
/// Numbers and not rows: a million of them are four megabytes.
enum RowOrder: Sendable {
    case all(Int)
    case some([UInt32])

    var count: Int {
        switch self {
        case .all(let count): count
        case .some(let rows): rows.count
        }
    }

    subscript(index: Int) -> Int {
        switch self {
        case .all: index
        case .some(let rows): Int(rows[index])
        }
    }

    func index(of row: Int) -> Int? {
        switch self {
        case .all(let count): row < count ? row : nil
        case .some(let rows): rows.firstIndex(of: UInt32(row))
        }
    }
}

/// The cursor, filter, order and marks of the list of outputs, over rows that are made when they are drawn.
struct OutputList: Sendable {
    private(set) var rows: OutputRows?
    private(set) var order = RowOrder.all(0)
    private(set) var selection: OutputRow.ID?
    /// The row of `order` that is selected.
    private(set) var selectedIndex: Int?
    private(set) var top = 0
    var marks: Set<OutputRow.ID> = []
    var filter = FilterField()
    var sort: RowSort?

    /// What rows are ordered by, and which way.
    struct RowSort: Hashable, Sendable {
        var column: Column
        var isDescending = false

        enum Column: String, CaseIterable, Sendable {
            case input
            case size
            case output
            case out
        }
    }

    var count: Int { order.count }

    /// The row under the cursor; nil while the list shows none.
    var selected: OutputRow? { selectedIndex.flatMap { row(at: $0) } }

    func row(at index: Int) -> OutputRow? {
        guard let rows, index < order.count else { return nil }
        let position = order[index]
        return position < rows.count ? rows[position] : nil
    }

    /// Takes rows and their order; the selection stays on its key, or goes to the row that took its place.
    mutating func show(_ rows: OutputRows, _ order: RowOrder, height: Int) {
        let place = selectedIndex ?? 0
        self.rows = rows
        self.order = order
        selectedIndex = selection.flatMap { rows.position(of: $0) }.flatMap(order.index)
        if selectedIndex == nil, order.count > 0 { select(min(place, order.count - 1)) }
        reveal(height: height)
    }

    mutating func select(_ index: Int) {
        guard let row = row(at: index) else { return }
        selection = row.id
        selectedIndex = index
    }

    mutating func move(by count: Int, height: Int) {
        guard order.count > 0 else { return }
        select(min(max((selectedIndex ?? 0) + count, 0), order.count - 1))
        reveal(height: height)
    }

    /// Scrolls so that the selection is in sight.
    mutating func reveal(height: Int) {
        let height = max(height, 1)
        if let selectedIndex {
            if selectedIndex < top { top = selectedIndex }
            if selectedIndex >= top + height { top = selectedIndex - height + 1 }
        }
        top = min(max(top, 0), max(order.count - height, 0))
    }

    mutating func toggleMark() {
        guard let selection, selectedIndex != nil else { return }
        if marks.remove(selection) == nil { marks.insert(selection) }
    }

    /// Goes to the next column to sort by, then back to the listing's own order.
    mutating func sortByNext() {
        let all = RowSort.Column.allCases
        guard let sort, let place = all.firstIndex(of: sort.column) else {
            self.sort = RowSort(column: all[0])
            return
        }
        self.sort = place + 1 < all.count ? RowSort(column: all[place + 1]) : nil
    }

    mutating func reverseSort() {
        guard sort != nil else { return sortByNext() }
        sort?.isDescending.toggle()
    }

    /// Sorts by a column that was clicked; a second click turns the order round.
    mutating func sort(by column: RowSort.Column) {
        sort = RowSort(column: column, isDescending: sort?.column == column && sort?.isDescending == false)
    }
}

/// Finds the rows that a filter lets through, in the order asked for: by bytes, since there may be a million.
///
/// What a row shows finds it, as in other lists; a row's texts are made only where its keys don't decide.
struct OutputArrangement: Hashable, Sendable {
    let filter: String
    let sort: OutputList.RowSort?
    /// What stands for a state in the columns of inputs and of outputs, in lower case.
    private let stateTexts: [OutputRow.State: StateText]
    private let noteTexts: [OutputRow.Oddity: String]
    private let none: String

    private struct StateText: Hashable, Sendable {
        var input: String
        var output: String
    }

    init(filter: String, sort: OutputList.RowSort?, glyphs: Glyphs) {
        self.filter = filter
        self.sort = sort
        stateTexts = Dictionary(
            uniqueKeysWithValues: OutputRow.State.allCases.map { state in
                let input = OutputColumns.inputText(of: state) ?? ""
                let output = OutputColumns.stateText(state, glyphs)
                return (
                    state, StateText(input: input.lowercased(), output: "\(output)\n\(state.rawValue)".lowercased())
                )
            })
        noteTexts = Dictionary(
            uniqueKeysWithValues: OutputRow.Oddity.allCases.map {
                ($0, OutputColumns.noteText($0, glyphs).lowercased())
            })
        none = glyphs.none
    }

    /// The columns that a word can be asked of.
    static let columns = [
        FilterQuery.Column(name: "input", title: "INPUT"), .init(name: "size", title: "SIZE"),
        .init(name: "output", title: "OUTPUT"), .init(name: "out", title: "SIZE"), .init(name: "note"),
    ]

    private enum Place: Int, CaseIterable {
        case input
        case size
        case output
        case out
        case note
    }

    /// A word of the filter.
    private struct Test {
        var places: [Place]
        var text: String
        var bytes: [UInt8]
        /// Whether it may be part of a size, which is made a text only then.
        var mayBeSize: Bool
    }

    /// Whether the rows are as they come, so that nothing is to be done.
    var isTrivial: Bool { sort == nil && FilterQuery.words(of: filter).isEmpty }

    private var tests: [Test] {
        FilterQuery(filter, columns: Self.columns).tests.map { test in
            let text = test.wanted
            return Test(
                places: (test.columns ?? Array(Self.columns.indices)).compactMap(Place.init), text: text,
                bytes: Array(text.utf8),
                mayBeSize: text.unicodeScalars.allSatisfy { "0123456789.,bkmgtpe \u{202F}".unicodeScalars.contains($0) }
                    || "empty".utf8.contains(text.utf8) || none.utf8.contains(text.utf8))
        }
    }

    /// Nil where the task was cancelled meanwhile.
    func order(of rows: OutputRows) -> RowOrder? {
        guard !isTrivial else { return .all(rows.count) }
        var found = admitted(rows)
        if Task.isCancelled { return nil }
        if let sort { order(&found, of: rows, by: sort) }
        return Task.isCancelled ? nil : .some(found)
    }

    private func admitted(_ rows: OutputRows) -> [UInt32] {
        let tests = tests
        guard !tests.isEmpty else { return (0..<rows.count).map { UInt32($0) } }
        var found: [UInt32] = []
        var names: (input: [UInt8], output: [UInt8]) = ([], [])
        var isCancelled = false
        rows.forEachKey { position, key in
            if position % 4096 == 0, Task.isCancelled { isCancelled = true }
            guard !isCancelled else { return }
            let state = rows.state(at: position)
            var hasNames = false
            let isAdmitted = tests.allSatisfy { test in
                test.places.contains { place in
                    switch place {
                    case .input, .output:
                        let texts = stateTexts[state]
                        let shown = place == .input ? texts?.input : texts?.output
                        if shown?.utf8.contains(test.text.utf8) == true { return true }
                        if !hasNames {
                            rows.name(of: key, at: position, isOutput: false, into: &names.input)
                            rows.name(of: key, at: position, isOutput: true, into: &names.output)
                            names.input.foldCase()
                            names.output.foldCase()
                            hasNames = true
                        }
                        return (place == .input ? names.input : names.output).holds(test.bytes)
                    case .size: return test.mayBeSize && holds(rows.inputSize(at: position), test, isOutput: false)
                    case .out: return test.mayBeSize && holds(rows.outputSize(at: position), test, isOutput: true)
                    case .note:
                        guard rows.hasOddities else { return false }
                        let note = rows[position].oddity.flatMap { noteTexts[$0] }
                        return note?.utf8.contains(test.text.utf8) == true
                    }
                }
            }
            if isAdmitted { found.append(UInt32(position)) }
        }
        return found
    }

    private func holds(_ size: Int?, _ test: Test, isOutput: Bool) -> Bool {
        let text = size.map { isOutput && $0 == 0 ? "empty" : DisplayText.byteCount($0) } ?? none
        return FilterQuery.holds(text.lowercased(), test.text)
    }

    private func order(_ found: inout [UInt32], of rows: OutputRows, by sort: OutputList.RowSort) {
        let value: (Int) -> Int
        switch sort.column {
        case .input:
            if sort.isDescending { found.reverse() }
            return
        case .size: value = { rows.inputSize(at: $0) ?? -1 }
        case .out: value = { rows.outputSize(at: $0) ?? -1 }
        case .output:
            let rank = Dictionary(
                uniqueKeysWithValues: OutputRow.State.allCases.enumerated().map { ($1, $0) })
            value = { rank[rows.state(at: $0)] ?? 0 }
        }
        // Equal rows keep their order both ways.
        var keyed = found.map { (value: value(Int($0)), row: $0) }
        if sort.isDescending {
            keyed.sort { $0.value == $1.value ? $0.row < $1.row : $0.value > $1.value }
        } else {
            keyed.sort { $0.value == $1.value ? $0.row < $1.row : $0.value < $1.value }
        }
        found = keyed.map(\.row)
    }
}

extension [UInt8] {
    /// Turns a text into lower case, as the filter's words are.
    fileprivate mutating func foldCase() {
        if contains(where: { $0 >= 0x80 }) {
            self = Array(String(decoding: self, as: UTF8.self).lowercased().utf8)
        } else {
            for index in indices where (0x41...0x5A).contains(self[index]) { self[index] |= 0x20 }
        }
    }

    /// Whether some bytes stand anywhere in it.
    fileprivate func holds(_ wanted: [UInt8]) -> Bool {
        guard let first = wanted.first else { return true }
        guard count >= wanted.count else { return false }
        return withUnsafeBufferPointer { bytes in
            wanted.withUnsafeBufferPointer { wanted in
                for start in 0...(bytes.count - wanted.count) where bytes[start] == first {
                    var offset = 1
                    while offset < wanted.count, bytes[start + offset] == wanted[offset] { offset += 1 }
                    if offset == wanted.count { return true }
                }
                return false
            }
        }
    }
}
