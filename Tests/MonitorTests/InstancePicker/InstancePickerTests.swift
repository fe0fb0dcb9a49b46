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

    @Test("looks as kept", arguments: GoldenView.allCases)
    func frames(view: GoldenView) throws {
        try expectGolden(view.stage(screen), "instances-\(view.rawValue)")
    }
}
