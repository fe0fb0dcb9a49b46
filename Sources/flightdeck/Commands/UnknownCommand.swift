import ArgumentParser
import BatchInference

/// A word where a command belongs, and none of that name exists.
enum UnknownCommand {
    /// Throws `CommandFailure` where the first word, or the one that help is asked for, names no command.
    static func check(_ arguments: [String]) throws {
        let words = arguments.map(PastedText.trimmedArgument)
        guard let first = words.first, !first.hasPrefix("-") else { return }
        guard first == "help" else { return try check(first) }
        guard let topic = words.dropFirst().first(where: { !$0.hasPrefix("-") }) else { return }
        try check(topic)
    }

    private static func check(_ name: String) throws {
        guard !names.contains(name) else { return }
        let near = nearest(to: name, among: names)
        throw CommandFailure(
            .usage, "there's no command \(name)" + (near.map { ": did you mean \($0)?" } ?? ""),
            remedy: "list the commands with: flightdeck --help")
    }

    private static let names =
        FlightdeckCommand.configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"]
}
