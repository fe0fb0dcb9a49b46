import AWSOperations
import BatchInference
import Console
import Testing

@testable import Monitor

@Suite("The containers' environment")
struct ContainerEnvironmentTests {
    /// The form with its containers opened.
    private func opened(columns: Int = 120, rows: Int = 36) -> Stage {
        var stage = Stage(Samples.launchScreen, columns: columns, rows: rows)
        stage.type("s3://flightdeck-demo/inbox/march/")
        for _ in 0..<3 { stage.press("Shift-Tab") }
        stage.press("Enter", "Tab", "Enter")
        return stage
    }

    private func screen(_ stage: Stage) -> ContainerEnvironmentScreen { stage.top() }

    @Test("shows every variable of every container")
    func everything() {
        let stage = opened()
        #expect(stage.crumb == "Containers")
        let plan = screen(stage).plan
        for container in plan.containers {
            for name in (container.environment ?? [:]).keys { #expect(stage.line(with: name) != nil, "\(name)") }
        }
    }

    @Test("a value is typed in its place, shown as a change, and goes to the form and the request")
    func editing() throws {
        var stage = opened()
        let plan = screen(stage).plan
        let name = try #require((plan.containers[0].environment ?? [:]).keys.min())
        let before = try #require(plan.containers[0].environment?[name])
        stage.press("Enter", "Ctrl-U")
        stage.type("other:q")
        stage.press("Enter")
        #expect(stage.line(with: "\(before) → other:q") != nil)
        stage.press("Esc")
        let form: LaunchScreen = stage.top()
        #expect(form.plan.requests.createModel.containers?[0].environment?[name] == "other:q")
        #expect(stage.line(with: "1 \(name):") != nil)
        #expect(stage.line(with: "1 changed by hand") != nil)
    }

    @Test("a variable is added, left out and restored")
    func addingAndLeavingOut() {
        var stage = opened()
        let name = screen(stage).rows.compactMap { row -> String? in
            if case .variable(1, let name) = row { name } else { nil }
        }[0]
        stage.press("d")
        #expect(screen(stage).plan.environmentChanges == [EnvironmentChange(container: 1, name: name, value: nil)])
        #expect(stage.line(with: "left out") != nil)
        stage.press("r")
        #expect(screen(stage).plan.environmentChanges.isEmpty)
        stage.press("a")
        stage.type("NEW=a=b")
        stage.press("Enter")
        #expect(screen(stage).plan.environmentChanges == [EnvironmentChange(container: 1, name: "NEW", value: "a=b")])
        // Leaving out what the candidate never had takes the addition back.
        stage.press("d")
        #expect(screen(stage).plan.environmentChanges.isEmpty)
        #expect(screen(stage).selected == .addition(container: 1))
    }

    @Test("what CreateModel would refuse is said while it is typed, and not taken")
    func refused() {
        var stage = opened()
        stage.press("a")
        stage.type("9A=1")
        #expect(stage.line(with: "'9A' isn't a variable name") != nil)
        stage.press("Enter")
        #expect(screen(stage).plan.environmentChanges.isEmpty)
        stage.press("Esc")
        #expect(screen(stage).entry == nil)
        #expect(stage.crumb == "Containers")
    }

    @Test("fits small terminals, and the marked row is in sight", arguments: [(80, 24), (60, 14), (40, 10)])
    func small(columns: Int, rows: Int) {
        var stage = opened(columns: columns, rows: rows)
        for _ in screen(stage).rows {
            if case .variable(_, let name) = screen(stage).selected {
                #expect(stage.line(with: String(name.prefix(6))) != nil, "\(name) is out of sight")
            }
            stage.press("Down")
        }
    }
}
