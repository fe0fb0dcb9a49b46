import BatchInference
import Foundation
import GRDB
import Synchronization
import Testing

@testable import LocalStore

/// Several programs begin or rebuild one journal at the same time: each launch is in it, and no sound file is moved.
@Suite struct SharedJournalTests {
    /// What a program finds when it starts.
    enum Start: String, CaseIterable, Sendable {
        case nothing
        case empty
        case garbage
        case tablesOfAnOlderVersion
    }

    @Test(arguments: Start.allCases) func programsThatStartTogether(_ start: Start) async throws {
        for round in 0..<6 {
            let folder = TemporaryFolder()
            let path = folder.file("state.sqlite")
            try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
            switch start {
            case .nothing: break
            case .empty: try Data().write(to: URL(fileURLWithPath: path))
            case .garbage: try Data("no database".utf8).write(to: URL(fileURLWithPath: path))
            case .tablesOfAnOlderVersion:
                let queue = try DatabaseQueue(path: path)
                try Migrations.all.migrate(queue, upTo: "2 who works on a launch")
                try queue.close()
            }
            let told = Mutex<[String]>([])
            let journals = (0..<8).map { _ in
                LaunchJournalStore(StateDatabase(path: path) { line in told.withLock { $0.append(line) } })
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (number, journal) in journals.enumerated() {
                    group.addTask {
                        var record = Samples.record("launch-\(number)", at: 3000)
                        try await journal.begin(record)
                        record.state = .launched
                        try await journal.update(record)
                        await journal.release(record.id)
                    }
                }
                try await group.waitForAll()
            }
            let known = try await journals[0].history(limit: 100)
            #expect(known.count == 8 && known.allSatisfy { $0.state == .launched }, "round \(round)")
            #expect(told.withLock { $0.count } == (start == .garbage ? 1 : 0), "\(told.withLock { $0 })")
        }
    }

    @Test func aSecondBeginOfAProgramsOwnLaunchDoesNotLetItGo() async throws {
        let folder = TemporaryFolder()
        let journal = LaunchJournalStore(StateDatabase(path: folder.file("state.sqlite")))
        try await journal.begin(Samples.record("a"))
        await #expect(throws: LaunchAlreadyInJournal.self) { try await journal.begin(Samples.record("a")) }
        let other = LaunchJournalStore(StateDatabase(path: folder.file("state.sqlite")))
        #expect(try await other.unfinished().isEmpty, "it is still the first one's")
        await #expect(throws: LaunchIsUnderWay.self) { try await other.claim(Samples.record("a")) }
    }
}
