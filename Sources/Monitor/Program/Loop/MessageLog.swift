import Console

/// The lines that `--debug` writes of the loop: each message with the effects it led to, and what a frame took.
///
/// Keys, sizes and focus can be read back with `inputs(of:)`, so that a log from somewhere else is replayed in a test. What
/// is typed while a code is asked for, and whatever is pasted, may be secret: only its length is written.
enum MessageLog {
    /// One message and its effects, for example `input key Ctrl-R: run list, cancel clock`.
    static func line(_ message: Message, effects: [RunnerEffect], hidesKeys: Bool) -> String {
        let followed = effects.map(word).joined(separator: ", ")
        return word(message, hidesKeys: hidesKeys) + (followed.isEmpty ? "" : ": \(followed)")
    }

    /// A frame that was drawn: how long it took to make and to write.
    static func frameLine(size: Size, drawing: Duration, presenting: Duration) -> String {
        "frame \(size.columns)x\(size.rows) drawn in \(microseconds(drawing)) µs, presented in \(microseconds(presenting)) µs"
    }

    private static func microseconds(_ duration: Duration) -> Int64 {
        duration.components.seconds * 1_000_000 + duration.components.attoseconds / 1_000_000_000_000
    }

    private static func word(_ message: Message, hidesKeys: Bool) -> String {
        switch message {
        case .input(let event): "input \(word(event, hidesKeys: hidesKeys))"
        case .screen(let id, let event): "screen \(id.number) \(name(of: event))"
        default: name(of: message)
        }
    }

    private static func word(_ event: InputEvent, hidesKeys: Bool) -> String {
        switch event {
        case .chord(let chord): hidesKeys ? "key hidden" : "key \(chord)"
        case .mouse(let mouse): "mouse at \(mouse.point.column),\(mouse.point.row)"
        case .paste(let text): "paste of \(text.utf8.count) bytes"
        case .resize(let size): "resize \(size.columns)x\(size.rows)"
        case .focus(let isFocused): "focus \(isFocused ? "in" : "out")"
        case .resumed: "resumed"
        case .end: "end"
        }
    }

    private static func word(_ effect: RunnerEffect) -> String {
        switch effect {
        case .run(let id, _, _): "run \(id.name)"
        case .after(let id, let seconds, _): "after \(seconds) s \(id.name)"
        case .cancel(let id): "cancel \(id.name)"
        case .cancelWork(let screen, let isClosing):
            "cancel work of screen \(screen.number)\(isClosing ? ", closed" : "")"
        case .copy(let text): "copy \(text.utf8.count) bytes"
        case .notify: "notify"
        case .watchFleet(let order): "watch \(order.members.count) accounts"
        case .lookAtFleet(let rows): "look at \(rows.count) transforms"
        case .refreshFleet: "refresh the accounts"
        case .chooseTheme(let name): "theme \(name)"
        case .use: "use another profile"
        case .suspend: "suspend"
        case .page: "pager"
        case .quit: "quit"
        }
    }

    /// The name of an enumeration's case, without what it carries: that may be anything, and of any length.
    private static func name(of value: any Sendable) -> String {
        let mirror = Mirror(reflecting: value)
        guard mirror.displayStyle == .enum else { return "\(type(of: value))" }
        return mirror.children.first?.label ?? "\(value)"
    }

    /// The keys, sizes and changes of focus in a log, in their order; lines of anything else are passed over.
    static func inputs(of log: String) -> [InputEvent] {
        log.split(separator: "\n").compactMap { line in
            guard let start = line.firstRange(of: "input ") else { return nil }
            let rest = line[start.upperBound...]
            // A key that is a colon comes before the colon that ends it.
            let end = rest.dropFirst("key ".count + 1).firstRange(of: ": ")?.lowerBound ?? rest.endIndex
            let words = rest[..<end].split(separator: " ", maxSplits: 1)
            switch (words.first, words.dropFirst().first) {
            case ("key", let chord?): return Chord(String(chord)).map(InputEvent.chord)
            case ("resize", let size?):
                let parts = size.split(separator: "x").compactMap { Int($0) }
                return parts.count == 2 ? .resize(Size(columns: parts[0], rows: parts[1])) : nil
            case ("focus", let way?): return .focus(way == "in")
            case ("resumed", nil): return .resumed
            default: return nil
            }
        }
    }
}
