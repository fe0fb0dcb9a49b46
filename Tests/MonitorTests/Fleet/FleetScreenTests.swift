import AWSOperations
import BatchInference
import Console
import Testing

@testable import Monitor

@Suite("Running everywhere")
struct FleetScreenTests {
    static let dev = FleetMember(profile: "ml-dev")
    static let prod = FleetMember(profile: "ml-prod")

    static func row(
        _ name: String, _ member: FleetMember = dev, status: TransformJobStatus = .inProgress, minutesAgo: Double = 12,
        readSecondsAgo: Double = 8, presence: FleetRow.Presence = .listed, evidence: FleetEvidence? = nil
    ) -> FleetRow {
        var overview = Samples.transform(name, status: status, minutesAgo: minutesAgo, failure: nil)
        let account = member == dev ? "111122223333" : "444455556666"
        let region = member == dev ? "eu-west-1" : "us-east-1"
        overview.arn = "arn:aws:sagemaker:\(region):\(account):transform-job/\(name)"
        if minutesAgo < 4 { overview.startedAt = nil }
        return FleetRow(
            member: member, place: FleetPlace(profile: member.profile, region: region, account: account),
            overview: overview, presence: presence, readAt: Samples.now.adding(seconds: -readSecondsAgo),
            evidence: evidence)
    }

    static var snapshot: FleetSnapshot {
        var dev = FleetAccountState(member: Self.dev, place: FleetPlace(profile: "ml-dev", region: "eu-west-1"))
        dev.readAt = Samples.now.adding(seconds: -8)
        dev.nextReadAt = Samples.now.adding(seconds: 7)
        dev.running = 3
        var prod = FleetAccountState(member: Self.prod, place: FleetPlace(profile: "ml-prod", region: "us-east-1"))
        prod.readAt = Samples.now.adding(seconds: -190)
        prod.nextReadAt = Samples.now.adding(seconds: 22)
        prod.failure = FakeCloud.refusal("ListTransformJobs", "ThrottlingException", "Rate exceeded", status: 400)
        prod.failingSince = Samples.now.adding(seconds: -170)
        prod.running = 1
        let outputs = OutputProgress(inputObjects: 12, inputBytes: 3_400_000, outputObjects: 7, outputBytes: 148_000)
        return FleetSnapshot(
            rows: [
                row("penguins-species-1914", minutesAgo: 2),
                row(
                    "penguins-1702",
                    evidence: FleetEvidence(
                        outputs: outputs, readAt: Samples.now.adding(seconds: -25),
                        grewAt: Samples.now.adding(seconds: -40))),
                row("churn-may", presence: .left),
                row("churn-april", Self.prod, minutesAgo: 340, readSecondsAgo: 190),
                row("penguins-sex-0900", status: .failed, minutesAgo: 30, presence: .ended),
            ], accounts: [dev, prod])
    }

    @Test(arguments: GoldenView.allCases)
    func everywhere(view: GoldenView) throws {
        var stage = view.stage(FleetScreen(FleetSnapshot(), hasBegun: false))
        stage.send(FleetScreen.Event.snapshot(Self.snapshot, hasBegun: true))
        try expectGolden(stage, "fleet-\(view.rawValue)")
    }

    @Test(
        "An account's problem stands over the list with the next try and the age of its figures; the others are fresh")
    func problems() {
        var stage = Stage(FleetScreen(FleetSnapshot(), hasBegun: false))
        #expect(stage.text.contains("looking for running transforms"))
        stage.send(FleetScreen.Event.snapshot(Self.snapshot, hasBegun: true))
        let line = stage.line(with: "ml-prod, us-east-1, read 3 m ago: throttled")
        #expect(line?.contains("next try in 22 s") == true)
        #expect(stage.text.contains("next refresh in 7 s"))
        #expect(stage.line(with: "churn-april")?.contains("3 m") == true, "the age of its figures")
        #expect(stage.line(with: "penguins-1702")?.contains("7/12") == true)
        #expect(stage.line(with: "churn-may")?.contains("ending") == true)
        #expect(stage.text.contains("4 running in 2 accounts, 1 ended meanwhile"))
    }

