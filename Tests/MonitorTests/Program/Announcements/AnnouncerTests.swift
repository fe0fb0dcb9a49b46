import AWSOperations
import BatchInference
import Console
import Testing

@testable import Monitor

@Suite("Ends of transforms are told once")
struct AnnouncerTests {
    private static let running = Samples.transform("churn-april", status: .inProgress, minutesAgo: 5)
    private static let other = Samples.transform("penguins-1702", status: .inProgress, minutesAgo: 9)

    private static func ended(_ transform: TransformOverview, _ status: TransformJobStatus) -> TransformOverview {
        var ended = transform
        ended.status = status
        ended.endedAt = Samples.now
        return ended
    }

    /// The row as the watch behind the screens has it.
    private static func row(
        _ transform: TransformOverview, presence: FleetRow.Presence = .listed, profile: String? = "ml-dev",
        region: String = "eu-west-1"
    ) -> FleetRow {
        FleetRow(
            member: FleetMember(profile: profile), place: FleetPlace(profile: profile, region: region),
            overview: transform, presence: presence, readAt: Samples.now)
    }

    /// What rings because of some effects, once the bell has waited for others.
    private static func notifications(_ effects: [RunnerEffect], _ state: inout State) -> [TerminalNotification] {
        let rings = effects.contains { if case .after(_, _, .bellDue) = $0 { true } else { false } }
        #expect(!effects.contains { if case .notify = $0 { true } else { false } }, "a bell waits for others")
        guard rings else { return [] }
        state.now = state.now.adding(seconds: 10)
        return state.update(.bellDue).compactMap { if case .notify(let rung) = $0 { rung } else { nil } }
    }

    private static func endWork(_ effects: [RunnerEffect]) -> Int {
        effects.count { if case .run(let id, _, _) = $0 { id.name.hasPrefix("on end") } else { false } }
    }

    private func told(_ state: inout State, _ rows: [FleetRow], _ events: [FleetEvent]) -> [RunnerEffect] {
        state.update(.fleet(FleetSnapshot(rows: rows, accounts: []), events, hasBegun: true))
    }

    @Test("On whatever screen, with toast, bell, notification and title; what a second source says is no news")
    func onAnyScreen() {
        var stage = Stage(JobsScreen())
        _ = told(&stage.state, [], [.began(Self.row(Self.running)), .began(Self.row(Self.other))])
        #expect(stage.state.windowTitle == "flightdeck: 2 running")
        let end = Self.ended(Self.running, .failed)
        let effects = told(&stage.state, [], [.ended(Self.row(end, presence: .ended), nil)])
        #expect(stage.toasts == ["churn-april: Failed"])
        let rung = Self.notifications(effects, &stage.state)
        #expect(rung.map(\.text) == ["churn-april: Failed"])
        #expect(rung.map(\.ringsBell) == [true])
        #expect(Self.endWork(effects) == 1)
        #expect(stage.state.windowTitle == "churn-april: Failed - flightdeck")
        // The list of transforms sees the same end.
        let again = stage.state.apply([.observed([end])])
        #expect(Self.notifications(again, &stage.state).isEmpty && Self.endWork(again) == 0)
        #expect(stage.toasts == ["churn-april: Failed"])
        // Somebody is there.
        stage.press("Down")
        #expect(stage.state.windowTitle == "flightdeck: 1 running")
    }

    @Test("What had ended before anybody looked is no news; what was created since the program began is")
    func oldEnds() {
        var stage = Stage(JobsScreen())
        let old = Samples.transform("old", status: .failed, minutesAgo: 30)
        let none = stage.state.apply([.observed([old])])
        #expect(Self.notifications(none, &stage.state).isEmpty)
        var new = Samples.transform("new", status: .failed, minutesAgo: -1)
        new.endedAt = Samples.now.adding(seconds: 90)
        let effects = stage.state.apply([.observed([new])])
        #expect(Self.notifications(effects, &stage.state).map(\.text) == ["new: Failed"])
    }

