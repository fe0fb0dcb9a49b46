import AWSOperations
import BatchInference
import Console
import JSONCoding
import Testing

@testable import Monitor

@Suite("The form across accounts")
struct AccountFormTests {
    private let home = FakeCloud()
    private let away = FakeCloud()
    private let journal = FakeJournal()

    init() {
        home.contents.withLock { $0.account = "111122223333" }
        away.contents.withLock { contents in
            contents.account = "444455556666"
            contents.roles = [
                IAMRole(
                    path: "/", roleName: "flightdeck-demo", roleID: "AROAEXAMPLE",
                    arn: "arn:aws:iam::444455556666:role/flightdeck-demo", createDate: Samples.now,
                    assumeRolePolicyDocument: nil)
            ]
        }
    }

    private var profiles: FakeProfiles { FakeProfiles(clouds: [("research", home), ("production", away)]) }
    private func form(_ stage: Stage) -> LaunchScreen { stage.top() }
    private func services(_ cloud: FakeCloud) -> Services { .fake(cloud, journal: journal, profiles: profiles) }

    /// A form that has gone over to the other account.
    private func moved() async -> Stage {
        var stage = Stage(Samples.launchScreen)
        stage.state.connection.profile = "research"
        stage.type("s3://flightdeck-demo/inbox/march/")
        await stage.run(stage.press("Ctrl-G"), on: services(home))
        let effects = stage.press("Down", "Enter")
        // First the switch, by the services of before; then what the form asks of where it has come to.
        await stage.run(effects, on: services(away))
        return stage
    }

    @Test("the picker lists the profiles, with the one in use")
    func picker() async {
        var stage = Stage(Samples.launchScreen)
        stage.state.connection.profile = "research"
        await stage.run(stage.press("Ctrl-G"), on: services(home))
        #expect(stage.crumb == "Profile")
        #expect(stage.line(with: "production")?.contains("4444-5555-6666") == true)
        #expect(stage.text.contains("2 profiles, research in use"))
    }

    @Test("choosing an account takes session and form there, with a role and an output of there")
    func moving() async {
        let stage = await moved()
        #expect(stage.state.connection.profile == "production")
        #expect(stage.crumb == "New transform")
        let plan = form(stage).plan
        #expect(plan.sourceProfile == "research")
        #expect(plan.input == "s3://flightdeck-demo/inbox/march/")
        #expect(plan.roleArn == "arn:aws:iam::444455556666:role/flightdeck-demo")
        #expect(plan.output == "s3://production-data/predictions/\(plan.transformJobName)/")
        #expect(stage.line(with: "job of 1111-2222-3333 (research)") != nil)
    }

    @Test("going back to the job's account brings back what stood there")
    func back() async {
        var stage = await moved()
        let before = Samples.launchScreen.plan
        let effects = stage.send(LaunchScreen.Event.accountChosen("research"))
        await stage.run(effects, on: services(home))
        #expect(stage.state.connection.profile == "research")
        #expect(form(stage).plan.sourceProfile.isEmpty)
        #expect(form(stage).plan.roleArn == before.roleArn && form(stage).plan.output == before.output)
    }

    @Test("a job that no profile finds again stays where it is")
    func noProfile() {
        var stage = Stage(Samples.launchScreen)
        stage.state.connection.profile = nil
        let effects = stage.send(LaunchScreen.Event.accountChosen("production"))
        #expect(!effects.contains { if case .run(let id, _, _) = $0 { id.name == "switch profile" } else { false } })
        #expect(stage.toasts.contains { $0.contains("--profile") })
    }

    @Test("F7 has the artifacts copied, and takes that back")
    func copies() async {
        var stage = await moved()
        for container in form(stage).plan.containers { home.put(container.modelDataUrl, "model") }
        let before = form(stage).plan.containerSets
        await stage.run(stage.press("F7"), on: services(away))
        let plan = form(stage).plan
        #expect(!plan.artifactCopies.isEmpty)
        #expect(plan.containers.allSatisfy { $0.modelDataUrl.hasPrefix("s3://production-data/flightdeck-artifacts/") })
        #expect(stage.text.contains("copies \(plan.artifactCopies.count) artifact"))
        stage.press("F7")
        #expect(form(stage).plan.containerSets == before)
        #expect(form(stage).plan.artifactCopies.isEmpty)
    }

    @Test("the question names both accounts, and the launch is made in the one of the header")
    func launching() async {
        var stage = await moved()
        for container in form(stage).plan.containers { home.put(container.modelDataUrl, "model") }
        await stage.run(stage.press("F7"), on: services(away))
        stage.state.connection.account = "444455556666"
        stage.press("Ctrl-L")
        #expect(stage.isAsking)
        #expect(stage.text.contains("4444-5555-6666") && stage.text.contains("1111-2222-3333"))
        await stage.run(stage.press("y"), on: services(away))
        #expect(away.contents.withLock { $0.transforms.count } == 1)
        #expect(home.contents.withLock { $0.transforms.isEmpty })
        #expect(journal.all.first?.sourceProfile == "research")
        #expect(journal.all.first?.account == "444455556666")
    }

    @Test("within one account nothing is to be shown or copied")
    func oneAccount() {
        var stage = Stage(Samples.launchScreen)
        stage.press("F8")
        #expect(stage.crumb == "New transform")
        #expect(stage.toasts.contains { $0.contains("share an account") })
    }
}

