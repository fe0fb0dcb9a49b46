import ArgumentParser

/// A one-shot command that asks the services: it is connected, run, and disconnected again.
protocol ServiceCommand: AsyncParsableCommand, Sendable {
    var global: GlobalOptions { get }
    func run(in context: CommandContext) async throws
}

extension ServiceCommand {
    func run() async throws {
        let command = self
        try await Interruption.guarding {
            try await ServiceAccess.using(command.global) { try await command.run(in: $0) }
        }
    }
}
