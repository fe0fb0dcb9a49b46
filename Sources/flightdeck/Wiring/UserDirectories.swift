import AWSOperations

/// Where the user's files lie, by the XDG Base Directory Specification.
struct UserDirectories: Hashable, Sendable {
    /// `config.toml` and `themes/`.
    var config: String
    /// The database and the log.
    var state: String
    var cache: String

    /// Each variable counts only as an absolute path, as the specification asks.
    init(home: String, variable: (String) -> String?) {
        func directory(_ name: String, _ standard: String) -> String {
            let base = variable(name).flatMap { $0.hasBytePrefix("/") ? $0 : nil } ?? "\(home)/\(standard)"
            return "\(base)/flightdeck"
        }
        config = directory("XDG_CONFIG_HOME", ".config")
        state = directory("XDG_STATE_HOME", ".local/state")
        cache = directory("XDG_CACHE_HOME", ".cache")
    }

    /// The file of launch journal, history and cached lists.
    var database: String { "\(state)/flightdeck.sqlite" }

    /// The directories of whoever runs the program.
    static var current: UserDirectories {
        UserDirectories(home: StandardStreams.variable("HOME") ?? "/", variable: StandardStreams.variable)
    }
}
