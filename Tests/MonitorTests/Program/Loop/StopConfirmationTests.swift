import BatchInference
import Console
import Testing

@testable import Monitor

@Suite("Stopping asks, and means what it showed")
struct StopConfirmationTests {
    private func stateWithTransforms(_ names: [String]) -> State {
        var state = Samples.state()
        _ = state.start()
        _ = state.update(.input(.chord("2")))
        list(names, in: &state)
        return state
    }

    private func list(_ names: [String], in state: inout State) {
        let id = state.stacks[.transforms]![0].id
        _ = state.update(.screen(id, TransformsScreen.Event.refreshDue))
        let rows = names.map { Samples.transform($0, status: .inProgress, minutesAgo: 4) }
        _ = state.update(.screen(id, TransformsScreen.Event.listing(.page(rows))))
        _ = state.update(.screen(id, TransformsScreen.Event.listing(.finished(isComplete: true))))
    }

    /// The names that stop effects carry.
    private func stops(_ effects: [RunnerEffect]) -> [String] {
        effects.compactMap { effect in
            guard case .run(let id, _, _) = effect, id.name.hasPrefix("stop ") else { return nil }
            return String(id.name.dropFirst(5))
        }
    }

    @Test("Enter takes the marked answer, which is the safe one")
    func enterDeclines() {
        var state = stateWithTransforms(["one", "two"])
        _ = state.update(.input(.chord("x")))
        #expect(state.hasOverlay)
        #expect(stops(state.update(.input(.chord("Enter")))).isEmpty)
        #expect(!state.hasOverlay)
    }

    @Test("Agreeing stops the transform that was shown, though another row is selected by then")
    func boundToWhatWasShown() {
        var state = stateWithTransforms(["one", "two"])
        _ = state.update(.input(.chord("x")))
        // The list changes under the question.
        list(["three", "two"], in: &state)
        let effects = state.update(.input(.chord("y")))
        #expect(stops(effects) == ["one"])
    }

    @Test("The other button needs a key to reach")
    func reachingTheButton() {
        var state = stateWithTransforms(["one"])
        _ = state.update(.input(.chord("x")))
        _ = state.update(.input(.chord("Tab")))
        #expect(stops(state.update(.input(.chord("Enter")))) == ["one"])
    }

    @Test("An ended transform cannot be stopped")
    func ended() {
        var state = Samples.state()
        _ = state.start()
        _ = state.update(.input(.chord("2")))
        let id = state.top.id
        _ = state.update(.screen(id, TransformsScreen.Event.listing(.page([Samples.transform("done")]))))
        _ = state.update(.input(.chord("x")))
        #expect(!state.hasOverlay)
        #expect(state.toasts.last?.text.contains("has ended") == true)
    }
}