    @Test("Of more ends than are listed, all are counted")
    func manyEnds() {
        var snapshot = Self.snapshot
        snapshot.ended = 1300
        var stage = Stage(FleetScreen(FleetSnapshot(), hasBegun: false))
        stage.send(FleetScreen.Event.snapshot(snapshot, hasBegun: true))
        #expect(stage.text.contains("4 running in 2 accounts, 1\u{202F}300 ended meanwhile (the last 1 are listed)"))
    }

    @Test("Enter goes to the transform: in the list of the session, or with the session to its account")
    func opening() {
        var stage = Stage(FleetScreen(Self.snapshot, hasBegun: true))
        stage.state.fleet.session = Self.dev
        stage.press("Enter")
        #expect(stage.state.tab == .transforms)

        stage = Stage(FleetScreen(Self.snapshot, hasBegun: true))
        stage.state.fleet.session = Self.dev
        stage.press("Down", "Down", "Down")
        #expect(stage.top(FleetScreen.self).model.selected?.overview.name == "churn-april")
        let effects = stage.press("Enter")
        let looksUp = effects.contains {
            if case .run(let id, _, _) = $0 { id.name == "switch profile" } else { false }
        }
        #expect(looksUp)
        let access = ProfileAccess(
            profile: ProfileSummary(name: "ml-prod"), region: "us-east-1", cloud: FakeCloud())
        _ = stage.state.update(.transformReachable(access, Self.row("churn-april", Self.prod)))
        #expect(stage.state.connection.profile == "ml-prod")
        #expect(stage.state.tab == .transforms)
        #expect(stage.state.fleet.session == Self.prod)
    }

    @Test("Profiles are marked and taken together")
    func choosing() {
        var stage = Stage(FleetScreen(Self.snapshot, hasBegun: true))
        stage.press("p")
        let profiles = ["ml-dev", "ml-prod", "ml-test"].map { ProfileSummary(name: $0, region: "eu-west-1") }
        stage.send(ProfilePickerScreen.Event.read(profiles))
        #expect(stage.text.contains("2 marked"))
        stage.press("End", "Space")
        #expect(stage.text.contains("3 marked"))
        stage.press("Enter")
        #expect(stage.crumb == "Running everywhere")
        // The first is what the run began with, by its one name.
        #expect(stage.state.fleet.chosen == [FleetMember(), Self.prod, FleetMember(profile: "ml-test")])
    }

    @Test("What is in sight has its outputs counted; elsewhere nothing has")
    func sight() {
        var stage = Stage(JobsScreen())
        stage.state.fleet.isOn = true
        stage.press("4")
        #expect(stage.crumb == "Running everywhere")
        let many = (0..<200).map { Self.row("run-\($0)") }
        var effects = stage.state.update(
            .fleet(FleetSnapshot(rows: many, accounts: []), [], hasBegun: true))
        let looks = { (effects: [RunnerEffect]) -> [[FleetRow.ID]] in
            effects.compactMap { if case .lookAtFleet(let rows) = $0 { rows } else { nil } }
        }
        #expect(looks(effects).last.map { (20...40).contains($0.count) } == true)
        effects = stage.press("End")
        #expect(looks(effects).last?.contains(many[199].id) == true)
        effects = stage.press("Esc")
        #expect(looks(effects).last == [])
    }

    @Test("With nothing running, nothing counts down")
    func quiet() {
        var dev = FleetAccountState(member: Self.dev, place: FleetPlace(profile: "ml-dev", region: "eu-west-1"))
        dev.readAt = Samples.now
        dev.nextReadAt = Samples.now.adding(seconds: 60)
        let screen = FleetScreen(FleetSnapshot(rows: [], accounts: [dev]), hasBegun: true)
        #expect(screen.nextChange(after: Samples.now) ?? 0 >= 30)
        var stage = Stage(screen)
        let before = stage.text
        stage.state.now = Samples.now.adding(seconds: 50)
        #expect(stage.text == before)
        #expect(before.contains("nothing is running in 1 account"))
    }
}
