import AWSOperations
import SeededNumbers
import Testing

@testable import BatchInference

@Suite("Running transforms of several accounts")
struct FleetTests {
    private static let dev = FleetMember(profile: "ml-dev")
    private static let prod = FleetMember(profile: "ml-prod")

    private static let throttled = AWSFailure.refusal("ListTransformJobs", "ThrottlingException", "Rate exceeded")
    private static let expired = AWSFailure.refusal(
        "ListTransformJobs", "ExpiredTokenException", "The security token included in the request is expired")
    private static func denied(_ operation: String) -> AWSFailure {
        .refusal(
            operation, "AccessDeniedException",
            "User: u is not authorized to perform: sagemaker:\(operation) on resource: r", status: 403)
    }

    @Test("A transform is described until it has started, then not before its end, and its end is told once")
    func oneLife() {
        var world = SimulatedFleet([Self.dev])
        world.add("churn", to: Self.dev, created: 20, starts: 260, ends: 1200, end: .failed)
        world.run(until: 1500)
        let described = world.descriptions(of: "churn")
        let whileRunning = described.filter { (340..<1200).contains($0) }
        #expect(whileRunning.isEmpty, "described at \(described)")
        #expect(described.count { $0 < 340 } >= 4)
        #expect(described.count { $0 >= 1200 } == 1)
        #expect(world.begun == ["churn"])
        #expect(world.ends == ["churn"])
        #expect(world.row("churn")?.overview.failureReason == "AlgorithmError")
        #expect(world.row("churn")?.presence == .ended)
        let phases = world.events.compactMap { if case .phase(let row) = $0 { row.overview.phase } else { nil } }
        #expect(phases == [.provisioning, .running])
    }

    @Test("A stop is followed from stopping to its end, also where it was under way before")
    func stopping() {
        var world = SimulatedFleet([Self.dev])
        world.add("stopped-later", to: Self.dev, ends: 400, end: .stopped, stopping: 120)
        world.add("stopping-before", to: Self.dev, ends: 60, end: .stopped, stopping: 600)
        world.run(until: 310)
        #expect(world.row("stopped-later")?.overview.phase == .stopping)
        world.run(until: 500)
        #expect(world.ends == ["stopping-before", "stopped-later"])
        #expect(world.fleet.snapshot.running == 0)
    }

    @Test("What is created and ends between two refreshes is told; what had ended before is no news")
    func shortLives() {
        var world = SimulatedFleet([Self.dev])
        world.add("old", to: Self.dev, created: -900, ends: -100)
        world.add("short", to: Self.dev, created: 31, starts: 32, ends: 33, end: .failed)
        world.run(until: 300)
        #expect(world.begun == ["short"])
        #expect(world.ends == ["short"])
    }

    @Test("What begins and ends while an account can't be read is told by the first refresh that works again")
    func livesBehindTrouble() {
        var world = SimulatedFleet([Self.dev])
        world.add("long", to: Self.dev)
        world.add("unseen", to: Self.dev, created: 31, starts: 33, ends: 50, end: .failed)
        let trouble = world.at(25)..<world.at(55)
        world.fault = { _, _, now in trouble.contains(now) ? Self.throttled : nil }
        world.run(until: 70)
        #expect(world.account(Self.dev)?.failure == nil)
        #expect(world.ends == ["unseen"])
    }

    @Test("What begins and ends beside the last that runs is told together with its end: a watch of all is over then")
    func lastLook() {
        var world = SimulatedFleet([Self.dev])
        world.add("long", to: Self.dev, ends: 42)
        world.add("short", to: Self.dev, created: 31, starts: 33, ends: 41, end: .failed)
        var seconds = 20.0
        world.run(until: seconds)
        while world.fleet.snapshot.running > 0, seconds < 200 {
            seconds += 1
            world.run(until: seconds)
        }
        #expect(Set(world.ends) == ["long", "short"], "over at \(seconds)")
    }

