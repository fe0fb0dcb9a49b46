import AWSOperations
import BatchInference
import Console
import Testing

@testable import Monitor

/// Names that nobody would choose, and that an account may hold.
@Suite("Odd names in lists")
struct OddTextTests {
    private static let names = [
        String(repeating: "漢字", count: 250), "e" + String(repeating: "\u{301}", count: 500), "\u{202E}esrever\u{202C}",
        "\u{200F}שלום\u{200E} مرحبا\u{2067}x\u{2069}", "👩‍👩‍👧‍👦🇩🇪🇩", "a\u{1B}[31mb\u{7}\r\nc\td\u{9B}2J\u{0}",
        String(repeating: "\u{301}", count: 40), "\u{FEFF}\u{200B}\u{200D}", "\u{E000}\u{10FFFF}\u{FFFE}", "",
        String(repeating: "x", count: 5000), "ｆｕｌｌｗｉｄｔｈ　\u{2028}\u{2029}",
    ]

    private static func screens(_ name: String) -> [(any Screen, [any Sendable])] {
        let transform = Samples.transform(name, status: .failed, failure: name)
        var job = Samples.job(name, status: .failed, failure: name)
        job.problemType = name
        var candidate = Samples.candidate(name, value: 0.5)
        candidate.candidateName = name
        var snapshot = TransformsScreenTests.snapshot(of: transform)
        snapshot.log.append([LogLine(time: Samples.now, stream: name, message: name)])
        return [
            (
                JobsScreen(),
                [
                    JobsScreen.Event.listing(.page([job, Samples.job("b")])),
                    JobsScreen.Event.listing(.finished(isComplete: true)),
                ]
            ),
            (
                CandidatesScreen(job: job),
                [CandidatesScreen.Event.loaded(LeaderboardReading(job: job, board: Samples.board([candidate])))]
            ),
            (
                TransformsScreen(),
                [
                    TransformsScreen.Event.listing(.page([transform])),
                    TransformsScreen.Event.listing(.finished(isComplete: true)),
                    TransformsScreen.Event.snapshot(snapshot),
                ]
            ),
            (TransformDetailScreen(overview: transform, snapshot: snapshot), []),
            (TransformLogScreen(name: name, snapshot: snapshot), []),
            (
                ProfilePickerScreen(current: nil),
                [
                    ProfilePickerScreen.Event.read([
                        ProfileSummary(name: name, region: name, account: name, roleArn: name)
                    ])
                ]
            ),
            (
                OutputsScreen(transform: transform),
                [
                    OutputsScreen.Event.listed(
                        transform,
                        OutputListing(
                            inputs: [S3Object(key: name, size: 1, lastModified: Samples.now, eTag: "")],
                            outputs: [], inputLocation: S3Location(bucket: "demo", key: "in"),
                            outputLocation: S3Location(bucket: "demo", key: "out")))
                ]
            ),
            Samples.rows(name, Samples.preview("\(name),1\n", "\(name)\n")),
        ]
    }

    @Test("leave every frame whole, with nothing that a terminal acts on", arguments: names)
    func frames(name: String) {
        for (screen, events) in Self.screens(name) {
            for (columns, rows) in [(80, 24), (200, 50), (41, 11), (1, 1)] {
                var stage = Stage(screen, columns: columns, rows: rows)
                for event in events { stage.send(event) }
                stage.press("Down", "End", "s", "Right")
                let text = stage.text
                for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
                    #expect(TextWidth.columns(line) <= columns)
                }
                let bad = text.unicodeScalars.first { scalar in
                    scalar != "\n"
                        && (scalar.properties.generalCategory == .control
                            || (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
                            || [0x200E, 0x200F, 0x2028, 0x2029].contains(scalar.value))
                }
                #expect(bad == nil, "\(stage.crumb): U+\(String(bad?.value ?? 0, radix: 16))")
            }
        }
    }

    @Test("A paste beyond all measure is refused, and says so; one into a filter is as well")
    func pastes() {
        var form = Stage(Samples.launchScreen)
        _ = form.state.update(.input(.paste(String(repeating: "x", count: 1_000_000))))
        #expect(form.top(LaunchScreen.self).plan.input.isEmpty)
        #expect(form.toasts == ["nothing pasted: it's 1.0 MB, and a field takes up to 64 kB"])
        var list = EveryList.jobs.stage()
        list.press("/")
        _ = list.state.update(.input(.paste(String(repeating: "x", count: 2000))))
        #expect(list.toasts == ["nothing pasted: a filter takes up to 1000 characters"])
        list.type(String(repeating: "y", count: 1200))
        #expect(list.top(JobsScreen.self).filter.field.count == FilterField.limit)
        // What a terminal may hand over of a program's output acts as nothing.
        list.press("Esc", "/")
        _ = list.state.update(.input(.paste("a\u{1B}[31mb\u{7}\nc\u{202E}")))
        #expect(list.top(JobsScreen.self).filter.text == "a[31mb c")
    }
}
