import BatchInference
import Synchronization

/// A journal in memory that survives the program it serves.
final class FakeJournal: LaunchJournal {
    private let records = Mutex<[LaunchRecord]>([])
    /// Launches that another program works on.
    let elsewhere = Mutex<Set<LaunchRecord.ID>>([])
    /// Launches that were let go.
    let released = Mutex<Set<LaunchRecord.ID>>([])
    let power: PowerSwitch

    init(power: PowerSwitch = PowerSwitch()) {
        self.power = power
    }

    var all: [LaunchRecord] { records.withLock { $0 } }

    func begin(_ record: LaunchRecord) async throws {
        try power.pass {
            try records.withLock { records in
                if let known = records.first(where: { $0.id == record.id }), known.state != .refused,
                    known.state != .cleanedUp
                {
                    throw LaunchAlreadyInJournal(id: known.id, state: known.state)
                }
                records.removeAll { $0.id == record.id }
                records.append(record)
            }
        }
    }

    func update(_ record: LaunchRecord) async throws {
        try power.pass {
            records.withLock { records in
                for index in records.indices where records[index].id == record.id { records[index] = record }
            }
        }
    }

    func claim(_ record: LaunchRecord) async throws -> LaunchRecord {
        if isElsewhere(record.id) { throw LaunchIsUnderWay(id: record.id) }
        return try power.pass { all.first { $0.id == record.id } } ?? record
    }

    func release(_ id: LaunchRecord.ID) async { released.withLock { _ = $0.insert(id) } }

    func underWay() async throws -> [LaunchRecord] { all.filter { isElsewhere($0.id) && !$0.isSettled } }

    private func isElsewhere(_ id: LaunchRecord.ID) -> Bool { elsewhere.withLock { $0.contains(id) } }

    func unfinished() async throws -> [LaunchRecord] { all.filter { !$0.isSettled && !isElsewhere($0.id) } }

    func history(limit: Int) async throws -> [LaunchRecord] { Array(all.suffix(limit).reversed()) }
}
