import AWSOperations
import BatchInference
import Console
import Synchronization

/// One line at the bottom of a terminal that is drawn over; nothing at all where standard error is none.
///
/// Lines that are to stay are printed through `printing`, so that they end up above it.
final class ProgressLine: Sendable {
    private let output: CommandOutput
    private let columns: @Sendable () -> Int
    private let shown = Mutex("")

    init(_ output: CommandOutput, columns: @escaping @Sendable () -> Int = { StandardStreams.columns }) {
        self.output = output
        self.columns = columns
    }

    /// Shows a text in place of the one before, cut to the terminal's width.
    func show(_ text: String) {
        guard output.isErrorTerminal, !TerminalPrompt.isOpen else { return }
        let clean = CleanText.line(text)
        // In ASCII before it is cut: some symbols become two characters.
        var line = TextWidth.truncate(
            output.isASCII ? CommandOutput.withoutSymbols(clean) : clean, columns: max(1, columns() - 1))
        if output.isASCII, line.hasSuffix("…") { line = line.dropLast() + "~" }
        shown.withLock { current in
            guard line != current else { return }
            output.writeError("\r\u{1B}[K\(line)")
            current = line
        }
    }

    /// Runs a block that prints lines, with the progress out of their way.
    func printing(_ print: () throws -> Void) rethrows {
        guard output.isErrorTerminal else { return try print() }
        try shown.withLock { current in
            if !current.isEmpty { output.writeError("\r\u{1B}[K") }
            try print()
            if !current.isEmpty { output.writeError(current) }
        }
    }

    /// A share as a bar and in numbers.
    static func bar(_ share: Double, isASCII: Bool) -> String {
        let width = 30
        let filled = Int((share * Double(width)).rounded(.down))
        return String(repeating: isASCII ? "#" : "█", count: filled)
            + String(repeating: isASCII ? "." : "░", count: width - filled) + " \(DisplayText.percent(share))"
    }

    /// Takes the line away.
    func clear() {
        guard output.isErrorTerminal else { return }
        shown.withLock { current in
            if !current.isEmpty { output.writeError("\r\u{1B}[K") }
            current = ""
        }
    }
}

/// Says now and then that a watch waits, for what, and for how long at most.
struct WatchWaiting {
    let name: String
    let timeouts: WatchTimeouts
    private var toldAt: Timestamp?

    /// Seconds between two such lines.
    private static let pause = 300.0

    init(name: String, timeouts: WatchTimeouts) {
        self.name = name
        self.timeouts = timeouts
    }

    /// The line to print now; nil for none.
    mutating func take(_ snapshot: TransformSnapshot, now: Timestamp) -> String? {
        guard let failure = snapshot.stale.first(where: { $0.source == .description })?.failure else {
            toldAt = nil
            return nil
        }
        if let toldAt, now.seconds(since: toldAt) < Self.pause { return nil }
        toldAt = now
        if failure.deniedAction != nil || failure.isNotFound {
            let limit = DisplayText.duration(seconds: timeouts.denial)
            return "retrying for up to \(limit), since policies take a while to apply; Ctrl-C only stops watching"
        }
        if failure.concernsAccess {
            let limit = DisplayText.duration(seconds: timeouts.credentials)
            return "waiting up to \(limit) for new credentials: log in elsewhere; Ctrl-C only stops watching"
        }
        let limit = DisplayText.duration(seconds: timeouts.others)
        return "can't read \(name) now: retrying for up to \(limit); Ctrl-C only stops watching"
    }
}
