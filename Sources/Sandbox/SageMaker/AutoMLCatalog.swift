import AWSOperations

/// The account's Autopilot jobs and the operations that read them.
actor AutoMLCatalog {
    private let files: FileTree
    private let timing: SandboxTiming
    private var jobs: [AutoMLJobRecord] = []
    /// By job, kept in a file: the jobs themselves are made again at every start.
    private var stops: [String: AutoMLJobStop] = [:]

    private static let stopsFile = "stopped-automl-jobs.json"

    init(files: FileTree, timing: SandboxTiming) throws {
        self.files = files
        self.timing = timing
        if files.read(Self.stopsFile) != nil {
            stops = try files.decode([String: AutoMLJobStop].self, from: Self.stopsFile)
        }
    }

    func add(_ added: [AutoMLJobRecord]) {
        jobs += added.map { job in
            var job = job
            if let stop = stops[job.name] { job.end(by: stop) }
            return job
        }
    }

    /// Stops a running job; the candidates in training stop with it, and those that have ended stay.
    func stop(_ name: String, at now: Timestamp) throws {
        var constraint = Constraint()
        constraint.jobName(name, at: "autoMLJobName", limit: 32)
        try constraint.check()
        let status = try job(name).status(at: now)
        switch status {
        case .inProgress: break
        case .stopping: return
        default:
            throw ServiceFault.validation(
                "The request was rejected because the AutoML job is in status \(status.rawValue).")
        }
        let stop = AutoMLJobStop(asked: now, ends: now.adding(seconds: timing.stopping))
        stops[name] = stop
        for place in jobs.indices where jobs[place].name == name { jobs[place].end(by: stop) }
        try files.encode(stops, to: Self.stopsFile)
    }

    func list(_ input: ListAutoMLJobsRequest, at now: Timestamp) throws(ServiceFault) -> ListAutoMLJobsResponse {
        var constraint = Constraint()
        constraint.range(input.maxResults, at: "maxResults", 1...100)
        constraint.length(input.nameContains, at: "nameContains", 0...63)
        constraint.member(input.statusEquals?.rawValue, at: "statusEquals", of: AutoMLJobStatus.known.map(\.rawValue))
        constraint.member(input.sortBy?.rawValue, at: "sortBy", of: AutoMLSortBy.known.map(\.rawValue))
        constraint.member(input.sortOrder?.rawValue, at: "sortOrder", of: AutoMLSortOrder.known.map(\.rawValue))
        try constraint.check()
        var summaries = jobs.filter { $0.created <= now }.map { $0.summary(at: now) }.filter { job in
            (input.nameContains.map { job.autoMLJobName.lowercased().contains($0.lowercased()) } ?? true)
                && (input.statusEquals.map { job.autoMLJobStatus == $0 } ?? true)
                && (input.creationTimeAfter.map { job.creationTime > $0 } ?? true)
                && (input.creationTimeBefore.map { job.creationTime < $0 } ?? true)
                && (input.lastModifiedTimeAfter.map { job.lastModifiedTime > $0 } ?? true)
                && (input.lastModifiedTimeBefore.map { job.lastModifiedTime < $0 } ?? true)
        }
        summaries.sort { left, right in
            switch input.sortBy {
            case .creationTime?:
                (left.creationTime, left.autoMLJobName) < (right.creationTime, right.autoMLJobName)
            case .status?:
                (left.autoMLJobStatus.rawValue, left.autoMLJobName)
                    < (right.autoMLJobStatus.rawValue, right.autoMLJobName)
            default: left.autoMLJobName < right.autoMLJobName
            }
        }
        if input.sortOrder != .ascending { summaries.reverse() }
        let page = try Page(of: summaries, after: input.nextToken, limit: input.maxResults ?? 10) { $0.autoMLJobName }
        return ListAutoMLJobsResponse(autoMLJobSummaries: page.items, nextToken: page.nextToken)
    }

    func describe(_ name: String, at now: Timestamp) throws(ServiceFault) -> DescribeAutoMLJobResponse {
        let job = try job(name)
        guard job.creationOperation == .createAutoMLJob else {
            throw .validation(
                "The AutoML job \"\(name)\" was created with CreateAutoMLJobV2. Use DescribeAutoMLJobV2 to describe it."
            )
        }
        return job.description(at: now)
    }

    func describeV2(_ name: String, at now: Timestamp) throws(ServiceFault) -> DescribeAutoMLJobV2Response {
        try job(name).descriptionV2(at: now)
    }

    func candidates(
        _ input: ListCandidatesForAutoMLJobRequest, at now: Timestamp
    ) throws(ServiceFault) -> ListCandidatesForAutoMLJobResponse {
        var constraint = Constraint()
        constraint.jobName(input.autoMLJobName, at: "autoMLJobName", limit: 32)
        constraint.range(input.maxResults, at: "maxResults", 1...300)
        constraint.length(input.candidateNameEquals, at: "candidateNameEquals", 1...64)
        constraint.member(input.statusEquals?.rawValue, at: "statusEquals", of: CandidateStatus.known.map(\.rawValue))
        constraint.member(input.sortBy?.rawValue, at: "sortBy", of: CandidateSortBy.known.map(\.rawValue))
        constraint.member(input.sortOrder?.rawValue, at: "sortOrder", of: AutoMLSortOrder.known.map(\.rawValue))
        try constraint.check()
        var candidates = try job(input.autoMLJobName).candidates(at: now).filter { candidate in
            (input.statusEquals.map { candidate.candidateStatus == $0 } ?? true)
                && (input.candidateNameEquals.map { candidate.candidateName == $0 } ?? true)
        }
        candidates.sort { left, right in
            switch input.sortBy {
            case .finalObjectiveMetricValue?: return Self.isBefore(left, right, in: input.sortOrder)
            case .status?:
                return (left.candidateStatus.rawValue, left.candidateName)
                    < (right.candidateStatus.rawValue, right.candidateName)
            default: return (left.creationTime, left.candidateName) < (right.creationTime, right.candidateName)
            }
        }
        // Without an order asked for, the newest come first.
        let isDescending = input.sortOrder == .descending || (input.sortOrder == nil && input.sortBy == nil)
        if isDescending { candidates.reverse() }
        let page = try Page(of: candidates, after: input.nextToken, limit: input.maxResults ?? 10) { $0.candidateName }
        return ListCandidatesForAutoMLJobResponse(candidates: page.items, nextToken: page.nextToken)
    }

    /// By value; a candidate without one comes last whatever the order.
    private static func isBefore(_ left: AutoMLCandidate, _ right: AutoMLCandidate, in order: AutoMLSortOrder?) -> Bool
    {
        let missing = order == .descending ? -Double.infinity : Double.infinity
        return (left.finalAutoMLJobObjectiveMetric?.value ?? missing, left.candidateName)
            < (right.finalAutoMLJobObjectiveMetric?.value ?? missing, right.candidateName)
    }

    /// Endpoints that jobs have deployed their best candidates to.
    func endpoint(_ name: String, at now: Timestamp) throws(ServiceFault) -> DescribeEndpointResponse {
        guard jobs.contains(where: { $0.deployedEndpoint(at: now) == name }) else {
            throw .validation("Could not find endpoint \"\(name)\".")
        }
        return DescribeEndpointResponse(
            endpointStatus: "InService", endpointConfigName: "\(name)-config",
            productionVariants: [.init(variantName: "AllTraffic", currentInstanceCount: 1)])
    }

    func endpointConfig(_ name: String, at now: Timestamp) throws(ServiceFault) -> DescribeEndpointConfigResponse {
        guard jobs.contains(where: { $0.deployedEndpoint(at: now).map { "\($0)-config" } == name }) else {
            throw .validation("Could not find endpoint configuration \"\(name)\".")
        }
        return DescribeEndpointConfigResponse(
            productionVariants: [
                .init(variantName: "AllTraffic", instanceType: "ml.m5.xlarge", initialInstanceCount: 1)
            ])
    }

    private func job(_ name: String) throws(ServiceFault) -> AutoMLJobRecord {
        guard let job = jobs.first(where: { $0.name == name }) else {
            throw ServiceFault("ResourceNotFound", "Could not find requested AutoML job with name: \(name)")
        }
        return job
    }
}

