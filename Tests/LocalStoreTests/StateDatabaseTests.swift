import BatchInference
import Foundation
import GRDB
import Synchronization
import Testing

@testable import LocalStore

@Suite struct StateDatabaseTests {
    private let folder = TemporaryFolder()
    private var path: String { folder.file("state.sqlite") }

    @Test func nothingIsTouchedBeforeItIsNeeded() async throws {
        let database = StateDatabase(path: path)
        #expect(folder.files.isEmpty)
        #expect(!FileManager.default.fileExists(atPath: folder.path))
        _ = try await LaunchJournalStore(database).unfinished()
        #expect(folder.files.contains("state.sqlite"))
        let attributes = try FileManager.default.attributesOfItem(atPath: folder.path)
        #expect(attributes[.posixPermissions] as? Int == 0o700)
    }

    @Test func aBrokenFileIsMovedAside() async throws {
        try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
        let broken = Data("this is no database, but it was somebody's file".utf8)
        for round in 1...2 {
            try broken.write(to: URL(fileURLWithPath: path))
            let said = Mutex<[String]>([])
            let journal = LaunchJournalStore(StateDatabase(path: path) { line in said.withLock { $0.append(line) } })
            #expect(try await journal.unfinished().isEmpty)
            try await journal.begin(Samples.record("a"))
            #expect(try await journal.underWay().count == 1)
            let aside = round == 1 ? "state.sqlite.broken" : "state.sqlite.broken-2"
            let lines = said.withLock { $0 }
            #expect(lines.count == 1 && lines.allSatisfy { $0.contains("\(aside):") && $0.contains("clean-up") })
            #expect(try Data(contentsOf: URL(fileURLWithPath: folder.file(aside))) == broken)
        }
    }

    @Test func aFileOfANewerVersionIsLeftAlone() async throws {
        try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
        do {
            let queue = try DatabaseQueue(path: path)
            var migrator = DatabaseMigrator()
            migrator.registerMigration("9999 from the future") { try $0.execute(sql: "CREATE TABLE later (a)") }
            try migrator.migrate(queue)
        }
        let journal = LaunchJournalStore(StateDatabase(path: path))
        let error = await #expect(throws: StoreError.self) { try await journal.unfinished() }
        #expect(error?.problem.contains("newer version") == true)
        #expect(!folder.files.contains { $0.contains("broken") })
    }

    @Test func whatTheDiskRefusesIsSaidWithWhatToDo() {
        for (code, words) in [
            (ResultCode.SQLITE_FULL, "free some space"), (.SQLITE_IOERR, "disk is full or broken"),
            (.SQLITE_READONLY, "XDG_STATE_HOME"), (.SQLITE_CANTOPEN, "XDG_STATE_HOME"),
        ] {
            let error = StoreError(wrapping: DatabaseError(resultCode: code, message: "no"), path: path)
            #expect(error.problem.hasPrefix(path) && error.remedy.contains(words), "\(error)")
        }
    }

    @Test func aFolderThatCannotBeMadeIsSaid() async throws {
        try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
        try Data().write(to: URL(fileURLWithPath: folder.file("file")))
        let journal = LaunchJournalStore(StateDatabase(path: folder.file("file/state.sqlite")))
        let error = await #expect(throws: StoreError.self) { try await journal.begin(Samples.record("a")) }
        #expect(error?.problem == "\(folder.file("file")) is a file, but should be the launch journal's folder")
        #expect(error?.remedy.contains("XDG_STATE_HOME") == true)
    }
}
