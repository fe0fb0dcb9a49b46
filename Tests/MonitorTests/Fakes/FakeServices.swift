import AWSOperations
import BatchInference
import Monitor
import Synchronization

/// A journal in memory.
final class FakeJournal: LaunchJournal {
    private let records = Mutex<[LaunchRecord]>([])

    var all: [LaunchRecord] { records.withLock { $0 } }

    func begin(_ record: LaunchRecord) async throws {
        records.withLock { records in
            records.removeAll { $0.id == record.id }
            records.append(record)
        }
    }

    func update(_ record: LaunchRecord) async throws { try await begin(record) }
    func claim(_ record: LaunchRecord) async throws -> LaunchRecord { all.first { $0.id == record.id } ?? record }
    func release(_ id: LaunchRecord.ID) async {}
    func underWay() async throws -> [LaunchRecord] { [] }
    func unfinished() async throws -> [LaunchRecord] { all.filter { !$0.state.isFinal } }
    func history(limit: Int) async throws -> [LaunchRecord] { Array(all.suffix(limit).reversed()) }
}

/// A clock that stands still and never makes anybody wait.
struct StoppedClock: Clock {
    var now: Timestamp { Samples.now }
    func sleep(seconds: Double) async throws { try Task.checkCancellation() }
}

extension Services {
    /// Services in memory.
    static func fake(
        _ cloud: FakeCloud, journal: FakeJournal = FakeJournal(), files: FakeFiles = FakeFiles()
    ) -> Services {
        Services(
            cloud: cloud, journal: journal, history: NoHistory(), prices: NoPrices(), clock: StoppedClock(),
            files: files, downloadDirectory: "/nowhere")
    }
}
