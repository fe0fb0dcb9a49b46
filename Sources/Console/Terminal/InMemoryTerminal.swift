/// A terminal without a screen: keeps what is presented, and is fed its input; for tests.
@MainActor
public final class InMemoryTerminal: Terminal {
    public private(set) var size: Size
    public var capabilities: TerminalCapabilities
    private let input = InputOutlet()

    /// The last frame presented.
    public private(set) var shown: Surface
    /// Where the cursor was in the last frame.
    public private(set) var cursor: Point?
    /// How many frames changed what was shown.
    public private(set) var changes = 0
    /// The last text copied.
    public private(set) var clipboard: String?
    public private(set) var notifications: [String] = []
    /// How often the bell rang.
    public private(set) var bells = 0
    /// Every name that the window was given.
    public private(set) var titles: [String] = []
    public private(set) var suspensions = 0
    /// The pagers that were run; each ends at once, and is fed nothing.
    public private(set) var pagers: [String] = []
    public var pagerEnd = PagerEnd.exited(status: 0)

    public init(size: Size = Size(columns: 80, rows: 24), capabilities: TerminalCapabilities = .init()) {
        self.size = size
        self.capabilities = capabilities
        shown = Surface(size: size)
    }

    /// Feeds one event, as if it had been typed.
    public func send(_ event: InputEvent) {
        if case .resize(let size) = event { self.size = size }
        input.send(event)
    }

    public func present(_ surface: Surface, cursor: Point?) {
        let frame = capabilities.unicode ? surface : AsciiRendition.of(surface)
        if frame != shown || cursor != self.cursor { changes += 1 }
        shown = frame
        self.cursor = cursor
    }

    public func copyToClipboard(_ text: String) -> ClipboardOutcome {
        clipboard = text
        return .sent
    }

    public func notify(_ notification: TerminalNotification) {
        if notification.desktop != .none { notifications.append(CleanText.line(notification.text)) }
        if notification.ringsBell { bells += 1 }
    }

    public func setTitle(_ title: String) { titles.append(CleanText.line(title)) }

    public func suspend() {
        suspensions += 1
        input.send(.resumed)
    }

    public func receiveInput(_ receive: @escaping (InputEvent) -> Void) { input.open(receive) }

    public func page(
        _ command: String, feeding feed: @escaping @Sendable (any PagerInput) async -> Void
    ) -> PagerEnd {
        pagers.append(command)
        input.send(.resumed)
        return pagerEnd
    }

    /// The last frame as text; see `SurfaceDump`.
    public func text(styles: Bool = false) -> String {
        styles ? SurfaceDump.textAndStyles(shown) : SurfaceDump.text(shown)
    }
}

/// A surface as text, for golden files and failed tests.
public enum SurfaceDump {
    /// The rows as lines, without blanks at their ends.
    public static func text(_ surface: Surface) -> String {
        (0..<surface.size.rows).map { row($0, of: surface) }.joined(separator: "\n")
    }

    /// The rows, then the same rows with a letter for each style, then what the letters mean.
    public static func textAndStyles(_ surface: Surface) -> String {
        let letters = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
        var order: [Style] = []
        var known: [Style: Int] = [.plain: -1]
        var map: [String] = []
        for row in 0..<surface.size.rows {
            var line = ""
            for column in 0..<surface.size.columns {
                let style = surface[Point(column: column, row: row)].style
                let index = known[style, default: order.count]
                if index == order.count, known[style] == nil {
                    known[style] = index
                    order.append(style)
                }
                line.append(index < 0 ? "." : letters[index % letters.count])
            }
            map.append(line)
        }
        var out = text(surface) + "\n--- styles\n" + map.joined(separator: "\n")
        for (index, style) in order.enumerated() {
            out += "\n\(letters[index % letters.count]) = \(describe(style))"
        }
        return out
    }

    private static func row(_ row: Int, of surface: Surface) -> String {
        var line = ""
        for column in 0..<surface.size.columns {
            surface[Point(column: column, row: row)].glyph.append(to: &line)
        }
        while line.last == " " { line.removeLast() }
        return line
    }

    private static func describe(_ style: Style) -> String {
        var parts: [String] = []
        if style.foreground != .default { parts.append("fg " + describe(style.foreground)) }
        if style.background != .default { parts.append("bg " + describe(style.background)) }
        let names: [(Style.Attributes, String)] = [
            (.bold, "bold"), (.dim, "dim"), (.italic, "italic"), (.underline, "underline"), (.reverse, "reverse"),
            (.strikethrough, "strikethrough"),
        ]
        for (attribute, name) in names where style.attributes.contains(attribute) { parts.append(name) }
        return parts.isEmpty ? "plain" : parts.joined(separator: ", ")
    }

    private static func describe(_ color: Color) -> String {
        switch color.kind {
        case .default: return "default"
        case .ansi(let index): return "ansi \(index)"
        case .indexed(let index): return "indexed \(index)"
        case .rgb(let red, let green, let blue):
            let hex = String(UInt32(red) << 16 | UInt32(green) << 8 | UInt32(blue), radix: 16)
            return "#" + String(repeating: "0", count: 6 - hex.count) + hex
        }
    }
}
