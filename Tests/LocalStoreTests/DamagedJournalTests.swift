import AWSOperations
import BatchInference
import Foundation
import GRDB
import Synchronization
import Testing

@testable import LocalStore

/// Rows, tables and pages that can't be read: each launch goes on, and what was there is named and kept.
@Suite struct DamagedJournalTests {
    private let folder = TemporaryFolder()
    private var path: String { folder.file("state.sqlite") }

    private final class Told: Sendable {
        let lines = Mutex<[String]>([])
        var all: [String] { lines.withLock { $0 } }
        var report: @Sendable (String) -> Void { { line in self.lines.withLock { $0.append(line) } } }
    }

    private func journal(_ told: Told = Told()) -> LaunchJournalStore {
        LaunchJournalStore(StateDatabase(path: path, report: told.report))
    }

    /// A journal with an interrupted launch and one that is done, in one file without a log beside it.
    private func prepare() async throws {
        let journal = journal()
        for record in [
            Samples.record("old", state: .launched), Samples.record("cut", state: .creatingTransform, at: 2000),
        ] {
            try await journal.begin(record)
            await journal.release(record.id)
        }
        try await TransformHistoryStore(StateDatabase(path: path)).remember([Samples.transform("t")], in: Samples.scope)
        try change("SELECT 1")
    }

    private func change(_ sql: String) throws {
        let queue = try DatabaseQueue(path: path)
        try queue.writeWithoutTransaction { db in
            try db.execute(sql: sql)
            _ = try Row.fetchAll(db, sql: "PRAGMA wal_checkpoint(TRUNCATE)")
        }
        try queue.close()
    }

    /// What every launch does with the journal.
    private func launch(_ name: String, _ journal: LaunchJournalStore) async throws {
        _ = try await journal.unfinished()
        var record = Samples.record(name, at: 3000)
        try await journal.begin(record)
        record.state = .launched
        try await journal.update(record)
        await journal.release(record.id)
        #expect(try await journal.history(limit: 100).contains { $0.transformJobName == name && $0.state == .launched })
    }