/// A stop of an Autopilot job: when it was asked for, and when the job is over.
struct AutoMLJobStop: Codable, Hashable, Sendable {
    var asked: Timestamp
    var ends: Timestamp
}

/// An Autopilot job of the sandbox, and what of it can be seen at a given moment.
///
/// Nothing ticks: a running job's state is computed from the clock when somebody asks.
struct AutoMLJobRecord: Sendable {
    /// Which operation made the job; DescribeAutoMLJob refuses those of the second version.
    enum CreationOperation: Sendable {
        case createAutoMLJob
        case createAutoMLJobV2
    }

    /// A candidate as it stands when it is finished.
    struct Candidate: Sendable {
        /// From here on listings have it, in progress.
        var visibleFrom: Timestamp
        /// From here on it is finished.
        var finishedAt: Timestamp
        var finished: AutoMLCandidate
        /// As it stands before.
        var unfinished: AutoMLCandidate
    }

    var account = Account.home
    var name: String
    var creationOperation: CreationOperation
    var problemType: ProblemType?
    var objective: AutoMLMetricEnum?
    /// Whether a smaller objective is better.
    var minimises = false
    var mode: AutoMLMode
    /// What a time-series job is about; nil for a tabular one.
    var forecast: TimeSeriesForecastingJobConfig?
    var target: String
    var trainingData: S3Location
    var output: S3Location
    var created: Timestamp
    /// When it ends, or has ended.
    var ends: Timestamp
    var failureReason: String?
    /// In the order of training.
    var candidates: [Candidate]
    private(set) var stop: AutoMLJobStop?
    /// The endpoint that the best candidate is deployed to in the end; nil where the job was not asked to.
    var endpoint: String?

