import AWSOperations
import BatchInference
import Testing

@testable import LocalStore

@Suite("Local copies of lists")
struct ListCopyStoreTests {
    private let folder = TemporaryFolder()
    private let copies: ListCopyStore
    private let now = Timestamp(secondsSinceEpoch: 1_795_000_000)
    private let place = ListPlace(profile: "ml-dev", region: "eu-west-1", account: "111122223333")

    init() {
        copies = ListCopyStore(StateDatabase(path: folder.file("state.sqlite")))
    }

    private func job(_ name: String) -> JobOverview {
        var job = JobOverview(
            AutoMLJobSummary(
                autoMLJobName: name, autoMLJobArn: "arn:aws:sagemaker:eu-west-1:111122223333:automl-job/\(name)",
                autoMLJobStatus: .completed, autoMLJobSecondaryStatus: .completed, creationTime: now,
                lastModifiedTime: now, endTime: now.adding(seconds: 60), failureReason: "why"))
        job.isDescribed = true
        job.problemType = "multiclass"
        job.objective = MetricName("Accuracy")
        job.bestValue = 0.25
        job.descriptionFailure = .cancelled
        return job
    }

    @Test("A job comes back as it was, but for the failures of the moment, and says that it's a copy")
    func jobs() async throws {
        await copies.keep([job("a"), job("b")], as: .jobs, at: now, in: place)
        let copy = try #require(await copies.copy(of: .jobs, in: place))
        var expected = job("a")
        expected.descriptionFailure = nil
        expected.isCopied = true
        #expect(copy.rows.first == expected)
        #expect(copy.rows.map(\.name) == ["a", "b"] && copy.savedAt == now && copy.account == "111122223333")
    }

    @Test("A transform and a board come back as they were")
    func transformsAndBoards() async throws {
        let transform = Samples.transform("t")
        await copies.keep([transform], as: .transforms, at: now, in: place)
        #expect(await copies.copy(of: .transforms, in: place)?.rows == [transform])
        let candidate = AutoMLCandidate(
            candidateName: "c", objectiveStatus: .succeeded, candidateSteps: [], candidateStatus: .completed,
            creationTime: now, lastModifiedTime: now)
        let board = KeptBoard(job: job("a"), candidates: [candidate])
        await copies.keep([board], as: .candidates(of: "a"), at: now, in: place)
        let found = try #require(await copies.copy(of: .candidates(of: "a"), in: place)?.rows.first)
        #expect(found.candidates == [candidate] && found.job.name == "a")
        #expect(await copies.copy(of: .candidates(of: "b"), in: place) == nil)
    }

    @Test("Before the account is known, only a named profile's copies are found, by where it led last")
    func accounts() async {
        await copies.keep([job("a")], as: .jobs, at: now, in: place)
        let unknown = ListPlace(profile: "ml-dev", region: "eu-west-1")
        #expect(await copies.copy(of: .jobs, in: unknown)?.account == "111122223333")
        #expect(await copies.copy(of: .jobs, in: ListPlace(region: "eu-west-1")) == nil)
        #expect(await copies.copy(of: .jobs, in: ListPlace(profile: "ml-prod", region: "eu-west-1")) == nil)
        #expect(await copies.copy(of: .jobs, in: ListPlace(profile: "ml-dev", region: "us-east-1")) == nil)
        let other = ListPlace(profile: "ml-dev", region: "eu-west-1", account: "444455556666")
        #expect(await copies.copy(of: .jobs, in: other) == nil)
        let elsewhere = ListPlace(profile: "ml-dev", region: "eu-west-1", endpoint: "http://127.0.0.1:4566")
        #expect(await copies.copy(of: .jobs, in: elsewhere) == nil)
        await copies.keep([job("b")], as: .jobs, at: now, in: unknown)
        #expect(await copies.copy(of: .jobs, in: place)?.rows.map(\.name) == ["a"])
    }

    @Test("Copies of many jobs' candidates push out the oldest of their kind alone")
    func room() async {
        await copies.keep([job("a")], as: .jobs, at: now, in: place)
        for index in 0..<45 {
            let board = KeptBoard(job: job("j\(index)"), candidates: [])
            await copies.keep(
                [board], as: .candidates(of: "j\(index)"), at: now.adding(seconds: Double(index)), in: place)
        }
        #expect(await copies.copy(of: .candidates(of: "j0"), in: place) == nil)
        #expect(await copies.copy(of: .candidates(of: "j44"), in: place) != nil)
        #expect(await copies.copy(of: .jobs, in: place) != nil)
    }
}
