import AWSOperations
import BatchInference
import SeededNumbers
import Testing

/// All lines of a log on disk: in the order of time, found, chosen, and shown a window at a time.
@Suite struct LogArchiveTests {
    private func line(_ time: Double, _ message: String, stream: String = "i-0a1b2c3d-1662495847") -> LogLine {
        LogLine(time: Timestamp(secondsSinceEpoch: time), stream: stream, message: message)
    }

    private func archive(_ batches: [LogLine]..., capacity: Int = 1000) async throws -> LogArchive {
        let archive = LogArchive(spool: MemoryLogSpool(), capacity: capacity)
        for batch in batches { try await archive.append(batch) }
        return archive
    }

    private func messages(of archive: LogArchive) async throws -> [String] {
        try await archive.lines(in: 0..<10_000).map(\.line.message)
    }

    private func words(_ texts: String...) -> LogArchive.Selection {
        var selection = LogArchive.Selection()
        selection.words = texts.map { LogWord($0) }
        return selection
    }

    @Test func lateLinesStandWhereTheirTimesSay() async throws {
        let archive = try await archive(
            [line(1, "a"), line(3, "c1"), line(5, "e")], [line(2, "b", stream: "late"), line(3, "c2", stream: "late")],
            [line(0, "first"), line(9, "last")])
        #expect(try await messages(of: archive) == ["first", "a", "b", "c1", "c2", "e", "last"])
        #expect(await archive.totals.streams.map(\.lines) == [5, 2])
    }

