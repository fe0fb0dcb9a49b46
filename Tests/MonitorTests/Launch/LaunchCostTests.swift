import AWSOperations
import BatchInference
import Console
import Testing

@testable import Monitor

@Suite("What a launch is likely to cost")
struct LaunchCostTests {
    private static let prices = InstancePrices(
        [InstancePrice(type: .mlM5Xlarge, amount: 0.24, currency: "USD")], readAt: Samples.now)

    private static let past = [300.0, 300, 300].map { seconds in
        PastTransform(
            name: "t", modelName: "m", instanceType: .mlM5Xlarge, instanceCount: 1, provisioningSeconds: 200,
            runningSeconds: seconds, endedAt: Samples.now)
    }

    @Test("the form and the question say it, and where it comes from")
    func estimate() {
        var stage = Stage(Samples.launchScreen)
        stage.type("s3://flightdeck-demo/inbox/march/")
        #expect(stage.line(with: "Cost") == nil)
        stage.send(LaunchScreen.Event.costLearned(.prices(.known(Self.prices))))
        stage.send(LaunchScreen.Event.costLearned(.past(.known(Self.past))))
        #expect(stage.text.contains("Cost: about $0.02 if it takes as long as"))
        stage.press("Ctrl-L")
        #expect(
            stage.line(with: "Cost       about $0.02 if it takes as long as 3 past runs of this model (5 m)") != nil)
    }

    @Test("what may not be asked is unknown, with the action, and holds nothing up")
    func unknown() async {
        let cloud = FakeCloud()
        cloud.fail(
            "GetProducts",
            with: FakeCloud.refusal("GetProducts", "AccessDeniedException", "not authorized", service: .pricing))
        var stage = Stage(TransformsScreen())
        await stage.run(stage.state.apply([.navigate(.push(Samples.launchScreen))]), on: .fake(cloud))
        let form: LaunchScreen = stage.top()
        #expect(form.costText == "unknown: pricing:GetProducts is denied")
        #expect(stage.text.contains("Cost: unknown: pricing:GetProducts"))
    }
}
