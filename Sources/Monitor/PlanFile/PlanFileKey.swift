import AWSOperations
import BatchInference

/// One key of a plan file: named like launch's option, and how a plan has it.
struct PlanFileKey: Sendable {
    /// A word that the API does not have, and those that it has.
    struct UnknownWord: Error {
        var word: String
        var known: [String]
    }

    let name: String
    let kind: PlanFileValue.Kind
    /// The value to write; nil where the key is left out.
    let read: @Sendable (LaunchPlan) -> PlanFileValue?
    /// Sets a value of the key's kind; throws `UnknownWord`.
    let write: @Sendable (inout LaunchPlan, PlanFileValue) throws(UnknownWord) -> Void

    static let input = text("input", always: true, { $0.input }, { $0.input = $1 })

    /// All keys that set a field of the plan, in the order in which they are written, by group.
    static let groups: [(title: String, keys: [PlanFileKey])] = [
        (
            "The job's account",
            [
                text("source-profile", { $0.sourceProfile }, { $0.sourceProfile = $1 }),
                text("copy-artifacts-to", { $0.artifactPrefix }, { $0.artifactPrefix = $1 }),
            ]
        ),
        (
            "Input",
            [
                input,
                word("s3-data-type", always: false, S3DataType.s3Prefix, { $0.inputKind }, { $0.inputKind = $1 }),
                text("content-type", always: true, { $0.contentType }, { $0.contentType = $1 }),
                word("compression-type", always: false, .none, { $0.compression }, { $0.compression = $1 }),
                word("split-type", always: true, SplitType.line, { $0.split }, { $0.split = $1 }),
            ]
        ),
        (
            "What is written",
            [
                text("output", always: true, { $0.output }, { $0.output = $1 }),
                word("assemble-with", always: true, AssemblyType.line, { $0.assemble }, { $0.assemble = $1 }),
                text("accept", { $0.accept }, { $0.accept = $1 }),
                list("inference-response-keys", { $0.responseKeys }, { $0.responseKeys = $1 }),
                text("output-kms-key-id", { $0.outputKmsKey }, { $0.outputKmsKey = $1 }),
            ]
        ),
        (
            "What it runs on",
            [
                text(
                    "instance-type", always: true, { $0.instanceType.rawValue },
                    { $0.instanceType = TransformInstanceType(rawValue: $1) }),
                number("instance-count", { $0.instanceCount }, { $0.instanceCount = $1 }),
                text("volume-kms-key-id", { $0.volumeKmsKey }, { $0.volumeKmsKey = $1 }),
                text("transform-ami-version", { $0.amiVersion }, { $0.amiVersion = $1 }),
            ]
        ),
        (
            "The model",
            [
                text("role", { $0.roleArn }, { $0.roleArn = $1 }),
                list("security-group-ids", { $0.securityGroupIDs }, { $0.securityGroupIDs = $1 }),
                list("subnets", { $0.subnets }, { $0.subnets = $1 }),
                list(
                    "container-environment", form: "N:KEY=VALUE",
                    { plan in
                        plan.environmentChanges.compactMap { change in
                            change.value.map { "\(change.container):\(change.name)=\($0)" }
                        }
                    },
                    { plan, texts in
                        let read = texts.map { EnvironmentChange(planFile: $0, isRemoval: false) }
                        plan.environmentChanges =
                            read.compactMap(\.self) + plan.environmentChanges.filter { $0.value == nil }
                        return zip(texts, read).first { $0.1 == nil }?.0
                    }),
                list(
                    "unset-container-environment", form: "N:KEY",
                    { $0.environmentChanges.filter { $0.value == nil }.map { "\($0.container):\($0.name)" } },
                    { plan, texts in
                        let read = texts.map { EnvironmentChange(planFile: $0, isRemoval: true) }
                        plan.environmentChanges =
                            plan.environmentChanges.filter { $0.value != nil } + read.compactMap(\.self)
                        return zip(texts, read).first { $0.1 == nil }?.0
                    }),
                flag("enable-network-isolation", { $0.networkIsolation }, { $0.networkIsolation = $1 }),
            ]
        ),
        (
            "Batching",
            [
                PlanFileKey(
                    name: "batch-strategy", kind: .text, read: { $0.batchStrategy.map { .text($0.rawValue) } },
                    write: { plan, value throws(UnknownWord) in
                        if case .text(let text) = value { plan.batchStrategy = try known(text) }
                    }),
                number("max-payload-in-mb", { $0.maxPayloadInMB }, { $0.maxPayloadInMB = $1 }),
                number(
                    "max-concurrent-transforms", { $0.maxConcurrentTransforms }, { $0.maxConcurrentTransforms = $1 }),
                number("invocations-timeout-in-seconds", { $0.invocationTimeout }, { $0.invocationTimeout = $1 }),
                number("invocations-max-retries", { $0.invocationRetries }, { $0.invocationRetries = $1 }),
                pairs(
                    "environment", { $0.environment.map { ($0.name, $0.value) } },
                    { $0.environment = $1.map { EnvironmentEntry(name: $0.key, value: $0.value) } }),
                text("input-filter", { $0.inputFilter }, { $0.inputFilter = $1 }),
                text("output-filter", { $0.outputFilter }, { $0.outputFilter = $1 }),
                word("join-source", always: false, JoinSource.none, { $0.join }, { $0.join = $1 }),
            ]
        ),
        (
            "Capture, experiment and tags",
            [
                text("data-capture-destination", { $0.captureDestination }, { $0.captureDestination = $1 }),
                text("data-capture-kms-key-id", { $0.captureKmsKey }, { $0.captureKmsKey = $1 }),
                flag(
                    "data-capture-generate-inference-id", { $0.captureGeneratesInferenceID },
                    { $0.captureGeneratesInferenceID = $1 }),
                experiment("experiment-name", { $0.experimentName }, { $0.experimentName = $1 }),
                experiment("trial-name", { $0.trialName }, { $0.trialName = $1 }),
                experiment(
                    "trial-component-display-name", { $0.trialComponentDisplayName },
                    { $0.trialComponentDisplayName = $1 }),
                experiment("run-name", { $0.runName }, { $0.runName = $1 }),
                pairs(
                    "tags", { $0.tags.map { ($0.key, $0.value) } },
                    { $0.tags = $1.map { ResourceTag(key: $0.key, value: $0.value) } }),
            ]
        ),
    ]

