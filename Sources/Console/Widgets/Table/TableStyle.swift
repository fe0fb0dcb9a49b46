/// The styles of a table's parts.
public struct TableStyle: Hashable, Sendable {
    public var header: Style
    /// The title of the column that orders the rows.
    public var sortedHeader: Style
    /// The selected row, below its cells' own colours.
    public var selection: Style
    /// The sign before the selected row.
    public var cursor: Style

    public init(
        header: Style = .init(attributes: .bold), sortedHeader: Style = .init(attributes: .bold),
        selection: Style = .init(attributes: .reverse), cursor: Style = .plain
    ) {
        self.header = header
        self.sortedHeader = sortedHeader
        self.selection = selection
        self.cursor = cursor
    }
}
