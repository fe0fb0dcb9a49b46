import AWSOperations
import Console

/// Rows under titles, aligned by what the text measures in a terminal's columns.
struct TextTable: Hashable, Sendable {
    struct Column: Hashable, Sendable {
        enum Alignment: Hashable, Sendable {
            case left
            case right
        }

        var title: String
        var alignment: Alignment

        static func left(_ title: String) -> Column { Column(title: title, alignment: .left) }
        static func right(_ title: String) -> Column { Column(title: title, alignment: .right) }
    }

    /// A cell's text, cleaned, and what it means.
    struct Cell: Hashable, Sendable, ExpressibleByStringLiteral {
        let text: String
        let tint: Tint?

        init(_ text: String, tint: Tint? = nil) {
            self.text = CleanText.line(LongText.cut(text, to: LongText.cellLimit))
            self.tint = tint
        }

        init(stringLiteral text: String) { self.init(text) }

        /// The same with `…` in its middle where it takes more columns.
        func cut(to columns: Int) -> Cell {
            guard text.utf8.count > columns, TextWidth.columns(text) > columns else { return self }
            return Cell(TextWidth.truncate(text, columns: columns, at: .middle), tint: tint)
        }
    }

    let columns: [Column]
    var rows: [[Cell]] = []

    init(_ columns: [Column]) { self.columns = columns }

    /// Adds a row; cells that are missing at its end are empty.
    mutating func add(_ cells: [Cell]) {
        rows.append(cells + Array(repeating: Cell(""), count: max(0, columns.count - cells.count)))
    }

    /// The columns that a cell may take beside others: what is longer would push them out of everybody's sight.
    private static let widest = 120

    /// Titles and rows, two spaces between columns, nothing at the ends of lines.
    ///
    /// - Parameter cutting: Whether a cell with others behind it is cut in its middle where it is very long, for people;
    ///   otherwise its own row alone runs over, and the others stand as if it were not there.
    func lines(color: Bool, cutting: Bool = false) -> [String] {
        let last = columns.indices.last
        let rows =
            cutting ? rows.map { row in row.indices.map { $0 == last ? row[$0] : row[$0].cut(to: Self.widest) } } : rows
        let widths = columns.indices.map { column in
            rows.map { TextWidth.columns($0[column].text) }.filter { $0 <= Self.widest }
                .reduce(TextWidth.columns(columns[column].title), max)
        }
        let titles = columns.map { Cell($0.title, tint: .faint) }
        return ([titles] + rows).map { line($0, widths: widths, color: color) }
    }

    /// Prints titles and rows that are made twice, once for their widths, so that none of them need be kept; very long
    /// cells as `lines` has them.
    static func print(_ columns: [Column], count: Int, to output: CommandOutput, row: (Int) -> [Cell]) {
        let table = TextTable(columns)
        var widths = columns.map { TextWidth.columns($0.title) }
        for index in 0..<count {
            for (column, cell) in row(index).enumerated() {
                let width = TextWidth.columns(cell.text)
                if width <= Self.widest {
                    widths[column] = max(widths[column], width)
                } else if output.isTerminal, column < columns.count - 1 {
                    widths[column] = max(widths[column], Self.widest)
                }
            }
        }
        func shown(_ cells: [Cell]) -> [Cell] {
            guard output.isTerminal else { return cells }
            return cells.indices.map { $0 == columns.count - 1 ? cells[$0] : cells[$0].cut(to: Self.widest) }
        }
        output.print(
            table.line(columns.map { Cell($0.title, tint: .faint) }, widths: widths, color: output.usesColor))
        var block = ""
        for index in 0..<count {
            block += table.line(shown(row(index)), widths: widths, color: output.usesColor) + "\n"
            guard block.utf8.count >= 65_536 || index == count - 1 else { continue }
            output.writeResult(block)
            block = ""
        }
    }

    private func line(_ cells: [Cell], widths: [Int], color: Bool) -> String {
        var line = ""
        // Spaces wait until something follows them.
        var gap = 0
        for (index, cell) in cells.prefix(columns.count).enumerated() {
            let room = max(0, widths[index] - TextWidth.columns(cell.text))
            let isRight = columns[index].alignment == .right
            if isRight { gap += room }
            if !cell.text.isEmpty {
                line += String(repeating: " ", count: gap)
                line += color ? cell.tint?.painted(cell.text) ?? cell.text : cell.text
                gap = 0
            }
            gap += (isRight ? 0 : room) + 2
        }
        return line
    }
}
