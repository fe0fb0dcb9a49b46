import AWSOperations

/// The account's Autopilot jobs and the operations that read them.
actor AutoMLCatalog {
    private var jobs: [AutoMLJobRecord] = []

    func add(_ added: [AutoMLJobRecord]) {
        jobs += added
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
        guard job.maker == .createAutoMLJob else {
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

    private func job(_ name: String) throws(ServiceFault) -> AutoMLJobRecord {
        guard let job = jobs.first(where: { $0.name == name }) else {
            throw ServiceFault("ResourceNotFound", "Could not find requested AutoML job with name: \(name)")
        }
        return job
    }
}