    @Test("Nothing is said while the terminal has the focus on that very row, but the user's program runs")
    func inSight() {
        let end = Self.ended(Self.running, .completed)
        var stage = Stage(TransformDetailScreen(overview: Self.running, snapshot: nil))
        _ = stage.state.apply([.observed([Self.running, Self.other])])
        _ = stage.state.update(.input(.focus(true)))
        var effects = stage.state.apply([.observed([end])])
        #expect(Self.notifications(effects, &stage.state).isEmpty && stage.toasts.isEmpty)
        #expect(Self.endWork(effects) == 1)
        // Another row's end is told.
        effects = stage.state.apply([.observed([Self.ended(Self.other, .completed)])])
        #expect(stage.toasts == ["penguins-1702: Completed"])

        var away = Stage(TransformDetailScreen(overview: Self.running, snapshot: nil))
        _ = away.state.apply([.observed([Self.running])])
        _ = away.state.update(.input(.focus(false)))
        effects = away.state.apply([.observed([end])])
        #expect(Self.notifications(effects, &away.state).map(\.text) == ["churn-april: Completed"])
    }

    @Test("Many at once are one message; another account's is named with it")
    func many() {
        var stage = Stage(JobsScreen())
        let transforms = (0..<12).map { Samples.transform("run-\($0)", status: .inProgress, minutesAgo: 5) }
        _ = stage.state.apply([.observed(transforms)])
        let ends = transforms.enumerated().map { Self.ended($1, $0 < 9 ? .completed : .failed) }
        let effects = stage.state.apply([.observed(ends)])
        #expect(stage.toasts == ["12 transforms ended: 9 Completed, 3 Failed"])
        #expect(Self.notifications(effects, &stage.state).count == 1)
        #expect(Self.endWork(effects) == 12)

        var elsewhere = Self.running
        elsewhere.arn = "arn:aws:sagemaker:us-east-1:444455556666:transform-job/churn-april"
        _ = told(&stage.state, [], [.began(Self.row(elsewhere, profile: "ml-prod", region: "us-east-1"))])
        _ = told(
            &stage.state, [],
            [
                .ended(
                    Self.row(
                        Self.ended(elsewhere, .stopped), presence: .ended, profile: "ml-prod", region: "us-east-1"),
                    nil
                )
            ])
        #expect(stage.toasts.last == "churn-april (ml-prod, us-east-1): Stopped")
    }

    @Test("A hundred single ends within seconds: each is told once, by one bell and one notification with the number")
    func manySingle() {
        var stage = Stage(JobsScreen())
        let transforms = (0..<100).map { Samples.transform("run-\($0)", status: .inProgress, minutesAgo: 5) }
        _ = stage.state.apply([.observed(transforms)])
        var timers: [Double] = []
        for transform in transforms {
            stage.state.now = stage.state.now.adding(seconds: 0.01)
            for effect in stage.state.apply([.observed([Self.ended(transform, .completed)])]) {
                if case .after(_, let seconds, .bellDue) = effect { timers.append(seconds) }
                if case .notify = effect { Issue.record("a bell of its own") }
            }
        }
        #expect(timers == [1], "one bell is due")
        let kept = stage.state.messages.map(\.toast.text).filter { $0.hasSuffix(": Completed") }
        #expect(Set(kept).count == 100 && kept.count == 100)
        stage.state.now = stage.state.now.adding(seconds: 1)
        let rung = stage.state.update(.bellDue).compactMap { if case .notify(let rung) = $0 { rung } else { nil } }
        #expect(rung.map(\.text) == ["100 transforms ended: 100 Completed"])
        #expect(stage.state.update(.bellDue).isEmpty, "nothing is rung for twice")

        // The next rings by itself, but not on the heels of the last.
        let late = Samples.transform("late", status: .inProgress, minutesAgo: 5)
        _ = stage.state.apply([.observed([late])])
        stage.state.now = stage.state.now.adding(seconds: 2)
        let effects = stage.state.apply([.observed([Self.ended(late, .failed)])])
        let waits = effects.compactMap { if case .after(_, let seconds, .bellDue) = $0 { seconds } else { nil } }
        #expect(waits == [3])
        #expect(Self.notifications(effects, &stage.state).map(\.text) == ["late: Failed"])
    }

