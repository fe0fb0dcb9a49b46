import AWSOperations
import BatchInference
import Console
import Testing

@testable import Monitor

@Suite("The instance type picker")
struct InstancePickerTests {
    private var screen: InstancePickerScreen {
        InstancePickerScreen(current: .mlM52xlarge) { LaunchScreen.Event.instanceChosen($0.name) }
    }

    @Test("has every type of the API once, the proposed one on top and the current one marked")
    func all() {
        let stage = Stage(screen)
        let picker: InstancePickerScreen = stage.top()
        #expect(Set(picker.model.rows.map(\.id)) == Set(InstanceType.all.map(\.id)))
        #expect(picker.model.rows.count == InstanceType.all.count)
        #expect(picker.model.rows.first?.type.name == InstanceType.proposed)
        #expect(picker.model.selected?.id == "ml.m5.2xlarge")
    }

    @Test("filters by accelerator and sorts by memory")
    func filterAndSort() {
        var stage = Stage(screen)
        stage.press("/")
        stage.type("accel:t4")
        stage.press("Enter", "s", "s", "s")
        let picker: InstancePickerScreen = stage.top()
        #expect(picker.model.list.sort?.column == "memory")
        #expect(picker.model.list.visible.first == "ml.g4dn.xlarge")
        #expect(picker.model.list.visible.allSatisfy { $0.hasPrefix("ml.g4dn") })
    }

    @Test("shows quota left and price as they come, and never waits for them")
    func facts() async {
        var stage = Stage(screen, rows: 150)
        #expect(stage.line(with: "ml.m5.xlarge")?.contains("…") == true)
        stage.send(InstancePickerScreen.Event.learned(.quotas(.known(Self.quotas))))
        #expect(stage.line(with: "ml.m5.xlarge")?.contains("…") == true)
        stage.send(InstancePickerScreen.Event.learned(.running(.known(RunningInstances(perType: [.mlM5Xlarge: 1])))))
        #expect(stage.line(with: "ml.m5.xlarge")?.contains("3 of 4") == true)
        #expect(stage.line(with: "ml.p3.2xlarge")?.contains("no quota") == true)
        stage.send(InstancePickerScreen.Event.learned(.prices(.unknown(reason: "pricing:GetProducts is denied"))))
        #expect(stage.line(with: "ml.m5.xlarge")?.contains("unknown") == true)
        #expect(stage.text.contains("Price unknown: pricing:GetProducts is denied"))
        let picker: InstancePickerScreen = stage.top()
        #expect(picker.model.selected?.id == "ml.m5.2xlarge")
    }

    @Test("says why a type has no quota, and by which code to ask for one")
    func noQuota() {
        var stage = known(Stage(screen))
        stage.press("/")
        stage.type("p3.2xlarge")
        stage.press("Enter")
        #expect(stage.text.contains("No quota: 'ml.p3.2xlarge for transform job usage' is 0 here."))
        #expect(stage.text.contains("L-ABCD0123"))
    }

    @Test("sorts by quota left and by price")
    func sorting() {
        var stage = known(Stage(screen))
        stage.press("s", "s", "s", "s", "s", "S")
        var picker: InstancePickerScreen = stage.top()
        #expect(picker.model.list.sort?.column == "quota")
        #expect(picker.model.list.visible.first == "ml.m5.large")
        stage.press("s")
        picker = stage.top()
        #expect(picker.model.list.sort?.column == "price")
        #expect(picker.model.list.visible.prefix(2) == ["ml.m5.large", "ml.m5.xlarge"])
    }

    @Test("asks the services side by side when it opens")
    func asking() async {
        let cloud = FakeCloud()
        cloud.contents.withLock {
            $0.quotas = [ServiceQuota(quotaCode: "L-1", quotaName: "ml.m5.xlarge for transform job usage", value: 2)]
        }
        cloud.fail(
            "GetProducts",
            with: FakeCloud.refusal("GetProducts", "AccessDeniedException", "not authorized", service: .pricing))
        var stage = Stage(TransformsScreen())
        let effects = stage.state.apply([.navigate(.push(screen))])
        await stage.run(effects, on: .fake(cloud))
        let picker: InstancePickerScreen = stage.top()
        #expect(picker.facts.quotaLeft(of: .mlM5Xlarge).value?.left == 2)
        #expect(picker.facts.prices.reason == "pricing:GetProducts is denied")
    }

    private static let quotas = TransformQuotas(
        perType: [
            .mlM5Large: .init(value: 6), .mlM5Xlarge: .init(value: 4), .mlM52xlarge: .init(value: 2),
            TransformInstanceType(rawValue: "ml.p3.2xlarge"): .init(value: 0, code: "L-ABCD0123"),
        ], overall: .init(value: 8))

    private func known(_ stage: Stage) -> Stage {
        var stage = stage
        stage.send(InstancePickerScreen.Event.learned(.quotas(.known(Self.quotas))))
        stage.send(InstancePickerScreen.Event.learned(.running(.known(RunningInstances(perType: [.mlM52xlarge: 2])))))
        let prices = [("ml.m5.large", 0.115), ("ml.m5.xlarge", 0.23), ("ml.m5.2xlarge", 0.461)].map {
            InstancePrice(type: TransformInstanceType(rawValue: $0.0), amount: $0.1, currency: "USD")
        }
        stage.send(
            InstancePickerScreen.Event.learned(
                .prices(.known(InstancePrices(prices, readAt: Samples.now.adding(seconds: -2 * 86_400))))))
        return stage
    }

    @Test("looks as kept", arguments: GoldenView.allCases)
    func frames(view: GoldenView) throws {
        try expectGolden(view.stage(screen), "instances-asking-\(view.rawValue)")
        try expectGolden(known(view.stage(screen)), "instances-\(view.rawValue)")
    }
}
