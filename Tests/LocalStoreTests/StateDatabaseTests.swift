import BatchInference
import Foundation
import GRDB
import LocalStore
import Testing

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
            let database = StateDatabase(path: path)
            let journal = LaunchJournalStore(database)
            #expect(try await journal.unfinished().isEmpty)
            try await journal.begin(Samples.record("a"))
            #expect(try await journal.underWay().count == 1)
            let aside = round == 1 ? "state.sqlite.broken" : "state.sqlite.broken-2"
            #expect(await database.notice?.contains(aside) == true)
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

    @Test func aFolderThatCannotBeMadeIsSaid() async throws {
        try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
        try Data().write(to: URL(fileURLWithPath: folder.file("file")))
        let journal = LaunchJournalStore(StateDatabase(path: folder.file("file/state.sqlite")))
        let error = await #expect(throws: StoreError.self) { try await journal.begin(Samples.record("a")) }
        #expect(error?.description.isEmpty == false)
        #expect(error?.remedy.isEmpty == false)
    }
}
