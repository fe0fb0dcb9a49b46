import AWSOperations
import BatchInference
import Console
import Testing

@testable import Monitor

/// Screens of which one call was denied, throttled or failed: what came stands there, with a notice that stays.
@Suite("Screens that lack something")
struct PartialListTests {
    private static func failure(_ operation: OperationDescriptor, _ code: String, _ message: String = "") -> AWSFailure
    {
        .service(
            ServiceError(operation: operation, code: code, message: message, httpStatus: 400, requestID: nil))
    }

    private static let throttled = failure(ListAutoMLJobsRequest.operation, "ThrottlingException")
    private static let denied = failure(
        DescribeAutoMLJobRequest.operation, "AccessDeniedException",
        "User: x is not authorized to perform: sagemaker:DescribeAutoMLJob on resource: y")

    @Test("A first job list that breaks off shows what came, says so, and tries again")
    func jobs() {
        var stage = Stage(JobsScreen())
        stage.send(JobsScreen.Event.listing(.page([Samples.job("penguins-species")])))
        let effects = stage.send(JobsScreen.Event.listing(.failed(Self.throttled)))
        #expect(stage.text.contains("penguins-species"))
        #expect(stage.text.contains("the list is incomplete: it broke off after 1 job: throttled by SageMaker"))
        #expect(stage.text.contains("1 job, incomplete"))
        #expect(effects.contains { if case .after(let id, _, _) = $0 { id.name == "refresh" } else { false } })
        stage.state.now = stage.state.now.adding(seconds: 600)
        #expect(stage.text.contains("the list is incomplete"))
        stage.send(JobsScreen.Event.refreshDue)
        stage.send(
            JobsScreen.Event.listing(.page([Samples.job("penguins-species"), Samples.job("b", minutesAgo: 99)])))
        stage.send(JobsScreen.Event.listing(.finished(isComplete: true)))
        #expect(!stage.text.contains("incomplete") && stage.text.contains("2 jobs"))
    }

