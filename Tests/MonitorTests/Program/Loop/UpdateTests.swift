import AWSOperations
import BatchInference
import Console
import Testing

@testable import Monitor

@Suite("The loop's update, as values")
struct UpdateTests {
    /// A state whose job list holds some jobs.
    private func stateWithJobs(_ names: [String]) -> State {
        var state = Samples.state()
        _ = state.start()
        show(names, in: &state)
        return state
    }

    private func show(_ names: [String], in state: inout State) {
        let id = state.stacks[.jobs]![0].id
        let minutes = Double(names.count)
        let jobs = names.enumerated().map { Samples.job($1, minutesAgo: minutes + Double($0)) }
        _ = state.update(.screen(id, JobsScreen.Event.refreshDue))
        _ = state.update(.screen(id, JobsScreen.Event.listing(.page(jobs))))
        _ = state.update(.screen(id, JobsScreen.Event.listing(.finished(isComplete: true))))
    }

    private func press(_ chords: Chord..., in state: inout State) -> [RunnerEffect] {
        chords.flatMap { state.update(.input(.chord($0))) }
    }

    private func jobs(_ state: State) -> JobsScreen {
        state.stacks[.jobs]![0].screen as! JobsScreen
    }

    @Test("The selection stays on its job while rows come in above it")
    func selectionByID() {
        var state = stateWithJobs(["a", "b", "c"])
        _ = press("Down", in: &state)
        #expect(jobs(state).model.selected?.name == "b")
        show(["new-1", "new-2", "a", "b", "c"], in: &state)
        #expect(jobs(state).model.selected?.name == "b")
        show(["new-1", "a", "c"], in: &state)
        #expect(jobs(state).model.selected != nil)
    }

    @Test("Enter opens the selected job, and Esc comes back to the same row")
    func openAndBack() {
        var state = stateWithJobs(["a", "b", "c"])
        _ = press("j", "j", "Enter", in: &state)
        #expect(state.top.screen.crumb == "c")
        _ = press("Esc", in: &state)
        #expect(state.top.screen.crumb == "Jobs")
        #expect(jobs(state).model.selected?.name == "c")
    }

    @Test("An event for a screen that is closed changes nothing")
    func lateResults() {
        var state = stateWithJobs(["a"])
        _ = press("Enter", in: &state)
        let closed = state.top.id
        _ = press("Esc", in: &state)
        let before = SurfaceDump.textAndStyles(state.frame().surface)
        let effects = state.update(.screen(closed, JobsScreen.Event.listing(.page([Samples.job("ghost")]))))
        #expect(effects.isEmpty)
        #expect(SurfaceDump.textAndStyles(state.frame().surface) == before)
    }

    @Test("An event of another screen's type is dropped")
    func foreignEvents() {
        var state = stateWithJobs(["a"])
        let effects = state.update(.screen(state.top.id, "not an event of this screen"))
        #expect(effects.isEmpty)
    }

    @Test("The filter narrows the list as it is typed, and Esc drops it")
    func filter() {
        var state = stateWithJobs(["penguins-species", "churn-march", "penguins-sex"])
        _ = press("/", "p", "e", "n", in: &state)
        #expect(jobs(state).model.list.visible.count == 2)
        // A letter that is a command elsewhere types while the filter is edited.
        _ = press("q", in: &state)
        #expect(jobs(state).model.list.visible.isEmpty)
        #expect(!state.isQuitting)
        _ = press("Esc", in: &state)
        #expect(jobs(state).model.list.visible.count == 3)
    }

    @Test("A filter can name its column")
    func columnFilter() {
        var state = stateWithJobs(["penguins-species", "churn-march"])
        _ = press("/", in: &state)
        _ = state.update(.input(.paste("status:comp job:churn")))
        #expect(jobs(state).model.list.visible.count == 1)
    }

    @Test("A command that is not available says why")
    func unavailable() {
        var state = stateWithJobs(["a"])
        _ = press("Esc", in: &state)
        #expect(state.toasts.last?.text.contains("first screen") == true)
    }

    @Test("q ends the program, and Ctrl-C does")
    func quit() {
        for chord: Chord in ["q", "Ctrl-C"] {
            var state = stateWithJobs(["a"])
            _ = press(chord, in: &state)
            #expect(state.isQuitting)
        }
    }

    @Test("The same toast twice is one")
    func toasts() {
        var state = stateWithJobs(["a"])
        _ = press("Esc", "Esc", "Esc", in: &state)
        #expect(state.toasts.count == 1)
    }

    @Test("The palette finds a command and runs it")
    func palette() {
        var state = stateWithJobs(["a"])
        _ = press(":", "t", "r", "a", "n", "s", "Enter", in: &state)
        #expect(!state.hasOverlay)
        #expect(state.tab == .transforms)
    }

    @Test("Tabs keep their stacks")
    func tabs() {
        var state = stateWithJobs(["a", "b"])
        _ = press("Enter", "2", in: &state)
        #expect(state.top.screen.crumb == "Transforms")
        _ = press("1", in: &state)
        #expect(state.top.screen.crumb == "a")
    }

    @Test("Every command has a chord of its own on its screen")
    func chordsAreUnique() {
        func check(_ rows: [CommandRow], _ name: String) {
            var seen: [Chord: String] = [:]
            for row in rows {
                #expect(!row.help.isEmpty && row.help.hasSuffix("."), "\(row.id)")
                for chord in row.chords {
                    #expect(seen[chord] == nil, "\(name): \(chord) is \(seen[chord] ?? "") and \(row.id)")
                    seen[chord] = row.id
                }
            }
        }
        let state = Samples.state()
        check(state.programRows, "program")
        check(JobsScreen().commandRows, "jobs")
        check(TransformsScreen().commandRows, "transforms")
        check(OutputsScreen(transform: Samples.transform("t")).commandRows, "outputs")
        check(TransformLogScreen(name: "t", snapshot: nil).commandRows, "log")
        check(TransformDetailScreen(overview: Samples.transform("t"), snapshot: nil).commandRows, "detail")
    }
}

extension State {
    /// Whether something lies over the screen.
    var hasOverlay: Bool {
        if case .some = overlay { true } else { false }
    }
}
