import AWSOperations
import BatchInference
import LocalStore
import Testing

@Suite("Evaluations in the state file")
struct EvaluationStoreTests {
    private let folder = TemporaryFolder()
    private func store() -> EvaluationStore { EvaluationStore(StateDatabase(path: folder.file("state.sqlite"))) }
    private let scope = AccountScope(account: "111122223333", region: "eu-west-1")

    private func record(_ name: String, job: String = "penguins", at seconds: Double = 1000) -> EvaluationRecord {
        let time = Timestamp(secondsSinceEpoch: seconds)
        return EvaluationRecord(
            id: "\(scope.account)/\(scope.region)/\(name)", name: name, account: scope.account, region: scope.region,
            jobName: job, createdAt: time, updatedAt: time, input: LabelledInput(uri: "s3://demo/in/", target: "y"),
            kind: .classification, threshold: 0.5, timeLimit: 3600)
    }

    @Test("one under way is its program's alone, and free once that has let it go")
    func owned() async throws {
        let (first, second) = (store(), store())
        try await first.begin(record("a"))
        #expect(try await second.unfinished().isEmpty)
        #expect(try await second.underWay().map(\.name) == ["a"])
        await #expect(throws: LaunchIsUnderWay.self) { try await second.claim(record("a").id) }
        var changed = record("a")
        changed.state = .running
        try await first.update(changed)
        await first.release(changed.id)
        #expect(try await second.unfinished() == [changed])
        #expect(try await second.claim(changed.id) == changed)
        #expect(try await first.unfinished().isEmpty)
    }

    @Test("an ended one is kept with its result, newest first, and told apart by job and place")
    func kept() async throws {
        let store = store()
        for (number, job) in ["penguins", "whales", "penguins"].enumerated() {
            var own = record("e\(number)", job: job, at: 1000 + Double(number))
            try await store.begin(own)
            own.state = .ended
            own.result = EvaluationResult(
                kind: .classification, candidates: [.init(name: "c", transform: "t", output: "s3://demo/o/")],
                objective: "Accuracy")
            try await store.update(own)
            await store.release(own.id)
        }
        let found = try await self.store().ended(ofJob: "penguins", in: scope, limit: 10)
        #expect(found.map(\.name) == ["e2", "e0"] && found[0].result?.candidates.first?.name == "c")
        #expect(try await store.ended(ofJob: nil, in: scope, limit: 2).count == 2)
        #expect(try await store.ended(ofJob: nil, in: AccountScope(account: "1", region: "x"), limit: 9).isEmpty)
        #expect(try await store.unfinished().isEmpty)
    }
}