    @Test("A refresh that breaks off keeps the rows that an earlier one had beyond it")
    func refreshedJobs() {
        var stage = Stage(JobsScreen())
        stage.send(
            JobsScreen.Event.listing(.page([Samples.job("old-a"), Samples.job("old-b", minutesAgo: 300)])))
        stage.send(JobsScreen.Event.listing(.finished(isComplete: true)))
        stage.send(JobsScreen.Event.refreshDue)
        stage.send(JobsScreen.Event.listing(.page([Samples.job("new", minutesAgo: 1)])))
        stage.send(
            JobsScreen.Event.listing(.failed(.repeatedPageToken(operation: ListAutoMLJobsRequest.operation))))
        for name in ["new", "old-a", "old-b", "no new page token"] { #expect(stage.text.contains(name)) }
    }

    @Test("Why a job's details are missing stands below the list, and what is denied is not asked again at once")
    func undescribedJob() {
        var stage = Stage(JobsScreen())
        var job = Samples.job("penguins-species")
        job.isDescribed = false
        func refresh() -> Bool {
            stage.send(JobsScreen.Event.refreshDue)
            stage.send(JobsScreen.Event.listing(.page([job])))
            return stage.send(JobsScreen.Event.listing(.finished(isComplete: true))).contains {
                if case .run(let id, _, _) = $0 { id.name == "details" } else { false }
            }
        }
        #expect(refresh())
        job.descriptionFailure = Self.denied
        stage.send(JobsScreen.Event.described(job))
        #expect(stage.text.contains("details missing: DescribeAutoMLJob"))
        job.descriptionFailure = nil
        _ = refresh()
        #expect(stage.text.contains("details missing: DescribeAutoMLJob"))
        let again = (0..<10).count { _ in refresh() }
        #expect(again == 0)
    }

    @Test("A leaderboard stands without the job's description")
    func candidates() {
        var stage = Stage(CandidatesScreen(job: Samples.job("penguins-species")))
        stage.send(
            CandidatesScreen.Event.loaded(
                LeaderboardReading(job: nil, board: Samples.board(), descriptionFailure: Self.denied)))
        #expect(stage.text.contains("dpp0-softmax-004"))
        #expect(stage.text.contains("the job's description is missing"))
        #expect(stage.text.contains("sagemaker:DescribeAutoMLJob"))
    }

    @Test("Candidates of half a list are marked, and those known before stay")
    func halfACandidateList() {
        var stage = Stage(CandidatesScreen(job: Samples.describedJob))
        stage.send(
            CandidatesScreen.Event.loaded(LeaderboardReading(job: Samples.describedJob, board: Samples.board())))
        let before = stage.top(CandidatesScreen.self).model.rows.count
        let half = Samples.board(Array(Samples.candidates.prefix(2)))
        stage.send(
            CandidatesScreen.Event.loaded(
                LeaderboardReading(job: Samples.describedJob, board: half, listingFailure: Self.throttled)))
        #expect(stage.top(CandidatesScreen.self).model.rows.count == before)
        #expect(stage.text.contains("candidates, incomplete"))
    }

    @Test("A transform list that breaks off shows what came")
    func transforms() {
        var stage = Stage(TransformsScreen())
        stage.send(TransformsScreen.Event.listing(.page([Samples.transform("penguins-1702")])))
        stage.send(TransformsScreen.Event.listing(.failed(Self.throttled)))
        #expect(stage.text.contains("penguins-1702") && stage.text.contains("1 transform, incomplete"))
        #expect(stage.text.contains("it broke off after 1 transform:"))
    }

    @Test("Outputs stand without inputs that may not be listed")
    func outputs() {
        let transform = Samples.transform("penguins-1702")
        var listing = OutputListing(
            inputs: [], outputs: [S3Object(key: "out/a.csv.out", size: 9, lastModified: Samples.now, eTag: "")],
            inputLocation: S3Location(bucket: "demo", key: "in/"),
            outputLocation: S3Location(bucket: "demo", key: "out/"), inputsAreWhole: false)
        listing.inputFailure = Self.failure(ListObjectsV2Request.operation, "AccessDenied", "no")
        var stage = Stage(OutputsScreen(transform: transform))
        stage.send(OutputsScreen.Event.listed(transform, listing))
        #expect(stage.text.contains("a.csv.out") && stage.text.contains("(input unknown)"))
        #expect(stage.text.contains("the inputs under s3://demo/in/ can't be listed"))
        #expect(stage.text.contains("inputs unknown, 1 written"))
        let problem = Shortfall(
            "can't read s3://demo/out/a.csv.out",
            failure: Self.failure(GetObjectRequest.operation, "AccessDenied", "no"))
        stage.send(
            OutputsScreen.Event.previewed(
                "out/a.csv.out",
                PredictionPreview(
                    input: .table(RecordTable(Array("1,2\n".utf8), type: nil)), output: .failed(problem),
                    rule: PairingRule(splitType: .line, assembleWith: .line))))
        #expect(stage.text.contains("can't read s3://demo/out/a.csv.out"))
    }

    @Test("A download names what it could not read, and the line stays")
    func download() throws {
        let transform = Samples.transform("penguins-1702")
        var stage = Stage(OutputsScreen(transform: transform))
        let listing = OutputListing(
            inputs: [],
            outputs: ["a", "b"].map {
                S3Object(key: "out/\($0).out", size: 9, lastModified: Samples.now, eTag: "")
            }, inputLocation: S3Location(bucket: "demo", key: "in/"),
            outputLocation: S3Location(bucket: "demo", key: "out/"))
        stage.send(OutputsScreen.Event.listed(transform, listing))
        let archived = Self.failure(GetObjectRequest.operation, "InvalidObjectState", "no")
        stage.send(
            OutputsScreen.Event.downloaded(
                DownloadOutcome(
                    files: [DownloadedOutput(path: "b.out", size: 9)],
                    unreadable: [Shortfall("can't read s3://demo/out/a.out", failure: archived)]), directory: "x"))
        #expect(stage.text.contains("1 of 2 downloaded: GetObject: InvalidObjectState"))
        stage.state.now = stage.state.now.adding(seconds: 600)
        #expect(stage.text.contains("can't read s3://demo/out/a.out"))
    }

    @Test("Models whose use is unknown are shown and can't be deleted")
    func models() {
        let model = LeftoverModel(
            name: "m-20261118-104000", arn: "arn", createdAt: Samples.now, origin: .name, use: .unknown)
        var stage = Stage(ModelsScreen())
        stage.send(
            ModelsScreen.Event.loaded(
                ModelCleaner.Found(
                    models: [model],
                    shortfalls: [Shortfall("whether a transform uses the models is unknown", failure: Self.denied)])))
        #expect(stage.text.contains("m-20261118-104000") && stage.text.contains("possibly in use"))
        #expect(stage.text.contains("whether a transform uses the models is unknown"))
        #expect(ModelsScreen.deletability(stage.top()) != .available)
    }

    @Test("A log that has expired says so in the panel and on its own screen")
    func expiredLog() {
        let failed = Samples.transform("churn", status: .failed, failure: "ClientError: See job logs")
        var snapshot = TransformSnapshot(name: failed.name, readAt: Samples.now)
        snapshot.overview = failed
        snapshot.logNote = "CloudWatch has only empty pages for this log: its lines have probably expired"
        var stage = Stage(TransformsScreen())
        stage.send(TransformsScreen.Event.listing(.page([failed])))
        stage.send(TransformsScreen.Event.listing(.finished(isComplete: true)))
        stage.send(TransformsScreen.Event.snapshot(snapshot))
        #expect(stage.text.contains("its lines have probably expired"))
        let log = Stage(TransformLogScreen(name: failed.name, snapshot: snapshot))
        #expect(log.text.contains("its lines have probably expired"))
    }
}
