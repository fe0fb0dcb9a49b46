import CNcurses
import Console
import Dispatch
import Glibc

/// The terminal of the process, on ncursesw; there is one at a time, opened by `withTerminal`.
@MainActor
final class CursesTerminal: Terminal {
    private(set) var size: Size
    let capabilities: TerminalCapabilities

    private let input = InputOutlet()
    private let kind: TerminalKind
    private let mouse: Bool
    private let setsTitle: Bool
    /// The window's name, to be given again after the terminal was somebody else's.
    private var title: String?
    private let modes: termios
    private var decoder = InputDecoder()
    private var writer: CellWriter
    private var shown: Surface?
    private var cursor: Point?
    private var cursorVisible = true
    private var source: (any DispatchSourceRead)?
    private var signals: SignalPipe?
    private var waits = 0
    private var lastRead: ContinuousClock.Instant?

    /// A paste that has paused for longer is ended by Esc or Ctrl-C.
    private static let pastePause = Duration.seconds(1)

    /// How long the rest of a sequence may take to arrive after its ESC.
    private static let escapeDelay = DispatchTimeInterval.milliseconds(25)

    /// Takes the terminal over.
    init(_ options: TerminalOptions) throws(TerminalError) {
        guard isatty(0) == 1 else { throw .inputNotATerminal }
        guard isatty(1) == 1 else { throw .outputNotATerminal }
        let opened = try OpenedScreen(options)
        kind = opened.kind
        modes = opened.modes
        mouse = options.mouse
        setsTitle = options.title
        capabilities = opened.capabilities
        size = Size(columns: Int(curses_columns()), rows: Int(curses_rows()))
        writer = CellWriter(scheme: opened.scheme, unicode: capabilities.unicode, pairs: opened.pairs)
        enter()
        listen()
    }

    /// Gives the terminal back; nothing can be shown afterwards.
    func close() {
        finishInput()
        signals?.close()
        signals = nil
        leave()
    }

    // MARK: Modes

    private func enter() {
        guard kind.speaksXterm else { return }
        send(TerminalSequences.enter(mouse: mouse, title: setsTitle))
        if let title { send(TerminalSequences.title(title)) }
    }

    private func leave() {
        EmergencyRestore.beginWriting()
        defer { EmergencyRestore.endWriting() }
        if kind.speaksXterm { send(TerminalSequences.leave(mouse: mouse, title: setsTitle)) }
        endwin()
        // endwin leaves its last bytes in stdio's buffer.
        fflush(nil)
        var modes = modes
        tcsetattr(0, TCSADRAIN, &modes)
        EmergencyRestore.disarm()
    }

    /// Draws everything again with the next frame.
    private func forgetShown() {
        shown = nil
        cursorVisible = true
        curses_repaint()
    }

    func suspend() {
        leave()
        signals?.stopProcessGroup()
        resume()
    }

    func page(_ command: String, feeding feed: @escaping @Sendable (any PagerInput) async -> Void) -> PagerEnd {
        leave()
        defer { resume() }
        return PagerProcess.run(command, feeding: feed)
    }

    private func resume() {
        let last = shown
        EmergencyRestore.rearm()
        EmergencyRestore.beginWriting()
        reset_prog_mode()
        enter()
        EmergencyRestore.endWriting()
        forgetShown()
        updateSize()
        if let last { present(last, cursor: cursor) }
        input.send(.resumed)
    }

    // MARK: Input

    private func listen() {
        signals = SignalPipe([SIGWINCH, SIGTSTP, SIGCONT]) { [weak self] signal in self?.receive(signal) }
        let source = DispatchSource.makeReadSource(fileDescriptor: 0, queue: .main)
        source.setEventHandler { @Sendable [weak self] in
            MainActor.assumeIsolated { self?.readInput() }
        }
        source.activate()
        self.source = source
    }

    func receiveInput(_ receive: @escaping (InputEvent) -> Void) { input.open(receive) }

    private func receive(_ signal: Int32) {
        switch signal {
        case SIGTSTP: suspend()
        case SIGCONT: resume()
        default: updateSize()
        }
    }

