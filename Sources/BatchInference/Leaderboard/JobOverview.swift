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
    var box: DetailsBox?
    /// What its row in the list goes by, where the list had no ARN and the description has.
    private var listedID: String?

    public var id: String { listedID ?? ListedIdentity.of(arn: arn, name: name, createdAt) }
    /// Whether the job can be asked for: an answer may have left its name and ARN out.
    public var isNamed: Bool { !name.isEmpty }
    /// The name as lists show it.
    public var title: String { isNamed ? name : DisplayText.unnamed }
    public var direction: ObjectiveDirection? { objective?.direction }
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
