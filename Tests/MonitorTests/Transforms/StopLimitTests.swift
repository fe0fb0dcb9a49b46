import AWSOperations
import BatchInference
import Console
import Testing

@testable import Monitor

@Suite("Stop limits on the screens")
struct StopLimitTests {
    private static let running = Samples.transform("penguins-species-1914", status: .inProgress, minutesAgo: 60)
    private let cloud = FakeCloud()

    private func listed() -> Stage {
        var stage = Stage(TransformsScreen())
        stage.send(TransformsScreen.Event.listing(.page([Self.running, Samples.transform("penguins-1702")])))
        stage.send(TransformsScreen.Event.listing(.finished(isComplete: true)))
        return stage
    }

    private func arm(_ stage: inout Stage, _ text: String) {
        stage.press("X")
        stage.type(text)
        stage.press("Enter")
    }

    /// What the program's own look at the transform tells.
    @discardableResult
    private func observe(
        _ stage: inout Stage, _ transform: TransformOverview = running, price: Finding<InstancePrice> = .asking
    ) -> [RunnerEffect] {
        stage.state.update(
            .stopLimit(
                .observed(arn: Self.running.arn, transform, RunBackground(price: price), cloud: cloud)))
    }

    private func pass(_ stage: inout Stage, seconds: Double) {
        stage.state.now = stage.state.now.adding(seconds: seconds)
    }

    private func stops(_ effects: [RunnerEffect]) -> Int {
        effects.count {
            if case .run(let id, _, _) = $0 { id.name.hasPrefix("stop at limit") } else { false }
        }
    }

    @Test("A limit is armed by a key, shown, and outlives the list's refresh")
    func armed() {
        var stage = listed()
        arm(&stage, "2h $5")
        #expect(stage.text.contains("asks to stop it at 2 h of running or $5.00"))
        stage.send(TransformsScreen.Event.refreshDue)
        stage.send(TransformsScreen.Event.listing(.page([Self.running])))
        stage.send(TransformsScreen.Event.listing(.finished(isComplete: true)))
        #expect(stage.text.contains("asks to stop it at 2 h of running or $5.00"))
        stage.press("Enter")
        #expect(stage.line(with: "Stop limit")?.contains("2 h of running") == true)
        stage.press("X")
        #expect(stage.text.contains("2h $5"), "the field has what is armed")
        for _ in 0..<10 { stage.press("Backspace") }
        stage.press("Enter")
        #expect(stage.state.stopLimits.armed.isEmpty && !stage.text.contains("asks to stop"))
    }

    @Test("What is no limit is said in place")
    func mistyped() {
        var stage = listed()
        arm(&stage, "soon")
        #expect(stage.text.contains("enter a running time") && stage.state.stopLimits.armed.isEmpty)
    }

    @Test("Reached, it asks wherever one is, with the safe answer marked; a yes stops once")
    func reached() {
        var stage = listed()
        arm(&stage, "30m")
        stage.press("1")
        #expect(observe(&stage, Samples.transform(Self.running.name, status: .inProgress, minutesAgo: 20)).isEmpty)
        #expect(!stage.isAsking)
        let effects = observe(&stage)
        #expect(effects.contains { if case .notify = $0 { true } else { false } })
        #expect(stage.isAsking && stage.text.contains("its limit is 30 m"))
        observe(&stage)
        pass(&stage, seconds: 2)
        #expect(stops(stage.press("y")) == 1)
        #expect(stops(observe(&stage)) == 0)
        _ = stage.state.update(.stopLimit(.accepted(arn: Self.running.arn)))
        #expect(stops(observe(&stage)) == 0 && !stage.isAsking, "it still says InProgress for a moment")
        var stopping = Self.running
        stopping.status = .stopping
        observe(&stage, stopping)
        #expect(stage.state.stopLimits.armed.isEmpty)
    }

