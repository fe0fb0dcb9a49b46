import AWSOperations

/// Everything about one candidate that a person reads before launching it.
public struct CandidateDetails: Hashable, Sendable {
    /// A report or model file of the candidate.
    public struct Artifact: Hashable, Sendable {
        public var title: String
        public var uri: String
    }

    /// One job that went into the candidate.
    public struct Step: Hashable, Sendable {
        /// `processing`, `training`, `transform`, or the API's own word.
        public var kind: String
        public var name: String
        public var arn: String
    }

    public var name: String
    public var status: CandidateStatus
    /// In the order in which a record passes through.
    public var containers: [InferenceContainer]
    /// The container sets by accelerator, `CPU` or `GPU`, where the candidate brings them.
    public var accelerators: [String]
    /// The response keys that can be asked for; empty where there is no choice.
    public var supportedOutputs: [String]
    /// The response keys that come out without asking.
    public var outputs: [String]
    public var artifacts: [Artifact]
    public var steps: [Step]
    public var createdAt: Timestamp
    public var endedAt: Timestamp?
    public var failureReason: String?

    public init(_ candidate: AutoMLCandidate) {
        let sets = ContainerSets(candidate)
        name = candidate.candidateName
        status = candidate.candidateStatus
        containers = sets.preferred.enumerated().map { InferenceContainer($1, position: $0 + 1) }
        accelerators = sets.accelerators
        supportedOutputs = containers.last?.supportedOutputs ?? []
        outputs = containers.last?.outputs ?? []
        artifacts = Self.artifacts(of: candidate, containers: containers)
        steps = candidate.candidateSteps.map { step in
            Step(
                kind: Self.kind(of: step.candidateStepType), name: step.name, arn: step.candidateStepArn)
        }
        createdAt = candidate.creationTime
        endedAt = candidate.endTime
        failureReason = DisplayText.reason(candidate.failureReason)
    }

    /// How long the candidate took; up to `now` while it runs. In seconds; nil while unknown.
    public func duration(at now: Timestamp) -> Double? {
        createdAt.span(to: endedAt ?? now)
    }

    private static func artifacts(of candidate: AutoMLCandidate, containers: [InferenceContainer]) -> [Artifact] {
        var artifacts: [Artifact] = []
        var seen: Set<String> = []
        for container in containers
        where !container.modelDataUrl.isEmpty && seen.insert(container.modelDataUrl).inserted {
            let title = containers.count == 1 ? "model" : "model of \(container.role)"
            artifacts.append(Artifact(title: title, uri: container.modelDataUrl))
        }
        if let locations = candidate.candidateProperties?.candidateArtifactLocations {
            if let uri = locations.$explainability { artifacts.append(Artifact(title: "explainability", uri: uri)) }
            if let uri = locations.modelInsights { artifacts.append(Artifact(title: "model insights", uri: uri)) }
            if let uri = locations.backtestResults { artifacts.append(Artifact(title: "backtest", uri: uri)) }
        }
        return artifacts
    }

    private static func kind(of type: CandidateStepType) -> String {
        switch type {
        case .processingJob: "processing"
        case .trainingJob: "training"
        case .transformJob: "transform"
        default: type.rawValue
        }
    }
}
