import AWSOperations
import SeededNumbers
import Testing

@testable import BatchInference

@Suite("An hour of faults")
struct FleetSoakTests {
    /// What a fault makes of the requests of a minute; nil for none.
    private enum Fault: CaseIterable {
        case throttled, expired, denied, deniedDescriptions, broken, unreachable, shortLists

        func failure(_ operation: String, page: Int) -> AWSFailure? {
            switch self {
            case .throttled: .refusal(operation, "ThrottlingException", "Rate exceeded")
            case .expired: .refusal(operation, "ExpiredTokenException", "The security token is expired")
            case .denied, .deniedDescriptions:
                self == .denied || operation == "DescribeTransformJob"
                    ? .refusal(
                        operation, "AccessDeniedException",
                        "User: u is not authorized to perform: sagemaker:\(operation) on resource: r", status: 403)
                    : nil
            // Each other request fails, so that listings break off half-way.
            case .broken:
                page.isMultiple(of: 2) ? .refusal(operation, "InternalFailure", "An error occurred", status: 500) : nil
            case .unreachable:
                .transport(
                    TransportError(
                        operation: ListTransformJobsRequest.operation, kind: .connectionRefused, host: "127.0.0.1:1",
                        detail: "connection refused", mayHaveArrived: false))
            case .shortLists: nil
            }
        }
    }

    /// How many elements all collections in a value hold together, which is what its memory goes by.
    private static func weight(of value: Any, depth: Int = 6) -> Int {
        let mirror = Mirror(reflecting: value)
        guard depth > 0 else { return 0 }
        let isCollection = [.collection, .dictionary, .set].contains(mirror.displayStyle)
        return mirror.children.reduce(isCollection ? mirror.children.count : 0) {
            $0 + weight(of: $1.value, depth: depth - 1)
        }
    }

    @Test(
        "500 transforms, a fault every minute: each is begun and ended once, ages are true, and the memory stays flat")
    func hour() throws {
        let members = (0..<5).map { FleetMember(profile: "account-\($0)") }
        var world = SimulatedFleet(members)
        var random = SeededRandom(seed: 60)
        var all: Set<String> = []
        var lasting: Set<String> = []
        func add(_ name: String, created: Double, ends: Double) {
            let member = members[random.below(members.count)]
            world.add(
                name, to: member, created: created, starts: created + 60, ends: ends,
                end: random.one(of: [.completed, .completed, .failed, .stopped]), stopping: Double(random.below(40)),
                account: member.profile ?? "")
            all.insert(name)
        }
        // As many end as begin: at any time about 500 run.
        for index in 0..<500 {
            add("first-\(index)", created: -600 - Double(index), ends: index < 250 ? Double(60 + 14 * index) : 3700)
            if index >= 250 { lasting.insert("first-\(index)") }
        }
        for index in 0..<250 { add("later-\(index)", created: Double(55 + 14 * index), ends: 3750) }
        // Some live for less than a refresh.
        for index in 0..<40 { add("short-\(index)", created: Double(91 * index + 30), ends: Double(91 * index + 35)) }

        var weights: [Int] = []
        var wrongAges = 0
        for minute in 0..<60 {
            let fault = random.one(of: Fault.allCases)
            let hit = members[random.below(members.count)]
            let (from, to) = (world.at(Double(minute * 60 + 5)), world.at(Double(minute * 60 + 5 + random.below(55))))
            var page = 0
            world.fault = { member, operation, now in
                guard member == hit, now >= from, now < to else { return nil }
                page += 1
                return fault.failure(operation, page: page)
            }
            world.unlisted = fault == .shortLists ? lasting : []
            world.run(until: Double(minute + 1) * 60)
            for row in world.fleet.snapshot.rows where row.presence == .listed {
                let job = world.jobs[row.member]?.first { $0.name == row.overview.name }
                // A status is what was true when it is said to have been read.
                if job?.status(at: row.readAt) != row.overview.status { wrongAges += 1 }
            }
            if minute % 10 == 9 { weights.append(Self.weight(of: world.fleet)) }
            // The test's own records are no part of the fleet.
            world.requests = []
        }
        world.fault = { _, _, _ in nil }
        world.unlisted = []
        world.run(until: 4500)
        #expect(wrongAges == 0)
        #expect(Set(world.ends) == all, "missed: \(all.subtracting(world.ends).sorted())")
        #expect(world.ends.count == all.count, "each end once")
        #expect(Set(world.begun) == all && world.begun.count == all.count)
        #expect(world.fleet.snapshot.running == 0)
        #expect(world.fleet.snapshot.accounts.allSatisfy { $0.failure == nil })
        let troubles = world.events.filter { if case .trouble = $0 { true } else { false } }
        let recoveries = world.events.filter { if case .recovered = $0 { true } else { false } }
        #expect(troubles.count >= 20 && recoveries.count >= 15 && troubles.count >= recoveries.count)

        // Of what has ended, only that it has is kept for ever: a few words each. The rest goes by what runs.
        let ended = world.ends.count
        let first = try #require(weights.first)
        #expect(first > 1000, "the measure sees the fleet")
        #expect(weights.allSatisfy { $0 <= first + 3 * ended }, "\(weights)")
        #expect(Self.weight(of: world.fleet) <= first + 3 * ended, "\(weights)")
    }
}
