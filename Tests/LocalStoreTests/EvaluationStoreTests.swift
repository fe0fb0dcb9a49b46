import AWSOperations
import BatchInference
import GRDB
import Synchronization
import Testing

@testable import LocalStore

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
        #expect(try await store.ended(named: "e0", in: scope) == found[1])
        #expect(try await store.ended(named: "e", in: scope) == nil)
        #expect(try await store.ended(named: "e0", in: AccountScope(account: "1", region: "x")) == nil)
        try await store.begin(record("open"))
        #expect(try await store.ended(named: "open", in: scope) == nil)
    }

    /// One that ended, one cut short, and one that is well, in one file without a log beside it.
    private func prepare() async throws {
        let store = store()
        for (name, state) in [("done", EvaluationRecord.State.ended), ("cut", .running), ("well", .running)] {
            var own = record(name)
            try await store.begin(own)
            own.state = state
            try await store.update(own)
            await store.release(own.id)
        }
        try change("SELECT 1")
    }

    private func change(_ sql: String) throws {
        let queue = try DatabaseQueue(path: folder.file("state.sqlite"))
        try queue.writeWithoutTransaction { db in
            try db.execute(sql: sql)
            _ = try Row.fetchAll(db, sql: "PRAGMA wal_checkpoint(TRUNCATE)")
        }
        try queue.close()
    }

    @Test(
        "a row that can't be read is set aside and named, and hides no other",
        arguments: [
            "content = '{'", "content = '{}'", "content = X'00FF'", "state = 'somethingNew'", "state = X'01'",
            "state = 7", "account = X'80'", "region = X'05'", "jobName = X'00'", "createdAt = 'yesterday'",
            "createdAt = 9e999", "updatedAt = X'01'", "state = 'ended'",
        ])
    func damagedRow(change sql: String) async throws {
        try await prepare()
        try change("UPDATE evaluation SET \(sql) WHERE name = 'cut'")
        let told = Mutex<[String]>([])
        let database = StateDatabase(path: folder.file("state.sqlite")) { line in told.withLock { $0.append(line) } }
        let (store, journal) = (EvaluationStore(database), LaunchJournalStore(database))
        #expect(try await store.unfinished().map(\.name) == ["well"])
        #expect(try await store.ended(ofJob: nil, in: scope, limit: 9).map(\.name) == ["done"])
        let lines = told.withLock { $0 }
        #expect(lines.count == 1 && lines[0].contains("the evaluation cut"), "\(lines)")
        #expect(try await journal.setAside().map { $0.evaluation?.name } == ["cut"])
        #expect(try await journal.setAside().allSatisfy { $0.evaluation?.mayBe(in: scope) == true })
        _ = try await store.unfinished()
        #expect(told.withLock { $0.count } == 1)
    }

    @Test("what a damaged file takes along is named")
    func lostWithItsFile() async throws {
        try await prepare()
        try change("UPDATE evaluation SET content = '{' WHERE name = 'cut'")
        let salvage = Salvage(path: folder.file("state.sqlite"))
        #expect(Set(salvage.evaluations.map(\.name)) == ["done", "well"])
        #expect(salvage.setAside.map { $0.launch.evaluation?.name } == ["cut"])
        #expect(salvage.words.contains("cut"))
    }
}
