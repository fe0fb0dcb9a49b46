/// Why no terminal could be opened.
public enum TerminalError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Standard input is a file, a pipe or at its end.
    case inputNotATerminal
    /// Standard output is a file or a pipe.
    case outputNotATerminal
    /// TERM is not set.
    case typeMissing
    /// terminfo has no entry for TERM.
    case typeUnknown(String)
    /// The terminal cannot place its cursor.
    case tooSimple(String)

    public var description: String {
        switch self {
        case .inputNotATerminal:
            "standard input is not a terminal: start it in a terminal, without a pipe or < before it"
        case .outputNotATerminal:
            "standard output is not a terminal: start it without a pipe or > behind it, or use a one-shot command"
        case .typeMissing:
            "TERM is not set: set it to the terminal's type, for example TERM=xterm-256color"
        case .typeUnknown(let type):
            "terminfo doesn't know the terminal '\(type)': set TERM to a known one, for example TERM=xterm-256color, or install ncurses-term"
        case .tooSimple(let type):
            "a terminal of type '\(type)' can't move its cursor: use another terminal, or a one-shot command"
        }
    }
}
