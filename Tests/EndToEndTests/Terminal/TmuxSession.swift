import Foundation
import Subprocess
import Testing

/// A terminal of tmux's with one program in it: keys go in, the screen comes out.
struct TmuxSession {
    private let socket: String

    /// Starts a program in a terminal of that size, on a tmux server of its own.
    ///
    /// `environment` is added to the test's own; `after` is what the shell does when the program has ended.
    static func start(
        _ command: String, columns: Int = 120, rows: Int = 36, environment: [String: String] = [:]
    ) async throws -> TmuxSession {
        let session = TmuxSession(socket: "flightdeck-test-\(UInt32.random(in: 0...UInt32.max))")
        let variables = environment.map { "\($0.key)='\($0.value)'" }.sorted().joined(separator: " ")
        // The shell stays after the program, so that its exit status can be read off the screen.
        try await session.tmux(
            "-f", "/dev/null", "new-session", "-d", "-x", "\(columns)", "-y", "\(rows)",
            "env \(variables) LC_ALL=C.UTF-8 sh -c '\(command); echo \"exit status $?\"; exec sleep 600'")
        return session
    }

    private init(socket: String) {
        self.socket = socket
    }

    /// Sends keys by tmux's names (`Enter`, `Escape`, `C-l`, `n`).
    func press(_ keys: String...) async throws {
        try await tmux(["send-keys"] + keys)
    }

    /// Sends text as it is.
    func type(_ text: String) async throws {
        try await tmux("send-keys", "-l", text)
    }

    func resize(columns: Int, rows: Int) async throws {
        try await tmux("resize-window", "-x", "\(columns)", "-y", "\(rows)")
    }

    /// What the terminal shows now.
    func screen() async throws -> String {
        try await tmux("capture-pane", "-p")
    }

    /// Waits until the screen passes a test; fails with the last screen after some seconds.
    @discardableResult
    func wait(
        _ what: String, seconds: Double = 20, sourceLocation: SourceLocation = #_sourceLocation,
        until isThere: (String) -> Bool
    ) async throws -> String {
        let end = ContinuousClock.now + .seconds(seconds)
        var last = ""
        while ContinuousClock.now < end {
            last = try await screen()
            if isThere(last) { return last }
            try await Task.sleep(for: .milliseconds(50))
        }
        Issue.record("the screen never showed \(what); it shows:\n\(last)", sourceLocation: sourceLocation)
        throw TmuxError.neverShown(what)
    }

    /// Waits for a text on the screen.
    @discardableResult
    func wait(
        for text: String, seconds: Double = 20, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> String {
        try await wait("“\(text)”", seconds: seconds, sourceLocation: sourceLocation) { $0.contains(text) }
    }

    /// The process id of the program's shell.
    func processID() async throws -> Int32 {
        let text = try await tmux("list-panes", "-F", "#{pane_pid}")
        return Int32(text.trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0
    }

    func end() async {
        _ = try? await tmux("kill-server")
    }

    @discardableResult
    private func tmux(_ arguments: String...) async throws -> String {
        try await tmux(arguments)
    }

    @discardableResult
    private func tmux(_ arguments: [String]) async throws -> String {
        let result = try await run(
            .name("tmux"), arguments: Arguments(["-L", socket] + arguments), output: .string(limit: 1 << 20),
            error: .string(limit: 1 << 16))
        guard result.terminationStatus.isSuccess else {
            throw TmuxError.refused(arguments.joined(separator: " "), result.standardError ?? "")
        }
        return result.standardOutput ?? ""
    }
}

enum TmuxError: Error {
    case neverShown(String)
    case refused(String, String)
}
