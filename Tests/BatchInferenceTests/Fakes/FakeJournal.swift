import BatchInference
import Synchronization

/// A journal in memory that survives the program it serves.
final class FakeJournal: LaunchJournal {
    private let records = Mutex<[LaunchRecord]>([])
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

    func unfinished() async throws -> [LaunchRecord] { all.filter { !$0.state.isFinal } }

    func history(limit: Int) async throws -> [LaunchRecord] { Array(all.suffix(limit).reversed()) }
}
