import AWSOperations
import BatchInference
import Testing

/// A launch that dies at any of its calls to the outside, and what a second run makes of it.
@Suite struct LauncherInterruptionTests {
    private struct World {
        let power: PowerSwitch
        let sageMaker: FakeSageMaker
        let journal: FakeJournal
        let launcher: Launcher

        init() {
            power = PowerSwitch()
            sageMaker = FakeSageMaker(power: power)
            journal = FakeJournal(power: power)
            launcher = Launcher(models: sageMaker, transforms: sageMaker, journal: journal, clock: ManualClock())
        }

        func launch() async -> LaunchEvent? {
            await launcher.launch(Samples.plan, as: Samples.identity).last()
        }
    }

    /// How many calls a whole launch takes.
    private static func wholeLaunch() async -> Int {
        let world = World()
        world.power.arm(after: nil)
        _ = await world.launch()
        return world.power.calls
    }

    @Test(arguments: PowerSwitch.Cut.allCases)
    func resumingMakesExactlyOneModelAndOneTransform(cut: PowerSwitch.Cut) async throws {
        let calls = await Self.wholeLaunch()
        #expect(calls >= 7)
        for limit in 0..<calls {
            let world = World()
            world.power.arm(after: limit, cut: cut)
            _ = await world.launch()
            world.power.arm(after: nil)
            let unfinished = try await world.journal.unfinished()
            for record in unfinished {
                let end = await world.launcher.resume(record).last()
                guard case .launched = end else {
                    Issue.record("cut \(cut) after \(limit) calls: \(String(describing: end))")
                    continue
                }
            }
            let state = world.sageMaker.state.withLock { $0 }
            let wasWritten = !world.journal.all.isEmpty
            let refused = world.journal.all.contains { $0.state == .refused }
            let expected = wasWritten && !refused ? 1 : 0
            #expect(state.modelCreations == expected, "cut \(cut) after \(limit) calls")
            #expect(state.transformCreations == expected, "cut \(cut) after \(limit) calls")
            #expect(state.models.count == expected)
            #expect(try await world.journal.unfinished().isEmpty)
        }
    }

    @Test(arguments: PowerSwitch.Cut.allCases)
    func cleaningUpLeavesNothingOrTheWholeLaunch(cut: PowerSwitch.Cut) async throws {
        let calls = await Self.wholeLaunch()
        for limit in 0..<calls {
            let world = World()
            world.power.arm(after: limit, cut: cut)
            _ = await world.launch()
            world.power.arm(after: nil)
            for record in try await world.journal.unfinished() {
                let end = await world.launcher.cleanUp(record).last()
                switch end {
                case .launched: #expect(world.sageMaker.transforms.count == 1)
                case .cleanedUp: #expect(world.sageMaker.transforms.isEmpty && world.sageMaker.models.isEmpty)
                default: Issue.record("cut \(cut) after \(limit) calls: \(String(describing: end))")
                }
            }
            #expect(world.sageMaker.models.count == world.sageMaker.transforms.count, "cut \(cut) after \(limit)")
            #expect(try await world.journal.unfinished().isEmpty)
        }
    }

    @Test(arguments: PowerSwitch.Cut.allCases)
    func cleanUpItselfMayBeCutAnywhere(cut: PowerSwitch.Cut) async throws {
        for limit in 0..<12 {
            let world = World()
            world.sageMaker.plan(
                "CreateTransformJob",
                .refuse(.refusal("CreateTransformJob", "ResourceLimitExceeded", "The account-level service limit …")))
            _ = await world.launch()
            let left = try #require(try await world.journal.unfinished().first)
            #expect(left.state == .modelCreated)
            world.power.arm(after: limit, cut: cut)
            _ = await world.launcher.cleanUp(left).last()
            world.power.arm(after: nil)
            for record in try await world.journal.unfinished() {
                _ = await world.launcher.resume(record).last()
            }
            // Resumed before its clean-up was noted, the launch is finished instead: whole, or not at all.
            #expect(world.sageMaker.models.count == world.sageMaker.transforms.count, "cut \(cut) after \(limit)")
            #expect(try await world.journal.unfinished().isEmpty)
        }
    }

    @Test func nothingIsSentWhenTheJournalCannotBeWritten() async {
        let sageMaker = FakeSageMaker()
        let journal = FakeJournal()
        journal.power.arm(after: 0)
        let launcher = Launcher(models: sageMaker, transforms: sageMaker, journal: journal, clock: ManualClock())
        let end = await launcher.launch(Samples.plan, as: Samples.identity).last()
        guard case .failed(let failure) = end, case .journal = failure.reason else {
            Issue.record("\(String(describing: end))")
            return
        }
        #expect(sageMaker.calls.isEmpty)
        #expect(failure.leftBehind == .nothing)
    }
}

extension AsyncSequence where Failure == Never {
    /// The last element.
    func last() async -> Element? {
        var last: Element?
        for await element in self { last = element }
        return last
    }

    /// All elements.
    func all() async -> [Element] {
        var all: [Element] = []
        for await element in self { all.append(element) }
        return all
    }
}