    @Test(arguments: [
        "UPDATE launch SET state = 'somethingNew' WHERE transformJobName = 'cut'",
        "UPDATE launch SET createTransformJob = '{' WHERE transformJobName = 'cut'",
        "UPDATE launch SET createdAt = 1e300 WHERE transformJobName = 'cut'",
        "UPDATE launch SET createdAt = 'yesterday' WHERE transformJobName = 'cut'",
        "UPDATE launch SET reusesModel = 'x' WHERE transformJobName = 'cut'",
        "UPDATE launch SET copies = '[1]' WHERE transformJobName = 'cut'",
        "UPDATE launch SET createModel = '{\"ModelName\":\"cut\",' WHERE transformJobName = 'cut'",
        "UPDATE launch SET account = X'00FF' || X'80', state = X'01' WHERE transformJobName = 'cut'",
    ])
    func aRowThatCannotBeReadIsSetAsideAndNamed(sql: String) async throws {
        try await prepare()
        try change(sql)
        let told = Told()
        try await launch("new", journal(told))
        #expect(
            told.all.count == 1 && told.all.allSatisfy { $0.contains("cut") && $0.contains("clean-up") }, "\(told.all)")
        let again = Told()
        let journal = journal(again)
        try await launch("newer", journal)
        #expect(again.all.isEmpty)
        #expect(try await journal.setAside().map(\.transformJobName) == ["cut"])
        #expect(try await journal.setAside().map(\.modelName) == ["cut"])
        #expect(try await Set(journal.history(limit: 9).map(\.transformJobName)) == ["old", "new", "newer"])
        #expect(!folder.files.contains { $0.contains("broken") })
    }

    @Test func aRowOfTheSameNameThatCannotBeReadIsInNobodysWay() async throws {
        try await prepare()
        try change("UPDATE launch SET state = 'somethingNew'")
        let journal = journal()
        try await journal.begin(Samples.record("cut"))
        #expect(try await journal.setAside().map(\.transformJobName) == ["cut"])
    }

    @Test(arguments: [
        "DROP TABLE launch", "DROP TABLE pastTransform", "DROP TABLE cachedList", "DROP TABLE setAsideLaunch",
        "DROP TABLE grdb_migrations", "ALTER TABLE launch DROP COLUMN profile",
        "ALTER TABLE launch RENAME COLUMN id TO name",
    ])
    func aTableThatIsNotThereIsMadeAnewAndTheRestIsCarriedOver(sql: String) async throws {
        try await prepare()
        try change(sql)
        let told = Told()
        let database = StateDatabase(path: path, report: told.report)
        try await launch("new", LaunchJournalStore(database))
        let history = TransformHistoryStore(database)
        try await history.remember([Samples.transform("u")], in: Samples.scope)
        _ = try await ListCacheStore(database).list("jobs", in: Samples.scope) as CachedList<String>?
        try await ListCacheStore(database).save(
            CachedList(rows: ["a"], savedAt: Timestamp(secondsSinceEpoch: 1)), "jobs", in: Samples.scope)
        #expect(try await LaunchJournalStore(database).setAside().count >= 0)
        #expect(told.all.filter { $0.contains("\(path).broken:") }.count == 1, "\(told.all)")
        #expect(folder.files.contains("state.sqlite.broken"))
        if !sql.contains("launch") {
            #expect(try await LaunchJournalStore(database).unfinished().map(\.transformJobName) == ["cut"])
        }
    }

    @Test func everyPageMayBeDamaged() async throws {
        try await prepare()
        let whole = try Data(contentsOf: URL(fileURLWithPath: path))
        let size = 4096
        for page in 1..<whole.count / size {
            for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
            var bytes = whole
            bytes.replaceSubrange(
                page * size..<(page + 1) * size, with: (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ page) })
            try bytes.write(to: URL(fileURLWithPath: path))
            let told = Told()
            let journal = journal(told)
            try await launch("new-\(page)", journal)
            try await TransformHistoryStore(StateDatabase(path: path, report: told.report))
                .remember([Samples.transform("u")], in: Samples.scope)
            // What was said to be moved aside is there, byte for byte or with its log.
            for line in told.all where line.contains(".broken") {
                let aside = try #require(line.split(separator: " ").first { $0.contains(".broken") })
                #expect(FileManager.default.fileExists(atPath: String(aside.dropLast())), "page \(page): \(line)")
            }
            // The interrupted launch is still offered, or named.
            let known =
                try await journal.unfinished().map(\.transformJobName)
                + journal.setAside().map { $0.transformJobName ?? "" }
            #expect(known.contains("cut") || !told.all.isEmpty, "page \(page)")
        }
    }

    @Test func twoProgramsAtOnceMoveAFileAsideOnceAndKeepBothLaunches() async throws {
        try await prepare()
        let (first, second) = (Told(), Told())
        let (one, other) = (journal(first), journal(second))
        _ = try await one.unfinished()
        _ = try await other.unfinished()
        try FileManager.default.removeItem(atPath: path)
        for suffix in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
        try Data("no database".utf8).write(to: URL(fileURLWithPath: path))
        async let left: Void = one.begin(Samples.record("left"))
        async let right: Void = other.begin(Samples.record("right"))
        _ = try await (left, right)
        #expect(first.all.count + second.all.count == 1)
        #expect(folder.files.filter { $0.hasPrefix("state.sqlite.broken") }.count == 1)
        #expect(try await Set(journal().underWay().map(\.transformJobName)) == ["left", "right"])
    }

    @Test func aProgramWhoseFileWasMovedByAnotherWritesToTheNewOne() async throws {
        try await prepare()
        let one = journal()
        var record = Samples.record("mine", state: .creatingModel)
        try await one.begin(record)
        try FileManager.default.moveItem(atPath: path, toPath: path + ".elsewhere")
        try await launch("theirs", journal())
        record.state = .modelCreated
        try await one.update(record)
        await one.release(record.id)
        #expect(try await journal().unfinished() == [record])
    }

    @Test func aFolderInThePlaceOfTheFileIsMovedAside() async throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        let told = Told()
        try await launch("new", journal(told))
        #expect(told.all.count == 1 && folder.files.contains("state.sqlite.broken"))
    }

    @Test func damagedRowsOfHistoryAndListsAreLeftOut() async throws {
        try await prepare()
        let database = StateDatabase(path: path)
        try await ListCacheStore(database).save(
            CachedList(rows: ["a"], savedAt: Timestamp(secondsSinceEpoch: 1)), "jobs", in: Samples.scope)
        try change("UPDATE cachedList SET savedAt = 'x', rows = 7")
        try change("UPDATE pastTransform SET instanceCount = 'many'")
        let list: CachedList<String>? = try await ListCacheStore(database).list("jobs", in: Samples.scope)
        #expect(list == nil)
        #expect(
            try await TransformHistoryStore(database)
                .pastTransforms(ofModel: "m", candidate: nil, in: Samples.scope, limit: 9).isEmpty)
    }
}
