import BatchInference
import Console
import Testing

@testable import Monitor

@Suite("Quitting, and what cannot be seen")
struct QuittingTests {
    private func quits(_ effects: [RunnerEffect]) -> Bool {
        effects.contains { if case .quit = $0 { true } else { false } }
    }

    @Test("an unchanged form is left at once; a changed one asks, with the safe answer first")
    func form() {
        var stage = Stage(Samples.launchScreen)
        #expect(quits(stage.press("Ctrl-C")))
        stage.type("s3://x")
        #expect(!quits(stage.press("Ctrl-C")))
        #expect(stage.isAsking && stage.line(with: "Your changes in the form are lost.") != nil)
        #expect(!quits(stage.press("Enter")) && !stage.isAsking)
        stage.press("Ctrl-C")
        #expect(quits(stage.press("y")))
    }

    @Test("a form below another screen is asked about too")
    func below() {
        var stage = Stage(Samples.launchScreen)
        stage.type("s3://x")
        stage.press("F4")
        #expect(!quits(stage.press("q")) && stage.isAsking)
    }

    @Test("going over to another profile asks where a form would be dropped, and not where it goes along")
    func profile() {
        var stage = Stage(Samples.launchScreen)
        #expect(!stage.state.apply([.switchProfile("other")]).isEmpty)
        stage.type("s3://x")
        #expect(stage.state.apply([.switchProfile("other")]).isEmpty && stage.isAsking)
        #expect(stage.line(with: "Your changes in the form are lost.") != nil)
        let effects = stage.press("y")
        #expect(effects.contains { if case .run(let id, _, _) = $0 { id.name == "switch profile" } else { false } })
        #expect(!stage.state.apply([.switchProfile("other", carrying: Samples.launchScreen)]).isEmpty)
    }

    @Test("a sample run under way says what would stay")
    func sampleRun() {
        var plan = Samples.launchScreen.plan
        plan.input = "s3://flightdeck-demo/inbox/march/"
        var stage = Stage(SampleRunScreen(plan))
        stage.press("Enter")
        stage.press("y")
        #expect(!quits(stage.press("Ctrl-C")))
        #expect(stage.line(with: "The sample run's transform continues") != nil)
    }

    @Test("a terminal that is too small takes no key but the one that quits")
    func tooSmall() {
        var stage = Stage(Samples.launchScreen, columns: 30, rows: 8)
        let before = stage.top(LaunchScreen.self).plan
        stage.type("s3://x")
        stage.press("Ctrl-L", "y")
        #expect(stage.top(LaunchScreen.self).plan == before && !stage.isAsking)
        #expect(quits(stage.press("Ctrl-C")))
    }

    @Test("labels of a question keep their column where its values wrap")
    func wrapping() throws {
        var stage = Stage(Samples.launchScreen, columns: 80, rows: 24)
        stage.state.overlay = .confirmation(
            ConfirmationDialog(
                Confirmation(
                    title: "Replace the file?",
                    lines: ["Input      s3://bucket/" + String(repeating: "long-", count: 14) + "name/ (3 objects)"],
                    action: "Replace"), then: .clockMoved))
        let first = try #require(stage.line(with: "Input      s3://bucket/"))
        let label = try #require(first.firstRange(of: "Input      "))
        let columns = first.distance(from: first.startIndex, to: label.lowerBound)
        let rest = try #require(stage.line(with: "(3 objects)"))
        #expect(rest.dropFirst(columns).hasPrefix("           ") && !rest.dropFirst(columns + 11).hasPrefix(" "))
        #expect(stage.line(with: "y replace   n cancel") != nil)
    }

    @Test("a question that doesn't fit says how much there is, and scrolls to its end")
    func scrollingQuestion() {
        var stage = Stage(Samples.launchScreen, columns: 80, rows: 24)
        let lines = (1...40).map { "fact \($0)  value" }
        stage.state.overlay = .confirmation(
            ConfirmationDialog(Confirmation(title: "Launch?", lines: lines, action: "Launch"), then: .clockMoved))
        #expect(stage.line(with: "fact 1 ") != nil && stage.line(with: "fact 40") == nil)
        #expect(stage.line(with: "more below") != nil)
        stage.press("PageDown")
        #expect(stage.line(with: "fact 1 ") == nil && stage.line(with: "above") != nil)
        stage.press("End", "Down")
        #expect(stage.line(with: "fact 40") != nil && stage.line(with: "more below") == nil)
        stage.press("Up", "Home")
        #expect(stage.line(with: "fact 1 ") != nil && stage.isAsking)
    }

    @Test("interrupted launches are offered again by name")
    func unfinished() {
        var stage = Stage(Samples.launchScreen)
        stage.press("F2")
        stage.type("resume")
        let effects = stage.press("Enter")
        #expect(
            effects.contains { if case .run(let id, _, _) = $0 { id.name == "unfinished launches" } else { false } })
    }
}
