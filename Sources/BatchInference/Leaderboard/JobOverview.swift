import AWSOperations

/// One Autopilot job as the job list shows it; what only its description knows is nil until that is read.
public struct JobOverview: Hashable, Sendable, Identifiable {
    public var name: String
    public var arn: String
    public var status: AutoMLJobStatus
    public var secondaryStatus: AutoMLJobSecondaryStatus
    public var createdAt: Timestamp
    public var endedAt: Timestamp?
    public var modifiedAt: Timestamp
    public var failureReason: String?
    public var partialFailures: [String]

    /// Whether the description has been read.
    public var isDescribed: Bool
    /// Whether it is a local copy of what an earlier run was told, and may have changed since.
    public var isCopied = false
    var box: DetailsBox?
    /// What its row in the list goes by, where the list had no ARN and the description has.
    private var listedID: String?

    public var id: String { listedID ?? ListedIdentity.of(arn: arn, name: name, createdAt) }
    /// Whether the job can be asked for: an answer may have left its name and ARN out.
    public var isNamed: Bool { !name.isEmpty }
    /// The name as lists show it.
    public var title: String { isNamed ? name : DisplayText.unnamed }
    public var isRunning: Bool { status == .inProgress || status == .stopping }

    /// Seconds since the job was created; nil where that is unknown.
    public func age(at now: Timestamp) -> Double? { createdAt.age(at: now) }

    /// Seconds that the job took, or has been running; nil for an ended one without an end time.
    public func duration(at now: Timestamp) -> Double? {
        if let endedAt { return createdAt.span(to: endedAt) }
        return isRunning ? createdAt.span(to: now) : nil
    }

    /// The candidates' column: `8`, `4/10`, or nil while unknown.
    public var candidatesText: String? {
        guard let candidatesFinished else { return nil }
        if isRunning, let candidatesMax { return "\(candidatesFinished)/\(candidatesMax)" }
        return "\(candidatesSeen ?? candidatesFinished)"
    }

    public init(_ summary: AutoMLJobSummary) {
        name = summary.autoMLJobName
        arn = summary.autoMLJobArn
        status = summary.autoMLJobStatus
        secondaryStatus = summary.autoMLJobSecondaryStatus
        createdAt = summary.creationTime
        endedAt = summary.endTime
        modifiedAt = summary.lastModifiedTime
        failureReason = DisplayText.reason(summary.failureReason)
        partialFailures = (summary.partialFailureReasons ?? []).compactMap(\.partialFailureMessage)
            .map { LongText.cut($0, to: LongText.messageLimit) }
        isDescribed = false
    }

    public init(_ description: AutopilotJobDescription) {
        switch description {
        case .v1(let job):
            self.init(v1: job)
        case .v2(let job):
            self.init(v2: job)
        }
    }

    /// Fills in what the description knows; counts of candidates are kept.
    public func described(by description: AutopilotJobDescription) -> JobOverview {
        var overview = JobOverview(description)
        if overview.name.isEmpty { overview.name = name }
        if overview.arn.isEmpty { overview.arn = arn }
        if overview.id != id { overview.listedID = id }
        if overview.status == .unknown { overview.status = status }
        if overview.secondaryStatus == .unknown { overview.secondaryStatus = secondaryStatus }
        if !overview.createdAt.isKnown { overview.createdAt = createdAt }
        if !overview.modifiedAt.isKnown { overview.modifiedAt = modifiedAt }
        overview.candidatesFinished = candidatesFinished
        overview.candidatesSeen = candidatesSeen
        return overview
    }

    /// Counts the candidates, and takes the best value from them while the service has named none.
    public mutating func countCandidates(_ candidates: [AutoMLCandidate]) {
        candidatesSeen = candidates.count
        candidatesFinished = candidates.count { $0.candidateStatus != .inProgress && $0.candidateStatus != .stopping }
        guard bestCandidateName == nil else { return }
        let board = Leaderboard(candidates: candidates, objective: objective)
        bestCandidateName = board.best?.name
        bestValue = board.best?.value
        if objective == nil { objective = board.objective }
    }
}

extension JobOverview {
    init(v1 job: DescribeAutoMLJobResponse) {
        self.init(
            AutoMLJobSummary(
                autoMLJobName: job.autoMLJobName, autoMLJobArn: job.autoMLJobArn, autoMLJobStatus: job.autoMLJobStatus,
                autoMLJobSecondaryStatus: job.autoMLJobSecondaryStatus, creationTime: job.creationTime,
                lastModifiedTime: job.lastModifiedTime, endTime: job.endTime, failureReason: job.failureReason,
                partialFailureReasons: job.partialFailureReasons))
        isDescribed = true
        problemType = Self.text(job.problemType ?? job.resolvedAttributes?.problemType)
        candidatesMax =
            job.autoMLJobConfig?.completionCriteria?.maxCandidates
            ?? job.resolvedAttributes?.completionCriteria?.maxCandidates
        mode = job.autoMLJobConfig?.mode
        targetColumn = job.inputDataConfig.first?.$targetAttributeName
        inputLocation = job.inputDataConfig.first?.dataSource?.s3DataSource.$s3Uri?.string
        outputLocation = job.outputDataConfig.$s3OutputPath?.string
        roleArn = job.$roleArn
        take(best: job.bestCandidate, objective: job.autoMLJobObjective ?? job.resolvedAttributes?.autoMLJobObjective)
    }

