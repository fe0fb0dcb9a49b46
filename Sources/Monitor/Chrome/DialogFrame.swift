import Console

extension Canvas {
    /// Draws an empty dialog in the middle of the screen, over what is there, and returns its inside.
    mutating func dialog(title: String, size wanted: Size) -> Rect {
        let screen = surface.bounds
        let area = screen.centered(
            Size(columns: min(wanted.columns + 4, screen.columns - 2), rows: min(wanted.rows + 2, screen.rows - 2)))
        fill(area, .dialog)
        let border = theme[.dialogBorder]
        let (horizontal, vertical): (Unicode.Scalar, Unicode.Scalar) = glyphs.isASCII ? ("-", "|") : ("─", "│")
        surface.horizontalLine(at: area.origin, columns: area.columns, style: border, with: horizontal)
        surface.horizontalLine(
            at: Point(column: area.left, row: area.bottom - 1), columns: area.columns, style: border, with: horizontal)
        surface.verticalLine(at: area.origin, rows: area.rows, style: border, with: vertical)
        surface.verticalLine(
            at: Point(column: area.right - 1, row: area.top), rows: area.rows, style: border, with: vertical)
        let corners = glyphs.isASCII ? ["+", "+", "+", "+"] : ["╭", "╮", "╰", "╯"]
        for (corner, point) in zip(
            corners,
            [
                area.origin, Point(column: area.right - 1, row: area.top),
                Point(column: area.left, row: area.bottom - 1),
                Point(column: area.right - 1, row: area.bottom - 1),
            ])
        {
            text(corner, at: point, style: border)
        }
        text(" \(title) ", at: area.origin.moved(columns: 2), .dialogTitle, columns: area.columns - 4)
        return area.inset(columns: 2, rows: 1)
    }
}