    private func readInput() {
        // Only reads what is there: another process may have been faster.
        var ready = pollfd(fd: 0, events: Int16(POLLIN), revents: 0)
        guard source != nil, poll(&ready, 1, 0) > 0 else { return }
        var failure: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: 4096) { buffer, count in
            let got = read(0, buffer.baseAddress, buffer.count)
            if got < 0 { failure = errno }
            count = max(0, got)
        }
        if bytes.isEmpty {
            if failure == EAGAIN || failure == EINTR { return }
            // The terminal is gone; a source left alive would fire for ever.
            input.send(.end)
            finishInput()
            return
        }
        let now = ContinuousClock.now
        let isPause = lastRead.map { now - $0 > Self.pastePause } ?? false
        lastRead = now
        if isPause, let events = decoder.endStalledPaste(bytes) { return deliver(events) }
        deliver(decoder.feed(bytes))
        waits += 1
        if decoder.isWaiting {
            let wait = waits
            DispatchQueue.main.asyncAfter(deadline: .now() + Self.escapeDelay) { @Sendable [weak self] in
                MainActor.assumeIsolated {
                    guard let self, self.waits == wait else { return }
                    self.deliver(self.decoder.flush())
                }
            }
        }
    }

    private func deliver(_ events: [InputEvent]) {
        for event in events {
            if event == .chord(.control("z")) { suspend() } else { input.send(event) }
        }
    }

    private func finishInput() {
        source?.cancel()
        source = nil
        input.close()
    }

    private func updateSize() {
        var rows: Int32 = 0
        var columns: Int32 = 0
        guard curses_window_size(1, &rows, &columns) else { return }
        let new = Size(columns: Int(columns), rows: Int(rows))
        guard new != size else { return }
        size = new
        resize_term(rows, columns)
        forgetShown()
        input.send(.resize(new))
    }

    // MARK: Output

    func present(_ surface: Surface, cursor: Point?) {
        let cursor = cursor.flatMap { Rect(size).contains($0) ? $0 : nil }
        if surface == shown, cursor == self.cursor { return }
        EmergencyRestore.beginWriting()
        defer { EmergencyRestore.endWriting() }
        stage(surface)
        if writer.overflowed {
            writer.reset()
            shown = nil
            stage(surface)
        }
        shown = surface
        self.cursor = cursor
        if let cursor { curses_move(Int32(cursor.row), Int32(cursor.column)) }
        if (cursor != nil) != cursorVisible {
            cursorVisible = cursor != nil
            curs_set(cursorVisible ? 1 : 0)
        }
        curses_stage()
        if kind.speaksXterm { send(TerminalSequences.beginFrame) }
        doupdate()
        if kind.speaksXterm { send(TerminalSequences.endFrame) }
    }

    /// Hands ncurses the runs of cells that differ from what is shown.
    private func stage(_ surface: Surface) {
        let former = shown?.size == surface.size ? shown : nil
        let rows = min(size.rows, surface.size.rows)
        let columns = min(size.columns, surface.size.columns)
        for row in 0..<rows {
            guard let run = SurfaceDifference.run(row: row, of: surface, since: former, columns: columns) else {
                continue
            }
            writer.write(surface, row: row, from: run.lowerBound, to: run.upperBound)
        }
    }

    func copyToClipboard(_ text: String) -> ClipboardOutcome {
        guard kind.speaksXterm else { return .unsupported }
        guard let sequence = TerminalSequences.clipboard(text, tmux: capabilities.tmux) else {
            return .tooLong(limit: TerminalSequences.clipboardLimit)
        }
        send(sequence)
        return .sent
    }

    func notify(_ notification: TerminalNotification) {
        let isKnown = notification.desktop != .automatic
        let desktop = kind.speaksXterm ? (isKnown ? notification.desktop : kind.notification) : .none
        send(
            TerminalSequences.notification(
                notification.text, as: desktop, bell: notification.ringsBell, tmux: capabilities.tmux))
    }

    func setTitle(_ title: String) {
        guard setsTitle, kind.speaksXterm, title != self.title else { return }
        self.title = title
        send(TerminalSequences.title(title))
    }

    /// Writes bytes past ncurses, whose own buffer is empty between two frames.
    private func send(_ sequence: String) {
        EmergencyRestore.beginWriting()
        defer { EmergencyRestore.endWriting() }
        var rest = Array(sequence.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(1, $0.baseAddress, $0.count) }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if count < 0, errno == EAGAIN {
                // Somebody who shares the terminal has made it non-blocking.
                var ready = pollfd(fd: 1, events: Int16(POLLOUT), revents: 0)
                guard poll(&ready, 1, 1000) > 0 else { return }
            } else if count == 0 || errno != EINTR {
                return
            }
        }
    }
}
