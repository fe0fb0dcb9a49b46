import AWSOperations
import BatchInference
import Console
import Testing

@testable import Monitor

/// Lists that are painted from the local copy before the service has answered.
@Suite("Lists from the local copy")
struct LocalCopyTests {
    private static let account = "111122223333"
    private static let threeHoursAgo = Samples.now.adding(seconds: -3 * 3600)

    private static func copiedJobs(_ jobs: JobOverview...) -> JobsScreen.Event {
        .copied(
            ListCopy(
                rows: jobs.map {
                    var job = $0
                    job.isCopied = true
                    return job
                }, savedAt: threeHoursAgo, account: account))
    }

    private static let throttled = AWSFailure.service(
        ServiceError(
            operation: ListAutoMLJobsRequest.operation, code: "ThrottlingException", message: "Rate exceeded",
            httpStatus: 400, requestID: nil))

    @Test("Jobs stand as a copy with its age until the listing is whole; live ones take their places one by one")
    func jobs() {
        var stage = Stage(JobsScreen())
        stage.send(
            Self.copiedJobs(
                Samples.job("runs", status: .inProgress, minutesAgo: 200), Samples.job("old", minutesAgo: 900)))
        #expect(stage.text.contains("local copy, 3 h old") && !stage.text.contains("live"))
        #expect(stage.text.contains("runs (local copy)") && stage.text.contains("old (local copy)"))
        #expect(stage.text.contains("2 from the local copy; loading"))
        stage.send(JobsScreen.Event.listing(.page([Samples.job("runs", minutesAgo: 200)])))
        #expect(!stage.text.contains("runs (local copy)") && stage.text.contains("old (local copy)"))
        #expect(stage.text.contains("local copy, 3 h old") && stage.text.contains("1 so far, 1 from the local copy"))
        stage.send(JobsScreen.Event.listing(.finished(isComplete: true)))
        #expect(!stage.text.contains("local copy") && !stage.text.contains("old") && stage.text.contains("live"))
    }

    @Test(
        "What a running job's copy says isn't taken for what the service says; of one that ended and is untouched, it is"
    )
    func jobDetails() {
        var stage = Stage(JobsScreen())
        stage.send(Self.copiedJobs(Samples.job("runs", status: .inProgress), Samples.job("old", minutesAgo: 900)))
        func bare(_ job: JobOverview) -> JobOverview {
            JobOverview(
                AutoMLJobSummary(
                    autoMLJobName: job.name, autoMLJobArn: job.arn, autoMLJobStatus: job.status,
                    autoMLJobSecondaryStatus: job.secondaryStatus, creationTime: job.createdAt,
                    lastModifiedTime: job.modifiedAt, endTime: job.endedAt))
        }
        stage.send(
            JobsScreen.Event.listing(
                .page([
                    bare(Samples.job("runs", status: .inProgress)), bare(Samples.job("old", minutesAgo: 900)),
                ])))
        stage.send(JobsScreen.Event.listing(.finished(isComplete: true)))
        let rows = stage.top(JobsScreen.self).model.rows
        #expect(rows.map(\.isDescribed) == [false, true] && !rows.contains(where: \.isCopied))
    }

    @Test("Where the service can't be asked, the copy stays, under the reason")
    func failure() {
        var stage = Stage(JobsScreen())
        stage.send(Self.copiedJobs(Samples.job("old", minutesAgo: 900)))
        stage.send(JobsScreen.Event.listing(.failed(Self.throttled)))
        #expect(stage.text.contains("throttled by SageMaker") && stage.text.contains("old (local copy)"))
        #expect(stage.text.contains("local copy, 3 h old") && !stage.text.contains("no data"))
        stage.send(JobsScreen.Event.refreshDue)
        stage.send(JobsScreen.Event.listing(.page([Samples.job("new", minutesAgo: 1)])))
        stage.send(JobsScreen.Event.listing(.failed(Self.throttled)))
        #expect(stage.text.contains("new") && stage.text.contains("old (local copy)"))
        #expect(stage.text.contains("incomplete") && stage.text.contains("1 from the local copy"))
    }

