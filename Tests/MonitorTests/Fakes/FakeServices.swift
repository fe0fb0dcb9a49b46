import AWSOperations
import BatchInference
import Synchronization

@testable import Monitor

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
    func unfinished() async throws -> [LaunchRecord] { all.filter { !$0.isSettled } }
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
        _ cloud: FakeCloud, journal: FakeJournal = FakeJournal(), files: FakeFiles = FakeFiles(),
        profiles: any Profiles = NoProfiles()
    ) -> Services {
        Services(
            cloud: cloud, journal: journal, history: NoHistory(), prices: NoPrices(), profiles: profiles,
            clock: StoppedClock(),
            files: files, downloadDirectory: "/nowhere")
    }
}

/// Profiles, each with an account in memory.
struct FakeProfiles: Profiles {
    var clouds: [(name: String, cloud: FakeCloud)]

    func all() async throws -> [ProfileSummary] {
        clouds.map { entry in
            ProfileSummary(
                name: entry.name, region: "eu-west-1", account: entry.cloud.contents.withLock { $0.account })
        }
    }

    func access(to name: String) async throws -> ProfileAccess {
        guard let entry = clouds.first(where: { $0.name == name }) else {
            throw AWSFailure.configuration(problem: "no profile \(name)", remedy: "choose another")
        }
        return ProfileAccess(profile: ProfileSummary(name: name), region: "eu-west-1", cloud: entry.cloud)
    }
}
