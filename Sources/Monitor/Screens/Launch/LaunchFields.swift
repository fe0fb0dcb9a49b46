import AWSOperations
import BatchInference

/// The rows of the launch form: adding an option is adding a row.
enum LaunchFields {
    /// The rows that are shown for a plan, in their order.
    static func shown(for plan: LaunchPlan, open: Set<LaunchField.ID>) -> [LaunchField] {
        let offersColumns = !plan.supportedResponseKeys.isEmpty
        return main.filter { $0.id != .columns || offersColumns }
            + groups.flatMap { [$0.head] + (open.contains($0.id) ? $0.fields : []) }
    }

    /// The group that a row is folded into; nil for a row that always shows.
    static func group(of id: LaunchField.ID) -> LaunchFieldGroup? {
        groups.first { $0.fields.contains { $0.id == id } }
    }

    static func field(_ id: LaunchField.ID) -> LaunchField {
        // Every id has its row: a test goes through all of them.
        byID[id]!
    }

    private static let byID = Dictionary(
        uniqueKeysWithValues: (main + groups.flatMap { [$0.head] + $0.fields }).map { ($0.id, $0) })

    static let main: [LaunchField] = [
        .text(
            .input, "Input", \.input, .input, placeholder: "s3://bucket/prefix/ of the rows to predict",
            isLocation: true),
        .text(
            .output, "Output", \.output, .output, placeholder: "s3://bucket/prefix/ for the predictions",
            isLocation: true),
        LaunchField(id: .instanceType, label: "Instance", placeholder: "", entry: .instance, problems: .instanceType),
        LaunchField(
            id: .instanceCount, label: "Count", placeholder: "1 to 100",
            entry: .text(
                read: { "\($0.instanceCount)" },
                write: { plan, text in
                    guard let count = Int(text) else { return "enter a whole number" }
                    plan.instanceCount = count
                    return nil
                }), problems: .instanceCount),
        LaunchField(id: .columns, label: "Columns", placeholder: "", entry: .columns, problems: .responseKeys),
        .text(.role, "Role", \.roleArn, .role, placeholder: "arn:aws:iam::…:role/… that SageMaker assumes"),
        .text(.modelName, "Model name", \.modelName, .modelName),
        .text(.transformName, "Transform", \.transformJobName, .transformName),
        LaunchField(id: .account, label: "Account", placeholder: "", entry: .account, problems: .artifactPrefix),
    ]

    /// The rare rows, folded away until they are asked for.
    static let groups: [LaunchFieldGroup] = [
        LaunchFieldGroup(
            .dataGroup, "Data", about: "content type, split, assemble, compression, manifest", inputOptions),
        LaunchFieldGroup(
            .batchingGroup, "Batching", about: "payload, concurrency, timeout, retries, environment", batchingOptions),
        LaunchFieldGroup(.processingGroup, "Filters", about: "input and output filter, join", processingOptions),
        LaunchFieldGroup(
            .containersGroup, "Containers", about: "environment, network, isolation", containerOptions),
        LaunchFieldGroup(.encryptionGroup, "Encryption", about: "volume and output keys, AMI", encryptionOptions),
        LaunchFieldGroup(.recordsGroup, "Tracking", about: "tags, data capture, experiment", recordOptions),
    ]

    private static let splits: [(title: String, value: SplitType)] = [
        ("by line", .line), ("None: send each object as one request", .none), ("RecordIO", .recordIO),
        ("TFRecord", .tfRecord),
    ]

    private static let inputOptions: [LaunchField] = [
        .text(.contentType, "Content type", \.contentType, .contentType, placeholder: "text/csv"),
        .choice(.split, "Split", \.split, splits, .split),
        .choice(.assemble, "Assemble", \.assemble, [("by line", .line), ("not at all", .none)], .assemble),
        .choice(
            .inputKind, "Input is", \.inputKind, [("a prefix or an object", .s3Prefix), ("a manifest", .manifestFile)],
            .input),
        .choice(
            .compression, "Compression", \.compression, [("none", .none), ("gzip", .gzip)], .input),
        .text(.accept, "Accept", \.accept, .accept, placeholder: "as the container returns them"),
    ]

    private static let batchingOptions: [LaunchField] = [
        .choice(
            .batchStrategy, "Batching", \.batchStrategy,
            [
                ("the container's default", nil), ("several records per request", .multiRecord),
                ("one record per request", .singleRecord),
            ],
            .batchStrategy),
        .number(
            .payload, "Payload MB", \.maxPayloadInMB, .payload, placeholder: "the container's default, or 6"),
        .number(
            .concurrency, "Concurrency", \.maxConcurrentTransforms, .concurrency,
            placeholder: "concurrent requests; the container's default"),
        .number(
            .timeout, "Timeout s", \.invocationTimeout, .invocationTimeout, placeholder: "1 to 3600 for each request"),
        .number(.retries, "Retries", \.invocationRetries, .invocationRetries, placeholder: "0 to 3 for each request"),
        .pairs(
            .environment, "Environment", .environment,
            read: { $0.environment.map { .init(name: $0.name, value: $0.value) } },
            write: { plan, pairs in
                plan.environment = pairs.map { EnvironmentEntry(name: $0.name, value: $0.value) }
            }),
    ]

