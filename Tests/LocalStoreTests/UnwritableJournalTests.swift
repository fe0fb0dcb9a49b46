import BatchInference
import Foundation
import GRDB
import Synchronization
import Testing

@testable import LocalStore

/// Journals that can be read and not written: what the file itself refuses is set aside with its rows carried over; what
/// the file system refuses is named, and read all the same.
@Suite struct UnwritableJournalTests {
    private let folder = TemporaryFolder()
    private var path: String { folder.file("state.sqlite") }

    private func journal() -> LaunchJournalStore { LaunchJournalStore(StateDatabase(path: path)) }

    private func prepare(_ changes: String...) async throws {
        let journal = journal()
        var record = Samples.record("old")
        try await journal.begin(record)
        record.state = .launched
        try await journal.update(record)
        await journal.release(record.id)
        let queue = try DatabaseQueue(path: path)
        try await queue.write { db in for change in changes { try db.execute(sql: change) } }
        try queue.close()
    }

    @Test(
        "a table that takes nothing, or swallows it, stops no launch",
        arguments: [
            ["ALTER TABLE launch RENAME TO former", "CREATE VIEW launch AS SELECT * FROM former"],
            ["CREATE TRIGGER t BEFORE INSERT ON launch BEGIN SELECT RAISE(ABORT, 'no more'); END"],
            ["CREATE TRIGGER t BEFORE INSERT ON launch BEGIN SELECT RAISE(IGNORE); END"],
            ["CREATE TRIGGER t BEFORE UPDATE ON launch BEGIN SELECT RAISE(FAIL, 'no'); END"],
            ["CREATE TRIGGER t BEFORE UPDATE ON launch BEGIN SELECT RAISE(IGNORE); END"],
            ["CREATE TRIGGER t AFTER INSERT ON launch BEGIN DELETE FROM launch WHERE id = NEW.id; END"],
            ["CREATE TRIGGER t AFTER UPDATE ON launch BEGIN UPDATE launch SET state = 'planned'; END"],
            ["CREATE UNIQUE INDEX i ON launch(account)"],
        ])
    func refusingFile(changes: [String]) async throws {
        try await prepare()
        let queue = try DatabaseQueue(path: path)
        try await queue.write { db in for change in changes { try db.execute(sql: change) } }
        try queue.close()
        let journal = journal()
        var record = Samples.record("new", at: 2000)
        _ = try await journal.unfinished()
        try await journal.begin(record)
        record.state = .creatingTransform
        try await journal.update(record)
        let known = try await self.journal().history(limit: 10)
        #expect(known.map(\.transformJobName) == ["new", "old"])
        #expect(known.map(\.state) == [.creatingTransform, .launched])
        #expect(folder.files.contains("state.sqlite.broken"))
        await journal.release(record.id)
    }

    @Test func whatCanNotBeWrittenIsReadFromACopy() async throws {
        try await prepare()
        let copy = try ReadingCopy.queue(of: path)
        #expect(try await copy.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM launch") } == 1)
        let none = try ReadingCopy.queue(of: folder.file("nowhere/state.sqlite"))
        #expect(try await none.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM launch") } == 0)
        #expect(throws: (any Error).self) { try ReadingCopy.queue(of: folder.path) }
    }

    @Test(
        "a folder or file without the permission is named, and its launches can be listed", .enabled(if: geteuid() != 0)
    )
    func permissions() async throws {
        try await prepare()
        for place in [folder.path, path] {
            chmod(place, place == path ? 0o400 : 0o500)
            defer { chmod(place, 0o700) }
            #expect(try await journal().history(limit: 10).map(\.transformJobName) == ["old"])
            let error = await #expect(throws: StoreError.self) { try await journal().begin(Samples.record("new")) }
            #expect(error?.problem == "\(place) can't be written: permission denied")
            #expect(error?.remedy.contains("chmod u+w \(place)") == true)
        }
    }

    @Test func everyRefusalSaysWhatToDo() {
        for code: ResultCode in [
            .SQLITE_FULL, .SQLITE_IOERR, .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_BUSY,
            .SQLITE_CORRUPT,
            .SQLITE_ERROR, .SQLITE_CONSTRAINT, .SQLITE_AUTH, .SQLITE_NOLFS,
        ] {
            #expect(!StoreError(wrapping: DatabaseError(resultCode: code), path: path).remedy.isEmpty, "\(code)")
        }
        #expect(WriteObstacle(path: path) == nil)
    }
}
