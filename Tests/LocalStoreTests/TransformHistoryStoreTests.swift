import AWSOperations
import BatchInference
import LocalStore
import Testing

@Suite struct TransformHistoryStoreTests {
    private let folder = TemporaryFolder()
    private let database: StateDatabase
    private let history: TransformHistoryStore

    init() {
        database = StateDatabase(path: folder.file("state.sqlite"))
        history = TransformHistoryStore(database)
    }

    private func names(model: String? = nil, candidate: String? = nil, scope: AccountScope = Samples.scope) async throws
        -> [String]
    {
        try await history.pastTransforms(ofModel: model, candidate: candidate, in: scope, limit: 10).map(\.name)
    }

    @Test func completedRunsOfAModelAreKept() async throws {
        try await history.remember(
            [
                Samples.transform("old", ended: 1900), Samples.transform("new"),
                Samples.transform("failed", status: .failed), Samples.transform("other", model: "n"),
                Samples.transform("running", status: .inProgress, ended: nil),
                Samples.transform("never started", started: nil), Samples.transform("autopilot's", internal: true),
            ], in: Samples.scope)
        #expect(try await names(model: "m") == ["new", "old"])
        #expect(try await names(model: "m", scope: AccountScope(account: "1", region: "eu-west-1")).isEmpty)
        #expect(try await names().isEmpty)
        let past = try await history.pastTransforms(ofModel: "m", candidate: nil, in: Samples.scope, limit: 1)
        #expect(past.first?.provisioningSeconds == 200 && past.first?.runningSeconds == 500)
        #expect(past.first?.instanceType == .mlM5Large)
    }

    @Test func rememberingTwiceMakesNoDifference() async throws {
        for _ in 1...2 { try await history.remember([Samples.transform("a")], in: Samples.scope) }
        #expect(try await names(model: "m") == ["a"])
    }

    @Test func theSizeOfAnInputOutlivesItsRowBeingWrittenAgain() async throws {
        func sizes() async throws -> [Int?] {
            try await history.pastTransforms(ofModel: "m", candidate: nil, in: Samples.scope, limit: 10).map(
                \.inputBytes)
        }
        try await history.rememberInput(bytes: 5, ofTransform: "a", in: Samples.scope)
        try await history.remember([Samples.transform("a")], in: Samples.scope)
        #expect(try await sizes() == [nil], "a size without its run is nothing")
        try await history.rememberInput(bytes: 5_000_000_000, ofTransform: "a", in: Samples.scope)
        try await history.remember([Samples.transform("a")], in: Samples.scope)
        #expect(try await sizes() == [5_000_000_000])
    }

    @Test func aSampleRunIsNoMeasureOfOthers() async throws {
        var sample = Samples.transform("sample")
        sample.input = "s3://bucket/out/flightdeck-samples/sample/input/"
        try await history.remember([sample, Samples.transform("whole")], in: Samples.scope)
        #expect(try await names(model: "m") == ["whole"])
    }

    @Test func aCandidatesRunsAreFoundThroughTheJournal() async throws {
        try await LaunchJournalStore(database).begin(Samples.record("launched-here", state: .launched))
        try await history.remember([Samples.transform("launched-here", model: "its own")], in: Samples.scope)
        #expect(try await names(candidate: "candidate") == ["launched-here"])
        #expect(try await names(candidate: "another").isEmpty)
    }
}