    @Test("A key that was meant for the screen below answers nothing")
    func unasked() {
        var stage = listed()
        arm(&stage, "30m")
        observe(&stage)
        #expect(stops(stage.press("y")) == 0 && stage.isAsking)
        stage.press("Enter")
        #expect(stage.isAsking)
        pass(&stage, seconds: 2)
        stage.press("Enter")
        #expect(!stage.isAsking && stage.state.stopLimits.armed.isEmpty)
        #expect(stage.toasts.contains { $0.contains("keeps running") })
    }

    @Test("Nobody is asked while they type; they are once they have done")
    func typing() {
        var stage = listed()
        arm(&stage, "30m")
        stage.press("/")
        stage.type("peng")
        observe(&stage)
        #expect(!stage.isAsking)
        stage.press("Enter")
        observe(&stage)
        #expect(stage.isAsking)
    }

    @Test("A question that is open already is answered first")
    func behindAnother() {
        var stage = listed()
        arm(&stage, "30m")
        stage.press("?")
        observe(&stage)
        #expect(!stage.isAsking)
        stage.press("Esc")
        observe(&stage)
        #expect(stage.isAsking)
    }

    @Test("A refused stop is said and tried again without another question")
    func refused() {
        var stage = listed()
        arm(&stage, "30m")
        observe(&stage)
        pass(&stage, seconds: 2)
        stage.press("y")
        let failure = FakeCloud.refusal("StopTransformJob", "AccessDeniedException", "no", status: 403)
        _ = stage.state.update(.stopLimit(.refused(arn: Self.running.arn, failure)))
        #expect(stage.toasts.contains { $0.contains("was not stopped") && $0.contains("trying again") })
        #expect(stops(observe(&stage)) == 0)
        pass(&stage, seconds: 15)
        #expect(stops(observe(&stage)) == 1 && !stage.isAsking)
    }

    @Test("An end answers the question by itself")
    func ended() {
        var stage = listed()
        arm(&stage, "30m")
        observe(&stage)
        #expect(stage.isAsking)
        observe(&stage, Samples.transform(Self.running.name, minutesAgo: 60))
        #expect(!stage.isAsking && stage.state.stopLimits.armed.isEmpty)
    }

    @Test("A cost that nobody knows is said, and can't be a limit where that is known before")
    func unknownCost() {
        var stage = listed()
        arm(&stage, "$5")
        observe(&stage, price: .unknown(reason: "pricing:GetProducts is denied"))
        #expect(stage.toasts.contains { $0.contains("the cost is unknown") })
        #expect(!stage.isAsking)
        observe(&stage, price: .known(InstancePrice(type: .mlM5Xlarge, amount: 100, currency: "USD")))
        #expect(stage.isAsking && stage.text.contains("its limit is $5.00"))
    }

    @Test("Quitting says which limits end with the program")
    func quitting() {
        var stage = listed()
        arm(&stage, "3h")
        stage.press("q")
        #expect(stage.isAsking && stage.text.contains("The stop limit of penguins-species-1914"))
    }

    @Test("The stop goes to the account that the transform is in, whatever profile is in use by then")
    func otherProfile() async throws {
        var stage = listed()
        arm(&stage, "30m")
        let other = FakeCloud()
        _ = stage.state.go(
            to: ProfileAccess(profile: ProfileSummary(name: "other"), region: "us-west-2", cloud: other), carrying: nil)
        observe(&stage)
        #expect(stage.text.contains("eu-west-1"), "the question names its own place")
        pass(&stage, seconds: 2)
        let effects = stage.press("y")
        await stage.run(effects, on: .fake(other))
        #expect(other.contents.withLock { $0.stops }.isEmpty)
        #expect(cloud.contents.withLock { $0.stops } == [Self.running.name])
    }

    @Test(arguments: GoldenView.allCases)
    func asking(view: GoldenView) throws {
        var stage = view.stage(TransformsScreen())
        stage.send(TransformsScreen.Event.listing(.page([Self.running])))
        stage.send(TransformsScreen.Event.listing(.finished(isComplete: true)))
        stage.press("X")
        stage.type("2h")
        try expectGolden(stage, "stop-limit-\(view.rawValue)")
    }
}
