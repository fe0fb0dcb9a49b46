extension Surface {
    /// A row as styled text, for what is drawn first and scrolled then; plain blanks at its end are left out.
    public func line(_ row: Int) -> StyledText {
        guard row >= 0, row < size.rows else { return StyledText() }
        var spans: [StyledText.Span] = []
        for column in 0..<size.columns {
            let cell = self[Point(column: column, row: row)]
            if spans.last?.style != cell.style { spans.append(.init("", cell.style)) }
            cell.glyph.append(to: &spans[spans.count - 1].text)
        }
        while let last = spans.last, last.style == .plain {
            let kept = last.text.reversed().drop { $0 == " " }.count
            guard kept == 0 else {
                spans[spans.count - 1].text = String(last.text.prefix(kept))
                break
            }
            spans.removeLast()
        }
        return StyledText(spans)
    }
}