    func deployedEndpoint(at now: Timestamp) -> String? { status(at: now) == .completed ? endpoint : nil }

    var arn: String { account.arn("sagemaker", "automl-job/\(name.lowercased())") }

    func status(at now: Timestamp) -> AutoMLJobStatus {
        if let stop, now >= stop.asked { return now < stop.ends ? .stopping : .stopped }
        return now < ends ? .inProgress : failureReason == nil ? .completed : .failed
    }

    func secondaryStatus(at now: Timestamp) -> AutoMLJobSecondaryStatus {
        if let stop, now >= stop.asked { return now < stop.ends ? .stopping : .stopped }
        guard now < ends else { return failureReason == nil ? .completed : .failed }
        let tuning: AutoMLJobSecondaryStatus = mode == .ensembling ? .trainingModels : .modelTuning
        return candidates.first.map { now >= $0.visibleFrom } == true ? tuning : .featureEngineering
    }

    func lastModified(at now: Timestamp) -> Timestamp {
        guard now < ends else { return ends }
        let events = candidates.flatMap { [$0.visibleFrom, $0.finishedAt] } + (stop.map { [$0.asked] } ?? [])
        return events.filter { $0 <= now }.max() ?? created
    }

    /// Ends the job before its time.
    fileprivate mutating func end(by stop: AutoMLJobStop) {
        self.stop = stop
        ends = stop.ends
        candidates.removeAll { $0.visibleFrom > stop.asked }
        for place in candidates.indices where candidates[place].finishedAt > stop.ends {
            var candidate = candidates[place].unfinished
            candidate.candidateStatus = .stopped
            candidate.endTime = stop.ends
            candidate.lastModifiedTime = stop.ends
            candidates[place].finishedAt = stop.ends
            candidates[place].finished = candidate
        }
    }

    func candidates(at now: Timestamp) -> [AutoMLCandidate] {
        candidates.filter { $0.visibleFrom <= now }.map { now < $0.finishedAt ? $0.unfinished : $0.finished }
    }

    /// The completed candidate with the best objective so far; the first of equal ones.
    func best(at now: Timestamp) -> AutoMLCandidate? {
        var best: (value: Double, candidate: AutoMLCandidate)?
        for candidate in candidates(at: now) where candidate.candidateStatus == .completed {
            guard let value = candidate.finalAutoMLJobObjectiveMetric?.value else { continue }
            if best.map({ minimises ? value < $0.value : value > $0.value }) ?? true { best = (value, candidate) }
        }
        return best?.candidate
    }
}

extension AutoMLJobRecord {
    func summary(at now: Timestamp) -> AutoMLJobSummary {
        AutoMLJobSummary(
            autoMLJobName: name, autoMLJobArn: arn, autoMLJobStatus: status(at: now),
            autoMLJobSecondaryStatus: secondaryStatus(at: now), creationTime: created,
            lastModifiedTime: lastModified(at: now), endTime: now < ends ? nil : ends,
            failureReason: now < ends ? nil : failureReason)
    }

    /// DescribeAutoMLJob's answer.
    func description(at now: Timestamp) -> DescribeAutoMLJobResponse {
        var response = DescribeAutoMLJobResponse(
            autoMLJobName: name, autoMLJobArn: arn,
            inputDataConfig: [
                AutoMLChannel(
                    targetAttributeName: target, dataSource: dataSource, contentType: Self.contentType,
                    channelType: .training)
            ],
            outputDataConfig: AutoMLOutputDataConfig(s3OutputPath: output.uri), roleArn: account.executionRole.arn,
            creationTime: created, lastModifiedTime: lastModified(at: now), autoMLJobStatus: status(at: now),
            autoMLJobSecondaryStatus: secondaryStatus(at: now),
            autoMLJobObjective: objective.map { AutoMLJobObjective(metricName: $0) }, problemType: problemType,
            autoMLJobConfig: AutoMLJobConfig(
                completionCriteria: criteria,
                securityConfig: AutoMLSecurityConfig(enableInterContainerTrafficEncryption: false), mode: mode),
            endTime: now < ends ? nil : ends, failureReason: now < ends ? nil : failureReason,
            bestCandidate: best(at: now), generateCandidateDefinitionsOnly: false, autoMLJobArtifacts: artifacts,
            resolvedAttributes: failureReason == nil
                ? ResolvedAttributes(
                    autoMLJobObjective: objective.map { AutoMLJobObjective(metricName: $0) },
                    problemType: problemType, completionCriteria: criteria) : nil)
        response.modelDeployConfig = endpoint.map { ModelDeployConfig(endpointName: $0) }
        response.modelDeployResult = deployedEndpoint(at: now).map { ModelDeployResult(endpointName: $0) }
        return response
    }

