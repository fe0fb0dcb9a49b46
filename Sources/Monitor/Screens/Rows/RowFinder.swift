import BatchInference
import Console

/// What is looked for in the rows of an output: the text that was found last, how far a search is, and the filter with the
/// rows that it lets through.
///
/// It reads nothing: the screen asks for rows as this says, and hands over what comes.
struct RowFinder: Sendable {
    /// The rows that a filter lets through.
    struct Filter: Sendable {
        let text: String
        let query: RowQuery
        /// The side whose rows they are, and whether those of the other side stand beside them as pairs.
        let side: RowPager.Side
        let arePairs: Bool
        fileprivate(set) var rows: [FoundRow] = []
        fileprivate(set) var progress = RowQueryProgress()
        fileprivate(set) var isReading = true
        /// The selected row and the first one in sight.
        fileprivate(set) var cursor = 0
        fileprivate(set) var top = 0

        fileprivate init(_ text: String, _ query: RowQuery, _ side: RowPager.Side, arePairs: Bool) {
            (self.text, self.query, self.side, self.arePairs) = (text, query, side, arePairs)
        }

        var selected: FoundRow? { rows.indices.contains(cursor) ? rows[cursor] : nil }
    }

    private(set) var filter: Filter?
    private var found: (text: String, query: RowQuery)?
    private var search: RowQueryProgress?

    /// What was found last, or is being looked for.
    var text: String? { found?.text }
    var query: RowQuery? { found?.query }
    /// Whether rows are being read for a search or for the filter.
    var isBusy: Bool { search != nil || filter?.isReading == true }

    // MARK: Finding

    mutating func look(for query: RowQuery, _ text: String) { found = (text, query) }

    mutating func advance(_ progress: RowQueryProgress) { search = progress }

    mutating func endSearch() { search = nil }

    /// What to say where nothing more was found.
    func noMatch(backwards: Bool) -> String {
        let way = backwards ? "above" : "below"
        return filter == nil ? "no match \(way): \(text ?? "")" : "no match \(way) among the filtered rows"
    }

    /// Selects the next of the filtered rows that match what is looked for; false where none does.
    mutating func findAmongFiltered(backwards: Bool) -> Bool {
        guard let filter, let query, let matcher = try? RowQueryMatcher(query) else { return true }
        let place =
            backwards
            ? filter.rows.prefix(filter.cursor).lastIndex(where: matcher.matches)
            : filter.rows.dropFirst(filter.cursor + 1).firstIndex(where: matcher.matches)
        guard let place else { return false }
        self.filter?.cursor = place
        self.filter?.top = max(place - 5, 0)
        return true
    }

    /// Whether a cell holds what is looked for, so that it is shown apart.
    func finds(_ text: String, in column: RowPager.Column) -> Bool {
        (query?.conditions ?? []).contains { condition in
            guard condition.column == nil || condition.column == column else { return false }
            guard condition.column == nil, condition.comparison == .containsAnyCase else {
                return condition.column != nil
            }
            return text.lowercased().utf8.contains(condition.operand.lowercased().utf8)
        }
    }

    // MARK: Filtering

    mutating func filter(by query: RowQuery, _ text: String, _ side: RowPager.Side, arePairs: Bool) {
        filter = Filter(text, query, side, arePairs: arePairs)
    }

    mutating func take(_ rows: [FoundRow], _ progress: RowQueryProgress) {
        filter?.rows += rows
        filter?.progress = progress
        if progress.isComplete { filter?.isReading = false }
    }

    mutating func move(by rows: Int, height: Int) {
        guard let filter else { return }
        let cursor = min(max(filter.cursor + rows, 0), max(filter.rows.count - 1, 0))
        self.filter?.cursor = cursor
        if cursor < filter.top { self.filter?.top = cursor }
        if cursor >= filter.top + height { self.filter?.top = cursor - height + 1 }
    }

    mutating func dropFilter() { filter = nil }

    /// Ends what is under way; what has come stays.
    mutating func stop() {
        search = nil
        filter?.isReading = false
    }

    /// Ends what is under way, and drops the filter: its rows are read anew.
    mutating func reset() { (search, filter) = (nil, nil) }

    // MARK: In words

    /// Which match of how many is selected; nil without a filter.
    var position: String? {
        guard let filter else { return nil }
        let matches = filter.progress.matches
        let kept = filter.rows.count < matches ? " (the first \(DisplayText.count(filter.rows.count)) shown)" : ""
        let number = filter.selected?.number.map { "row \(DisplayText.count($0 + 1)), " } ?? ""
        let how = filter.progress.isComplete ? "" : " so far"
        let place = "match \(DisplayText.count(matches == 0 ? 0 : filter.cursor + 1)) of \(DisplayText.count(matches))"
        return number + place + how + kept
    }

    /// How far the search or the filter has come; nil where there is neither.
    var state: String? {
        if let search { return "searching: \(DisplayText.counted(search.rows, "row"))   Esc stops" }
        guard let filter else { return nil }
        let share = DisplayText.percent(filter.progress.share)
        let text = TextWidth.truncate(filter.text, columns: 32, at: .middle)
        if filter.isReading { return "filter: \(text)   \(share) so far   Esc stops" }
        return "filter: \(text)\(filter.progress.isComplete ? "" : "   stopped at \(share)")   Esc shows all"
    }

    /// What stands in the place of filtered rows where there are none.
    ///
    /// - Parameter hasSides: Whether the output has an input beside it.
    func emptyText(hasSides: Bool) -> String? {
        guard let filter else { return nil }
        let isApart = !filter.arePairs && hasSides
        let rows = isApart ? "rows of the \(filter.side == .input ? "input" : "output")" : "rows"
        return filter.progress.isComplete
            ? "no \(rows) match the filter \(filter.text)" : "looking for \(rows) that match \(filter.text)"
    }
}