    /// The names, which are otherwise made new with each launch.
    static let names: [PlanFileKey] = [
        text("model-name", { $0.modelName }, { $0.modelName = $1 }),
        text("transform-job-name", { $0.transformJobName }, { $0.transformJobName = $1 }),
    ]

    static let all: [PlanFileKey] = groups.flatMap(\.keys) + names
}

extension PlanFileKey {
    private static func text(
        _ name: String, always: Bool = false, _ read: @escaping @Sendable (LaunchPlan) -> String,
        _ write: @escaping @Sendable (inout LaunchPlan, String) -> Void
    ) -> PlanFileKey {
        PlanFileKey(
            name: name, kind: .text,
            read: { plan in
                let text = read(plan)
                return text.isEmpty && !always ? nil : .text(text)
            },
            write: { plan, value throws(UnknownWord) in if case .text(let text) = value { write(&plan, text) } })
    }

    private static func word<Word: APIEnumeration>(
        _ name: String, always: Bool, _ standard: Word, _ read: @escaping @Sendable (LaunchPlan) -> Word,
        _ write: @escaping @Sendable (inout LaunchPlan, Word) -> Void
    ) -> PlanFileKey {
        PlanFileKey(
            name: name, kind: .text,
            read: { plan in
                let word = read(plan)
                return word == standard && !always ? nil : .text(word.rawValue)
            },
            write: { plan, value throws(UnknownWord) in
                if case .text(let text) = value { write(&plan, try known(text)) }
            })
    }

    /// One of the API's own words, whatever the case of its letters.
    private static func known<Word: APIEnumeration>(_ text: String) throws(UnknownWord) -> Word {
        if let word = Word.known.first(where: { $0.rawValue.lowercased() == text.lowercased() }) { return word }
        throw UnknownWord(word: text, known: Word.known.map(\.rawValue))
    }

