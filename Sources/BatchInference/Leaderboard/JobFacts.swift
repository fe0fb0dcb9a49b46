import AWSOperations

/// What an Autopilot job is: its problem and settings, its data, and the places of what it left.
public struct JobFacts: Hashable, Sendable {
    public struct Fact: Hashable, Sendable {
        public var name: String
        public var value: String
        /// Whether the value is a place in S3.
        public var isPlace = false
    }

    public struct Section: Hashable, Sendable {
        public var title: String
        public var facts: [Fact]
    }

    public var overview: JobOverview
    public private(set) var sections: [Section] = []
    /// Nil where the job names none.
    public private(set) var trainingData: String?
    public private(set) var dataExplorationNotebook: String?
    public private(set) var candidateDefinitionNotebook: String?
    /// Where Autopilot has deployed the best candidate; nil where it has not.
    public private(set) var endpointName: String?

    /// The notebooks that there are.
    public var notebooks: [String] { [dataExplorationNotebook, candidateDefinitionNotebook].compactMap(\.self) }

    public init(_ description: AutopilotJobDescription) {
        overview = JobOverview(description)
        switch description {
        case .v1(let job): read(job)
        case .v2(let job): read(job)
        }
        sections.removeAll { $0.facts.isEmpty }
    }

    private mutating func read(_ job: DescribeAutoMLJobResponse) {
        let config = job.autoMLJobConfig
        let training = job.inputDataConfig.first { $0.channelType != .validation } ?? job.inputDataConfig.first
        let validation = job.inputDataConfig.first { $0.channelType == .validation }
        addProblem([
            ("algorithms", algorithms(config?.candidateGenerationConfig?.algorithmsConfig)),
            ("sample weights", training?.sampleWeightAttributeName),
            ("only definitions", job.generateCandidateDefinitionsOnly == true ? "yes: no candidate is trained" : nil),
        ])
        addData(
            training: (training?.dataSource, training?.contentType, training?.compressionType),
            validation: validation?.dataSource, split: config?.dataSplitConfig,
            features: config?.candidateGenerationConfig?.featureSpecificationS3Uri)
        addLimits(config?.completionCriteria ?? job.resolvedAttributes?.completionCriteria)
        addOutput(job.outputDataConfig, artifacts: job.autoMLJobArtifacts, security: config?.securityConfig)
        endpointName = job.modelDeployResult?.endpointName ?? job.modelDeployConfig?.endpointName
    }

    private mutating func read(_ job: DescribeAutoMLJobV2Response) {
        let config = job.autoMLProblemTypeConfig
        let channels = job.autoMLJobInputDataConfig
        let training = channels.first { $0.channelType != .validation } ?? channels.first
        let series = config?.timeSeriesForecastingJobConfig
        let tabular = config?.tabularJobConfig
        addProblem(
            [
                (
                    "algorithms",
                    algorithms(
                        (tabular?.candidateGenerationConfig ?? series?.candidateGenerationConfig)?.algorithmsConfig)
                ), ("sample weights", tabular?.sampleWeightAttributeName),
                ("text column", config?.textClassificationJobConfig?.$contentColumn),
                (
                    "only definitions",
                    tabular?.generateCandidateDefinitionsOnly == true ? "yes: no candidate is trained" : nil
                ),
            ] + (series.map { ForecastNeeds($0).facts } ?? []))
        addData(
            training: (training?.dataSource, training?.contentType, training?.compressionType),
            validation: channels.first { $0.channelType == .validation }?.dataSource, split: job.dataSplitConfig,
            features: tabular?.featureSpecificationS3Uri ?? series?.featureSpecificationS3Uri)
        addLimits(
            tabular?.completionCriteria ?? series?.completionCriteria
                ?? config?.textClassificationJobConfig?.completionCriteria
                ?? config?.imageClassificationJobConfig?.completionCriteria
                ?? job.resolvedAttributes?.completionCriteria)
        addOutput(job.outputDataConfig, artifacts: job.autoMLJobArtifacts, security: job.securityConfig)
        endpointName = job.modelDeployResult?.endpointName ?? job.modelDeployConfig?.endpointName
    }

    private mutating func add(_ title: String, _ facts: [(String, String?)], places: Set<String> = []) {
        sections.append(
            Section(
                title: title,
                facts: facts.compactMap { name, value in
                    value.flatMap { $0.isEmpty ? nil : Fact(name: name, value: $0, isPlace: places.contains(name)) }
                }))
    }

    private mutating func addProblem(_ more: [(String, String?)]) {
        let objective = overview.objective.map {
            "\($0.title), \($0.direction == .minimize ? "lower" : "higher") is better"
        }
        add(
            "Problem",
            [
                ("type", overview.problemType), ("target", overview.targetColumn), ("objective", objective),
                ("mode", overview.mode?.rawValue),
            ] + more)
    }

    private mutating func addData(
        training: (source: AutoMLDataSource?, type: String?, compression: CompressionType?),
        validation: AutoMLDataSource?, split: AutoMLDataSplitConfig?, features: String?
    ) {
        trainingData = training.source?.s3DataSource.$s3Uri?.string
        add(
            "Data",
            [
                ("training data", trainingData), ("content type", training.type),
                (
                    "compression",
                    training.compression.flatMap { $0 == CompressionType.none ? nil : $0.rawValue }
                ), ("validation data", validation?.s3DataSource.$s3Uri?.string),
                ("validation share", split?.validationFraction.map(DisplayText.percent)), ("features", features),
            ], places: ["training data", "validation data", "features"])
    }

