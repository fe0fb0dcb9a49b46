import AWSOperations
import ArgumentParser

/// A one-shot command that asks the services: it is connected, run, and disconnected again.
protocol ServiceCommand: AsyncParsableCommand, Sendable {
    var global: GlobalOptions { get }
    /// The jobs and transforms that were named, whose names may be misspelled.
    var named: [NamedResource] { get }
    func run(in context: CommandContext) async throws
}

extension ServiceCommand {
    var named: [NamedResource] { [] }

    func run() async throws {
        let command = self
        try await Interruption.guarding {
            try await ServiceAccess.using(command.global) { context in
                do {
                    try await command.run(in: context)
                } catch let failure as AWSFailure {
                    throw await NamedResource.suggest(for: failure, among: command.named, in: context) ?? failure
                }
            }
        }
    }
}
