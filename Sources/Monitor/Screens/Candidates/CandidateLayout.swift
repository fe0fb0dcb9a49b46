import Console

/// Where the leaderboard and the detail panel are: side by side where there is room, one at a time where not.
struct CandidateLayout: Hashable {
    var list: Rect?
    var detail: Rect?
    /// The line between the two.
    var rule: Rect?

    static func isWide(_ area: Rect) -> Bool { area.columns >= 110 }

    init(_ area: Rect, focus: CandidatesScreen.Focus) {
        guard Self.isWide(area) else {
            if focus == .board { list = area } else { detail = area.inset(left: 1) }
            return
        }
        let (panel, rest) = area.splitRight(min(max(area.columns * 3 / 10, 40), 72))
        list = rest.inset(right: 1)
        rule = panel.splitLeft(1).0
        detail = panel.inset(left: 2)
    }
}
