import AWSOperations
import BatchInference

/// A launch plan in a TOML file: the keys are named like the options of `flightdeck launch`.
///
/// A key that is left out keeps what the launch proposes by itself. Names are left out as a rule, so that one file can be
/// launched many times.
public struct PlanFile: Hashable, Sendable {
    /// The version of the format, under the key `flightdeck-plan`.
    static let version = 1

    /// The Autopilot job that the candidate comes from.
    public var jobName: String?
    /// The candidate; the job's best where it is nil.
    public var candidateName: String?
    /// The containers, where the file brings its own rather than its candidate's.
    public var containers: [AutoMLContainerDefinition]?
    /// How the containers of the file are called; nil leaves it to the service.
    var executionMode: String?
    private var containerSets: ContainerSets? {
        containers.map {
            ContainerSets(plain: $0, execution: executionMode.map { InferenceExecutionConfig(mode: $0) })
        }
    }
    /// The profile that the job is described with, where it is another one.
    public var sourceProfile: String? {
        if case .text(let name)? = values["source-profile"] { name } else { nil }
    }
    /// The other values by key; each can be written to any plan.
    private var values: [String: PlanFileValue] = [:]

    /// Sets what the file says in a plan, and leaves the rest of it as it is.
    public func apply(to plan: inout LaunchPlan) {
        if let jobName { plan.jobName = jobName }
        if let candidateName { plan.candidateName = candidateName }
        if let containerSets { plan.containerSets = containerSets }
        for key in PlanFileKey.all {
            // Every value has been written once before, when the file was read.
            if let value = values[key.name] { try? key.write(&plan, value) }
        }
        let name = plan.transformJobName
        plan.output = Self.replacingComponents(of: plan.output) { $0 == Self.namePlaceholder ? name : nil }
    }

    /// Stands in an output for the transform job's name, so that each launch writes to a folder of its own.
    static let namePlaceholder = "{transform-job-name}"

    /// A location with some of its parts between slashes exchanged.
    static func replacingComponents(of location: String, _ replacement: (Substring) -> String?) -> String {
        location.byteParts(at: "/").map { replacement($0) ?? String($0) }
            .joined(separator: "/")
    }

    /// A plan of the file alone, with names made new where it has none; nil where it brings no containers.
    public func plan(now: Timestamp) -> LaunchPlan? {
        guard let containerSets else { return nil }
        let names = LaunchNames(jobName: jobName ?? "", candidateName: candidateName ?? "transform", now: now)
        var plan = LaunchPlan(
            jobName: jobName ?? "", candidateName: candidateName ?? "", containerSets: containerSets,
            modelName: names.model, roleArn: "", input: "", output: "", transformJobName: names.transform)
        apply(to: &plan)
        return plan
    }

