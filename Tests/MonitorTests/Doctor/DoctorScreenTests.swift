import AWSOperations
import BatchInference
import Console
import Foundation
import Testing

@testable import Monitor

@Suite("The doctor's screen")
struct DoctorScreenTests {
    private func stage(_ view: GoldenView, _ report: DoctorReport?) -> Stage {
        var stage = view.stage(DoctorScreen())
        if let report { stage.send(DoctorScreen.Event.report(report)) }
        return stage
    }

    @Test("at work, with what is known so far", arguments: GoldenView.allCases)
    func running(_ view: GoldenView) throws {
        try expectGolden(stage(view, Samples.runningReport), "doctor-running-\(view.rawValue)")
    }

    @Test("with things to do", arguments: GoldenView.allCases)
    func finished(_ view: GoldenView) throws {
        try expectGolden(stage(view, Samples.finishedReport), "doctor-\(view.rawValue)")
    }

    @Test("its end says what to do", arguments: GoldenView.allCases)
    func advice(_ view: GoldenView) throws {
        var stage = stage(view, Samples.finishedReport)
        stage.press("End")
        try expectGolden(stage, "doctor-end-\(view.rawValue)")
    }

    @Test("what is denied and what nobody tried is counted and named, and passes for nothing that was allowed")
    func denials() throws {
        var stage = stage(.wide, Samples.finishedReport)
        #expect(stage.state.top.screen.statusLine.left.contains("to do"))
        stage.press("End")
        let denied = try #require(stage.line(with: "denied: needed for the lines of a log"))
        #expect(denied.contains("logs:GetLogEvents") && !denied.contains("allowed"))
        #expect(stage.line(with: "2 permissions are missing: logs:GetLogEvents, cloudwatch:GetMetricData") != nil)
        #expect(stage.line(with: "not tried: it would create a model") != nil)
        var sound = Samples.finishedReport
        sound.credentials?.expiration = nil
        for index in sound.checks.indices where sound.checks[index].outcome == .denied {
            sound.checks[index].outcome = .passed
        }
        var calm = self.stage(.wide, sound)
        calm.press("End")
        #expect(calm.state.top.screen.statusLine.left.hasPrefix("all 6 checks that were tried passed; 1 wasn't tried"))
        #expect(calm.line(with: "nothing: all 6 checks that were tried passed") != nil)
    }

    @Test("F4 opens it from anywhere, once, and Esc goes back")
    func opens() {
        var stage = Stage(DoctorScreen())
        #expect(stage.crumb == "Doctor")
        stage.press("F4")
        #expect(stage.toasts.contains { $0.contains("already open") })
        stage.press("Esc")
        let crumb = stage.crumb
        stage.press("F4")
        #expect(stage.crumb == "Doctor")
        stage.press("Esc")
        #expect(stage.crumb == crumb)
    }

    @Test("opening it examines, r does so again from the start")
    func again() async {
        var services = Services.fake(FakeCloud())
        services.examine = { _ in
            AsyncStream { stream in
                stream.yield(Samples.runningReport)
                stream.yield(Samples.finishedReport)
                stream.finish()
            }
        }
        var stage = Stage(DoctorScreen())
        let effects = stage.press("r")
        #expect(stage.top(DoctorScreen.self).report == nil)
        #expect(stage.line(with: "looking") != nil)
        await stage.run(effects, on: services)
        #expect(stage.top(DoctorScreen.self).report == Samples.finishedReport)
        #expect(stage.state.top.screen.statusLine.left.contains("things to do"))
    }

    @Test("the end stays in view while the page grows, until somebody goes up")
    func follows() {
        var stage = stage(.narrow, Samples.runningReport)
        stage.press("End")
        stage.send(DoctorScreen.Event.report(Samples.finishedReport))
        #expect(stage.line(with: "What to do") != nil)
        stage.press("Home")
        #expect(stage.line(with: "Settings") != nil)
        stage.press("End", "Up")
        stage.send(DoctorScreen.Event.report(Samples.runningReport))
        stage.send(DoctorScreen.Event.report(Samples.finishedReport))
        stage.press("g")
        stage.send(DoctorScreen.Event.report(Samples.runningReport))
        #expect(stage.line(with: "Settings") != nil)
    }

    @Test("what is copied is the whole report, as text of 80 columns or as the command's JSON")
    func copies() throws {
        var stage = stage(.narrowASCII, Samples.finishedReport)
        func copied(_ effects: [RunnerEffect]) -> String? {
            effects.lazy.compactMap { if case .copy(let text) = $0 { text } else { nil } }.first
        }
        let text = try #require(copied(stage.press("y")))
        #expect(text.contains("What to do") && text.contains("aws sso login --profile ml-dev"))
        #expect(text.split(separator: "\n").allSatisfy { TextWidth.columns(String($0)) <= 80 && $0.last != " " })
        let json = try #require(copied(stage.press("Y")))
        let read = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
        #expect(read?["Verdict"] as? String == "no-access")
        var empty = Stage(DoctorScreen())
        #expect(copied(empty.press("y")) == nil)
    }

    @Test("lines keep to their width, at every width")
    func widths() {
        let page = DoctorPage(Samples.finishedReport, now: Samples.now)
        for columns in 36...130 {
            for line in DoctorLayout.lines(page, columns: columns, glyphs: .unicode) {
                let width = line.map { TextWidth.columns($0.text) }.reduce(0, +)
                #expect(width <= columns, "\(columns): \(line.map(\.text).joined())")
            }
        }
    }

    @Test("a failure of credentials or the network names the key that examines it")
    func errorStates() {
        let credentials = AWSFailure.credentials(
            CredentialsError(kind: .notFound, problem: "no AWS credentials found", remedy: "run aws configure"))
        var stage = Stage(JobsScreen())
        stage.send(JobsScreen.Event.listing(.failed(credentials)))
        #expect(stage.line(with: "F4 checks credentials, region and network") != nil)
        var other = Stage(JobsScreen())
        other.send(
            JobsScreen.Event.listing(
                .failed(FakeCloud.refusal("ListAutoMLJobs", "InternalFailure", "no", status: 500))))
        #expect(other.line(with: "F4 examines") == nil)
    }
}
