import AWSOperations
import BatchInference
import Console
import Testing

@testable import Monitor

/// The log's screen on an archive: all lines, a window at a time.
@Suite struct TransformLogScreenTests {
    private typealias Event = TransformLogScreen.Event
    private let services = Services.fake(FakeCloud())

    private static func line(_ number: Int, _ message: String, stream: String) -> LogLine {
        LogLine(time: Samples.now.adding(seconds: Double(number)), stream: stream, message: message)
    }

    private static let main = "i-0a1b2c3d4e5f67890-1662495847"
    private static let data = "i-0a1b2c3d4e5f67890-1662495847/data-log"

    /// 5,000 lines of two streams; every thousandth is an error with a stack trace.
    private static let many: [LogLine] = (0..<5000).map { number in
        if number % 1000 == 500 {
            return line(number, "ValueError: could not convert 'x' in record \(number)", stream: main)
        }
        if number % 1000 == 501 { return line(number, "  File \"inference.py\", line \(number)", stream: main) }
        return number % 10 == 3
            ? line(number, "bkt/in/part-\(number).csv: taken", stream: data)
            : line(number, "\"POST /invocations HTTP/1.1\" 200 \(number)", stream: main)
    }

    /// A screen whose archive has these lines.
    private func filled(_ lines: [LogLine] = many, columns: Int = 100, rows: Int = 20) async throws -> Stage {
        var stage = Stage(TransformLogScreen(name: "t", snapshot: nil), columns: columns, rows: rows)
        let archive = LogArchive(spool: MemoryLogSpool())
        stage.send(Event.opened(archive))
        try await archive.append(lines)
        await fill(&stage, from: archive)
        return stage
    }

    private func fill(_ stage: inout Stage, from archive: LogArchive) async {
        await stage.run(stage.send(Event.filled(await archive.totals)), on: services)
    }

    private func press(_ stage: inout Stage, _ chords: Chord...) async {
        for chord in chords {
            await stage.run(stage.press(chord), on: services)
            stage.state.toasts = []
        }
    }

    private func body(_ stage: Stage) -> [String] {
        stage.text.split(separator: "\n", omittingEmptySubsequences: false).dropFirst(2).dropLast(2).map {
            String($0).trimmingBlanks()
        }
    }

    /// The last number in a row.
    private static func number(in row: String) -> Int? {
        let parts = row.split { !$0.isNumber }
        return parts.last.flatMap { Int($0) }
    }

    @Test func theEndIsFollowedAndEveryLineIsThere() async throws {
        var stage = try await filled()
        #expect(body(stage).last?.hasSuffix("200 4999") == true)
        #expect(stage.text.contains("5\u{202F}000 lines, 5 errors"))
        await press(&stage, "g")
        #expect(body(stage).first?.hasSuffix("200 0") == true)
        // Page by page through the whole log: no line is left out.
        var seen: Set<Int> = []
        for _ in 0..<400 {
            seen.formUnion(body(stage).compactMap(Self.number))
            await press(&stage, "PageDown")
        }
        #expect(seen == Set(0..<5000))
        #expect(stage.text.contains("following"))
    }

    @Test func whatIsInSightStaysWhileLinesCome() async throws {
        var stage = try await filled()
        let archive = try #require(stage.top(TransformLogScreen.self).archive)
        await press(&stage, "PageUp")
        let before = body(stage)
        try await archive.append([
            Self.line(10, "late", stream: "i-00000000000000009-1"),
            Self.line(6000, "the newest line", stream: Self.main),
        ])
        await fill(&stage, from: archive)
        #expect(body(stage) == before)
        await press(&stage, "G")
        #expect(body(stage).last?.hasSuffix("the newest line") == true)
    }

    @Test func aFilterShowsOnlyItsLines() async throws {
        var stage = try await filled()
        await press(&stage, "/")
        for character in "stream:data-log part-10" { await press(&stage, .character(character)) }
        await press(&stage, "Enter")
        #expect(stage.text.contains("11 of 5\u{202F}000 lines"), "\(stage.text)")
        #expect(body(stage).filter { $0.contains("part-10") }.count == 11)
        await press(&stage, "Esc")
        #expect(stage.text.contains("5\u{202F}000 lines"))
    }

