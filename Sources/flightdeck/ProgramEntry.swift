import ArgumentParser
import BatchInference

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// From the arguments to the exit status.
enum ProgramEntry {
    @MainActor
    static func run(_ arguments: some Collection<String>) async -> Never {
        // A reader or a peer that goes away is an error where it is written to, not the end of the process.
        signal(SIGPIPE, SIG_IGN)
        do {
            // What was pasted may bring white space along, which no name, location or number has at its ends.
            var command = try FlightdeckCommand.parseAsRoot(arguments.map(PastedText.trimmedArgument))
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
            exit(ExitStatus.done.rawValue)
        } catch {
            let ending = Ending(error)
            let output = StandardStreams.output(isASCII: false)
            ending.message.map { ending.status == .done ? output.writeResult($0) : output.writeError($0) }
            exit(ending.status.rawValue)
        }
    }

    /// What is printed at an early end, with its line break, and the exit status.
    struct Ending: Hashable, Sendable {
        var status: ExitStatus
        var message: String?

        init(_ error: any Error) {
            let code = FlightdeckCommand.exitCode(for: error)
            if code == .success {
                status = .done
            } else if code == .validationFailure {
                status = .usage
            } else {
                let failure = CommandFailure(error)
                status = failure.status
                message = failure.lines.isEmpty ? nil : failure.lines.joined(separator: "\n") + "\n"
                return
            }
            let text = FlightdeckCommand.fullMessage(for: error)
            message = text.isEmpty ? nil : text + "\n"
        }
    }
}
