import FoundationEssentials
import Subprocess
import Testing

/// A terminal of tmux's with the program in it: keys go in, the screen comes out.
struct TmuxSession: Sendable {
    /// The folder that the program runs in, and downloads to.
    let folder: String
    private let socket: String
    private let environment: [Environment.Key: String]

    /// How long anything may take: the machine may be busy with builds.
    private static let patience = Duration.seconds(60)

    /// Runs the program in a terminal of that size, hands the terminal to the work, and ends it.
    ///
    /// A shell waits for the program and says its exit status; then it takes commands.
    static func run(
        _ arguments: String, in place: Workplace, columns: Int = 120, rows: Int = 36,
        _ work: (TmuxSession) async throws -> Void
    ) async throws {
        let session = TmuxSession(in: place)
        try FileManager.default.createDirectory(atPath: session.folder, withIntermediateDirectories: true)
        let command = "exec env PS1='ready$ ' ENV= sh -i"
        try await session.tmux(
            "-f", "/dev/null", "start-server", ";", "set", "-g", "default-terminal", "tmux-256color", ";", "set", "-g",
            "status", "off", ";", "set", "-sg", "escape-time", "0", ";", "new-session", "-d", "-x", "\(columns)", "-y",
            "\(rows)", "-c", session.folder, command)
        do {
            try await session.wait(for: "ready$")
            try await session.enter("\(BuiltProgram.path) \(arguments); echo \"exit status\"\" $?\"")
            try await work(session)
            await session.end()
        } catch {
            await session.end()
            throw error
        }
    }

    private init(in place: Workplace) {
        folder = "\(place.folder)/work"
        // A server that ends may still be there when the next one starts.
        socket = "\(place.folder)/tmux-\(UInt32.random(in: 0...UInt32.max))"
        environment = place.environment
    }

    private func end() async {
        _ = try? await tmux("kill-server")
    }

    // MARK: Keys

    /// Sends keys by tmux's names (`Enter`, `Escape`, `C-l`, `n`), one after the other.
    func press(_ keys: String...) async throws {
        for key in keys {
            try await tmux("send-keys", key)
            // An escape that another key follows at once is that key with Alt.
            if key == "Escape" { try await Task.sleep(for: .milliseconds(150)) }
        }
    }

    /// Sends text as it is.
    func type(_ text: String) async throws {
        try await tmux("send-keys", "-l", text)
    }

    /// Presses and releases the left button of the mouse on a text, as the terminal reports it.
    func click(on text: String, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let lines = try await settledScreen().split(separator: "\n", omittingEmptySubsequences: false)
        let row = try #require(lines.firstIndex { $0.contains(text) }, "\(text)", sourceLocation: sourceLocation)
        let start = try #require(lines[row].range(of: text), sourceLocation: sourceLocation).lowerBound
        let place = "\(lines[row][..<start].count + 1);\(row + 1)"
        try await type("\u{1B}[<0;\(place)M")
        try await type("\u{1B}[<0;\(place)m")
    }

    /// Types a line at the shell.
    func enter(_ line: String) async throws {
        try await type(line)
        try await press("Enter")
    }

    func resize(columns: Int, rows: Int) async throws {
        try await tmux("resize-window", "-x", "\(columns)", "-y", "\(rows)")
    }

    // MARK: The screen

    /// What the terminal shows once it has stopped changing: a place found in a half-drawn frame may be gone at the click.
    func settledScreen() async throws -> String {
        var last = try await screen()
        for _ in 0..<50 {
            try await Task.sleep(for: .milliseconds(100))
            let next = try await screen()
            if next == last { return next }
            last = next
        }
        return last
    }

    /// What the terminal shows now; `escapes` keeps the sequences for colours and attributes.
    func screen(escapes: Bool = false) async throws -> String {
        try await tmux(["capture-pane", "-p"] + (escapes ? ["-e"] : []))
    }

    /// Waits until the screen passes a test; fails with the last screen where it never does.
    @discardableResult
    func wait(
        _ what: String, sourceLocation: SourceLocation = #_sourceLocation, until isThere: (String) -> Bool
    ) async throws -> String {
        let end = ContinuousClock.now + Self.patience
        var last = ""
        while ContinuousClock.now < end {
            last = try await screen()
            if isThere(last) { return last }
            try await Task.sleep(for: .milliseconds(100))
        }
        Issue.record("the screen never showed \(what); it shows:\n\(last)", sourceLocation: sourceLocation)
        throw TmuxError.neverShown(what)
    }

    /// Waits until all of the texts are on the screen.
    @discardableResult
    func wait(for texts: String..., sourceLocation: SourceLocation = #_sourceLocation) async throws -> String {
        try await wait("\(texts)", sourceLocation: sourceLocation) { screen in
            texts.allSatisfy { screen.contains($0) }
        }
    }

    /// Waits until a text is not on the screen any more.
    @discardableResult
    func waitUntilGone(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) async throws
        -> String
    {
        try await wait("no “\(text)”", sourceLocation: sourceLocation) { !$0.contains(text) }
    }

    /// Waits until the program has ended and the shell has said how; its exit status.
    func waitForEnd(sourceLocation: SourceLocation = #_sourceLocation) async throws -> Int {
        let ended = /exit status (\d+)/
        let screen = try await wait("the program's end", sourceLocation: sourceLocation) { $0.contains(ended) }
        return screen.firstMatch(of: ended).flatMap { Int($0.1) } ?? -1
    }

    /// A property of the terminal by tmux's name, such as `alternate_on` or `mouse_any_flag`.
    func property(_ name: String) async throws -> String {
        try await tmux("display-message", "-p", "#{\(name)}").filter { !$0.isWhitespace }
    }

    /// Keeps everything that the program writes from now on in a file.
    func record(to file: String) async throws {
        try await tmux("pipe-pane", "-O", "cat >> '\(file)'")
    }

    // MARK: Processes

    /// The process id of the program in the foreground.
    func program() async throws -> String {
        let shell = try await property("pane_pid")
        let children = try await output("pgrep", ["-P", shell])
        return children.split(separator: "\n").first.map(String.init) ?? ""
    }

    /// Sends a signal, such as `TERM`, to the program in the foreground.
    func signal(_ name: String) async throws {
        _ = try await output("kill", ["-s", name, try await program()])
    }

    @discardableResult
    private func tmux(_ arguments: String...) async throws -> String {
        try await tmux(arguments)
    }

    @discardableResult
    private func tmux(_ arguments: [String]) async throws -> String {
        try await output("tmux", ["-S", socket] + arguments)
    }

    private func output(_ program: String, _ arguments: [String]) async throws -> String {
        let result = try await Subprocess.run(
            .name(program), arguments: Arguments(arguments), environment: .custom(environment),
            output: .string(limit: 1 << 20), error: .string(limit: 1 << 16))
        guard result.terminationStatus.isSuccess else {
            throw TmuxError.refused("\(program) \(arguments.joined(separator: " "))", result.standardError)
        }
        return result.standardOutput
    }
}

enum TmuxError: Error {
    case neverShown(String)
    case refused(String, String)
}

/// The suites with a terminal run one after the other: each keeps a whole program and its sandbox busy.
@Suite("In a real terminal", .serialized)
enum TerminalTests {}
