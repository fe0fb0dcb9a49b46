import AWSOperations
import BatchInference
import Testing

@Suite struct JobListLoaderTests {
    private let sageMaker = FakeSageMaker()

    @Test func rowsComeBeforeTheirDetails() async {
        let names = (0..<12).map { "job-\($0)" }
        sageMaker.change { state in
            state.jobs = names.map { Samples.summary($0) }
            for name in names {
                state.descriptions[name] = Samples.description(name)
                state.candidates[name] = [Samples.churnCandidate, Samples.candidate("b", status: .inProgress)]
            }
        }
        let updates = await JobListLoader(jobs: sageMaker, concurrency: 3).updates().all()
        guard case .page(let rows) = updates.first else {
            Issue.record("\(String(describing: updates.first))")
            return
        }
        #expect(rows.map(\.name) == names)
        #expect(rows.allSatisfy { !$0.isDescribed && $0.candidatesText == nil })
        let details = updates.compactMap { if case .details(let row) = $0 { row } else { nil } }
        #expect(Set(details.map(\.name)) == Set(names))
        #expect(
            details.allSatisfy {
                $0.isDescribed && $0.candidatesFinished == 1 && $0.candidatesSeen == 2 && $0.problemType == "binary"
                    && $0.targetColumn == "Churn?" && $0.roleArn == Samples.role
                    && $0.bestCandidateName == Samples.churnCandidate.candidateName
            })
        guard case .finished(isComplete: true) = updates.last else {
            Issue.record("\(String(describing: updates.last))")
            return
        }
        #expect(sageMaker.state.withLock { $0.mostInFlight } == 3)
    }

    @Test func emptyPagesGoOnAndARepeatedTokenStops() async {
        sageMaker.change { state in
            state.jobPages = [
                "": ListAutoMLJobsResponse(autoMLJobSummaries: [Samples.summary("a")], nextToken: "1"),
                "1": ListAutoMLJobsResponse(autoMLJobSummaries: [], nextToken: "2"),
                "2": ListAutoMLJobsResponse(
                    autoMLJobSummaries: [Samples.summary("a"), Samples.summary("b")], nextToken: "1"),
            ]
        }
        let updates = await JobListLoader(jobs: sageMaker, detailLimit: 0).updates().all()
        let rows = updates.flatMap { update -> [String] in
            guard case .page(let rows) = update else { return [] }
            return rows.map(\.name)
        }
        #expect(rows == ["a", "b"])
        #expect(sageMaker.calls.count { $0 == "ListAutoMLJobs" } == 3)
    }

    @Test func aRefreshAsksOnlyForWhatMayHaveChanged() async {
        sageMaker.change { state in
            state.jobs = [Samples.summary("a"), Samples.summary("b")]
            for name in ["a", "b"] { state.descriptions[name] = Samples.description(name) }
        }
        let loader = JobListLoader(jobs: sageMaker)
        func details(_ updates: [JobListUpdate]) -> [JobOverview] {
            updates.compactMap { if case .details(let row) = $0 { row } else { nil } }
        }
        let first = details(await loader.updates().all())
        #expect(first.count == 2)
        sageMaker.change { $0.jobs[1].lastModifiedTime = Timestamp(secondsSinceEpoch: 1_799_999_999) }
        let second = await loader.updates(known: first).all()
        #expect(details(second).map(\.name) == ["b"])
        guard case .page(let rows) = second.first else {
            Issue.record("\(second)")
            return
        }
        #expect(rows.map(\.isDescribed) == [true, false])
    }

    @Test func aListingThatFailsSaysSo() async {
        let failure = AWSFailure.refusal("ListAutoMLJobs", "AccessDeniedException", "no")
        sageMaker.plan("ListAutoMLJobs", .refuse(failure))
        let updates = await JobListLoader(jobs: sageMaker).updates().all()
        guard case .failed(failure) = updates.last else {
            Issue.record("\(updates)")
            return
        }
    }

    @Test func aJobThatCannotBeDescribedKeepsItsRow() async {
        sageMaker.change { $0.jobs = [Samples.summary("a")] }
        let updates = await JobListLoader(jobs: sageMaker).updates().all()
        let details = updates.compactMap { if case .details(let row) = $0 { row } else { nil } }
        #expect(details.first?.descriptionFailure?.isNotFound == true)
        #expect(details.first?.name == "a")
    }

    @Test func leaderboardsRankByTheJobsObjective() async throws {
        sageMaker.change { state in
            state.descriptions["a"] = Samples.description("a", objective: .rmse)
            state.candidates["a"] = [
                Samples.candidate("x", metric: "validation:rmse", value: 2),
                Samples.candidate("y", metric: "validation:rmse", value: 1),
            ]
        }
        let reading = try await CandidateListLoader(jobs: sageMaker).leaderboard(of: "a")
        let job = try #require(reading.job)
        #expect(reading.board.rows.map(\.name) == ["y", "x"])
        #expect(reading.shortfalls.isEmpty)
        #expect(job.bestCandidateName == "y" && job.bestValue == 1)
        #expect(job.candidatesText == "2")
    }

    private static let denied = AWSFailure.refusal("DescribeAutoMLJobV2", "AccessDeniedException", "no")

    private func twoCandidates() {
        sageMaker.change { state in
            state.jobs = [Samples.summary("a")]
            state.descriptions["a"] = Samples.description("a", objective: .rmse)
            state.candidates["a"] = [
                Samples.candidate("x", metric: "validation:rmse", value: 2),
                Samples.candidate("y", metric: "validation:rmse", value: 1),
            ]
        }
    }

    @Test func aBoardNeedsNoDescription() async throws {
        twoCandidates()
        sageMaker.change { $0.standing["DescribeAutoMLJobV2"] = Self.denied }
        let reading = try await CandidateListLoader(jobs: sageMaker).leaderboard(of: "a")
        #expect(reading.job == nil && reading.descriptionFailure == Self.denied)
        #expect(reading.board.rows.map(\.name) == ["y", "x"])
        #expect(reading.shortfalls.count == 1)
        #expect(throws: Self.denied) { _ = try reading.forLaunch(of: nil) }
    }

    @Test func aJobThatNothingCanBeReadOfFails() async {
        sageMaker.change {
            $0.standing["DescribeAutoMLJobV2"] = Self.denied
            $0.standing["ListCandidatesForAutoMLJob"] = .refusal(
                "ListCandidatesForAutoMLJob", "ResourceNotFound", "no a")
        }
        await #expect(throws: AWSFailure.self) { try await CandidateListLoader(jobs: sageMaker).leaderboard(of: "a") }
    }

    @Test func rowsThatCameBeforeAListingBrokeOffAreDescribed() async {
        twoCandidates()
        let throttled = AWSFailure.refusal("ListAutoMLJobs", "ThrottlingException", "Rate exceeded")
        sageMaker.change {
            $0.jobPages = [
                "": ListAutoMLJobsResponse(autoMLJobSummaries: [Samples.summary("a")], nextToken: "same"),
                "same": ListAutoMLJobsResponse(autoMLJobSummaries: [Samples.summary("b")], nextToken: "same"),
            ]
        }
        let updates = await JobListLoader(jobs: sageMaker).updates().all()
        guard case .failed(.repeatedPageToken(let operation)) = updates.last else {
            Issue.record("\(updates) \(throttled)")
            return
        }
        #expect(operation.name == "ListAutoMLJobs")
        let described = updates.compactMap { if case .details(let row) = $0 { row.name } else { nil } }
        #expect(Set(described) == ["a", "b"])
    }
}
