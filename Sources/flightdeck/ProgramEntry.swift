import AWSOperations
import ArgumentParser
import BatchInference
import Console

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// From the arguments to the exit status.
enum ProgramEntry {
    /// Ends the program where the system allows it too little to begin.
    static func checkLimits() {
        // A reader or a peer that goes away is an error where it is written to, not the end of the process.
        signal(SIGPIPE, SIG_IGN)
        do {
            try ProcessLimits.prepare()
            try StrayBytes.check()
        } catch {
            end(Ending(error))
        }
    }

    @MainActor
    static func run(_ arguments: some Collection<String>) async -> Never {
        let arguments = Array(arguments)
        do {
            try UnknownCommand.check(arguments)
            // What was pasted may bring white space along, which no name, location or number has at its ends.
            var command = try FlightdeckCommand.parseAsRoot(arguments.map(PastedText.trimmedArgument))
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
            end(Ending(status: .done))
        } catch {
            end(Ending(error, arguments: arguments))
        }
    }

    /// Prints what is left to say and exits; results that could not be written make a failure of any success.
    private static func end(_ ending: Ending) -> Never {
        let output = StandardStreams.output(isASCII: false)
        if ending.status == .done, let text = ending.message { output.writeResult(text) }
        let lost = StandardStreams.closeResult()
        let ending = lost.map(ending.losingResults) ?? ending
        if ending.status != .done, let text = ending.message { output.writeError(text) }
        exit(
            ending.status == .done && StandardStreams.hasLostMessages
                ? ExitStatus.failed.rawValue : ending.status.rawValue)
    }

    /// What is printed at an early end, with its line break, and the exit status.
    struct Ending: Hashable, Sendable {
        var status: ExitStatus
        var message: String?

        init(status: ExitStatus, message: String? = nil) {
            self.status = status
            self.message = message
        }

        init(_ error: any Error, arguments: [String] = []) {
            let code = FlightdeckCommand.exitCode(for: error)
            if code == .success {
                status = .done
            } else if code == .validationFailure {
                status = .usage
            } else {
                var failure = CommandFailure(error)
                failure.hidePasswords(of: arguments)
                status = failure.status
                message = failure.lines.isEmpty ? nil : failure.lines.joined(separator: "\n") + "\n"
                return
            }
            let text = FlightdeckCommand.fullMessage(for: error)
            guard !text.isEmpty else { return }
            // Help and completion scripts are the program's own words; a usage error repeats the user's.
            message =
                (status == .done
                    ? Self.ownOptionsFirst(Self.bracketed(text)) : Self.quoting(arguments, in: Self.bracketed(text)))
                + "\n"
        }

        /// A command's help with its own options before those that all commands have, which the parser puts first.
        static func ownOptionsFirst(_ help: String) -> String {
            guard help.hasPrefix("OVERVIEW:") else { return help }
            var sections = help.split(separator: "\n\n", omittingEmptySubsequences: false).map(String.init)
            guard let common = sections.firstIndex(where: { $0.hasPrefix("GLOBAL OPTIONS:") }),
                let own = sections.firstIndex(where: { $0.hasPrefix("OPTIONS:") }), common < own
            else { return help }
            let ending = sections[own].hasSuffix("\n") ? "\n" : ""
            sections[own].removeLast(ending.count)
            sections.insert(sections.remove(at: common) + ending, at: own)
            return sections.joined(separator: "\n\n")
        }

        /// The parser's usage lines, where options that need not be given stand in brackets however many there are.
        static func bracketed(_ text: String) -> String { text.replacing(" <options>", with: " [<options>]") }

        /// A usage error in which no argument can act on a terminal, begin a line of its own, or fill the screen.
        static func quoting(_ arguments: [String], in text: String) -> String {
            var text = text
            // `--option=value` is told as its value.
            let values = arguments.flatMap { argument in
                argument.firstIndex(of: "=").map { [argument, String(argument[argument.index(after: $0)...])] } ?? [
                    argument
                ]
            }
            // The longest first, so that one that is part of another does not break it.
            for value in values.sorted(by: { $0.utf8.count > $1.utf8.count }) {
                let clean = LongText.cut(CleanText.line(URLPassword.hidden(in: value, arguments: [value])), to: 200)
                if clean != value { text = text.replacing(value, with: clean) }
            }
            return CleanText.lines(URLPassword.hidden(in: text, arguments: arguments)).map {
                LongText.cut($0, to: LongText.messageLimit)
            }
            .joined(separator: "\n")
        }

        /// The same end of a program whose results could not be written, for a reason in the system's words.
        func losingResults(because reason: String) -> Ending {
            let isSuccess = status == .done
            // An interruption is how the work for the results was stopped: nobody has pressed Ctrl-C, and what was followed
            // may have ended long ago.
            let failure = CommandFailure(
                .failed, "can't write to standard output: \(reason)",
                remedy: "the output is incomplete; free some space, or send it elsewhere")
            let earlier = isSuccess || status == .interrupted ? nil : message
            return Ending(
                status: isSuccess || status == .interrupted ? .failed : status,
                message: (earlier ?? "") + failure.lines.joined(separator: "\n") + "\n")
        }
    }
}