    /// Against a plain sort, for batches of all sizes and orders.
    @Test(arguments: 1...8)
    func theOrderIsThatOfAStableSort(seed: Int) async throws {
        var random = SeededRandom(seed: UInt64(seed))
        let archive = LogArchive(spool: MemoryLogSpool())
        var all: [LogLine] = []
        for batch in 0..<40 {
            let lines = (0..<Int(random.next() % 200)).map { number in
                line(
                    Double(random.next() % 500),
                    "\(batch)/\(number) ü\(String(repeating: "x", count: Int(random.next() % 50)))",
                    stream: "i-\(random.next() % 5)")
            }.enumerated().sorted { ($0.element.place, $0.offset) < ($1.element.place, $1.offset) }.map(\.element)
            try await archive.append(lines)
            all += lines
        }
        let expected = all.enumerated().sorted { ($0.element.place, $0.offset) < ($1.element.place, $1.offset) }
            .map(\.element)
        #expect(try await archive.lines(in: 0..<all.count).map(\.line) == expected)
        // The same through a window anywhere.
        let middle = try await archive.lines(in: (all.count / 2)..<(all.count / 2 + 1))
        let window = try await archive.window(at: .line(try #require(middle.first).id), before: 10, after: 10)
        #expect(window.lines.map(\.line) == Array(expected[(all.count / 2 - 10)..<(all.count / 2 + 10)]))
        #expect(window.start == all.count / 2 - 10 && window.count == all.count)
    }

    @Test func linesAreChosenByWordsLevelsAndStreams() async throws {
        let data = "i-0a1b2c3d-1662495847/data-log"
        let archive = try await archive([
            line(1, "Starting gunicorn"), line(2, "[INFO] Ready"), line(3, "[WARNING] slow"),
            line(4, "ValueError: bad \u{DC}mlaut"), line(5, "bkt/a.csv: ClientError: 400", stream: data),
        ])
        try await archive.select(words("START"))
        #expect(try await messages(of: archive) == ["Starting gunicorn"])
        try await archive.select(words("error", "bad"))
        #expect(try await messages(of: archive) == ["ValueError: bad \u{DC}mlaut"])
        try await archive.select(words("data-log"))
        #expect(try await messages(of: archive) == ["bkt/a.csv: ClientError: 400"])
        var selection = LogArchive.Selection()
        selection.words = [LogWord("data", in: [.message])]
        try await archive.select(selection)
        #expect(try await messages(of: archive).isEmpty)
        selection.words = []
        selection.least = .error
        try await archive.select(selection)
        #expect(try await messages(of: archive).count == 2)
        selection.hiddenStreams = [data]
        try await archive.select(selection)
        #expect(try await messages(of: archive) == ["ValueError: bad \u{DC}mlaut"])
        // What comes later is chosen in the same way.
        try await archive.append([
            line(2.5, "KeyError: 'x'"), line(2.6, "fine"), line(7, "RuntimeError: y", stream: data),
        ])
        #expect(try await messages(of: archive) == ["KeyError: 'x'", "ValueError: bad \u{DC}mlaut"])
        try await archive.select(LogArchive.Selection())
        #expect(try await messages(of: archive).count == 8)
    }

    @Test func timesAreFoundAsTheyAreShown() async throws {
        let archive = try await archive([line(1_700_000_000, "x"), line(1_700_000_061, "y")])
        var selection = LogArchive.Selection()
        selection.words = [LogWord("22:14", in: [.time])]
        try await archive.select(selection)
        #expect(try await messages(of: archive) == ["y"])
    }

    @Test func aJumpGoesFromMatchToMatchAndFromErrorToError() async throws {
        let archive = try await archive([
            line(1, "a x"), line(2, "Traceback (most recent call last):"), line(3, "  File \"x.py\""),
            line(4, "ok"), line(5, "KeyError: 'x'"), line(6, "b x"),
        ])
        func text(_ id: LogArchive.LineID?) async throws -> String? {
            guard let id else { return nil }
            return try await archive.window(at: .line(id), before: 0, after: 1).lines.first?.line.message
        }
        #expect(try await archive.find([LogWord("x", in: [.message])]) == 4)
        let first = await archive.nextFound(from: nil, forward: true)
        #expect(try await text(first) == "a x")
        let last = await archive.nextFound(from: nil, forward: false)
        #expect(try await text(last) == "b x")
        #expect(await archive.nextFound(from: last, forward: true) == nil)
        // A stack trace is one error.
        var errors: [String] = []
        var error = await archive.nextError(from: first, forward: true)
        while let id = error {
            errors.append(try await text(id) ?? "")
            error = await archive.nextError(from: id, forward: true)
        }
        #expect(errors == ["Traceback (most recent call last):", "KeyError: 'x'"])
        #expect(await archive.totals.errors == 2)
        // Its frames go with it where only errors are shown.
        var selection = LogArchive.Selection()
        selection.least = .error
        try await archive.select(selection)
        #expect(await archive.shownCount == 3)
    }

    @Test func memoryIsBoundedAndWhatIsNotKeptIsCounted() async throws {
        let archive = try await archive(
            (0..<60).map { line(Double($0), "\($0)") }, (60..<120).map { line(Double($0), "\($0)") }, capacity: 100)
        #expect(await archive.totals.lines == 100)
        #expect(await archive.totals.unkept == 20)
        #expect(try await messages(of: archive).last == "99")
    }

    @Test func aSearchThatIsGivenUpLeavesWhatIsShown() async throws {
        let archive = try await archive([line(1, "one"), line(2, "two")])
        try await archive.select(words("one"))
        let newer = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            try await archive.select(words("two"))
        }
        await #expect(throws: CancellationError.self) { try await newer.value }
        #expect(try await messages(of: archive) == ["one"])
    }

    @Test func whatTheDiskRefusesIsThrown() async throws {
        struct FullSpool: LogSpool {
            func append(_ bytes: [UInt8]) throws -> Int { throw LogSpoolProblem(problem: "full", remedy: "make room") }
            func read(at offset: Int, count: Int) -> [UInt8] { [] }
            func clear() {}
        }
        let archive = LogArchive(spool: FullSpool())
        await #expect(throws: LogSpoolProblem.self) { try await archive.append([line(1, "a")]) }
        #expect(await archive.totals.lines == 0)
    }

    @Test(arguments: [
        ("[ERROR] x", LogLevel.error), ("2026-01-01 ERROR - x", .error), ("ValueError: x", .error),
        ("Traceback (most recent call last):", .error), ("\"POST /invocations HTTP/1.1\" 500 1", .error),
        ("\"GET /ping HTTP/1.1\" 404 1", .warning), ("\"POST /invocations HTTP/1.1\" 200 500", .unmarked),
        ("[crit] 10#10: *1 connect()", .error), ("[WARNING] x", .warning), ("UserWarning: x", .warning),
        ("[2024-11-10:14:22:54:INFO] nginx config", .info), ("INFO - ValueError: x", .error),
        ("[INFO ] W-model-1-stdout - x", .unmarked), ("[WARN ] W-model-1-stderr - KeyError: 'x'", .error),
        ("TERROR and ERRORS", .unmarked), ("no error", .unmarked), ("", .unmarked),
        ("bkt/a.csv: ClientError: 400", .error), ("bkt/a.csv: Unable to get response from algorithm", .error),
        ("bkt/a.csv: Bad HTTP status received from algorithm: 500", .error), ("java.lang.RuntimeException", .error),
    ])
    func levelsAreRecognized(message: String, level: LogLevel) {
        #expect(LogLevel(of: message) == level)
    }
}
