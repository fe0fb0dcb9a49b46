import AWSOperations
import BatchInference
import Console
import Foundation
import Testing

@testable import Monitor

@Suite("The launch form")
struct LaunchScreenTests {
    private func form(_ stage: Stage) -> LaunchScreen { stage.top() }

    /// A form that is ready to be launched.
    private func ready(columns: Int = 120, rows: Int = 36) -> Stage {
        var stage = Stage(Samples.launchScreen, columns: columns, rows: rows)
        stage.type("s3://flightdeck-demo/inbox/march/")
        return stage
    }

    @Test("every field has its row, and no two have the same")
    func rows() {
        let ids = (LaunchFields.main + LaunchFields.groups.flatMap { [$0.head] + $0.fields }).map(\.id)
        #expect(Set(ids) == Set(LaunchField.ID.allCases))
        #expect(ids.count == LaunchField.ID.allCases.count)
        for id in LaunchField.ID.allCases { #expect(LaunchFields.field(id).id == id) }
    }

    @Test("an untouched form needs an input and nothing else")
    func newcomer() {
        var stage = Stage(Samples.launchScreen)
        #expect(form(stage).problems.filter { $0.severity == .error }.map(\.field) == [.input])
        stage.type("s3://flightdeck-demo/inbox/march/")
        #expect(form(stage).errorCount == 0)
        #expect(form(stage).plan.input == "s3://flightdeck-demo/inbox/march/")
    }

    @Test("letters go into the text, not to commands, and the problem stands under the field as it is typed")
    func typing() {
        var stage = Stage(Samples.launchScreen)
        stage.type("q:1?")
        #expect(form(stage).plan.input == "q:1?")
        #expect(stage.line(with: "an S3 URI starts with s3://") != nil)
        stage.press("Ctrl-U")
        stage.type("s3://flightdeck-demo/a/")
        #expect(form(stage).problems.allSatisfy { $0.severity == .warning })
    }

    @Test("a number that is none stands in the way, and its text is kept")
    func numbers() {
        var stage = ready()
        stage.press("Tab", "Tab", "Tab", "Ctrl-U")
        stage.type("two")
        #expect(form(stage).focus == .instanceCount)
        #expect(form(stage).textProblems[.instanceCount] == "enter a whole number")
        stage.press("Ctrl-L")
        #expect(!stage.isAsking)
        stage.press("Tab", "Shift-Tab")
        #expect(form(stage).editor.text == "two")
        stage.press("Ctrl-U")
        stage.type("3")
        #expect(form(stage).plan.instanceCount == 3)
        #expect(form(stage).errorCount == 0)
    }

    @Test("white space around what is pasted or typed is not part of any value; what is typed may go on")
    func whiteSpace() {
        var stage = Stage(Samples.launchScreen)
        _ = stage.state.update(.input(.paste(" \u{A0}s3://flightdeck-demo/inbox/march/\u{200B}\r\n")))
        #expect(form(stage).plan.input == "s3://flightdeck-demo/inbox/march/")
        #expect(form(stage).editor.text == "s3://flightdeck-demo/inbox/march/")
        stage.press("Ctrl-U")
        stage.type("s3://flightdeck-demo/two words/ ")
        #expect(form(stage).plan.input == "s3://flightdeck-demo/two words/")
        #expect(form(stage).editor.text.hasSuffix(" "))
        stage.press("Tab", "Shift-Tab")
        #expect(form(stage).editor.text == "s3://flightdeck-demo/two words/")
        for field in LaunchFields.main + LaunchFields.groups.flatMap(\.fields) where field.isText {
            guard case .text(let read, _) = field.entry else { continue }
            stage.send(LaunchScreen.Event.wanted(field.problems ?? .input))
            var screen: LaunchScreen = stage.top()
            screen.setFocus(field.id)
            let before = read(screen.plan)
            let text = before.isEmpty ? "7=8" : before
            screen.write("\t\(text) \u{A0}", to: field.id)
            var plain: LaunchScreen = stage.top()
            plain.write(text, to: field.id)
            #expect(screen.plan == plain.plan && screen.textProblems == plain.textProblems, "\(field.label)")
        }
    }

    @Test("columns are ticked in the order in which they are offered; the last one stays")
    func columns() {
        var stage = ready()
        stage.press("Tab", "Tab", "Tab", "Tab")
        #expect(form(stage).focus == .columns)
        stage.press("Right", "Right", "Right", "Space", "Left", "Left", "Space")
        #expect(form(stage).plan.responseKeys == ["predicted_label", "probability", "probabilities"])
        let model = form(stage).plan.requests.createModel
        #expect(
            model.containers?.last?.environment?["SAGEMAKER_INFERENCE_OUTPUT"]
                == "predicted_label,probability,probabilities")
        stage.press("Space", "Right", "Right", "Space")
        #expect(form(stage).plan.responseKeys.isEmpty)
        stage.press("Left", "Left", "Left", "Space")
        #expect(form(stage).plan.responseKeys.isEmpty)
        #expect(stage.toasts.last == "a prediction has at least one column")
    }

