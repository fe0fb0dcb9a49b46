import AWSOperations
import BatchInference
import Console

/// What a screen draws on: the surface with the theme, the signs and the moment that the frame is for.
public struct Canvas: Sendable {
    var surface: Surface
    let theme: Theme
    let glyphs: Glyphs
    let now: Timestamp
    let connection: Connection
    /// Where transforms are to be stopped, by their ARN.
    var limits: [String: StopLimits] = [:]
    /// Where the text cursor blinks, if a field has the focus.
    var cursor: Point?

    init(size: Size, theme: Theme, glyphs: Glyphs, now: Timestamp, connection: Connection) {
        surface = Surface(size: size, style: theme[.background])
        self.theme = theme
        self.glyphs = glyphs
        self.now = now
        self.connection = connection
    }

    /// A role's text on the background of another, as keys in a dialog are.
    func style(_ text: StyleRole, on surface: StyleRole) -> Style {
        var style = theme[text]
        style.background = theme[surface].background
        return style
    }

    /// Draws one line of text in a role, cut to a width with an ellipsis; returns the columns used.
    @discardableResult
    mutating func text(
        _ text: String, at point: Point, _ role: StyleRole = .text, columns: Int = .max, cut: TextWidth.Cut = .end
    ) -> Int {
        self.text(text, at: point, style: theme[role], columns: columns, cut: cut)
    }

    @discardableResult
    mutating func text(
        _ text: String, at point: Point, style: Style, columns: Int = .max, cut: TextWidth.Cut = .end
    ) -> Int {
        let room = min(columns, surface.clip.right - point.column)
        guard room > 0 else { return 0 }
        if text.utf8.count <= room || TextWidth.columns(text) <= room {
            return surface.put(text, at: point, style: style, maxColumns: room)
        }
        return surface.put(TextWidth.truncate(text, columns: room, at: cut), at: point, style: style, maxColumns: room)
    }

    /// Draws one line of text within the first row of a rectangle.
    mutating func text(
        _ text: String, in area: Rect, _ role: StyleRole = .text, align: Alignment = .left, cut: TextWidth.Cut = .end
    ) {
        guard area.rows > 0, area.columns > 0 else { return }
        let used = min(TextWidth.columns(text), area.columns)
        let start =
            switch align {
            case .left: area.left
            case .right: area.right - used
            case .center: area.left + (area.columns - used) / 2
            }
        self.text(text, at: Point(column: start, row: area.top), role, columns: area.right - start, cut: cut)
    }

    /// Draws runs of text one after the other; returns the columns used.
    @discardableResult
    mutating func runs(_ runs: [(String, StyleRole)], at point: Point, columns: Int = .max) -> Int {
        var used = 0
        for (text, role) in runs {
            guard used < columns else { break }
            used += self.text(text, at: point.moved(columns: used), role, columns: columns - used)
        }
        return used
    }

    mutating func fill(_ area: Rect, _ role: StyleRole) {
        surface.fill(area, style: theme[role])
    }

    /// Lays a role's colours over what is drawn already, as a selection does.
    mutating func highlight(_ area: Rect, _ role: StyleRole) {
        let over = theme[role]
        surface.restyle(area) { $0 = over.over($0) }
    }

    mutating func rule(at point: Point, columns: Int) {
        surface.horizontalLine(
            at: point, columns: columns, style: theme[.border], with: glyphs.isASCII ? "-" : "─")
    }

    mutating func columnRule(at point: Point, rows: Int) {
        surface.verticalLine(at: point, rows: rows, style: theme[.border], with: glyphs.isASCII ? "|" : "│")
    }

    /// Draws text over several rows, broken at spaces; returns the rows used.
    @discardableResult
    mutating func paragraph(_ text: String, in area: Rect, _ role: StyleRole = .text) -> Int {
        let paragraph = Paragraph(text, style: theme[role])
        draw(paragraph, in: area)
        return min(paragraph.rows(columns: area.columns), area.rows)
    }

    mutating func draw(_ widget: some Widget, in area: Rect) {
        widget.draw(into: &surface, in: area)
    }
}

extension Canvas {
    /// Draws with nothing taking effect outside of a rectangle.
    mutating func clipped(to area: Rect, _ draw: (inout Canvas) -> Void) {
        let outer = surface.clip
        surface.setClip(outer.intersection(area))
        draw(&self)
        surface.setClip(outer)
    }
}

extension Canvas {
    /// Draws an empty dialog in the middle of the screen, over what is there, and returns its inside.
    mutating func dialog(title: String, size: Size) -> Rect {
        let frame = DialogFrame(
            title: StyledText(title, theme[.dialogTitle]), content: size, style: theme[.dialog],
            border: theme[.dialogBorder])
        frame.draw(into: &surface, in: surface.bounds)
        return frame.inner(in: surface.bounds)
    }

    /// Where a dialog of that size has its inside, for the mouse.
    static func dialogInside(size: Size, in screen: Size) -> Rect {
        DialogFrame(title: "", content: size).inner(in: Rect(screen))
    }
}
