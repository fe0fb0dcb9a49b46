/// A terminal without a screen: keeps what is presented, and is fed its input; for tests.
@MainActor
public final class InMemoryTerminal: Terminal {
    public private(set) var size: Size
    public var capabilities: TerminalCapabilities
    public let events: AsyncStream<InputEvent>
    private let input: AsyncStream<InputEvent>.Continuation

    /// The last frame presented.
    public private(set) var shown: Surface
    /// Where the cursor was in the last frame.
    public private(set) var cursor: Point?
    /// How many frames changed what was shown.
    public private(set) var changes = 0
    /// The last text copied.
    public private(set) var clipboard: String?
    public private(set) var title = ""
    public private(set) var bells = 0
    public private(set) var notifications: [String] = []
    public private(set) var suspensions = 0

    public init(size: Size = Size(columns: 80, rows: 24), capabilities: TerminalCapabilities = .init()) {
        self.size = size
        self.capabilities = capabilities
        shown = Surface(size: size)
        (events, input) = AsyncStream.makeStream()
    }

    /// Feeds one event, as if it had been typed.
    public func send(_ event: InputEvent) {
        if case .resize(let size) = event { self.size = size }
        input.yield(event)
        if event == .end { input.finish() }
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

    public func bell() { bells += 1 }

    public func notify(_ text: String) {
        notifications.append(CleanText.line(text))
        bells += 1
    }

    public func setTitle(_ title: String) { self.title = CleanText.line(title) }

    public func suspend() {
        suspensions += 1
        input.yield(.resumed)
    }

    /// The last frame as text; see `SurfaceDump`.
    public func text(styles: Bool = false) -> String {
        styles ? SurfaceDump.textAndStyles(shown) : SurfaceDump.text(shown)
    }
}
