import Console

/// Runs `body` with the terminal of the process, and gives the terminal back however `body` ends.
///
/// When the process is killed, crashes or calls `exit` inside, the terminal is given back too.
///
/// - Throws: `TerminalError` before anything has changed, or what `body` throws.
@MainActor
public func withTerminal<Result: Sendable>(
    _ options: TerminalOptions = TerminalOptions(),
    _ body: @MainActor (any Terminal) async throws -> Result
) async throws -> Result {
    let terminal = try CursesTerminal(options)
    defer { terminal.close() }
    return try await body(terminal)
}
