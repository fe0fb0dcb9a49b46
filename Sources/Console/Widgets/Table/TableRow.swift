/// One row of a table: its cells, or one text across all columns.
public struct TableRow: Hashable, Sendable {
    /// What the row holds.
    public enum Content: Hashable, Sendable {
        /// One text a column, in the table's order; missing ones are blank.
        case cells([StyledText])
        /// One text over the whole width, for example a reason below the row it belongs to.
        case spanning(StyledText)
    }

    public var content: Content
    /// The style below all of the row's cells.
    public var style: Style
    /// A sign of one column before the row, for example for rows chosen to be compared.
    public var mark: StyledText

    public init(_ cells: [StyledText], style: Style = .plain, mark: StyledText = "") {
        content = .cells(cells)
        self.style = style
        self.mark = mark
    }

    public init(spanning text: StyledText, style: Style = .plain) {
        content = .spanning(text)
        self.style = style
        mark = ""
    }
}
