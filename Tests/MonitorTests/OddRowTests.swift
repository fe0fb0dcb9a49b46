import AWSOperations
import BatchInference
import Testing

@testable import Monitor

/// Rows of which the answer leaves almost everything out, beside good ones.
@Suite("Rows with missing members")
struct OddRowTests {
    private static let arn = "arn:aws:sagemaker:eu-west-1:111122223333:"

    private static var jobs: [JobOverview] {
        var named = AutoMLJobSummary(
            autoMLJobName: "", autoMLJobArn: arn + "automl-job/only-an-arn", autoMLJobStatus: .unknown,
            autoMLJobSecondaryStatus: .unknown, creationTime: .unknown, lastModifiedTime: .unknown)
        named.sentName = nil
        named.$creationTime = nil
        named.$autoMLJobStatus = nil
        var unnamed = named
        unnamed.$autoMLJobArn = nil
        unnamed.$creationTime = Samples.now.adding(seconds: -300)
        return [Samples.job("penguins-sex", minutesAgo: 18), JobOverview(named), JobOverview(unnamed)]
    }

    private static var transforms: [TransformOverview] {
        var named = TransformJobSummary(
            transformJobName: "", transformJobArn: arn + "transform-job/only-an-arn", creationTime: .unknown,
            transformJobStatus: .unknown)
        named.sentName = nil
        var unnamed = named
        unnamed.$transformJobArn = nil
        return [Samples.transform("penguins-1"), TransformOverview(named), TransformOverview(unnamed)]
    }

    private static var candidates: [AutoMLCandidate] {
        var unnamed = Samples.candidate("dpp1-odd-002", value: 0.9)
        unnamed.$candidateName = nil
        unnamed.$creationTime = nil
        unnamed.$candidateStatus = nil
        unnamed.finalAutoMLJobObjectiveMetric?.$value = nil
        unnamed.candidateProperties = nil
        let infinite = Samples.candidate("dpp2-bad-003", value: .infinity)
        return [
            Samples.candidate("dpp2-nan-001", value: .nan), infinite, unnamed,
            Samples.candidate("dpp0-good-004", value: 0.95),
        ]
    }

    @Test(arguments: GoldenView.allCases)
    func jobs(view: GoldenView) throws {
        var stage = view.stage(JobsScreen())
        stage.send(JobsScreen.Event.listing(.leftOut(2)))
        stage.send(JobsScreen.Event.listing(.page(Self.jobs)))
        stage.send(JobsScreen.Event.listing(.finished(isComplete: true)))
        stage.press("Down")
        stage.press("Down")
        try expectGolden(stage, "jobs-odd-\(view.rawValue)")
        // There is nothing to ask for.
        stage.press("Enter")
        #expect(stage.crumb == "Jobs")
    }

    @Test(arguments: GoldenView.allCases)
    func transforms(view: GoldenView) throws {
        var stage = view.stage(TransformsScreen())
        stage.send(TransformsScreen.Event.listing(.leftOut(1)))
        stage.send(TransformsScreen.Event.listing(.page(Self.transforms)))
        stage.send(TransformsScreen.Event.listing(.finished(isComplete: true)))
        stage.press("Down")
        try expectGolden(stage, "transforms-odd-\(view.rawValue)")
        stage.press("Down")
        stage.press("Enter")
        #expect(stage.crumb == "Transforms")
    }

    @Test(arguments: GoldenView.allCases)
    func candidates(view: GoldenView) throws {
        var stage = view.stage(CandidatesScreen(job: Samples.describedJob))
        let board = Leaderboard(candidates: Self.candidates, objective: MetricName("Accuracy"))
        #expect(board.rows.map(\.rank) == [1, nil, nil, nil])
        #expect(board.rows.map(\.valueText) == ["0.9500", "NaN", "Infinity", nil])
        stage.send(
            CandidatesScreen.Event.loaded(LeaderboardReading(job: Samples.describedJob, board: board, leftOut: 1)))
        stage.press("End")
        try expectGolden(stage, "candidates-odd-\(view.rawValue)")
        stage.press("n")
        #expect(stage.crumb == Samples.jobName)
    }

    @Test("entries of S3 that can't be shown are counted in the status line, of this folder alone")
    func browser() throws {
        let place = try #require(S3Location("s3://bucket/in/"))
        let entry = PrefixEntry.object(
            S3Location(bucket: "bucket", key: "in/a.csv"), size: nil, modified: nil)
        var stage = Stage(ObjectBrowserScreen(at: place) { LaunchScreen.Event.located(.input, $0) })
        for (isLast, leftOut) in [(false, 2), (true, 1)] {
            stage.send(
                ObjectBrowserScreen.Event.page(
                    place, PrefixPage(entries: isLast ? [] : [entry], isLast: isLast, leftOut: leftOut)))
        }
        stage.send(ObjectBrowserScreen.Event.finished(place))
        #expect(stage.text.contains("1 entry, 3 unreadable, over 0 B in objects here"), "\(stage.text)")
        stage.press("r")
        stage.send(ObjectBrowserScreen.Event.page(place, PrefixPage(entries: [entry], isLast: true)))
        stage.send(ObjectBrowserScreen.Event.finished(place))
        #expect(!stage.text.contains("unreadable"), "\(stage.text)")
    }
}