    @Test("the instance type comes back from the picker, and a location from the browser")
    func pickers() {
        var stage = ready()
        stage.press("Tab", "Tab", "Enter")
        #expect(stage.crumb == "Instance type")
        stage.press("/")
        stage.type("g4dn")
        stage.press("Enter", "Enter")
        #expect(form(stage).plan.instanceType == .mlG4dnXlarge)
        stage.press("Up", "Ctrl-O")
        #expect(stage.crumb == "Browse S3")
        let place = S3Location("s3://flightdeck-demo/predictions/")!
        stage.send(ObjectBrowserScreen.Event.page(place, PrefixPage(entries: [], isLast: true)))
        stage.press(".")
        #expect(form(stage).plan.output.hasPrefix("s3://flightdeck-demo/predictions/"))
    }

    @Test("rare options are folded away, and what is set there reaches the request")
    func more() {
        var stage = ready()
        for _ in LaunchFields.groups { stage.press("Shift-Tab") }
        #expect(form(stage).focus == .dataGroup)
        stage.press("Tab")
        #expect(form(stage).focus == .batchingGroup)
        #expect(!form(stage).fields.contains { $0.id == .environment })
        stage.press("Enter")
        while form(stage).focus != .environment { stage.press("Tab") }
        stage.type("A=1; B=x=y")
        #expect(form(stage).plan.requests.createTransformJob.environment == ["A": "1", "B": "x=y"])
        stage.type("; C")
        #expect(form(stage).textProblems[.environment] != nil)
        // What is set there is told while it is folded away.
        stage.press("Ctrl-U")
        stage.type("A=1")
        while form(stage).focus != .batchingGroup { stage.press("Shift-Tab") }
        stage.press("Enter")
        #expect(stage.line(with: "set: Environment") != nil)
    }