    @Test(
        "A refresh of 500 transforms takes no more than 10 requests beside what is new, and no figure is older than said"
    )
    func manyAtOnce() throws {
        let members = (0..<5).map { FleetMember(profile: "account-\($0)") }
        var world = SimulatedFleet(members)
        var random = SeededRandom(seed: 11)
        var wanted: Set<String> = []
        for index in 0..<500 {
            let ends = index.isMultiple(of: 5) ? Double(600 + random.below(1800)) : 1e9
            let name = "run-\(index)"
            // As uneven as it comes: most are in one account.
            let member = index < 100 ? members[index % 4 + 1] : members[0]
            world.add(
                name, to: member, created: -600 - Double(index), ends: ends,
                end: random.one(of: [.completed, .failed, .stopped]), account: "\(member.profile ?? "")")
            if ends < 3000 { wanted.insert(name) }
        }
        // One is throttled now and then, one expires for ten minutes.
        world.fault = { member, _, now in
            let second = Int(now.seconds(since: SimulatedFleet.start))
            if member == members[1], second % 300 < 100 { return Self.throttled }
            if member == members[2], (900..<1500).contains(second) { return Self.expired }
            return nil
        }
        world.check = { world in
            // A status is what was true when it is said to have been read.
            guard Int(world.now.secondsSinceEpoch) % 600 == 0 else { return }
            for row in world.fleet.snapshot.rows where row.presence == .listed {
                let job = world.jobs[row.member]?.first { $0.name == row.overview.name }
                #expect(job?.status(at: row.readAt) == row.overview.status)
            }
        }
        world.run(until: 3000)
        #expect(Set(world.ends) == wanted)
        #expect(world.ends.count == wanted.count, "each end once")

        // After the first minutes, in which each is described once, and without what has just ended.
        let later = world.requests.filter { $0.at >= world.at(300) }
        let refreshes = (3000.0 - 300) / FleetPace.aws.running
        let steady = later.filter { $0.described == nil }
        #expect(Double(steady.count) / refreshes <= 10)
        var windows: [Int: Int] = [:]
        for request in steady { windows[Int(request.at.seconds(since: world.at(300)) / 15), default: 0] += 1 }
        // Two refreshes of an account may fall into one window, and none into the next.
        #expect((windows.values.max() ?? 0) <= 16)
        // Each is described once at first and once at its end; a throttled or expired answer is asked again.
        let descriptions = Dictionary(grouping: world.requests.compactMap(\.described), by: \.self).mapValues(\.count)
        #expect(descriptions.count == 500)
        #expect(descriptions.values.reduce(0, +) <= 500 + wanted.count + 40)
        // The largest account is healthy: nothing of it is older than a refresh.
        let oldest = try #require(
            world.fleet.snapshot.rows.filter { $0.isOpen && $0.member == members[0] }.map(\.readAt).min())
        #expect(world.now.seconds(since: oldest) <= 2 * FleetPace.aws.running)
    }

    @Test("A throttled account backs off and holds up no other; when it works again, that is said")
    func throttling() {
        var world = SimulatedFleet([Self.dev, Self.prod])
        for index in 0..<20 {
            world.add("dev-\(index)", to: Self.dev)
            world.add("prod-\(index)", to: Self.prod, ends: index == 0 ? 200 : 1e9)
        }
        world.fault = { member, _, now in
            member == Self.prod && now < SimulatedFleet.start.adding(seconds: 600)
                && now > SimulatedFleet.start.adding(seconds: 60) ? Self.throttled : nil
        }
        world.run(until: 590)
        let lists = world.requests.filter { $0.isList && $0.at > world.at(60) }
        #expect(lists.count { $0.member == Self.prod } <= 12)
        #expect(lists.count { $0.member == Self.dev } >= 34)
        let state = world.account(Self.prod)
        #expect(state?.failure?.isThrottling == true)
        #expect(state?.problemText(at: world.now)?.contains("next try") == true)
        #expect(world.account(Self.dev)?.failure == nil)
        #expect(world.ends.isEmpty)
        #expect(world.row("prod-0").map { world.now.seconds(since: $0.readAt) > 500 } == true, "its figures are old")
        world.run(until: 900)
        #expect(world.ends == ["prod-0"])
        let troubles = world.events.filter { if case .trouble = $0 { true } else { false } }
        let recoveries = world.events.filter { if case .recovered = $0 { true } else { false } }
        #expect(troubles.count == 1)
        #expect(recoveries.count == 1)
    }

    @Test("Where descriptions are denied, ends are learnt from lists, and the denial is tried again seldom")
    func deniedDescriptions() {
        var world = SimulatedFleet([Self.dev])
        for index in 0..<30 {
            world.add("run-\(index)", to: Self.dev, ends: index < 10 ? Double(100 + index * 20) : 1e9, end: .failed)
        }
        world.fault = { _, operation, _ in operation == "DescribeTransformJob" ? Self.denied(operation) : nil }
        world.run(until: 1800)
        #expect(Set(world.ends) == Set((0..<10).map { "run-\($0)" }))
        #expect(world.ends.count == 10)
        #expect(world.row("run-3")?.overview.status == .failed)
        #expect(world.requests.count { $0.described != nil } <= 20)
        #expect(world.account(Self.dev)?.concernsDescriptions == true)
        world.fault = { _, _, _ in nil }
        world.run(until: 2400)
        #expect(world.account(Self.dev)?.failure == nil)
        #expect(world.row("run-20")?.overview.phase == .running)
    }

    @Test("Denied descriptions are no trouble any more once nothing is left to describe")
    func deniedToTheEnd() {
        var world = SimulatedFleet([Self.dev])
        for index in 0..<5 { world.add("run-\(index)", to: Self.dev, ends: 120) }
        world.fault = { _, operation, _ in operation == "DescribeTransformJob" ? Self.denied(operation) : nil }
        world.run(until: 60)
        #expect(world.account(Self.dev)?.concernsDescriptions == true)
        world.run(until: 600)
        #expect(world.ends.count == 5)
        #expect(world.account(Self.dev)?.failure == nil && world.account(Self.dev)?.running == 0)
        // The next one brings it up again.
        world.add("later", to: Self.dev, created: 601, starts: 900)
        world.run(until: 720)
        #expect(world.account(Self.dev)?.concernsDescriptions == true)
    }

    @Test("No trouble is said to be over that was never told, and one behind another is told once that is over")
    func twoTroubles() {
        var world = SimulatedFleet([Self.dev])
        for index in 0..<5 { world.add("run-\(index)", to: Self.dev, starts: 900) }
        world.fault = { _, operation, now in
            let second = now.seconds(since: SimulatedFleet.start)
            if operation == "ListTransformJobs" { return (30..<120).contains(second) ? Self.throttled : nil }
            return (40..<400).contains(second) ? Self.denied(operation) : nil
        }
        world.run(until: 1000)
        let told = world.events.compactMap { event -> String? in
            switch event {
            case .trouble(let state): state.concernsDescriptions ? "descriptions" : "lists"
            case .recovered: "over"
            default: nil
            }
        }
        #expect(told == ["lists", "over", "descriptions", "over"])
    }

    @Test("A listing that breaks off proves nothing of what it didn't bring")
    func brokenListing() {
        var world = SimulatedFleet([Self.dev])
        for index in 0..<250 { world.add("run-\(index)", to: Self.dev, created: -600 - Double(index)) }
        world.run(until: 120)
        let before = world.requests.count { $0.described != nil }
        var pages = 0
        world.fault = { _, operation, _ in
            guard operation == "ListTransformJobs" else { return nil }
            pages += 1
            return pages.isMultiple(of: 2) ? Self.throttled : nil
        }
        world.run(until: 600)
        #expect(world.requests.count { $0.described != nil } == before)
        #expect(world.fleet.snapshot.running == 250)
        #expect(world.ends.isEmpty)
    }

    @Test("A transform that a list leaves out while it runs is described now and then, and not taken for ended")
    func laggingList() {
        var world = SimulatedFleet([Self.dev])
        world.add("churn", to: Self.dev)
        world.add("other", to: Self.dev)
        world.run(until: 60)
        world.unlisted = ["churn"]
        world.run(until: 1200)
        #expect(world.ends.isEmpty)
        #expect(world.row("churn")?.isOpen == true)
        #expect((5...30).contains(world.descriptions(of: "churn").count))
        world.unlisted = []
        world.run(until: 1300)
        #expect(world.row("churn")?.presence == .listed)
    }

    @Test("What begins and ends between two looks at an account in which nothing runs is told at the next, once")
    func shortOnes() {
        var world = SimulatedFleet([Self.dev])
        world.add("first", to: Self.dev, created: 70, starts: 75, ends: 90)
        world.add("second", to: Self.dev, created: 250, starts: 251, ends: 255, end: .failed)
        world.run(until: 130)
        #expect(world.begun == ["first"] && world.ends == ["first"])
        world.run(until: 320)
        #expect(world.ends == ["first", "second"])
        world.run(until: 1800)
        #expect(world.ends.count == 2 && world.begun.count == 2)
        #expect(world.requests.count(where: \.isList) <= 60, "\(world.requests.count(where: \.isList)) lists in 30 min")
    }

    @Test(
        "What ended while the first looks failed is told, however long ago it was created; what had ended before isn't")
    func failingStart() {
        var world = SimulatedFleet([Self.dev])
        world.add("during", to: Self.dev, ends: 20, end: .failed)
        world.add("before", to: Self.dev, ends: -300)
        world.add("after", to: Self.dev, ends: 400)
        world.fault = { _, _, now in now < SimulatedFleet.start.adding(seconds: 45) ? Self.throttled : nil }
        world.run(until: 200)
        #expect(world.ends == ["during"])
        world.run(until: 600)
        #expect(world.ends == ["during", "after"])
    }

    @Test("A watch that takes over from another finds what began and ended between the two")
    func takingOver() throws {
        var world = SimulatedFleet([Self.dev])
        world.run(until: 100)
        let lookedAt = try #require(world.account(Self.dev)?.lookedAt)
        world.add("short", to: Self.dev, created: 103, starts: 105, ends: 115)
        world.run(until: 118)
        #expect(world.ends.isEmpty)
        world.fleet = Fleet([Self.dev], pace: .aws, now: world.now, since: [Self.dev: lookedAt])
        world.run(until: 130)
        #expect(world.ends == ["short"])
    }

    @Test("Of thousands of ends the last are kept to be shown, and all are counted")
    func manyEnds() {
        let members = (0..<4).map { FleetMember(profile: "account-\($0)") }
        var world = SimulatedFleet(members)
        for index in 0..<1200 {
            world.add(
                "run-\(index)", to: members[index % 4], ends: 100 + Double(index), account: "11112222333\(index % 4)")
        }
        world.run(until: 1600)
        #expect(world.ends.count == 1200)
        #expect(world.fleet.snapshot.ended == 1200)
        #expect(world.fleet.snapshot.rows.count <= 240)
        #expect(world.row("run-1199")?.presence == .ended)
    }

    @Test("Two profiles of one account show each transform once, and tell its end once")
    func sameAccountTwice() {
        var world = SimulatedFleet([Self.dev, Self.prod])
        for member in [Self.dev, Self.prod] { world.add("shared", to: member, ends: 100) }
        world.run(until: 50)
        #expect(world.fleet.snapshot.rows.count == 1)
        world.run(until: 200)
        #expect(world.begun == ["shared"])
        #expect(world.ends == ["shared"])
    }

    @Test("The same name at another endpoint is another transform")
    func sameNameElsewhere() {
        var world = SimulatedFleet([Self.dev, Self.prod])
        for (member, endpoint) in [(Self.dev, "http://127.0.0.1:1"), (Self.prod, "http://127.0.0.1:2")] {
            world.fleet.connected(
                member, to: FleetPlace(profile: member.profile, region: "eu-west-1", endpoint: endpoint))
            world.add("shared", to: member, ends: 100)
        }
        world.run(until: 50)
        #expect(world.fleet.snapshot.rows.count == 2)
        world.run(until: 200)
        #expect(world.ends == ["shared", "shared"])
    }

    @Test("One that the service knows no longer is told as lost")
    func lost() {
        var world = SimulatedFleet([Self.dev])
        world.add("gone", to: Self.dev)
        world.run(until: 60)
        world.jobs = [:]
        world.run(until: 120)
        let lost = world.events.compactMap { if case .lost(let row) = $0 { row.overview.name } else { nil } }
        #expect(lost == ["gone"])
        #expect(world.fleet.snapshot.running == 0)
    }

    @Test("What is in sight has its outputs counted, within what a refresh may take")
    func counting() {
        var world = SimulatedFleet([Self.dev])
        for index in 0..<60 { world.add("run-\(index)", to: Self.dev) }
        world.run(until: 30)
        let sight = (0..<5).compactMap { world.row("run-\($0)")?.id }
        #expect(sight.count == 5)
        world.fleet.look(at: sight)
        world.requests = []
        world.run(until: 630)
        let counted = world.requests.compactMap(\.counted)
        #expect(Set(counted) == Set(sight))
        #expect(counted.count >= 50)
        // Each count takes two here.
        let spent = world.requests.count { $0.isList } + 2 * counted.count
        #expect(Double(spent) / 40 <= 10.5)
        #expect(world.row("run-0")?.evidence?.outputs?.outputObjects == 3)
    }

    @Test("Nothing to watch is asked seldom; asking again at once asks at once")
    func idle() {
        var world = SimulatedFleet([Self.dev])
        world.run(until: 300)
        let idle = world.requests.count
        #expect(idle <= 17)
        world.fleet.refresh(at: world.now)
        world.run(until: 300.5)
        #expect(world.requests.count > idle)
    }

    @Test("What ended long ago is forgotten, but not told again")
    func longRuns() {
        var world = SimulatedFleet([Self.dev], pace: .sandbox)
        for index in 0..<600 {
            let begin = Double(index * 6)
            world.add("run-\(index)", to: Self.dev, created: begin, starts: begin + 2, ends: begin + 9)
        }
        world.run(until: 3700)
        #expect(world.ends.count == 600)
        #expect(Set(world.ends).count == 600)
        #expect(world.fleet.snapshot.rows.count <= 241)
    }
}
