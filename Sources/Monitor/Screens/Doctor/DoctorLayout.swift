import BatchInference
import Console

/// A report as lines of a width, for the screen, the clipboard and a command's output alike.
public enum DoctorLayout {
    /// What a piece of a line is.
    public enum Role: Hashable, Sendable {
        case title
        case label
        case text
        case origin
        case waiting
        case passed
        case warned
        case failed
        case remedy
    }

    public struct Span: Hashable, Sendable {
        public var text: String
        public var role: Role
    }

    /// Longer labels stand on a line of their own where less than this is left beside them.
    private static let leastTextColumns = 30

    public static func lines(_ page: DoctorPage, columns: Int, glyphs: Glyphs) -> [[Span]] {
        var lines: [[Span]] = []
        for section in page.sections {
            if !lines.isEmpty { lines.append([]) }
            lines.append([Span(text: section.title, role: .title)])
            let widest = section.rows.map { TextWidth.columns($0.label) }.max() ?? 0
            let labels = columns - widest - 5 >= leastTextColumns ? widest : 0
            for row in section.rows {
                lines += self.lines(row, labelColumns: labels, columns: max(columns, 20), glyphs: glyphs)
            }
        }
        return lines
    }

    private static func lines(
        _ row: DoctorPage.Row, labelColumns: Int, columns: Int, glyphs: Glyphs
    ) -> [[Span]] {
        let (mark, markRole) = sign(row.mark, glyphs)
        var head = [Span(text: " \(TextWidth.padRight(mark, columns: 1)) ", role: markRole)]
        var lines: [[Span]] = []
        var start = 3
        if labelColumns > 0 {
            head.append(Span(text: TextWidth.padRight(row.label, columns: labelColumns) + "  ", role: .label))
            start += labelColumns + 2
        } else if !row.label.isEmpty {
            lines.append(head + [Span(text: row.label, role: .label)])
            head = [Span(text: "     ", role: .text)]
            start = 5
        }
        let margin = Span(text: String(repeating: " ", count: start), role: .text)
        let room = max(columns - start, 10)
        let role: Role = markRole == .failed || markRole == .warned ? markRole : .text
        var body = TextWrap.lines(row.text, columns: room).map { [Span(text: $0, role: role)] }
        if body.isEmpty { body = [[]] }
        add(row.origin, to: &body, room: room)
        for (index, line) in body.enumerated() { lines.append((index == 0 ? head : [margin]) + line) }
        if !row.remedy.isEmpty {
            let arrow = glyphs.isASCII ? "-> " : "→ "
            let indent = String(repeating: " ", count: TextWidth.columns(arrow))
            for (index, line) in TextWrap.lines(row.remedy, columns: max(room - 3, 10)).enumerated() {
                lines.append([margin, Span(text: (index == 0 ? arrow : indent) + line, role: .remedy)])
            }
        }
        return lines
    }

    /// Where something comes from, in brackets: behind the text where it fits, else below.
    private static func add(_ origin: String, to body: inout [[Span]], room: Int) {
        guard !origin.isEmpty else { return }
        let used = body[body.count - 1].map { TextWidth.columns($0.text) }.reduce(0, +)
        let text = "(\(origin))"
        if used + 2 + TextWidth.columns(text) <= room {
            body[body.count - 1].append(Span(text: (used == 0 ? "" : "  ") + text, role: .origin))
        } else {
            body += TextWrap.lines(text, columns: room).map { [Span(text: $0, role: .origin)] }
        }
    }

    private static func sign(_ mark: DoctorPage.Mark, _ glyphs: Glyphs) -> (String, Role) {
        switch mark {
        case .none: (" ", .text)
        case .waiting: (glyphs.pending, .waiting)
        case .passed: (glyphs.completed, .passed)
        case .warned: (glyphs.warning, .warned)
        case .failed: (glyphs.failed, .failed)
        case .notTried: (glyphs.none, .origin)
        }
    }
}