    @Test func findingGoesFromMatchToMatch() async throws {
        var stage = try await filled()
        await press(&stage, "f")
        for character in "part-1003.csv" { await press(&stage, .character(character)) }
        await press(&stage, "Enter")
        #expect(body(stage).first?.contains("part-1003.csv") == true)
        #expect(stage.text.contains("find: part-1003.csv (1)"))
        await stage.run(stage.press("n"), on: services)
        #expect(stage.toasts.contains { $0.contains("no line with part-1003.csv below") })
    }

    @Test func errorsAreJumpedToAndShownAlone() async throws {
        var stage = try await filled()
        await press(&stage, "e")
        #expect(body(stage).first?.contains("record 4500") == true)
        await press(&stage, "E")
        #expect(body(stage).first?.contains("record 3500") == true)
        await press(&stage, "e")
        #expect(body(stage).first?.contains("record 4500") == true)
        await press(&stage, "v", "v")
        #expect(stage.text.contains("10 of 5\u{202F}000 lines, errors only"))
        await press(&stage, "v")
        #expect(stage.text.contains("5\u{202F}000 lines"))
    }

    @Test func streamsAreSwitchedOff() async throws {
        var stage = try await filled()
        await press(&stage, "t")
        #expect(stage.text.contains("2 of 2 streams shown"))
        await press(&stage, "o", "Enter")
        #expect(stage.text.contains("1 of 2 streams"), "\(stage.text)")
        #expect(!body(stage).contains { $0.contains("part-") })
    }

    @Test func errorsAreNeverCut() async throws {
        let long = "ValueError: " + (0..<60).map { "word\($0)" }.joined(separator: " ")
        var stage = try await filled(
            [Self.line(1, long, stream: Self.main), Self.line(2, long.lowercased(), stream: Self.main)], columns: 80)
        #expect(stage.text.contains("word59"))
        #expect(!body(stage).last!.contains("word59"))
        await press(&stage, "w")
        #expect(body(stage).last!.contains("word59"))
    }

    /// SageMaker's lines about one object are one error, and are shown without what all of them begin with.
    @Test func whatSageMakerSaysOfAnObjectIsOneError() async throws {
        let mark = "2026-01-01T00:00:00.000:[sagemaker logs]: "
        let object = "my-bucket/some/long/prefix/of/keys/part-001.csv"
        var stage = try await filled(
            ["ClientError: 400", "Message:", "the frobnicator is out of zots"].enumerated().map {
                Self.line($0.offset, "\(mark)\(object): \($0.element)", stream: Self.data)
            }, columns: 80)
        #expect(stage.text.contains("3 lines, 1 error"))
        #expect(stage.text.contains("zots") && !stage.text.contains("[sagemaker logs]"))
        await press(&stage, "Right", "Left")
        #expect(stage.text.contains(object))
    }

    @Test func linesAreCopiedAndSaved() async throws {
        let files = FakeFiles()
        let services = Services.fake(FakeCloud(), files: files)
        var stage = try await filled(Array(Self.many.prefix(3000)))
        let copies = stage.press("y")
        #expect(copies.contains { if case .copy(let text) = $0 { text.hasSuffix("200 2999") } else { false } })
        _ = stage.press("s")
        await stage.run(stage.press("Enter"), on: services)
        let text = try await files.readText(at: "t.log")
        #expect(text.split(separator: "\n").count == 3000)
        #expect(text.hasSuffix("\(Self.main) \"POST /invocations HTTP/1.1\" 200 2999\n"))
    }

    @Test(arguments: GoldenView.allCases)
    func errorsAmongLines(view: GoldenView) async throws {
        var stage = view.stage(TransformLogScreen(name: "penguins-1914", snapshot: nil))
        let archive = LogArchive(spool: MemoryLogSpool())
        stage.send(Event.opened(archive))
        try await archive.append(Array(Self.many[480..<520]))
        await fill(&stage, from: archive)
        await press(&stage, "f", "v", "a", "l", "u", "e", "Enter")
        try expectGolden(stage, "transform-log-found-\(view.rawValue)")
    }

    @Test func streamsHaveShortLabels() {
        func label(_ stream: String) -> String { Self.line(0, "", stream: stream).streamLabel }
        #expect(label(Self.main) == "7890")
        #expect(label(Self.data) == "7890/data")
        #expect(label("i-0a1b2c-1662495847/container-2") == "1b2c/c2")
        #expect(label("i-0a1b2c") == "1b2c")
        #expect(label("odd") == "odd")
    }
}

extension String {
    fileprivate func trimmingBlanks() -> String {
        var text = self[...]
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
