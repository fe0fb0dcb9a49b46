import AWSOperations
import BatchInference
import Foundation
import GRDB
import LocalStore
import Testing

@Suite struct LaunchJournalStoreTests {
    private let folder = TemporaryFolder()
    private var path: String { folder.file("state.sqlite") }
    private func journal() -> LaunchJournalStore { LaunchJournalStore(StateDatabase(path: path)) }

    @Test func recordsComeBackAsTheyWereAfterAReopening() async throws {
        let record = Samples.record("a")
        try await journal().begin(record)
        #expect(try await journal().history(limit: 10) == [record])
        var changed = record
        changed.state = .modelCreated
        changed.updatedAt = Timestamp(secondsSinceEpoch: 4321.5)
        changed.reusesModel = false
        try await journal().update(changed)
        #expect(try await journal().unfinished() == [changed])
    }

    @Test func theJobsAccountAndWhatIsCopiedAreKept() async throws {
        var record = Samples.record("a", state: .copyingArtifacts)
        record.sourceProfile = "research"
        record.copies = [
            ArtifactCopy(source: "s3://a/m.tar.gz", eTag: "\"1\"", size: 5, destination: "s3://b/1/m.tar.gz")
        ]
        try await journal().begin(record)
        #expect(try await journal().history(limit: 1) == [record])
    }

    @Test func aSampleRunIsOpenUntilItIsTakenAwayWhateverBecameOfItsTransform() async throws {
        let journal = journal()
        var record = Samples.record("a", state: .launched)
        record.isOpenSampleRun = true
        try await journal.begin(record)
        #expect(try await journal.underWay() == [record])
        await journal.release(record.id)
        #expect(try await journal.unfinished() == [record])
        record.isOpenSampleRun = false
        try await journal.update(record)
        #expect(try await journal.unfinished().isEmpty)
        #expect(try await journal.history(limit: 1) == [record])
    }

    @Test func aCorrectedInputIsOpenUntilALaunchHasItOrItIsTakenAway() async throws {
        let journal = journal()
        var record = Samples.record("a", state: .planned)
        record.correctedFolder = "s3://b/out-input/"
        try await journal.begin(record)
        #expect(try await journal.underWay() == [record])
        await journal.release(record.id)
        #expect(try await journal.unfinished() == [record])
        record.state = .cleanedUp
        try await journal.update(record)
        #expect(try await journal.unfinished().isEmpty)
    }

    @Test func onlyUnfinishedOnesAreOfferedNewestFirst() async throws {
        let journal = journal()
        let states: [LaunchRecord.State] = [
            .planned, .copyingArtifacts, .creatingModel, .modelCreated, .creatingTransform, .launched, .cleaningUp,
            .cleanedUp, .refused,
        ]
        for (index, state) in states.enumerated() {
            let record = Samples.record("job-\(index)", state: state, at: Double(index))
            try await journal.begin(record)
            await journal.release(record.id)
        }
        #expect(
            try await journal.unfinished().map(\.state) == [
                .cleaningUp, .creatingTransform, .modelCreated, .creatingModel, .copyingArtifacts, .planned,
            ])
        #expect(try await journal.history(limit: 2).map(\.state) == [.refused, .cleanedUp])
    }

    @Test func aLaunchThatLeftNothingMayBeginAgainAndNoOther() async throws {
        let journal = journal()
        try await journal.begin(Samples.record("a", state: .refused))
        await journal.release(Samples.record("a").id)
        try await journal.begin(Samples.record("a", state: .planned))
        #expect(try await journal.history(limit: 9).map(\.state) == [.planned])
        let refusal = LaunchAlreadyInJournal(id: Samples.record("a").id, state: .planned)
        await #expect(throws: refusal) { try await journal.begin(Samples.record("a")) }
        await #expect(throws: StoreError.self) { try await journal.update(Samples.record("unknown")) }
    }

    @Test func twoConnectionsSeeEachOther() async throws {
        let (one, other) = (journal(), journal())
        let (first, second) = (Samples.record("a"), Samples.record("b", at: 2000))
        try await one.begin(first)
        try await other.begin(second)
        await one.release(first.id)
        await other.release(second.id)
        #expect(try await one.unfinished().map(\.transformJobName) == ["b", "a"])
    }

    @Test func whatARunningProgramWorksOnIsItsAlone() async throws {
        let (one, other) = (journal(), journal())
        let record = Samples.record("a", state: .creatingModel)
        try await one.begin(record)
        #expect(try await other.unfinished().isEmpty)
        #expect(try await other.underWay() == [record])
        #expect(try await one.underWay() == [record])
        await #expect(throws: LaunchIsUnderWay(id: record.id)) { try await other.claim(record) }
        await #expect(throws: LaunchIsUnderWay(id: record.id)) { try await other.begin(record) }
        // Telling how far it came does not let it go.
        var further = record
        further.state = .modelCreated
        try await one.update(further)
        #expect(try await other.unfinished().isEmpty)
        await one.release(record.id)
        #expect(try await other.unfinished() == [further])
        #expect(try await other.claim(record) == further)
        #expect(try await one.unfinished().isEmpty)
        await one.release(record.id)
        #expect(try await one.unfinished().isEmpty, "only its own")
        await other.release(record.id)
        #expect(try await one.underWay().isEmpty)
        #expect(folder.files.contains("state.sqlite.owners"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.file("state.sqlite.owners")).isEmpty)
    }

    @Test func whatAProgramThatDiedWorkedOnIsOffered() async throws {
        let record = Samples.record("a", state: .creatingTransform)
        var dead: LaunchJournalStore? = journal()
        try await dead?.begin(record)
        let living = journal()
        #expect(try await living.unfinished().isEmpty)
        // The kernel takes the lock of a process that dies; here it goes with its holder.
        dead = nil
        #expect(dead == nil)
        #expect(try await living.unfinished() == [record])
        #expect(try await living.claim(record) == record)
    }

    @Test func aDatabaseFromBeforeOwnersIsReadOn() async throws {
        let record = Samples.record("a", state: .modelCreated)
        try await journal().begin(record)
        let queue = try DatabaseQueue(path: path)
        try await queue.write { db in
            try db.execute(sql: "ALTER TABLE launch DROP COLUMN owner")
            try db.execute(sql: "DELETE FROM grdb_migrations WHERE identifier LIKE '2 %'")
        }
        try queue.close()
        #expect(try await journal().unfinished() == [record])
        #expect(try await journal().claim(record) == record)
    }
}
