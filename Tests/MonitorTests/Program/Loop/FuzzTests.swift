import BatchInference
import Console
import SeededNumbers
import Testing

@testable import Monitor

@Suite("Any keys at any size")
struct FuzzTests {

    private static let chords: [Chord] = [
        "Up", "Down", "Left", "Right", "Enter", "Esc", "Tab", "Shift-Tab", "PageUp", "PageDown", "Home", "End",
        "Backspace", "Space", "/", ":", "?", "1", "2", "3", "s", "S", "r", "y", "o", "l", "x", "d", "D", "a", "n", "b",
        "j", "k", "g", "G", "Ctrl-L", "Ctrl-T", "Ctrl-U", "Ctrl-W", "h", "é",
    ]

    @Test("never trap, and every frame has the size asked for", arguments: 0..<12)
    func anyKeys(seed: Int) {
        var numbers = SeededRandom(seed: UInt64(seed) &* 7919 + 1)
        var state = Samples.state()
        _ = state.start()
        let jobs = (0..<40).map {
            Samples.job("job-\($0)", status: $0 % 3 == 0 ? .failed : .completed, failure: "ün 日本")
        }
        let transforms = (0..<40).map { Samples.transform("t-\($0)", status: $0 % 4 == 0 ? .inProgress : .completed) }
        for _ in 0..<250 {
            switch Int.random(in: 0..<12, using: &numbers) {
            case 0:
                let size = Size(
                    columns: Int.random(in: 1...170, using: &numbers), rows: Int.random(in: 1...60, using: &numbers))
                _ = state.update(.input(.resize(size)))
            case 1:
                let some = Array(jobs.shuffled(using: &numbers).prefix(Int.random(in: 0...40, using: &numbers)))
                let id = state.stacks[.jobs]![0].id
                _ = state.update(.screen(id, JobsScreen.Event.listing(.page(some))))
                _ = state.update(.screen(id, JobsScreen.Event.listing(.finished(isComplete: true))))
                _ = state.update(.screen(id, JobsScreen.Event.refreshDue))
            case 2:
                let some = Array(transforms.shuffled(using: &numbers).prefix(Int.random(in: 0...40, using: &numbers)))
                let id = state.stacks[.transforms]![0].id
                _ = state.update(.screen(id, TransformsScreen.Event.listing(.page(some))))
                _ = state.update(.screen(id, TransformsScreen.Event.listing(.finished(isComplete: true))))
                _ = state.update(.screen(id, TransformsScreen.Event.refreshDue))
            case 3:
                let point = Point(
                    column: Int.random(in: -1...180, using: &numbers), row: Int.random(in: -1...60, using: &numbers))
                let actions: [MouseEvent.Action] = [.press(.left), .wheelUp, .wheelDown, .release(.left), .drag(.left)]
                _ = state.update(.input(.mouse(MouseEvent(actions.randomElement(using: &numbers)!, at: point))))
            default:
                _ = state.update(.input(.chord(Self.chords.randomElement(using: &numbers)!)))
            }
            let frame = state.frame()
            #expect(frame.surface.size == state.size)
        }
    }
}
