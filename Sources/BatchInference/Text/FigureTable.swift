/// Cells under titles: the first column is text, the others are numbers. Names are as they came: clean and cut them.
public struct FigureTable: Hashable, Sendable {
    public var titles: [String]
    public var rows: [[String]] = []
    /// What of it isn't shown.
    public var note: String?
    /// How many columns from the left are text.
    public var textColumns = 1
    /// Cells that stand out, such as the diagonal of a confusion matrix.
    public var strong: Set<Place> = []

    public struct Place: Hashable, Sendable {
        public var row: Int
        public var column: Int

        public init(row: Int, column: Int) {
            self.row = row
            self.column = column
        }
    }

    public init(titles: [String], rows: [[String]] = [], note: String? = nil, textColumns: Int = 1) {
        self.titles = titles
        self.rows = rows
        self.note = note
        self.textColumns = textColumns
    }

    /// The table with at most so many rows, and how many there are beyond.
    func limited(to limit: Int) -> FigureTable {
        guard rows.count > limit else { return self }
        var table = self
        table.rows = Array(rows.prefix(limit))
        table.note = "\(DisplayText.count(rows.count - limit)) more: --json has them all"
        return table
    }

    /// A figure as tables show it: a dash where it is unknown, the word for what is no number.
    public static func text(_ value: Double?) -> String {
        guard let value else { return DisplayText.unknown }
        return value.isFinite ? DisplayText.metric(value) : DisplayText.nonFinite(value)
    }
}