    /// DescribeAutoMLJobV2's answer.
    func descriptionV2(at now: Timestamp) -> DescribeAutoMLJobV2Response {
        var response = DescribeAutoMLJobV2Response(
            autoMLJobName: name, autoMLJobArn: arn,
            autoMLJobInputDataConfig: [
                AutoMLJobChannel(
                    channelType: .training, contentType: Self.contentType, compressionType: CompressionType.none,
                    dataSource: dataSource)
            ],
            outputDataConfig: AutoMLOutputDataConfig(s3OutputPath: output.uri), roleArn: account.executionRole.arn,
            creationTime: created, lastModifiedTime: lastModified(at: now), autoMLJobStatus: status(at: now),
            autoMLJobSecondaryStatus: secondaryStatus(at: now),
            autoMLJobObjective: objective.map { AutoMLJobObjective(metricName: $0) },
            autoMLProblemTypeConfig: problemTypeConfig,
            autoMLProblemTypeConfigName: forecast == nil ? .tabular : .timeSeriesForecasting,
            endTime: now < ends ? nil : ends,
            failureReason: now < ends ? nil : failureReason, bestCandidate: best(at: now),
            autoMLJobArtifacts: artifacts,
            resolvedAttributes: failureReason == nil
                ? AutoMLResolvedAttributes(
                    autoMLJobObjective: objective.map { AutoMLJobObjective(metricName: $0) },
                    completionCriteria: criteria,
                    autoMLProblemTypeResolvedAttributes: forecast == nil
                        ? AutoMLProblemTypeResolvedAttributes(
                            tabularResolvedAttributes: TabularResolvedAttributes(problemType: problemType)) : nil)
                : nil,
            dataSplitConfig: forecast == nil ? AutoMLDataSplitConfig(validationFraction: 0.2) : nil)
        response.modelDeployConfig = endpoint.map { ModelDeployConfig(endpointName: $0) }
        response.modelDeployResult = deployedEndpoint(at: now).map { ModelDeployResult(endpointName: $0) }
        return response
    }

    private var problemTypeConfig: AutoMLProblemTypeConfig {
        if var forecast {
            forecast.completionCriteria = criteria
            return AutoMLProblemTypeConfig(timeSeriesForecastingJobConfig: forecast)
        }
        return AutoMLProblemTypeConfig(
            tabularJobConfig: TabularJobConfig(
                targetAttributeName: target, completionCriteria: criteria, mode: mode,
                generateCandidateDefinitionsOnly: false, problemType: problemType))
    }

    private static let contentType = "text/csv;header=present"

    private var dataSource: AutoMLDataSource {
        AutoMLDataSource(s3DataSource: AutoMLS3DataSource(s3DataType: .s3Prefix, s3Uri: trainingData.uri))
    }

    private var criteria: AutoMLJobCompletionCriteria {
        AutoMLJobCompletionCriteria(
            maxCandidates: max(candidates.count, 1), maxRuntimePerTrainingJobInSeconds: 3600,
            maxAutoMLJobRuntimeInSeconds: 14_400)
    }

    private var artifacts: AutoMLJobArtifacts? {
        guard let notebooks else { return nil }
        return AutoMLJobArtifacts(
            candidateDefinitionNotebookLocation: notebooks.definition?.uri,
            dataExplorationNotebookLocation: notebooks.exploration.uri)
    }

    /// Where the notebooks are: an ensemble's candidates are not defined by one, and a forecast has none.
    var notebooks: (definition: S3Location?, exploration: S3Location)? {
        guard failureReason == nil, forecast == nil else { return nil }
        let folder = "\(output.key)\(name)/sagemaker-automl-candidates/\(name)-pr-1/notebooks"
        func place(_ kind: String) -> S3Location {
            S3Location(bucket: output.bucket, key: "\(folder)/SageMakerAutopilot\(kind)Notebook.ipynb")
        }
        return (mode == .ensembling ? nil : place("CandidateDefinition"), place("DataExploration"))
    }
}
