import AWSOperations
import BatchInference
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

    @Test func onlyUnfinishedOnesAreOfferedNewestFirst() async throws {
        let journal = journal()
        let states: [LaunchRecord.State] = [
            .planned, .creatingModel, .modelCreated, .creatingTransform, .launched, .cleaningUp, .cleanedUp, .refused,
        ]
        for (index, state) in states.enumerated() {
            try await journal.begin(Samples.record("job-\(index)", state: state, at: Double(index)))
        }
        #expect(
            try await journal.unfinished().map(\.state) == [
                .cleaningUp, .creatingTransform, .modelCreated, .creatingModel, .planned,
            ])
        #expect(try await journal.history(limit: 2).map(\.state) == [.refused, .cleanedUp])
    }

    @Test func aLaunchThatLeftNothingMayBeginAgainAndNoOther() async throws {
        let journal = journal()
        try await journal.begin(Samples.record("a", state: .refused))
        try await journal.begin(Samples.record("a", state: .planned))
        #expect(try await journal.history(limit: 9).map(\.state) == [.planned])
        let refusal = LaunchAlreadyInJournal(id: Samples.record("a").id, state: .planned)
        await #expect(throws: refusal) { try await journal.begin(Samples.record("a")) }
        await #expect(throws: StoreError.self) { try await journal.update(Samples.record("unknown")) }
    }

    @Test func twoConnectionsSeeEachOther() async throws {
        let (one, other) = (journal(), journal())
        try await one.begin(Samples.record("a"))
        try await other.begin(Samples.record("b", at: 2000))
        #expect(try await one.unfinished().map(\.transformJobName) == ["b", "a"])
    }
}
