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

/// Where a text stands in a space wider than itself.
public enum Alignment: Hashable, Sendable {
    case left
    case center
    case right
}