    private static let processingOptions: [LaunchField] = [
        .text(
            .inputFilter, "Input filter", \.inputFilter, .inputFilter, placeholder: "$[1:] drops the first column"),
        .choice(.join, "Join", \.join, [("predictions alone", .none), ("with the input", .input)], .join),
        .text(
            .outputFilter, "Output filter", \.outputFilter, .outputFilter,
            placeholder: "$[0,-1] keeps the first and last"),
    ]

    private static let containerOptions: [LaunchField] = [
        LaunchField(
            id: .containers, label: "Environment", placeholder: "", entry: .containers,
            problems: .containerEnvironment),
        .list(.subnets, "Subnets", \.subnets, .network, placeholder: "subnet-…, subnet-…"),
        .list(.securityGroups, "Sec. groups", \.securityGroupIDs, .network, placeholder: "sg-…, sg-…"),
        .choice(
            .isolation, "Isolation", \.networkIsolation, [("network allowed", false), ("no network", true)], .network),
    ]

    private static let encryptionOptions: [LaunchField] = [
        .text(.volumeKey, "Volume key", \.volumeKmsKey, .volumeKey, placeholder: "KMS key for the instance's volume"),
        .text(.outputKey, "Output key", \.outputKmsKey, .outputKey, placeholder: "KMS key for the predictions"),
        .text(
            .amiVersion, "AMI version", \.amiVersion, .amiVersion, placeholder: "al2-ami-sagemaker-batch-gpu-…"),
    ]

    private static let recordOptions: [LaunchField] = [
        .pairs(
            .tags, "Tags", .tags, read: { $0.tags.map { .init(name: $0.key, value: $0.value) } },
            write: { plan, pairs in plan.tags = pairs.map { ResourceTag(key: $0.name, value: $0.value) } }),
        .text(
            .capture, "Capture to", \.captureDestination, .capture, placeholder: "s3://… for captured data",
            isLocation: true),
        .text(.captureKey, "Capture key", \.captureKmsKey, .capture, placeholder: "KMS key for the captured data"),
        .choice(
            .captureIDs, "Capture ids", \.captureGeneratesInferenceID,
            [("not added", false), ("an inference ID for each record", true)], .capture),
        experiment(.experiment, "Experiment", \.experimentName),
        experiment(.trial, "Trial", \.trialName),
        experiment(.trialComponent, "Component", \.trialComponentDisplayName),
        experiment(.run, "Run", \.runName),
    ]

    /// One name of the experiment that the transform belongs to.
    private static func experiment(
        _ id: LaunchField.ID, _ label: String, _ path: any WritableKeyPath<ExperimentConfig, String?> & Sendable
    ) -> LaunchField {
        LaunchField(
            id: id, label: label, placeholder: "a name, up to 120 characters",
            entry: .text(
                read: { $0.experiment?[keyPath: path] ?? "" },
                write: { plan, text in
                    var experiment = plan.experiment ?? ExperimentConfig()
                    experiment[keyPath: path] = text.isEmpty ? nil : text
                    plan.experiment = experiment == ExperimentConfig() ? nil : experiment
                    return nil
                }), problems: .experiment)
    }
}

/// Rows of the form that belong together and fold away.
struct LaunchFieldGroup: Sendable, Identifiable {
    /// The row that folds the others.
    var head: LaunchField
    var fields: [LaunchField]

    var id: LaunchField.ID { head.id }

    init(_ id: LaunchField.ID, _ label: String, about: String, _ fields: [LaunchField]) {
        head = LaunchField(id: id, label: label, placeholder: "", entry: .fold(about: about))
        self.fields = fields
    }

    /// The labels of the rows that say something else than a plan of which nothing is known.
    func changes(in plan: LaunchPlan) -> [String] {
        fields.filter { $0.differs(plan, Self.bare) }.map(\.label)
    }

    private static let bare = LaunchPlan(
        jobName: "", candidateName: "", containerSets: ContainerSets(), modelName: "", roleArn: "", input: "",
        output: "", transformJobName: "")
}

extension LaunchField {
    /// Whether two plans say different things in this row.
    fileprivate func differs(_ one: LaunchPlan, _ other: LaunchPlan) -> Bool {
        switch entry {
        case .text(let read, _): read(one) != read(other)
        case .choice(_, let read, _): read(one) != read(other)
        case .containers: !one.environmentChanges.isEmpty
        case .columns, .instance, .account, .fold: false
        }
    }
}

