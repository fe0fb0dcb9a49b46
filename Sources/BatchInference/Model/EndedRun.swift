import AWSOperations

/// A transform that has ended, as this machine keeps it: what was asked for, how it went, and what came out.
///
/// What was never looked at is nil, and what is looked at later is added.
public struct EndedRun: Hashable, Sendable, Codable {
    /// What was counted in S3.
    public struct Counts: Hashable, Sendable, Codable {
        public var inputs: Int
        public var inputBytes: Int
        public var outputs: Int
        public var outputBytes: Int
        /// Nil where it wasn't known.
        public var missing: Int?
        public var empty: Int
        /// Whether both sides were listed to their end.
        public var areComplete: Bool
        public var countedAt: Timestamp

        public init(_ progress: OutputProgress, at now: Timestamp) {
            inputs = progress.inputObjects
            inputBytes = progress.inputBytes
            outputs = progress.outputObjects + progress.unpairedOutputs
            outputBytes = progress.outputBytes
            missing = progress.missingOutputs
            empty = progress.emptyOutputs
            areComplete = progress.isComplete
            countedAt = now
        }
    }

    /// What it cost, by the price at the time.
    public struct Cost: Hashable, Sendable, Codable {
        public var amount: Double
        public var currency: String
        /// Of one instance.
        public var hourly: Double

        /// Instances by running hours by the hourly price; nil where one of them isn't known. Provisioning isn't billed.
        public init?(of run: EndedRun, price: InstancePrice?) {
            guard let price, let count = run.instanceCount, let seconds = run.runningSeconds else { return nil }
            amount = Double(count) * seconds / 3600 * price.amount
            currency = price.currency
            hourly = price.amount
        }

        /// `$0.02`, or `less than $0.01`.
        public var text: String { InstancePrice.total(amount, currency: currency) }
    }

    /// What was found of what went wrong.
    public struct Cause: Hashable, Sendable, Codable {
        public var id: String
        public var cause: String
        public var fix: String
        public var evidence: String
        /// The log's lines where no cause is known.
        public var lines: [String]

        public init(_ diagnosis: Diagnosis) {
            id = diagnosis.id
            cause = diagnosis.cause
            fix = diagnosis.fix
            evidence = String(diagnosis.evidence.prefix(2000))
            lines = diagnosis.lines.map { String($0.prefix(2000)) }
        }
    }

    public var name: String
    public var arn: String
    public var status: TransformJobStatus
    public var createdAt: Timestamp
    public var startedAt: Timestamp?
    public var endedAt: Timestamp?
    public var failureReason: String?
    public var modelName: String?
    public var instanceType: TransformInstanceType?
    public var instanceCount: Int?
    public var isAutopilotInternal: Bool
    /// The plan, as the service described it.
    public var description: DescribeTransformJobResponse?
    public var counts: Counts?
    public var cost: Cost?
    /// Nil where nobody has looked for causes; empty where none was found.
    public var causes: [Cause]?
    /// The transform that it repairs.
    public var repairs: String?
    /// When anything of this was last looked at.
    public var keptAt: Timestamp

    /// Nil for a transform that hasn't ended, or has no name to be kept by.
    ///
    /// - Parameter isToBeKept: Whether its creation time must be known, which tells it from others of its name.
    public init?(_ overview: TransformOverview, at now: Timestamp, isToBeKept: Bool = true) {
        guard overview.isEnded, overview.isNamed, overview.createdAt.isKnown || !isToBeKept else { return nil }
        name = overview.name
        arn = overview.arn
        status = overview.status
        createdAt = overview.createdAt
        startedAt = overview.startedAt.flatMap { $0.isKnown ? $0 : nil }
        endedAt = overview.endedAt.flatMap { $0.isKnown ? $0 : nil }
        failureReason = overview.failureReason
        modelName = overview.modelName
        instanceType = overview.instanceType
        instanceCount = overview.instanceCount
        isAutopilotInternal = overview.isAutopilotInternal
        keptAt = now
    }

    /// Seconds that are billed for each instance; nil where they aren't known.
    public var runningSeconds: Double? {
        guard let startedAt, let endedAt else { return nil }
        return startedAt.span(to: endedAt)
    }

    /// Seconds from creation to the start of the instances; not billed.
    public var provisioningSeconds: Double? { startedAt.flatMap { createdAt.span(to: $0) } }

    /// The overview that lists show.
    public var overview: TransformOverview { TransformOverview(self) }

    /// With what another look has found: what it knows wins, what it doesn't know stays. Another transform of the same
    /// name takes its place.
    public func merging(_ newer: EndedRun) -> EndedRun {
        guard abs(newer.createdAt.seconds(since: createdAt)) < 1 else { return newer }
        var merged = newer
        if merged.arn.isEmpty { merged.arn = arn }
        merged.startedAt = newer.startedAt ?? startedAt
        merged.endedAt = newer.endedAt ?? endedAt
        merged.failureReason = newer.failureReason ?? failureReason
        merged.modelName = newer.modelName ?? modelName
        merged.instanceType = newer.instanceType ?? instanceType
        merged.instanceCount = newer.instanceCount ?? instanceCount
        merged.isAutopilotInternal = newer.isAutopilotInternal || isAutopilotInternal
        merged.description = newer.description ?? description
        // Counts of a listing that broke off say less than older ones that are whole.
        if let own = counts, newer.counts == nil || own.areComplete && newer.counts?.areComplete == false {
            merged.counts = own
        }
        // The price at the time is what it cost.
        merged.cost = cost ?? newer.cost
        merged.causes = newer.causes ?? causes
        merged.repairs = newer.repairs ?? repairs
        merged.keptAt = max(keptAt, newer.keptAt)
        return merged
    }
}

/// Which kept runs are wanted.
public struct EndedRunQuery: Hashable, Sendable {
    public var modelName: String?
    public var status: TransformJobStatus?
    /// In the name, whatever the case of its letters, as the service has it.
    public var nameContains: String?
    public var includesInternal = false

    public init(
        modelName: String? = nil, status: TransformJobStatus? = nil, nameContains: String? = nil,
        includesInternal: Bool = false
    ) {
        self.modelName = modelName
        self.status = status
        self.nameContains = nameContains
        self.includesInternal = includesInternal
    }
}