@Suite("Going over to another profile")
struct SessionSwitchTests {
    @Test("header and screens change together, and what the older session still sends is dropped")
    func switching() async throws {
        let cloud = FakeCloud()
        cloud.contents.withLock { $0.account = "444455556666" }
        let profiles = FakeProfiles(clouds: [("production", cloud)])
        var stage = Stage(Samples.launchScreen)
        stage.state.outlook = nil
        let old = stage.state.top.id
        let access = try await profiles.access(to: "production")
        let effects = stage.state.update(.profileReady(access, carrying: nil))
        #expect(stage.state.connection.profile == "production")
        #expect(stage.state.connection.account == nil)
        #expect(stage.crumb == "Jobs")
        #expect(stage.state.stacks.values.allSatisfy { $0.count == 1 })
        #expect(
            effects.contains { if case .use(let access) = $0 { access.profile.name == "production" } else { false } })
        #expect(effects.contains { if case .cancelWork(let id, true) = $0 { id == old } else { false } })
        // The switch comes before anything that is asked of the new account.
        let use = try #require(effects.firstIndex { if case .use = $0 { true } else { false } })
        let run = try #require(effects.firstIndex { if case .run = $0 { true } else { false } })
        #expect(use < run)
        #expect(stage.state.update(.screen(old, LaunchScreen.Event.instanceChosen(.mlM5Xlarge))).isEmpty)
    }

    @Test("a profile that is not there is said, and nothing changes")
    func unknown() async {
        var stage = Stage(Samples.launchScreen)
        let effects = stage.state.apply([.switchProfile("nobody")])
        await stage.run(effects, on: .fake(FakeCloud(), profiles: FakeProfiles(clouds: [])))
        #expect(stage.crumb == "New transform")
        #expect(stage.toasts.contains { $0.contains("no profile nobody") })
    }
}

@Suite("The missing policies")
struct PoliciesScreenTests {
    private func stage(_ view: GoldenView) -> Stage {
        var plan = Samples.launchScreen.plan
        plan.sourceProfile = "research"
        let statement = JSONValue.object([
            .init(key: "Sid", value: .string("FlightdeckReadArtifacts")),
            .init(key: "Effect", value: .string("Allow")),
            .init(key: "Action", value: .string("s3:GetObject")),
            .init(key: "Resource", value: .string("arn:aws:s3:::flightdeck-demo/models/model.tar.gz")),
        ])
        let document = JSONValue.object([
            .init(key: "Version", value: .string("2012-10-17")), .init(key: "Statement", value: .array([statement])),
        ])
        let policy = MissingPolicy(
            kind: .bucketPolicy, resource: "flightdeck-demo", account: "111122223333", region: "eu-west-1",
            profile: "research", purpose: "lets account 4444-5555-6666 read 3 model artifacts", present: .none,
            document: document)
        var key = policy
        key.kind = .keyPolicy
        key.resource = "arn:aws:kms:eu-west-1:111122223333:key/k-1"
        key.present = .unknown(because: "kms:GetKeyPolicy is denied")
        var stage = view.stage(PoliciesScreen(plan))
        stage.send(
            PoliciesScreen.Event.examined(
                CrossAccountReport(
                    source: .init(profile: "research", account: "111122223333", arn: "a"),
                    target: .init(profile: "production", account: "444455556666", arn: "b"),
                    missingPolicies: [policy, key])))
        return stage
    }

    @Test("looks as kept", arguments: GoldenView.allCases)
    func frames(view: GoldenView) throws {
        var stage = stage(view)
        try expectGolden(stage, "policies-\(view.rawValue)")
        stage.press("Tab")
        try expectGolden(stage, "policies-second-\(view.rawValue)")
    }

    @Test("each policy is one line of the list, however long its name is")
    func longNames() {
        var stage = stage(.narrow)
        let rows = { (stage: Stage) in stage.text.split(separator: "\n").filter { $0.contains("the policy of the") } }
        #expect(rows(stage).count == 2)
        #expect(rows(stage).allSatisfy { $0.contains("1111-2222-3333") })
        stage.press("Tab")
        #expect(rows(stage)[1].contains("▸ the policy of the key"))
    }

    @Test("what can't be copied yet says why: the test is under way, or it failed")
    func nothingYet() {
        var plan = Samples.launchScreen.plan
        plan.sourceProfile = "research"
        var stage = Stage(PoliciesScreen(plan))
        stage.press("y")
        #expect(stage.toasts.last?.contains("access is still being tested") == true, "\(stage.toasts)")
        let failure = LoadFailure(problem: "no credentials", remedy: "log in", at: Samples.now)
        stage.send(PoliciesScreen.Event.failed(failure))
        stage.press("c")
        #expect(stage.toasts.last?.contains("access couldn't be tested; r tries again") == true, "\(stage.toasts)")
    }

    @Test("y copies the policy as JSON, c the command")
    func copying() throws {
        var stage = stage(.wide)
        let policy = stage.press("y").compactMap { if case .copy(let text) = $0 { text } else { nil } }
        #expect(JSONValue(parsing: try #require(policy.first)) != nil)
        let command = stage.press("c").compactMap { if case .copy(let text) = $0 { text } else { nil } }
        #expect(command.first?.hasPrefix("aws s3api put-bucket-policy --bucket flightdeck-demo --policy '") == true)
    }
}