/// One row of the launch form: what it is called, and how the plan's value is read and written.
struct LaunchField: Sendable, Identifiable {
    enum ID: Hashable, Sendable, CaseIterable {
        case input
        case output
        case instanceType
        case instanceCount
        case columns
        case role
        case modelName
        case transformName
        case account
        // The lines that fold the rows below them in and out.
        case dataGroup
        case batchingGroup
        case processingGroup
        case containersGroup
        case encryptionGroup
        case recordsGroup
        case contentType
        case split
        case assemble
        case inputKind
        case compression
        case batchStrategy
        case payload
        case concurrency
        case accept
        case inputFilter
        case outputFilter
        case join
        case timeout
        case retries
        case environment
        case containers
        case tags
        case subnets
        case securityGroups
        case isolation
        case volumeKey
        case outputKey
        case capture
        case captureKey
        case captureIDs
        case experiment
        case trial
        case trialComponent
        case run
        case amiVersion
    }

    enum Entry: Sendable {
        /// A line of text; writing says what is wrong with the text where it has no value.
        case text(
            read: @Sendable (LaunchPlan) -> String, write: @Sendable (inout LaunchPlan, String) -> String?)
        /// One of a few values, by their place.
        case choice(
            titles: [String], read: @Sendable (LaunchPlan) -> Int, write: @Sendable (inout LaunchPlan, Int) -> Void)
        /// The response keys, each ticked or not.
        case columns
        case instance
        /// The account that the launch is made in, by its profile.
        case account
        /// The environment of the model's containers, on a screen of its own.
        case containers
        /// Folds the group's rows in and out; says what they are about.
        case fold(about: String)
    }

    var id: ID
    var label: String
    /// Shown while the field is empty.
    var placeholder: String
    var entry: Entry
    /// Where the plan's problems with it are filed.
    var problems: PlanProblem.Field?
    /// Whether a place in S3 can be picked for it.
    var isLocation = false

    var isText: Bool {
        if case .text = entry { true } else { false }
    }

    /// What the keys of a row do that takes no text.
    var keyHint: String {
        switch entry {
        case .text: ""
        case .choice: "Space changes it"
        case .columns: "Space ticks a column"
        case .instance, .account: "Enter chooses"
        case .containers: "Enter opens it"
        case .fold: "Enter folds or unfolds it"
        }
    }
}

extension LaunchField {
    static func text(
        _ id: ID, _ label: String, _ path: any WritableKeyPath<LaunchPlan, String> & Sendable,
        _ problems: PlanProblem.Field,
        placeholder: String = "", isLocation: Bool = false
    ) -> LaunchField {
        LaunchField(
            id: id, label: label, placeholder: placeholder,
            entry: .text(
                read: { $0[keyPath: path] },
                write: {
                    $0[keyPath: path] = $1
                    return nil
                }), problems: problems, isLocation: isLocation)
    }

    /// A whole number that may be left out.
    static func number(
        _ id: ID, _ label: String, _ path: any WritableKeyPath<LaunchPlan, Int?> & Sendable,
        _ problems: PlanProblem.Field,
        placeholder: String
    ) -> LaunchField {
        LaunchField(
            id: id, label: label, placeholder: placeholder,
            entry: .text(
                read: { $0[keyPath: path].map { "\($0)" } ?? "" },
                write: { plan, text in
                    plan[keyPath: path] = Int(text)
                    return text.isEmpty || Int(text) != nil ? nil : "enter a whole number"
                }), problems: problems)
    }

    /// Several texts, separated by commas.
    static func list(
        _ id: ID, _ label: String, _ path: any WritableKeyPath<LaunchPlan, [String]> & Sendable,
        _ problems: PlanProblem.Field, placeholder: String
    ) -> LaunchField {
        LaunchField(
            id: id, label: label, placeholder: placeholder,
            entry: .text(
                read: { $0[keyPath: path].joined(separator: ", ") },
                write: {
                    $0[keyPath: path] = PairText.parts(of: $1, by: ",")
                    return nil
                }), problems: problems)
    }

    /// Names with values, as `NAME=value; NAME=value`.
    static func pairs(
        _ id: ID, _ label: String, _ problems: PlanProblem.Field,
        read: @escaping @Sendable (LaunchPlan) -> [PairText.Pair],
        write: @escaping @Sendable (inout LaunchPlan, [PairText.Pair]) -> Void
    ) -> LaunchField {
        LaunchField(
            id: id, label: label, placeholder: "NAME=value; NAME=value",
            entry: .text(
                read: { PairText.text(of: read($0)) },
                write: { plan, text in
                    guard let pairs = PairText.pairs(in: text) else { return "use NAME=value pairs separated by ;" }
                    write(&plan, pairs)
                    return nil
                }), problems: problems)
    }

    static func choice<Value: Equatable & Sendable>(
        _ id: ID, _ label: String, _ path: any WritableKeyPath<LaunchPlan, Value> & Sendable,
        _ options: [(title: String, value: Value)], _ problems: PlanProblem.Field
    ) -> LaunchField {
        LaunchField(
            id: id, label: label, placeholder: "",
            entry: .choice(
                titles: options.map(\.title),
                read: { plan in options.firstIndex { $0.value == plan[keyPath: path] } ?? 0 },
                write: { $0[keyPath: path] = options[$1].value }), problems: problems)
    }
}
