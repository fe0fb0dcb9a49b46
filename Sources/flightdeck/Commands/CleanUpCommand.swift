import AWSOperations
import ArgumentParser
import BatchInference

/// `flightdeck clean-up [MODEL …]`
struct CleanUpCommand: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "clean-up", abstract: "List or delete models left by launches.",
        discussion: """
            Without a name, lists the models created by Flightdeck launches. With names, or with --all, deletes those \
            that no transform in progress uses. Artifacts and outputs stay. --all covers the launches in \
            this machine's journal; name any other model explicitly.
            """)

    @Argument(help: ArgumentHelp("The models to delete.", valueName: "model")) var models: [String] = []

    @Flag(help: "Delete every unused model of this machine's launches.")
    var all = false

    @Flag(name: .shortAndLong, help: "Delete without asking.")
    var yes = false

    @Flag(help: "Print the models as one JSON document.")
    var json = false

    @OptionGroup(title: "Global options") var global: GlobalOptions

    func validate() throws {
        for model in models { try Check.name(model, of: "MODEL", atMost: 63) }
        if all, !models.isEmpty { throw ValidationError("--all and model names can't be used together") }
        if json, all || !models.isEmpty { throw ValidationError("--json works only with the list") }
    }

    func run(in context: CommandContext) async throws {
        let account = try await context.account
        let cleaner = ModelCleaner(
            models: context.cloud, transforms: context.cloud, journal: context.journal,
            scope: AccountScope(account: account, region: context.session.region))
        let listed = try await cleaner.models()
        let found = listed.models
        guard all || !models.isEmpty else { return try list(listed, in: context) }
        let isIncomplete = !listed.shortfalls.isEmpty
        // Models that are not there, or free, by half a list are perhaps so by the whole one.
        if isIncomplete, all || !models.allSatisfy({ name in found.contains { $0.name == name && $0.isFree } }) {
            throw CommandFailure(listed.shortfalls)
        }
        let chosen = try chosen(from: found)
        guard !chosen.isEmpty else { return context.output.note("no leftover models") }
        if !yes {
            for model in chosen { context.output.note("  \(model.name)") }
            let question =
                "Delete \(chosen.count == 1 ? "this model" : "these \(chosen.count) models") in account "
                + "\(DisplayText.account(account)), \(context.session.region)? Artifacts and outputs stay."
            guard try await context.confirm(question) else {
                throw CommandFailure(.interrupted, "nothing was deleted")
            }
        }
        var kept: [String] = []
        var failures: [Shortfall] = []
        for model in chosen {
            do {
                try await cleaner.delete(model)
                context.output.printClean(model.name)
            } catch let reason as ModelNotDeleted {
                kept.append("\(reason)")
            } catch let failure as AWSFailure where failure != .cancelled {
                failures.append(Shortfall("\(model.name) was not deleted", failure: failure))
            }
            try Task.checkCancellation()
        }
        for reason in kept where !failures.isEmpty { context.output.note(reason) }
        if !failures.isEmpty { throw CommandFailure(failures) }
        if !kept.isEmpty { throw CommandFailure(.failed, kept.joined(separator: "\n")) }
    }

    /// What was asked for; a model that is in use or not Flightdeck's is refused before anything is deleted.
    private func chosen(from found: [LeftoverModel]) throws -> [LeftoverModel] {
        if all { return found.filter { $0.isFree && $0.isJournaled } }
        return try models.reduce(into: []) { chosen, name in
            guard let model = found.first(where: { $0.name == name }) else {
                throw CommandFailure(
                    .failed, "\(name) isn't a model left by a Flightdeck launch",
                    remedy: "list them with: flightdeck clean-up")
            }
            guard model.isFree else {
                let remedy =
                    if case .unfinishedLaunch(let launch) = model.use {
                        "finish it with: flightdeck resume \(launch), or remove it with --clean-up"
                    } else {
                        "wait until it ends, or stop it with: flightdeck stop"
                    }
                throw CommandFailure(.failed, "\(name) is \(model.useText)", remedy: remedy)
            }
            if !chosen.contains(model) { chosen.append(model) }
        }
    }

    private func list(_ listed: ModelCleaner.Found, in context: CommandContext) throws {
        let found = listed.models
        if json {
            try context.output.printJSON(
                LeftoverModelsDocument(found), lacking: listed.shortfalls, leftOut: listed.leftOut)
            context.output.noteLeftOut(listed.leftOut, things: "models")
            if !listed.shortfalls.isEmpty { throw CommandFailure(listed.shortfalls) }
            return
        }
        let table = Self.table(found, now: context.clock.now)
        let isWhole = listed.shortfalls.isEmpty && listed.leftOut == 0
        let none = isWhole ? "no leftover models in" : "no leftover models among those listed so far in"
        context.output.print(table, orWhenEmpty: "\(none) \(context.session.region)")
        if found.contains(where: { $0.isFree && $0.isJournaled }) {
            context.output.note("delete the unused ones with: flightdeck clean-up --all")
        }
        context.output.noteLeftOut(listed.leftOut, things: "models")
        if !listed.shortfalls.isEmpty { throw CommandFailure(listed.shortfalls) }
    }

    static func table(_ models: [LeftoverModel], now: Timestamp) -> TextTable {
        var table = TextTable([.left("MODEL"), .left("USE"), .left("ORIGIN"), .right("AGE")])
        for model in models {
            table.add([
                .init(model.name), .init(model.useText, tint: model.isFree ? nil : .busy), .init(model.originText),
                .init(model.age(at: now).map { DisplayText.age(seconds: $0) } ?? DisplayText.unknown),
            ])
        }
        return table
    }
}

/// `clean-up --json`.
struct LeftoverModelsDocument: Encodable {
    struct Model: Encodable {
        var modelName: String
        var modelArn: String
        var creationTime: Timestamp
        var launchedFromHere: Bool
        /// Nil where the transforms in progress could not all be read.
        var isInUse: Bool?
        var use: String

        private enum CodingKeys: String, CodingKey {
            case modelName = "ModelName"
            case modelArn = "ModelArn"
            case creationTime = "CreationTime"
            case launchedFromHere = "LaunchedFromHere"
            case isInUse = "IsInUse"
            case use = "Use"
        }
    }

    var models: [Model]

    init(_ models: [LeftoverModel]) {
        self.models = models.map {
            Model(
                modelName: $0.name, modelArn: $0.arn, creationTime: $0.createdAt, launchedFromHere: $0.isJournaled,
                isInUse: $0.use == .unknown ? nil : !$0.isFree, use: $0.useText)
        }
    }

    private enum CodingKeys: String, CodingKey {
        case models = "Models"
    }
}