    init(v2 job: DescribeAutoMLJobV2Response) {
        self.init(
            AutoMLJobSummary(
                autoMLJobName: job.autoMLJobName, autoMLJobArn: job.autoMLJobArn, autoMLJobStatus: job.autoMLJobStatus,
                autoMLJobSecondaryStatus: job.autoMLJobSecondaryStatus, creationTime: job.creationTime,
                lastModifiedTime: job.lastModifiedTime, endTime: job.endTime, failureReason: job.failureReason,
                partialFailureReasons: job.partialFailureReasons))
        let config = job.autoMLProblemTypeConfig
        let resolved = job.resolvedAttributes
        isDescribed = true
        problemType = Self.problemType(of: job)
        candidatesMax =
            config?.tabularJobConfig?.completionCriteria?.maxCandidates
            ?? config?.timeSeriesForecastingJobConfig?.completionCriteria?.maxCandidates
            ?? config?.textClassificationJobConfig?.completionCriteria?.maxCandidates
            ?? config?.imageClassificationJobConfig?.completionCriteria?.maxCandidates
            ?? resolved?.completionCriteria?.maxCandidates
        mode = config?.tabularJobConfig?.mode
        targetColumn =
            config?.tabularJobConfig?.$targetAttributeName
            ?? config?.timeSeriesForecastingJobConfig?.timeSeriesConfig.$targetAttributeName
            ?? config?.textClassificationJobConfig?.$targetLabelColumn
        inputLocation = job.autoMLJobInputDataConfig.first?.dataSource?.s3DataSource.$s3Uri?.string
        inputContentType = job.autoMLJobInputDataConfig.first?.contentType
        outputLocation = job.outputDataConfig.$s3OutputPath?.string
        roleArn = job.$roleArn
        take(best: job.bestCandidate, objective: job.autoMLJobObjective ?? resolved?.autoMLJobObjective)
    }

    private mutating func take(best: AutoMLCandidate?, objective reported: AutoMLJobObjective?) {
        objective =
            reported?.$metricName.map { MetricName($0.rawValue) }
            ?? best?.finalAutoMLJobObjectiveMetric?.normalisedName
        bestCandidateName = best?.$candidateName
        bestValue = best?.objectiveValue(objective)
    }

    private static func problemType(of job: DescribeAutoMLJobV2Response) -> String? {
        let config = job.autoMLProblemTypeConfig
        if config?.timeSeriesForecastingJobConfig != nil { return "time series" }
        if config?.textClassificationJobConfig != nil { return "text" }
        if config?.imageClassificationJobConfig != nil { return "image" }
        let tabular =
            config?.tabularJobConfig?.problemType
            ?? job.resolvedAttributes?.autoMLProblemTypeResolvedAttributes?.tabularResolvedAttributes?.problemType
        if let text = text(tabular) { return text }
        switch job.autoMLProblemTypeConfigName {
        case .some(.timeSeriesForecasting): return "time series"
        case .some(.textClassification): return "text"
        case .some(.imageClassification): return "image"
        case .some(.textGeneration): return "text generation"
        case .some(.tabular): return "tabular"
        case .some(let other): return other.rawValue
        case .none: return nil
        }
    }

    private static func text(_ type: ProblemType?) -> String? {
        switch type {
        case .none: nil
        case .some(.binaryClassification): "binary"
        case .some(.multiclassClassification): "multiclass"
        case .some(.regression): "regression"
        case .some(let other): other.rawValue
        }
    }
}

extension JobOverview {
    /// What only a description knows: nil until that is read.
    struct Details: Hashable, Sendable, Codable {
        var problemType: String?
        var objective: MetricName?
        var bestValue: Double?
        var bestCandidateName: String?
        var candidatesFinished: Int?
        var candidatesSeen: Int?
        var candidatesMax: Int?
        var mode: AutoMLMode?
        var targetColumn: String?
        var inputLocation: String?
        var inputContentType: String?
        var outputLocation: String?
        var roleArn: String?
        var descriptionFailure: AWSFailure?

        /// Why something couldn't be read is of the moment, and isn't written.
        private enum CodingKeys: String, CodingKey {
            case problemType, objective, bestValue, bestCandidateName, candidatesFinished, candidatesSeen, candidatesMax
            case mode, targetColumn, inputLocation, inputContentType, outputLocation, roleArn
        }
    }

    /// Details behind one reference, never changed in place: most rows of a long list have none.
    final class DetailsBox: Hashable, Sendable {
        let details: Details