    private static func number(
        _ name: String, _ read: @escaping @Sendable (LaunchPlan) -> Int?,
        _ write: @escaping @Sendable (inout LaunchPlan, Int) -> Void
    ) -> PlanFileKey {
        PlanFileKey(
            name: name, kind: .number, read: { read($0).map { .number($0) } },
            write: { plan, value throws(UnknownWord) in if case .number(let number) = value { write(&plan, number) } })
    }

    private static func flag(
        _ name: String, _ read: @escaping @Sendable (LaunchPlan) -> Bool,
        _ write: @escaping @Sendable (inout LaunchPlan, Bool) -> Void
    ) -> PlanFileKey {
        PlanFileKey(
            name: name, kind: .flag, read: { read($0) ? .flag(true) : nil },
            write: { plan, value throws(UnknownWord) in if case .flag(let flag) = value { write(&plan, flag) } })
    }

    private static func list(
        _ name: String, _ read: @escaping @Sendable (LaunchPlan) -> [String],
        _ write: @escaping @Sendable (inout LaunchPlan, [String]) -> Void
    ) -> PlanFileKey {
        PlanFileKey(
            name: name, kind: .list,
            read: { plan in
                let texts = read(plan)
                return texts.isEmpty ? nil : .list(texts)
            },
            write: { plan, value throws(UnknownWord) in if case .list(let texts) = value { write(&plan, texts) } })
    }

    /// A list whose texts have a form; `write` returns the first that has not.
    private static func list(
        _ name: String, form: String, _ read: @escaping @Sendable (LaunchPlan) -> [String],
        _ write: @escaping @Sendable (inout LaunchPlan, [String]) -> String?
    ) -> PlanFileKey {
        PlanFileKey(
            name: name, kind: .list,
            read: { plan in
                let texts = read(plan)
                return texts.isEmpty ? nil : .list(texts)
            },
            write: { plan, value throws(UnknownWord) in
                guard case .list(let texts) = value, let wrong = write(&plan, texts) else { return }
                throw UnknownWord(word: wrong, known: [form])
            })
    }

    private static func pairs(
        _ name: String, _ read: @escaping @Sendable (LaunchPlan) -> [(String, String)],
        _ write: @escaping @Sendable (inout LaunchPlan, [(key: String, value: String)]) -> Void
    ) -> PlanFileKey {
        PlanFileKey(
            name: name, kind: .pairs,
            read: { plan in
                let pairs = read(plan)
                return pairs.isEmpty ? nil : .pairs(Dictionary(pairs, uniquingKeysWith: { _, last in last }))
            },
            write: { plan, value throws(UnknownWord) in
                if case .pairs(let pairs) = value { write(&plan, pairs.sorted { $0.key < $1.key }) }
            })
    }

    private static func experiment(
        _ name: String, _ read: @escaping @Sendable (ExperimentConfig) -> String?,
        _ write: @escaping @Sendable (inout ExperimentConfig, String) -> Void
    ) -> PlanFileKey {
        text(
            name, { $0.experiment.flatMap(read) ?? "" },
            { plan, text in
                var experiment = plan.experiment ?? ExperimentConfig()
                write(&experiment, text)
                plan.experiment = experiment
            })
    }
}

extension EnvironmentChange {
    /// Reads `2:NAME=value`, or `2:NAME` where the variable is left out; nil for anything else.
    fileprivate init?(planFile text: String, isRemoval: Bool) {
        guard let colon = text.firstByteIndex(of: ":"), let container = Int(text[..<colon]), container > 0 else {
            return nil
        }
        let rest = text[text.utf8.index(after: colon)...]
        let sign = rest.firstByteIndex(of: "=")
        let name = rest[..<(sign ?? rest.endIndex)]
        guard !name.isEmpty, (sign == nil) == isRemoval else { return nil }
        self.init(
            container: container, name: String(name), value: sign.map { String(rest[rest.utf8.index(after: $0)...]) })
    }
}
