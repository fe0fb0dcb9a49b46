/// One line of text in several styles, as a value; each span is cleaned when it is drawn.
public struct StyledText: Hashable, Sendable, ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
    /// A part of the line in one style.
    public struct Span: Hashable, Sendable {
        public var text: String
        public var style: Style

        public init(_ text: String, _ style: Style = .plain) {
            self.text = text
            self.style = style
        }
    }

    public var spans: [Span]

    public init(_ spans: [Span] = []) { self.spans = spans }

    public init(_ text: String, _ style: Style = .plain) { spans = [Span(text, style)] }

    public init(stringLiteral text: String) { self.init(text) }

    /// The columns of all spans together.
    public var columns: Int { spans.reduce(0) { $0 + TextWidth.columns($1.text) } }

    /// The text without styles, not cleaned.
    public var plainText: String { spans.reduce(into: "") { $0 += $1.text } }

    /// Whether there is no text at all.
    public var isEmpty: Bool { spans.allSatisfy(\.text.isEmpty) }

    public static func + (left: StyledText, right: StyledText) -> StyledText { StyledText(left.spans + right.spans) }

    public static func += (left: inout StyledText, right: StyledText) { left.spans += right.spans }

    /// The line in at most so many columns, with `…` in the style of the part that it ends.
    public func truncated(columns limit: Int, at cut: TextWidth.Cut = .end) -> StyledText {
        guard columns > limit else { return self }
        guard limit > 0 else { return StyledText() }
        let tail: [Span] =
            switch cut {
            case .start: suffix(limit - 1)
            case .middle: suffix((limit - 1) / 2)
            case .end: []
            }
        let tailColumns = StyledText(tail).columns
        let head = cut == .start ? [] : prefix(limit - 1 - tailColumns)
        let style = head.last?.style ?? tail.first?.style ?? spans.first?.style ?? .plain
        return StyledText(head + [Span("…", style)] + tail)
    }

    /// The spans, the last one cut, that fit in so many columns from the start.
    private func prefix(_ columns: Int) -> [Span] {
        var room = columns
        var kept: [Span] = []
        for span in spans {
            let part = TextWidth.prefix(span.text, columns: room)
            let used = TextWidth.columns(part)
            if used > 0 { kept.append(Span(part, span.style)) }
            room -= used
            if used < TextWidth.columns(span.text) { break }
        }
        return kept
    }

    /// The spans, the first one cut, that fit in so many columns up to the end.
    private func suffix(_ columns: Int) -> [Span] {
        var room = columns
        var kept: [Span] = []
        for span in spans.reversed() {
            let part = TextWidth.suffix(span.text, columns: room)
            let used = TextWidth.columns(part)
            if used > 0 { kept.append(Span(part, span.style)) }
            room -= used
            if used < TextWidth.columns(span.text) { break }
        }
        return kept.reversed()
    }
}

extension Surface {
    /// Draws a styled line from `point` to the right, each span's style over `style`, and returns the columns used.
    @discardableResult
    public mutating func put(
        _ line: StyledText, at point: Point, style: Style = .plain, maxColumns: Int = .max
    ) -> Int {
        var used = 0
        for span in line.spans where used < maxColumns {
            used += put(
                span.text, at: point.moved(columns: used), style: span.style.over(style), maxColumns: maxColumns - used)
        }
        return used
    }

    /// Draws a styled line into the first row of a rectangle, cut with `…` where it does not fit.
    public mutating func put(
        _ line: StyledText, in rect: Rect, style: Style = .plain, alignment: Alignment = .left,
        cut: TextWidth.Cut = .end
    ) {
        guard !rect.isEmpty else { return }
        let width = line.columns
        let fitting = width > rect.columns ? line.truncated(columns: rect.columns, at: cut) : line
        let gap = width > rect.columns ? 0 : rect.columns - width
        let indent =
            switch alignment {
            case .left: 0
            case .center: gap / 2
            case .right: gap
            }
        clipped(to: rect) { $0.put(fitting, at: rect.origin.moved(columns: indent), style: style) }
    }
}