    @Test("A copy never takes the place of what the service has said, and another account's is not shown")
    func lateAndForeign() {
        var stage = Stage(JobsScreen())
        stage.send(JobsScreen.Event.listing(.page([Samples.job("live-one")])))
        stage.send(JobsScreen.Event.listing(.finished(isComplete: true)))
        stage.send(Self.copiedJobs(Samples.job("old")))
        #expect(!stage.text.contains("old"))
        var other = Stage(JobsScreen())
        other.state.connection.account = nil
        other.send(Self.copiedJobs(Samples.job("old")))
        #expect(other.text.contains("old (local copy)"))
        _ = other.state.update(.identity(GetCallerIdentityResponse(userID: "u", account: "444455556666", arn: "a")))
        #expect(!other.text.contains("old (local copy)"))
    }

    @Test("A listing is kept once it's whole, where it differs from what is kept, and not more than once a minute")
    func keeping() {
        var stage = Stage(JobsScreen())
        func keeps(_ job: JobOverview) -> Bool {
            stage.send(JobsScreen.Event.refreshDue)
            stage.send(JobsScreen.Event.listing(.page([job])))
            let due = stage.send(JobsScreen.Event.listing(.finished(isComplete: true))).contains {
                if case .after(let id, _, _) = $0 { id.name == "keep" } else { false }
            }
            #expect(due)
            return stage.send(JobsScreen.Event.keepDue).contains {
                if case .run(let id, .program, _) = $0 { id.name == "keep local copy" } else { false }
            }
        }
        #expect(keeps(Samples.job("a")))
        stage.state.now = stage.state.now.adding(seconds: 100)
        #expect(!keeps(Samples.job("a")))
        #expect(keeps(Samples.job("b")))
        #expect(!keeps(Samples.job("c")))
    }

    @Test("Transforms of the copy stand beside those of the history; no end is told of them")
    func transforms() {
        var stage = Stage(TransformsScreen())
        let copy = ListCopy(
            rows: [Samples.transform("runs", status: .inProgress), Samples.transform("gone")],
            savedAt: Self.threeHoursAgo, account: Self.account)
        stage.send(TransformsScreen.Event.copied(copy))
        #expect(stage.text.contains("runs (local copy)") && stage.text.contains("2 from the local copy; loading"))
        #expect(stage.text.contains("local copy, 3 h old"))
        stage.send(TransformsScreen.Event.listing(.page([Samples.transform("runs")])))
        #expect(!stage.text.contains("runs (local copy)") && stage.text.contains("gone (local copy)"))
        #expect(stage.text.contains("1 so far, 1 from the local copy"))
        stage.send(TransformsScreen.Event.listing(.finished(isComplete: true)))
        #expect(!stage.text.contains("local copy") && stage.text.contains("1 transform"))
        #expect(stage.toasts.isEmpty)
    }

    @Test("Nothing is launched or compared from a board of the copy")
    func candidates() {
        var stage = Stage(CandidatesScreen(job: Samples.job("penguins")))
        let candidates = Samples.candidates
        stage.send(
            CandidatesScreen.Event.copied(
                ListCopy(
                    rows: [KeptBoard(job: Samples.job("penguins"), candidates: candidates)],
                    savedAt: Self.threeHoursAgo, account: Self.account)))
        #expect(stage.text.contains("local copy, 3 h old") && stage.text.contains("copy)"))
        #expect(stage.text.contains("\(candidates.count) candidates from the local copy; loading"))
        for key: Chord in ["n", "=", "e"] {
            stage.press(key)
            #expect(stage.crumb == "penguins")
            #expect(stage.toasts.last?.contains("still loading") == true)
        }
        stage.send(
            CandidatesScreen.Event.loaded(
                LeaderboardReading(job: Samples.job("penguins"), board: Leaderboard(candidates: candidates))))
        #expect(!stage.text.contains("local copy"))
    }
}
