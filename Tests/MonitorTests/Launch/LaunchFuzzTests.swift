import AWSOperations
import BatchInference
import Console
import SeededNumbers
import Testing

@testable import Monitor

@Suite("Any keys at any size, from leaderboard to launch")
struct LaunchFuzzTests {
    private static let chords: [Chord] = [
        "Up", "Down", "Left", "Right", "Enter", "Esc", "Tab", "Shift-Tab", "PageUp", "PageDown", "Home", "End",
        "Backspace", "Space", "/", ".", "=", "n", "b", "y", "Y", "d", "e", "f", "c", "r", "j", "k", "g", "G", "s", "S",
        "h", "l", "-", "Ctrl-O", "Ctrl-P", "Ctrl-L", "Ctrl-U", "Ctrl-G", "p", "L", "日", "é", "7",
    ]

    private static var screens: [any Screen] {
        [
            CandidatesScreen(job: Samples.describedJob), Samples.launchScreen,
            InstancePickerScreen(current: .mlM5Xlarge) { LaunchScreen.Event.instanceChosen($0.name) },
            ObjectBrowserScreen(at: S3Location("s3://demo-bucket/a/")) { LaunchScreen.Event.located(.input, $0) },
            RequestPreviewScreen(Samples.launchScreen.plan.requests),
            UnfinishedLaunchesScreen(records: [Samples.record(), Samples.record(.creatingModel)]),
            ComparisonScreen(rows: Samples.board().rows, board: Samples.board(), job: Samples.describedJob),
        ]
    }

    @Test("never trap, and every frame has the size asked for", arguments: 0..<14)
    func anyKeys(seed: Int) {
        var numbers = SeededRandom(seed: UInt64(seed) &* 104_729 + 7)
        let screens = Self.screens
        var stage = Stage(screens[seed % screens.count])
        let entries: [PrefixEntry] = (0..<30).map { number in
            let place = S3Location(bucket: "demo-bucket", key: "a/日本\(number)\u{202E}")
            return number % 4 == 0
                ? .folder(S3Location(bucket: "demo-bucket", key: "a/\(number)/"))
                : .object(place, size: number * 1000, modified: Samples.now)
        }
        for _ in 0..<220 {
            switch Int.random(in: 0..<14, using: &numbers) {
            case 0:
                let size = Size(
                    columns: Int.random(in: 1...170, using: &numbers), rows: Int.random(in: 1...60, using: &numbers))
                _ = stage.state.update(.input(.resize(size)))
            case 1:
                let some = Array(
                    Samples.candidates.shuffled(using: &numbers).prefix(Int.random(in: 0...7, using: &numbers)))
                stage.send(
                    CandidatesScreen.Event.loaded(
                        LeaderboardReading(job: Samples.describedJob, board: Samples.board(some))))
            case 2:
                let some = Array(entries.shuffled(using: &numbers).prefix(Int.random(in: 0...30, using: &numbers)))
                if let browser = stage.state.top.screen as? ObjectBrowserScreen, let place = browser.location {
                    stage.send(ObjectBrowserScreen.Event.page(place, PrefixPage(entries: some, isLast: true)))
                    stage.send(ObjectBrowserScreen.Event.finished(place))
                }
                stage.send(LaunchScreen.Event.progressed(.creatingModel(name: "m")))
            case 3:
                let point = Point(
                    column: Int.random(in: -1...180, using: &numbers), row: Int.random(in: -1...60, using: &numbers))
                let actions: [MouseEvent.Action] = [.press(.left), .wheelUp, .wheelDown, .release(.left), .drag(.left)]
                _ = stage.state.update(.input(.mouse(MouseEvent(actions.randomElement(using: &numbers)!, at: point))))
            case 4: _ = stage.state.update(.input(.paste("s3://demo-bucket/päste\u{1B}[2J\n")))
            case 5 where stage.state.stacks[stage.state.tab]!.count == 1:
                _ = stage.state.apply([.navigate(.push(screens.randomElement(using: &numbers)!))])
            default: stage.press(Self.chords.randomElement(using: &numbers)!)
            }
            let frame = stage.state.frame()
            #expect(frame.surface.size == stage.state.size)
        }
    }
}