        init(_ details: Details) {
            self.details = details
        }

        static func == (left: DetailsBox, right: DetailsBox) -> Bool {
            left === right || left.details == right.details
        }

        func hash(into hasher: inout Hasher) {
            hasher.combine(details)
        }
    }

    private mutating func change(_ change: (inout Details) -> Void) {
        let before = box?.details ?? Details()
        var details = before
        change(&details)
        if details != before { box = DetailsBox(details) }
    }

    /// `binary`, `multiclass`, `regression`, `time series`, `text`, `image` or `text generation`.
    public var problemType: String? {
        get { box?.details.problemType }
        set { change { $0.problemType = newValue } }
    }

    public var objective: MetricName? {
        get { box?.details.objective }
        set { change { $0.objective = newValue } }
    }

    public var bestValue: Double? {
        get { box?.details.bestValue }
        set { change { $0.bestValue = newValue } }
    }

    public var bestCandidateName: String? {
        get { box?.details.bestCandidateName }
        set { change { $0.bestCandidateName = newValue } }
    }

    /// Candidates that are no longer running.
    public var candidatesFinished: Int? {
        get { box?.details.candidatesFinished }
        set { change { $0.candidatesFinished = newValue } }
    }

    /// All candidates so far.
    public var candidatesSeen: Int? {
        get { box?.details.candidatesSeen }
        set { change { $0.candidatesSeen = newValue } }
    }

    /// The most candidates that the job may try, where it has such a limit.
    public var candidatesMax: Int? {
        get { box?.details.candidatesMax }
        set { change { $0.candidatesMax = newValue } }
    }

    /// `AUTO`, `ENSEMBLING` or `HYPERPARAMETER_TUNING`.
    public var mode: AutoMLMode? {
        get { box?.details.mode }
        set { change { $0.mode = newValue } }
    }

    public var targetColumn: String? {
        get { box?.details.targetColumn }
        set { change { $0.targetColumn = newValue } }
    }

    /// The S3 URI of the training data.
    public var inputLocation: String? {
        get { box?.details.inputLocation }
        set { change { $0.inputLocation = newValue } }
    }

    /// The media type of the training data, where the job names one.
    public var inputContentType: String? {
        get { box?.details.inputContentType }
        set { change { $0.inputContentType = newValue } }
    }

    /// The S3 URI of everything that the job wrote.
    public var outputLocation: String? {
        get { box?.details.outputLocation }
        set { change { $0.outputLocation = newValue } }
    }

    public var roleArn: String? {
        get { box?.details.roleArn }
        set { change { $0.roleArn = newValue } }
    }

    /// Why the description could not be read, the last time it was tried.
    public var descriptionFailure: AWSFailure? {
        get { box?.details.descriptionFailure }
        set { change { $0.descriptionFailure = newValue } }
    }
}

/// Written for the local copy of lists; what is read from there is one.
extension JobOverview: Codable {
    private enum CodingKeys: String, CodingKey {
        case name, arn, status, secondaryStatus, createdAt, endedAt, modifiedAt, failureReason, partialFailures
        case isDescribed, details, listedID
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        name = try container.decode(String.self, forKey: .name)
        arn = try container.decode(String.self, forKey: .arn)
        status = try container.decode(AutoMLJobStatus.self, forKey: .status)
        secondaryStatus = try container.decode(AutoMLJobSecondaryStatus.self, forKey: .secondaryStatus)
        createdAt = try container.decodeIfPresent(Timestamp.self, forKey: .createdAt) ?? .unknown
        endedAt = try container.decodeIfPresent(Timestamp.self, forKey: .endedAt)
        modifiedAt = try container.decodeIfPresent(Timestamp.self, forKey: .modifiedAt) ?? .unknown
        failureReason = try container.decodeIfPresent(String.self, forKey: .failureReason)
        partialFailures = try container.decode([String].self, forKey: .partialFailures)
        isDescribed = try container.decode(Bool.self, forKey: .isDescribed)
        box = try container.decodeIfPresent(Details.self, forKey: .details).map(DetailsBox.init)
        listedID = try container.decodeIfPresent(String.self, forKey: .listedID)
        isCopied = true
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(name, forKey: .name)
        try container.encode(arn, forKey: .arn)
        try container.encode(status, forKey: .status)
        try container.encode(secondaryStatus, forKey: .secondaryStatus)
        if createdAt.isKnown { try container.encode(createdAt, forKey: .createdAt) }
        try container.encodeIfPresent(endedAt, forKey: .endedAt)
        if modifiedAt.isKnown { try container.encode(modifiedAt, forKey: .modifiedAt) }
        try container.encodeIfPresent(failureReason, forKey: .failureReason)
        try container.encode(partialFailures, forKey: .partialFailures)
        try container.encode(isDescribed, forKey: .isDescribed)
        try container.encodeIfPresent(box?.details, forKey: .details)
        try container.encodeIfPresent(listedID, forKey: .listedID)
    }
}