    /// Reads a file's text; every key, and the type of every value, is checked. `label` is what messages call the file.
    public init(_ text: String, label: String) throws(PlanFileProblem) {
        let table: TOMLTable
        do {
            table = try TOMLReader.read(text)
        } catch {
            throw PlanFileProblem(file: label, line: error.line, reason: .malformed(error.words))
        }
        func problem(_ key: String, _ reason: PlanFileProblem.Reason) -> PlanFileProblem {
            PlanFileProblem(file: label, line: table.line(of: key), key: key, reason: reason)
        }
        let isVersioned = try Self.isVersioned(table, problem)
        var scratch = LaunchPlan(
            jobName: "", candidateName: "", containerSets: ContainerSets(), modelName: "", roleArn: "", input: "",
            output: "", transformJobName: "")
        let keys = Dictionary(uniqueKeysWithValues: PlanFileKey.all.map { ($0.name, $0) })
        for name in table.keys {
            guard let value = table[name] else { continue }
            switch name {
            case Self.versionKey: break
            case "job", "candidate":
                guard let text = value.string else { throw problem(name, .wrongType(expected: "text in quotes")) }
                let trimmed = PastedText.trimmed(text)
                if name == "job" {
                    guard PlanPatterns.isHyphenated(trimmed, limit: 32) else {
                        throw problem(
                            name,
                            .invalid("1 to 32 letters, digits and hyphens, starting and ending with a letter or digit"))
                    }
                    jobName = trimmed
                } else {
                    guard !trimmed.isEmpty else {
                        throw problem(name, .invalid("a candidate's name; remove the line to use the best candidate"))
                    }
                    candidateName = trimmed
                }
            case Self.executionKey:
                let known = ["Serial", "Direct"]
                guard let text = value.string else { throw problem(name, .wrongType(expected: "text in quotes")) }
                guard let mode = known.first(where: { $0.lowercased() == text.lowercased() }) else {
                    throw problem(name, .unknownWord(text, known: known))
                }
                executionMode = mode
            case "container": containers = try Self.containers(value, line: table.line(of: name), label)
            default:
                guard let key = keys[name] else {
                    throw problem(name, .unknownKey(near: nearest(to: name, among: Self.knownKeys)))
                }
                guard let read = PlanFileValue(value, as: key.kind) else {
                    if key.kind == .pairs { try Self.refuseStrayKey(in: value, of: name, label) }
                    throw problem(name, .wrongType(expected: key.kind.example))
                }
                if key.kind == .pairs { try Self.refuseMisplacedKey(in: value, of: name, label) }
                do {
                    try key.write(&scratch, read)
                } catch {
                    throw problem(name, .unknownWord(error.word, known: error.known))
                }
                values[name] = read
            }
        }
        // A key that is wrong says more about a file than its missing version.
        guard isVersioned else {
            throw problem(Self.versionKey, .missing("A plan file says \(Self.versionKey) = \(Self.version)."))
        }
        if containers == nil, jobName == nil {
            throw PlanFileProblem(
                file: label, key: "job",
                reason: .missing("Name the Autopilot job that has the candidate, or define each [[container]]."))
        }
    }

    static let versionKey = "flightdeck-plan"
    static let executionKey = "inference-execution-mode"
    static let knownKeys = [versionKey, "job", "candidate", executionKey, "container"] + PlanFileKey.all.map(\.name)

    /// Whether the file says its version; another one than this program's is an error.
    private static func isVersioned(
        _ table: TOMLTable, _ problem: (String, PlanFileProblem.Reason) -> PlanFileProblem
    ) throws(PlanFileProblem) -> Bool {
        guard let value = table[versionKey] else { return false }
        guard let number = value.int else { throw problem(versionKey, .wrongType(expected: "a whole number")) }
        guard number == version else { throw problem(versionKey, .unknownVersion(number)) }
        return true
    }

    /// Names the key that isn't a text in a table of texts, on its own line.
    private static func refuseStrayKey(
        in value: TOMLValue, of table: String, _ label: String
    ) throws(PlanFileProblem) {
        try refuseMisplacedKey(in: value, of: table, label)
        guard let stray = PlanFileValue.strayKey(in: value) else { return }
        throw PlanFileProblem(
            file: label, line: stray.line, key: "\(table).\(stray.key)", reason: .wrongType(expected: "text in quotes"))
    }

    /// Refuses a plan's own key below a table's header: an environment's names have no hyphens.
    private static func refuseMisplacedKey(
        in value: TOMLValue, of table: String, _ label: String
    ) throws(PlanFileProblem) {
        let plan = Set(knownKeys + ["model-data-url"] + PlanFileContainer.keys)
        let stray = value.table?.members.first { member in
            // A tag may be called anything.
            plan.contains(member.key)
                && (member.value.string == nil || table.hasByteSuffix("environment") && member.key.containsByte("-"))
        }
        guard let stray else { return }
        throw PlanFileProblem(file: label, line: stray.line, key: stray.key, reason: .misplaced(table: table))
    }