    @Test("every option has a row: a plan that sets each is told whole by the form")
    func everyOption() {
        var plan = form(Stage(Samples.launchScreen)).plan
        for field in LaunchFields.groups.flatMap(\.fields) {
            switch field.entry {
            case .text(_, let write): _ = write(&plan, field.id == .environment || field.id == .tags ? "A=1" : "7")
            case .choice(let titles, let read, let write): write(&plan, (read(plan) + 1) % titles.count)
            case .containers: plan.setEnvironment(container: 1, name: "A", value: "1")
            case .columns, .instance, .account, .fold: break
            }
        }
        for group in LaunchFields.groups { #expect(group.changes(in: plan) == group.fields.map(\.label)) }
        #expect(plan.experiment?.runName == "7")
        let transform = plan.requests.createTransformJob
        #expect(transform.dataCaptureConfig != nil && transform.dataProcessing != nil)
        #expect(transform.modelClientConfig != nil && transform.experimentConfig != nil)
    }

    @Test("a problem in a folded group unfolds it when a launch is asked for, and names its source")
    func foldedProblem() {
        var stage = ready(columns: 90, rows: 40)
        for _ in 0..<4 { stage.press("Shift-Tab") }
        #expect(form(stage).focus == .processingGroup)
        stage.press("Enter", "Tab")
        stage.type("$[1")
        stage.press("Shift-Tab", "Enter")
        #expect(stage.line(with: "a bracket isn't closed") == nil)
        stage.press("Ctrl-L")
        #expect(!stage.isAsking)
        #expect(form(stage).focus == .inputFilter)
        #expect(stage.line(with: "a bracket isn't closed") != nil)
        #expect(stage.line(with: "DataProcessing") != nil)
    }

    @Test("what a choice of columns changes in the containers stands under it")
    func columnChanges() {
        var stage = ready()
        stage.press("Tab", "Tab", "Tab", "Tab", "Right", "Space")
        #expect(stage.line(with: "SAGEMAKER_INFERENCE_OUTPUT: predicted_label →") != nil)
        #expect(stage.line(with: "  predicted_label,probability") != nil)
        stage.press("Ctrl-L")
        #expect(stage.line(with: "variables of its containers' environment") != nil)
    }

    @Test("Esc closes an untouched form at once, and asks before it drops what was typed")
    func leaving() {
        var stage = Stage(Samples.launchScreen)
        stage.press("Esc")
        #expect(stage.crumb == "Jobs")
        stage = ready()
        stage.press("Esc")
        #expect(stage.isAsking)
        stage.press("Esc")
        #expect(form(stage).plan.input == "s3://flightdeck-demo/inbox/march/")
        stage.press("Esc", "y")
        #expect(stage.crumb == "Jobs")
    }

    @Test("the focused field is in sight at any height", arguments: [10, 12, 16, 24])
    func scrolling(rows: Int) {
        var stage = ready(columns: 80, rows: rows)
        for _ in LaunchFields.groups {
            stage.press("Shift-Tab", "Enter")
        }
        for _ in 0..<form(stage).fields.count {
            stage.press("Tab")
            let label = form(stage).focusedField.label
            #expect(stage.line(with: "▸ \(label)") != nil, "\(label) is out of sight at \(rows) rows")
        }
    }

    @Test("a click goes to a field and ticks a column")
    func mouse() {
        var stage = ready()
        let lines = stage.text.split(separator: "\n", omittingEmptySubsequences: false)
        let row = lines.firstIndex { $0.contains("Columns") }!
        let text = String(lines[row])
        let column = text.distance(from: text.startIndex, to: text.range(of: "[ ] probability")!.lowerBound)
        stage.click(column: column, row: row)
        #expect(form(stage).focus == .columns)
        #expect(form(stage).plan.responseKeys == ["predicted_label", "probability"])
    }

    @Test("a form that has just been opened is calm: nothing has failed, one thing is still needed")
    func calm() {
        var stage = Stage(Samples.launchScreen, columns: 120, rows: 36)
        #expect(stage.line(with: "enter an input") != nil)
        #expect(!stage.text.contains("failed") && !stage.text.contains("✗"))
        stage.type("s3")
        #expect(stage.line(with: "1 thing to fix before launching") != nil)
    }

    @Test("looks as kept", arguments: GoldenView.allCases)
    func frames(view: GoldenView) throws {
        var stage = view.stage(Samples.launchScreen)
        try expectGolden(stage, "launch-empty-\(view.rawValue)")
        stage.type("s3://flightdeck-demo/inbox/march/")
        stage.send(LaunchScreen.Event.checked(PreflightSamples.passed(form(stage).plan)))
        try expectGolden(stage, "launch-ready-\(view.rawValue)")
        stage.press("Ctrl-L")
        try expectGolden(stage, "launch-asking-\(view.rawValue)")
        stage.press("y")
        stage.send(LaunchScreen.Event.progressed(.checkingNames))
        stage.send(LaunchScreen.Event.progressed(.creatingModel(name: "penguins-species-softmax")))
        try expectGolden(stage, "launch-running-\(view.rawValue)")
        stage.send(LaunchScreen.Event.progressed(.modelCreated(name: "penguins-species-softmax")))
        stage.send(
            LaunchScreen.Event.progressed(
                .failed(
                    LaunchFailure(
                        reason: .service(FakeCloud.refusal("CreateTransformJob", "ResourceLimitExceeded", "limit 0")),
                        problem: "CreateTransformJob: ResourceLimitExceeded: The limit is 0 Instances",
                        remedy: "choose another instance type, or request a higher quota",
                        leftBehind: .model(name: "penguins-species-softmax"), record: Samples.record()))))
        try expectGolden(stage, "launch-failed-\(view.rawValue)")
    }
}
