import Console

/// The cursor, filter, order and marks of a list; selection is kept by id, so rows may come and go under it.
public struct ListState<ID: Hashable & Sendable>: Sendable {
    public private(set) var selection: ID?
    public var marks: Set<ID> = []
    public var filter = FilterField()
    /// The column that the list is sorted by, and which way; nil for the order that it came in.
    public var sort: SortOrder?
    /// The ids that the filter lets through, in the order shown.
    public private(set) var visible: [ID] = []
    public private(set) var top = 0

    public struct SortOrder: Hashable, Sendable {
        public var column: String
        public var isDescending: Bool

        public init(column: String, isDescending: Bool) {
            self.column = column
            self.isDescending = isDescending
        }
    }

    /// Where the selection stood when last looked up; a hint only, checked on each use.
    private var hint = 0

    public init(selection: ID? = nil) {
        self.selection = selection
    }

    public var selectedIndex: Int? {
        guard let selection else { return nil }
        if hint < visible.count, visible[hint] == selection { return hint }
        return visible.firstIndex(of: selection)
    }

    /// Takes the rows to show; the selection stays on its id, or goes to the row that took its place.
    public mutating func show(_ ids: [ID], height: Int) {
        let place = selectedIndex ?? hint
        visible = ids
        if let index = selectedIndex {
            hint = index
        } else if ids.isEmpty {
            hint = 0
            // A list that is empty for the moment does not forget what was selected.
        } else {
            select(index: min(place, ids.count - 1))
        }
        reveal(height: height)
    }

    public mutating func select(_ id: ID) {
        selection = id
        if let index = selectedIndex { hint = index }
    }

    public mutating func select(index: Int) {
        guard visible.indices.contains(index) else { return }
        selection = visible[index]
        hint = index
    }

    public mutating func move(by rows: Int, height: Int) {
        guard !visible.isEmpty else { return }
        select(index: min(max((selectedIndex ?? 0) + rows, 0), visible.count - 1))
        reveal(height: height)
    }

    /// Scrolls so that the selection is in sight.
    public mutating func reveal(height: Int) {
        let height = max(height, 1)
        if let index = selectedIndex {
            if index < top { top = index }
            if index >= top + height { top = index - height + 1 }
        }
        top = min(max(top, 0), max(visible.count - height, 0))
    }

    public mutating func toggleMark() {
        guard let selection else { return }
        if marks.remove(selection) == nil { marks.insert(selection) }
    }
}