    private static func containers(
        _ value: TOMLValue, line: Int?, _ label: String
    ) throws(PlanFileProblem) -> [AutoMLContainerDefinition] {
        let fields = ["image", "model-data-url", "environment"] + PlanFileContainer.keys
        func problem(_ key: String, _ table: TOMLTable?, _ reason: PlanFileProblem.Reason) -> PlanFileProblem {
            PlanFileProblem(file: label, line: table?.line(of: key) ?? table?.line ?? line, key: key, reason: reason)
        }
        guard let array = value.array else { throw problem("container", nil, .wrongType(expected: "[[container]]")) }
        var found: [AutoMLContainerDefinition] = []
        for item in array {
            guard let table = item.table else {
                throw problem("container", nil, .wrongType(expected: "[[container]]"))
            }
            for key in table.keys where !fields.contains(key) {
                throw problem(key, table, .unknownKey(near: nearest(to: key, among: fields)))
            }
            var texts: [String] = []
            for key in fields.prefix(2) {
                guard let value = table[key] else { throw problem(key, table, .missing("Each container has one.")) }
                guard let text = value.string else {
                    throw problem(key, table, .wrongType(expected: "text in quotes"))
                }
                texts.append(PastedText.trimmed(text))
            }
            var environment: [String: String]?
            if let value = table["environment"] {
                try refuseMisplacedKey(in: value, of: "container.environment", label)
                guard case .pairs(let pairs)? = PlanFileValue(value, as: .pairs) else {
                    try refuseStrayKey(in: value, of: "container.environment", label)
                    throw problem("environment", table, .wrongType(expected: PlanFileValue.Kind.pairs.example))
                }
                environment = pairs
            }
            let settings: ContainerDefinition?
            do {
                settings = try PlanFileContainer.settings(in: table)
            } catch {
                throw problem(error.key, error.table ?? table, error.reason)
            }
            found.append(
                AutoMLContainerDefinition(
                    image: texts[0], modelDataUrl: texts[1], environment: environment, settings: settings))
        }
        return found
    }
}

extension PlanFile {
    /// What of a plan is written beside its options.
    public struct Contents: OptionSet, Hashable, Sendable {
        public var rawValue: Int
        public init(rawValue: Int) { self.rawValue = rawValue }

        /// The names of model and transform; without them each launch makes new ones.
        public static let names = Contents(rawValue: 1)
        /// The containers; without them they are the candidate's at the time of the launch.
        public static let containers = Contents(rawValue: 2)
    }

    /// A plan as the text of a file. Containers are always written where no Autopilot job is known.
    public static func text(of plan: LaunchPlan, with contents: Contents = []) -> String {
        // Where the artifacts are says what is to be copied again.
        var plan = plan.withoutCopies()
        if !contents.contains(.names) {
            let name = plan.transformJobName
            plan.output = replacingComponents(of: plan.output) { $0 == name ? namePlaceholder : nil }
        }
        var lines = ["# A launch plan of Flightdeck: flightdeck launch --plan FILE", "\(versionKey) = \(version)", ""]
        if !plan.jobName.isEmpty { lines.append("job = \(PlanFileValue.quoted(plan.jobName))") }
        if !plan.candidateName.isEmpty { lines.append("candidate = \(PlanFileValue.quoted(plan.candidateName))") }
        if contents.contains(.names) { lines += entries(PlanFileKey.names, of: plan) }
        for group in PlanFileKey.groups {
            let entries = entries(group.keys, of: plan)
            if !entries.isEmpty { lines += ["", "# \(group.title)"] + entries }
        }
        if contents.contains(.containers) || plan.jobName.isEmpty {
            if let mode = plan.containerSets.execution?.mode {
                lines += ["", "\(executionKey) = \(PlanFileValue.quoted(mode))"]
            }
            for container in plan.containers {
                lines += ["", "[[container]]", "image = \(PlanFileValue.quoted(container.image))"]
                lines.append("model-data-url = \(PlanFileValue.quoted(container.modelDataUrl))")
                lines += PlanFileContainer.lines(of: container.settings)
                if let environment = container.environment {
                    lines.append("[container.environment]")
                    lines += environment.sorted { $0.key < $1.key }.map {
                        "\(PlanFileValue.key($0.key)) = \(PlanFileValue.quoted($0.value))"
                    }
                }
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func entries(_ keys: [PlanFileKey], of plan: LaunchPlan) -> [String] {
        keys.compactMap { key in key.read(plan).map { "\(key.name) = \($0.tomlText)" } }
    }
}
