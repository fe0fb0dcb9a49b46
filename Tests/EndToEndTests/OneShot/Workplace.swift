import FoundationEssentials
import Subprocess
import Testing

/// A home of a test's own, and an environment in which commands find nothing of the user's.
struct Workplace: Sendable {
    let folder: String
    var variables: [String: String]

    /// Makes the folder, runs the work, and removes the folder.
    static func using(_ work: (Workplace) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/flightdeck-oneshot-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        try await work(
            Workplace(
                folder: folder,
                variables: [
                    "PATH": path, "HOME": folder, "LC_ALL": "C.UTF-8", "AWS_EC2_METADATA_DISABLED": "true",
                    "XDG_STATE_HOME": "\(folder)/state", "TMPDIR": FileManager.default.temporaryDirectory.path,
                ]))
    }

    /// The same with a sandbox whose transforms take no longer than their work; with `slowly`, each waits ten minutes for
    /// its instances, so that it is under way for as long as a test needs it to be; with `provisioning`, so many seconds; with
    /// `paced`, each runs for some seconds. With `accounts`, the profiles of both accounts are those of the home.
    static func withSandbox(
        slowly: Bool = false, paced: Bool = false, accounts: Bool = false, provisioning: Int? = nil,
        _ work: (Workplace) async throws -> Void
    ) async throws {
        try await using { workplace in
            let pace =
                paced
                ? ["--provisioning", "0"]
                : ["--immediate"]
                    + (slowly ? ["--provisioning", "600"] : provisioning.map { ["--provisioning", "\($0)"] } ?? [])
            let arguments = ["sandbox", "--port", "0"] + pace
            let ended = try await run(
                .path(.init(BuiltProgram.path)), arguments: Arguments(arguments),
                environment: .custom(workplace.environment), input: .none, output: .sequence, error: .discarded
            ) { execution in
                var ready = workplace
                for try await line in execution.standardOutput.strings() {
                    let words = line.split { $0 == " " || $0.isNewline }.map(String.init)
                    guard let export = words.firstIndex(of: "export") else { continue }
                    let isOffer = words[0] == "#"
                    for word in words[(export + 1)...] where accounts || !isOffer {
                        let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
                        if parts.count == 2 { ready.variables[parts[0]] = parts[1] }
                    }
                    if isOffer { break }
                }
                #expect(ready.variables["AWS_ENDPOINT_URL"]?.hasPrefix("http://127.0.0.1:") == true)
                do {
                    try await work(ready)
                    try execution.send(signal: .terminate)
                } catch {
                    try execution.send(signal: .terminate)
                    throw error
                }
            }
            #expect(ended.terminationStatus == .exited(0), "the sandbox ends well when it is asked to")
        }
    }

    /// The same workplace with other variables; nil removes one.
    func with(_ changes: [String: String?]) -> Workplace {
        var changed = self
        for (name, value) in changes { changed.variables[name] = value }
        return changed
    }

    var environment: [Environment.Key: String] {
        Dictionary(uniqueKeysWithValues: variables.map { (Environment.Key(stringLiteral: $0.key), $0.value) })
    }

    /// Runs the program to its end, with nothing on its standard input.
    func flightdeck(_ arguments: String...) async throws -> Finished { try await flightdeck(arguments) }

    func flightdeck(_ arguments: [String]) async throws -> Finished {
        let result = try await run(
            .path(.init(BuiltProgram.path)), arguments: Arguments(arguments), environment: .custom(environment),
            output: .string(limit: 1 << 22), error: .string(limit: 1 << 20))
        return Finished(
            status: result.terminationStatus, output: result.standardOutput, error: result.standardError)
    }
}

/// How a run of the program ended.
struct Finished {
    var status: TerminationStatus
    var output: String
    var error: String

    /// The standard output read as JSON.
    func json() throws -> JSONDocument {
        try JSONDecoder().decode(JSONDocument.self, from: Data(output.utf8))
    }

    var lines: [String] { output.split(separator: "\n").map(String.init) }
}
