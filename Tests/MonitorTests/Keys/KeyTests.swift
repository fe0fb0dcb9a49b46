import AWSOperations
import BatchInference
import Console
import Testing

@testable import Monitor

/// What holds for keys on every screen.
@Suite("Keys everywhere")
struct KeyTests {
    /// Screens that have something to act on, by name.
    static let stages: [(name: String, stage: Stage)] =
        EveryList.allCases.map { ($0.rawValue, $0.stage()) }
        + [
            ("form", Stage(Samples.launchScreen)), ("detail", detail), ("doctor", Stage(DoctorScreen())),
            ("log", Stage(TransformLogScreen(name: "t", snapshot: nil))),
            ("export", Stage(ExportScreen(transform: "t"))),
            ("requests", Stage(RequestPreviewScreen(Samples.launchScreen.plan.requests))),
            ("rows", rows),
            ("sample-run", Stage(SampleRunScreen(Samples.launchScreen.plan))),
            ("containers", Stage(containers)), ("policies", Stage(PoliciesScreen(Samples.launchScreen.plan))),
        ]

    private static var rows: Stage {
        let (screen, events) = Samples.rows("t", Samples.preview("1,2\n", "3\n"))
        var stage = Stage(screen)
        for event in events { stage.send(event) }
        return stage
    }

    private static var containers: ContainerEnvironmentScreen {
        ContainerEnvironmentScreen(Samples.launchScreen.plan) { LaunchScreen.Event.environmentChanged($0) }
    }

    private static var detail: Stage {
        let transform = Samples.transform("t", status: .inProgress)
        return Stage(
            TransformDetailScreen(overview: transform, snapshot: TransformsScreenTests.snapshot(of: transform)))
    }

    @Test("Where one key pages, all of them do, the same ones everywhere")
    func paging() {
        for (name, stage) in Self.stages where name != "form" {
            let chords = Set(stage.state.top.screen.commandRows.flatMap(\.chords))
            guard chords.contains("PageDown") else { continue }
            for chord in Motion.allCases.flatMap(\.listChords) { #expect(chords.contains(chord), "\(name): \(chord)") }
        }
        #expect(HelpPage().takesEveryMotion)
    }

    @Test("No key is silent: what is bound anywhere acts here, or says why not")
    func silence() {
        let chords = Set(Self.stages.flatMap { $0.stage.state.commandRows.flatMap(\.chords) })
        #expect(chords.count > 60)
        for (name, stage) in Self.stages {
            for chord in chords {
                var stage = stage
                stage.state.toasts = []
                guard stage.state.row(for: chord)?.isAvailable != true else { continue }
                // In a field, the end of the text is as far as a key goes.
                var screen = stage.state.top.screen
                let isTyped = screen.offer(chord, as: stage.state.top.id, stage.state.context)?.isEmpty == true
                if isTyped { continue }
                let before = stage.text
                stage.press(chord)
                #expect(stage.text != before || !stage.toasts.isEmpty, "\(name): \(chord)")
            }
        }
        var stage = Stage(JobsScreen())
        stage.press("Alt-z")
        #expect(stage.toasts == ["Alt-z does nothing here; ? lists the keys"])
    }

    @Test("1 says that the jobs are already open only where they are, and goes back to them elsewhere")
    func tabs() {
        var stage = EveryList.candidates.stage()
        stage.press("1")
        #expect(stage.crumb == "Jobs" && stage.toasts.isEmpty)
        stage.press("1")
        #expect(stage.toasts == ["jobs tab: the jobs are already open"])
        stage.press("2", "2")
        #expect(stage.toasts.last == "transforms tab: the transforms are already open")
        // A form that was changed is not dropped by a digit.
        var form = Stage(Samples.launchScreen)
        form.type("s3://b/")
        form.press("F2")
        form.type("jobs tab")
        form.press("Enter")
        #expect(form.crumb == "New transform")
        #expect(form.toasts.last == "jobs tab: press Esc to leave New transform first, so nothing is lost")
    }

    @Test("In the form no letter acts on a row that takes no text, and the row says what does")
    func formLetters() {
        let ids = LaunchFields.shown(for: Samples.launchScreen.plan, open: []).filter { !$0.isText }.map(\.id)
        #expect(ids.count > 5)
        for id in ids {
            for scalar in 0x21...0x7E as ClosedRange<UInt8> {
                var screen = Samples.launchScreen
                screen.focus = id
                var stage = Stage(screen)
                let plan = stage.top(LaunchScreen.self).plan
                stage.type(String(UnicodeScalar(scalar)))
                guard let form = stage.state.top.screen as? LaunchScreen else {
                    Issue.record("\(UnicodeScalar(scalar)) on \(id) opens \(stage.crumb)")
                    continue
                }
                #expect(form.plan == plan && form.focus == id && !stage.state.hasOverlay && !stage.state.isQuitting)
                #expect(stage.toasts.last?.contains("takes no text") == true)
            }
        }
    }

    @Test("Details offer all that the list offers for a transform")
    func details() {
        func offers(_ rows: [CommandRow]) -> Set<String> { Set(rows.map { String($0.id.split(separator: ".")[1]) }) }
        let own: Set<String> = ["details", "plan", "models", "internal", "mark", "compare", "trend"]
        let list = TransformsScreen().commandRows.filter { $0.id.hasPrefix("transforms.") }
        #expect(offers(list).subtracting(own).isSubset(of: offers(Self.detail.state.top.screen.commandRows)))
        var stage = Self.detail
        stage.press("x")
        #expect(stage.isAsking)
    }

    @Test("What Space did is called marked, what the cursor is on selected")
    func words() {
        for (name, stage) in Self.stages {
            let rows = stage.state.top.screen.commandRows
            guard !rows.contains(where: { $0.title == "mark" }) else { continue }
            for row in rows { #expect(!row.help.contains("marked"), "\(name): \(row.help)") }
        }
    }

    @Test("A screen that there is one of comes to the top, rather than a second time")
    func reveal() {
        var stage = Stage(JobsScreen())
        _ = stage.state.update(.unfinishedLaunches([Samples.record()], []))
        stage.press("2")
        _ = stage.state.update(.unfinishedLaunches([Samples.record()], []))
        #expect(stage.crumb == "Unfinished launches")
        stage.press("Esc")
        #expect(stage.crumb == "Transforms")
        stage.press("1")
        #expect(stage.crumb == "Jobs")
        stage.press("F4", "F9", "F4", "Esc", "Esc")
        #expect(stage.crumb == "Jobs")
    }
}

extension HelpPage {
    fileprivate var takesEveryMotion: Bool {
        var page = self
        return Motion.allCases.flatMap(\.pageChords).allSatisfy { page.take($0, lines: 100, height: 10) }
    }
}