    @Test("Each way of telling can be switched off")
    func switches() {
        var settings = ProgramSettings()
        settings.notify.toast = false
        settings.notify.bell = false
        settings.notify.desktop = .osc777
        var state = State(
            size: Size(columns: 120, rows: 36), now: Samples.now,
            connection: Connection(profile: "ml-dev", region: "eu-west-1", account: "111122223333"),
            theme: Samples.theme("flightdeck-dark"), themeNames: EmbeddedThemes.names, glyphs: .unicode,
            refresh: .service, settings: settings)
        _ = state.start()
        _ = state.apply([.observed([Self.running])])
        let effects = state.apply([.observed([Self.ended(Self.running, .failed)])])
        #expect(state.toasts.isEmpty)
        #expect(state.messages.map(\.toast.text) == ["churn-april: Failed"], "it can be read on the page of messages")
        #expect(
            Self.notifications(effects, &state) == [
                TerminalNotification("churn-april: Failed", ringsBell: false, desktop: .osc777)
            ])
    }

    @Test("A transform that is known no longer is told, too")
    func lost() {
        var stage = Stage(JobsScreen())
        _ = told(&stage.state, [], [.began(Self.row(Self.running))])
        _ = told(&stage.state, [], [.lost(Self.row(Self.running, presence: .gone))])
        _ = told(&stage.state, [], [.lost(Self.row(Self.running, presence: .gone))])
        #expect(stage.toasts == ["churn-april: can't be found any more"])
    }

    @Test(
        "The watch behind the screens pauses while the list of transforms is whole, and knows what ran there afterwards"
    )
    func pausing() {
        var state = Samples.state()
        state.fleet.isOn = true
        let orders = { (effects: [RunnerEffect]) -> [FleetOrder] in
            effects.compactMap { if case .watchFleet(let order) = $0 { order } else { nil } }
        }
        let ends = { (effects: [RunnerEffect]) -> Int in
            effects.count { if case .cancel(let id) = $0 { id.name == "fleet" } else { false } }
        }
        #expect(orders(state.start()).map(\.members) == [[FleetMember()]])
        _ = state.update(.input(.chord("2")))
        var effects = state.update(.screen(state.top.id, TransformsScreen.Event.listing(.page([Self.running]))))
        effects += state.update(
            .screen(state.top.id, TransformsScreen.Event.listing(.finished(isComplete: true))))
        #expect(ends(effects) == 1)
        let order = orders(state.update(.input(.chord("1")))).first
        #expect(order?.expected[FleetMember()]?.map(\.name) == ["churn-april"])
        #expect(order?.since[FleetMember()] == Samples.now, "what began and ended since the list is looked for")
    }

    @Test("Another choice of accounts loses nothing of those that stay: what ran there, and since when to look")
    func choosingOthers() {
        var state = Samples.state()
        state.fleet.isOn = true
        _ = state.start()
        let dev = FleetMember()
        var account = FleetAccountState(member: dev, place: FleetPlace(profile: "ml-dev", region: "eu-west-1"))
        account.lookedAt = Samples.now.adding(seconds: -20)
        let row = FleetRow(
            member: dev, place: account.place, overview: Self.running, presence: .listed, readAt: Samples.now)
        _ = state.update(.fleet(FleetSnapshot(rows: [row], accounts: [account]), [.began(row)], hasBegun: true))
        state.fleet.chosen = [dev, FleetMember(profile: "ml-prod")]
        let orders = state.update(.clockMoved).compactMap { effect in
            if case .watchFleet(let order) = effect { order } else { nil }
        }
        #expect(orders.first?.expected[dev]?.map(\.name) == ["churn-april"])
        #expect(orders.first?.since == [dev: Samples.now.adding(seconds: -20)])
    }

    @Test("Going over to another account keeps watching the one that is left while something runs there")
    func leaving() {
        var state = Samples.state()
        state.fleet.isOn = true
        _ = state.start()
        _ = state.apply([.observed([Self.running])])
        let access = ProfileAccess(
            profile: ProfileSummary(name: "ml-prod"), region: "us-east-1", cloud: FakeCloud())
        _ = state.update(.profileReady(access, carrying: nil))
        #expect(state.fleet.members == [FleetMember(profile: "ml-prod"), FleetMember()])
        _ = told(
            &state, [Self.row(Self.ended(Self.running, .completed), presence: .ended)],
            [.ended(Self.row(Self.ended(Self.running, .completed), presence: .ended), nil)])
        #expect(state.toasts.map(\.text) == ["churn-april (ml-dev, eu-west-1): Completed"])
        #expect(state.fleet.members == [FleetMember(profile: "ml-prod")])
    }
}