    private mutating func addLimits(_ criteria: AutoMLJobCompletionCriteria?) {
        func seconds(_ count: Int?) -> String? { count.map { DisplayText.duration(seconds: Double($0)) } }
        add(
            "Limits",
            [
                ("candidates", criteria?.maxCandidates.map { "\($0)" }),
                ("per candidate", seconds(criteria?.maxRuntimePerTrainingJobInSeconds)),
                ("whole job", seconds(criteria?.maxAutoMLJobRuntimeInSeconds)),
            ])
    }

    private mutating func addOutput(
        _ output: AutoMLOutputDataConfig, artifacts: AutoMLJobArtifacts?, security: AutoMLSecurityConfig?
    ) {
        dataExplorationNotebook = artifacts?.dataExplorationNotebookLocation
        candidateDefinitionNotebook = artifacts?.candidateDefinitionNotebookLocation
        add(
            "Notebooks",
            [
                ("data exploration", dataExplorationNotebook ?? "none"),
                ("candidate definition", candidateDefinitionNotebook ?? "none"),
            ],
            places: Set(
                [
                    dataExplorationNotebook.map { _ in "data exploration" },
                    candidateDefinitionNotebook.map { _ in "candidate definition" },
                ].compactMap(\.self)))
        add(
            "Output and access",
            [
                ("output", overview.outputLocation), ("output key", output.kmsKeyId), ("role", overview.roleArn),
                ("volume key", security?.volumeKmsKeyId),
                ("subnets", security?.vpcConfig?.subnets.joined(separator: ", ")),
                ("security groups", security?.vpcConfig?.securityGroupIds.joined(separator: ", ")),
                (
                    "between containers",
                    security?.enableInterContainerTrafficEncryption == true ? "encrypted" : nil
                ),
            ], places: ["output"])
    }

    private func algorithms(_ configs: [AutoMLAlgorithmConfig]?) -> String? {
        let names = (configs ?? []).flatMap(\.autoMLAlgorithms).map(\.rawValue)
        return names.isEmpty ? nil : names.joined(separator: ", ")
    }
}

/// What a forecast needs of its input, and what it makes of it.
public struct ForecastNeeds: Hashable, Sendable {
    private let config: TimeSeriesForecastingJobConfig

    public init(_ config: TimeSeriesForecastingJobConfig) {
        self.config = config
    }

    public var facts: [(String, String?)] {
        let series = config.timeSeriesConfig
        return [
            ("time column", series.$timestampAttributeName), ("item column", series.$itemIdentifierAttributeName),
            ("grouped by", series.groupingAttributeNames.map { $0.joined(separator: ", ") }),
            ("frequency", config.$forecastFrequency.map(Self.frequency)),
            ("horizon", config.$forecastHorizon.map { DisplayText.counted($0, "step") }),
            ("quantiles", config.forecastQuantiles.map { $0.joined(separator: ", ") }),
            ("holidays", holidays), ("filling", filling), ("aggregation", aggregation),
        ]
    }

    /// In one line for the form: `every month, 12 steps ahead; holidays of US; value filled: middlefill zero`.
    public var text: String {
        var parts: [String] = []
        if let frequency = config.$forecastFrequency {
            let steps = config.$forecastHorizon.map { ", \(DisplayText.counted($0, "step")) ahead" } ?? ""
            parts.append("a row \(Self.frequency(frequency))\(steps)")
        }
        if let holidays { parts.append("holidays of \(holidays)") }
        if let filling { parts.append("gaps are filled (\(filling))") }
        if let aggregation { parts.append("rows that are closer together are combined (\(aggregation))") }
        return parts.joined(separator: "; ")
    }

    private var holidays: String? {
        let codes = (config.holidayConfig ?? []).compactMap(\.countryCode)
        return codes.isEmpty ? nil : codes.joined(separator: ", ")
    }

    private var filling: String? {
        let columns = (config.transformations?.filling ?? [:]).sorted { $0.key < $1.key }.map { column, kinds in
            "\(column): \(kinds.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", "))"
        }
        return columns.isEmpty ? nil : columns.joined(separator: "; ")
    }

    private var aggregation: String? {
        let columns = (config.transformations?.aggregation ?? [:]).sorted { $0.key < $1.key }
        return columns.isEmpty ? nil : columns.map { "\($0.key): \($0.value)" }.joined(separator: ", ")
    }

    /// `1M` as `every month`; what isn't a frequency of the API stays as it is.
    private static func frequency(_ text: String) -> String {
        let names: [(String, String)] = [
            ("min", "minute"), ("Y", "year"), ("M", "month"), ("W", "week"), ("D", "day"), ("H", "hour"),
        ]
        for (suffix, name) in names where text.hasSuffix(suffix) {
            let digits = text.dropLast(suffix.count)
            guard let count = digits.isEmpty ? 1 : Int(digits), count > 0 else { return text }
            return count == 1 ? "every \(name)" : "every \(count) \(name)s"
        }
        return text
    }
}
