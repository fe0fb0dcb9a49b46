import AWSOperations
import BatchInference
import Foundation
import GRDB
import Testing

@testable import LocalStore

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

    private func run(_ name: String, at time: Double = 1300, _ change: (inout EndedRun) -> Void = { _ in }) throws
        -> EndedRun
    {
        var run = try #require(
            EndedRun(Samples.transform(name), at: Timestamp(secondsSinceEpoch: 5000)))
        run.createdAt = Timestamp(secondsSinceEpoch: time)
        change(&run)
        return run
    }

    private static let diagnosis = Diagnosis(
        id: "memory", cause: "too little \u{2028}memory", evidence: "oom", fix: "more")

    @Test func everythingOfARunComesBack() async throws {
        let whole = try run("a") { run in
            run.counts = EndedRun.Counts(
                OutputProgress(inputObjects: 12, inputBytes: 5000, outputObjects: 11, outputBytes: 70),
                at: Timestamp(secondsSinceEpoch: 4000))
            run.causes = [EndedRun.Cause(Self.diagnosis)]
            run.repairs = "before"
            run.cost = EndedRun.Cost(of: run, price: InstancePrice(type: .mlM5Large, amount: 0.115, currency: "USD"))
            run.description = DescribeTransformJobResponse(
                transformJobName: "a", transformJobArn: "arn:a", transformJobStatus: .completed, modelName: "m",
                transformInput: TransformInput(
                    dataSource: TransformDataSource(
                        s3DataSource: TransformS3DataSource(s3DataType: .s3Prefix, s3Uri: "s3://bucket/caf\u{E9}/"))),
                transformResources: TransformResources(instanceType: .mlM5Large, instanceCount: 1),
                creationTime: Timestamp(secondsSinceEpoch: 1300))
        }
        try await history.keep([whole], in: Samples.scope)
        let other = TransformHistoryStore(StateDatabase(path: folder.file("state.sqlite")))
        #expect(try await other.run(named: "a", in: Samples.scope) == whole)
        #expect(whole.cost?.amount == 500.0 / 3600 * 0.115)
        #expect(try await other.run(named: "a", in: AccountScope(account: "1", region: "eu-west-1")) == nil)
    }

    @Test func aLaterLookAddsAndTakesNothingAway() async throws {
        try await history.keep([try run("a") { $0.causes = [EndedRun.Cause(Self.diagnosis)] }], in: Samples.scope)
        try await history.remember([Samples.transform("a")], in: Samples.scope)
        let counted = try run("a") {
            $0.counts = EndedRun.Counts(
                OutputProgress(inputObjects: 2, inputBytes: 1, outputObjects: 2, outputBytes: 1),
                at: Timestamp(secondsSinceEpoch: 1))
        }
        try await history.keep([counted], in: Samples.scope)
        let kept = try #require(try await history.run(named: "a", in: Samples.scope))
        #expect(kept.causes?.first?.id == "memory" && kept.counts?.missing == 0)
        // A listing that broke off says less than one that was whole.
        var broken = counted
        broken.counts?.areComplete = false
        broken.counts?.inputs = 1
        try await history.keep([broken], in: Samples.scope)
        #expect(try await history.run(named: "a", in: Samples.scope)?.counts?.inputs == 2)
        // Another transform of the same name, as in a sandbox that began anew, takes its place.
        try await history.keep([try run("a", at: 9999)], in: Samples.scope)
        #expect(try await history.run(named: "a", in: Samples.scope)?.causes == nil)
    }

    @Test func runsAreFoundByModelStatusAndName() async throws {
        try await history.remember(
            [
                Samples.transform("old-a"), Samples.transform("failed-b", status: .failed, model: "n"),
                Samples.transform("never-started", started: nil), Samples.transform("autopilot", internal: true),
                Samples.transform("running", status: .inProgress, ended: nil),
            ], in: Samples.scope)
        func names(_ query: EndedRunQuery, limit: Int = 10) async throws -> Set<String> {
            Set(try await history.runs(matching: query, in: Samples.scope, limit: limit).map(\.name))
        }
        #expect(try await names(EndedRunQuery()) == ["old-a", "failed-b", "never-started"])
        #expect(try await names(EndedRunQuery(includesInternal: true)).contains("autopilot"))
        #expect(try await names(EndedRunQuery(modelName: "n")) == ["failed-b"])
        #expect(try await names(EndedRunQuery(status: .failed)) == ["failed-b"])
        #expect(try await names(EndedRunQuery(nameContains: "OLD")) == ["old-a"])
        #expect(try await names(EndedRunQuery(nameContains: "%")).isEmpty)
        #expect(try await names(EndedRunQuery(), limit: 1).count == 1)
    }

    @Test func aDamagedRowHidesNoOther() async throws {
        try await history.keep([try run("a"), try run("b"), try run("c")], in: Samples.scope)
        try await database.write { db in
            try db.execute(sql: "UPDATE endedRun SET content = '{' WHERE name = 'a'")
            try db.execute(sql: "UPDATE endedRun SET createdAt = 1e300 WHERE name = 'b'")
        }
        let left = try await history.runs(matching: EndedRunQuery(), in: Samples.scope, limit: 10)
        #expect(left.map(\.name) == ["c"])
        #expect(try await history.unreadableRuns(in: Samples.scope) == 2)
        #expect(try await history.unreadableRuns(in: AccountScope(account: "1", region: "eu-west-1")) == 0)
        #expect(try await history.run(named: "a", in: Samples.scope) == nil)
        try await history.keep([try run("a")], in: Samples.scope)
        #expect(try await history.run(named: "a", in: Samples.scope) != nil)
    }

    @Test(arguments: ["6 corrected inputs", "7 sizes of past inputs", "8 repairs", "2 who works on a launch"])
    func aDatabaseOfAnOlderVersionIsReadOn(version: String) async throws {
        let old = TemporaryFolder()
        let path = old.file("state.sqlite")
        try FileManager.default.createDirectory(atPath: old.path, withIntermediateDirectories: true)
        let queue = try DatabaseQueue(path: path)
        try Migrations.all.migrate(queue, upTo: version)
        try await queue.write { db in
            try db.execute(
                sql: """
                    INSERT INTO pastTransform (account, region, name, modelName, status, instanceType, instanceCount,
                    createdAt, startedAt, endedAt)
                    VALUES ('111122223333', 'eu-west-1', 'old', 'm', 'Completed', 'ml.m5.large', 1, 1300, 1500, 2000)
                    """)
            try db.execute(
                sql: """
                    INSERT INTO launch (id, account, region, autopilotJobName, candidateName, transformJobName,
                    createModel, createTransformJob, state, createdAt, updatedAt, reusesModel)
                    VALUES ('111122223333/eu-west-1/old', '111122223333', 'eu-west-1', 'job', 'candidate', 'old', ?, ?,
                    'launched', 1, 1, 0)
                    """,
                arguments: [
                    String(decoding: try JSONEncoder().encode(Samples.record("old").createModel), as: UTF8.self),
                    String(decoding: try JSONEncoder().encode(Samples.record("old").createTransformJob), as: UTF8.self),
                ])
        }
        try queue.close()
        let database = StateDatabase(path: path)
        let history = TransformHistoryStore(database)
        #expect(try await history.pastTransforms(ofModel: "m", candidate: nil, in: Samples.scope, limit: 5).count == 1)
        #expect(try await history.runs(matching: EndedRunQuery(), in: Samples.scope, limit: 5).isEmpty)
        try await history.remember([Samples.transform("new")], in: Samples.scope)
        #expect(try await history.runs(matching: EndedRunQuery(), in: Samples.scope, limit: 5).map(\.name) == ["new"])
        let journal = LaunchJournalStore(database)
        #expect(try await journal.history(limit: 5).map(\.transformJobName) == ["old"])
        #expect(try await journal.repairs().isEmpty)
        var repair = Samples.record("again", state: .launched, at: 2000)
        repair.repairs = "old"
        try await journal.begin(repair)
        #expect(try await journal.repairs().map(\.repairs) == ["old"])
        #expect(try await LaunchJournalStore(StateDatabase(path: path)).history(limit: 1).first == repair)
    }

    @Test func runsAreCarriedOverFromADamagedFile() async throws {
        try await LaunchJournalStore(database).begin(Samples.record("a"))
        try await history.keep([try run("a"), try run("b")], in: Samples.scope)
        let queue = try DatabaseQueue(path: folder.file("state.sqlite"))
        try await queue.write { try $0.execute(sql: "DROP TABLE launch") }
        try queue.close()
        let later = TransformHistoryStore(StateDatabase(path: folder.file("state.sqlite")))
        _ = try await LaunchJournalStore(StateDatabase(path: folder.file("state.sqlite"))).unfinished()
        let kept = try await later.runs(matching: EndedRunQuery(), in: Samples.scope, limit: 5)
        #expect(Set(kept.map(\.name)) == ["a", "b"])
    }
}
