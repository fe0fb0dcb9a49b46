import AWSOperations
import BatchInference
import SeededNumbers
import Testing

/// The whole log: every line once, in the order of time, however many streams there are.
@Suite struct LogReaderTests {
    private let observations = FakeObservations()
    private let name = "churn-1"

    /// Waiting lines in memory, with the most that waited at a time.
    private actor FakeSpool: LogSpool {
        private var bytes: [UInt8] = []
        private(set) var appended = 0
        private(set) var clears = 0
        func append(_ added: [UInt8]) -> Int {
            appended += added.count
            defer { bytes += added }
            return bytes.count
        }
        func read(at offset: Int, count: Int) -> [UInt8] { Array(bytes[offset..<offset + count]) }
        func clear() { (bytes, clears) = ([], clears + 1) }
    }

    /// Streams of all lengths whose lines are told apart by their texts.
    private func fill(streams: Int, lines: Int, seed: UInt64, padding: Int = 0) -> [String] {
        var random = SeededRandom(seed: seed)
        var all: [(time: Int, text: String)] = []
        var filled: [String: [OutputLogEvent]] = [:]
        for stream in 0..<streams {
            var time = 1_800_000_000_000 + Int(random.next() % 5000)
            var events: [OutputLogEvent] = []
            for line in 0..<(stream % 7 == 3 ? 0 : lines + Int(random.next() % 50)) {
                time += Int(random.next() % 40)
                let text = "\(stream)/\(line) ü\(String(repeating: "x", count: padding))"
                events.append(OutputLogEvent(timestamp: time, message: text + (line % 3 == 0 ? "\n" : "")))
                all.append((time, text))
            }
            filled["churn-1/i-\(stream)"] = events
        }
        observations.change { [filled] state in
            state.streams = filled
            state.eventsPerPage = 37
        }
        return all.sorted { $0.time < $1.time }.map(\.text)
    }

    private func read(_ reader: inout LogReader, endedAt end: Timestamp? = .init(secondsSinceEpoch: 1_900_000_000))
        async throws -> [LogLine]
    {
        var lines: [LogLine] = []
        try await reader.read(endedAt: end) { lines += $0 }
        return lines
    }

    @Test(arguments: [1, 3, 40, 400])
    func everyLineComesOnceInTheOrderOfTime(streams: Int) async throws {
        let expected = fill(streams: streams, lines: 4000 / streams, seed: UInt64(streams))
        var reader = LogReader(transform: name, logs: observations, spool: FakeSpool())
        let lines = try await read(&reader)
        #expect(lines.count == expected.count)
        #expect(Set(lines.map(\.message)) == Set(expected))
        #expect(zip(lines, lines.dropFirst()).allSatisfy { $0.time <= $1.time })
        #expect(reader.gaps.isEmpty)
        #expect(try await read(&reader).isEmpty)
    }

    @Test func whatMemoryHasNoRoomForWaitsInTheSpool() async throws {
        // One stream begins after all others have ended, so that each of their lines is read before the first is due.
        let expected = fill(streams: 12, lines: 900, seed: 5, padding: 1500)
        let spool = FakeSpool()
        var reader = LogReader(transform: name, logs: observations, spool: spool)
        let lines = try await read(&reader)
        #expect(lines.count == expected.count)
        #expect(zip(lines, lines.dropFirst()).allSatisfy { $0.time <= $1.time })
        #expect(await spool.clears == 1)
    }

    @Test func linesThatComeLaterFollow() async throws {
        let first = fill(streams: 5, lines: 20, seed: 1)
        var reader = LogReader(transform: name, logs: observations, spool: FakeSpool())
        #expect(try await read(&reader, endedAt: nil).count == first.count)
        observations.change { state in
            state.streams["churn-1/i-1"]?.append(OutputLogEvent(timestamp: 1_800_000_900_000, message: "late"))
            state.streams["churn-1/i-9"] = [OutputLogEvent(timestamp: 1_800_000_800_000, message: "new stream")]
        }
        #expect(try await read(&reader, endedAt: nil).map(\.message) == ["new stream", "late"])
        #expect(try await read(&reader).isEmpty)
    }

    @Test func anEventWithoutTextIsALineAllTheSame() async throws {
        observations.change {
            $0.streams["churn-1/i-1"] = [
                OutputLogEvent(timestamp: 1_800_000_000_000, message: "before"),
                OutputLogEvent(timestamp: 1_800_000_001_000, message: nil),
                OutputLogEvent(timestamp: 1_800_000_002_000, message: "after"),
            ]
        }
        var reader = LogReader(transform: name, logs: observations, spool: FakeSpool())
        #expect(try await read(&reader).map(\.message) == ["before", "(no message)", "after"])
    }

    @Test func aStreamThatFailsIsNamedAndLeavesTheOthers() async throws {
        _ = fill(streams: 3, lines: 10, seed: 2)
        observations.change { $0.failingStream = "churn-1/i-1" }
        var reader = LogReader(transform: name, logs: observations, spool: FakeSpool())
        let lines = try await read(&reader)
        #expect(Set(lines.map(\.stream)) == ["i-0", "i-2"])
        #expect(reader.gaps.count == 1 && reader.gaps[0].problem.contains("the stream i-1 couldn't be read to the end"))
        observations.change { $0.failingStream = nil }
        #expect(Set(try await read(&reader).map(\.stream)) == ["i-1"])
        #expect(reader.gaps.isEmpty)
    }

    @Test func aStreamThatIsGoneSinceItWasListedIsNamed() async throws {
        _ = fill(streams: 3, lines: 10, seed: 2)
        observations.change { state in
            state.failingStream = "churn-1/i-1"
            state.streamFailure = .refusal(
                "GetLogEvents", "ResourceNotFoundException", "The specified log stream does not exist.")
        }
        var reader = LogReader(transform: name, logs: observations, spool: FakeSpool())
        #expect(Set(try await read(&reader).map(\.stream)) == ["i-0", "i-2"])
        #expect(reader.gaps.count == 1 && reader.gaps[0].problem.contains("the stream i-1 couldn't be read to the end"))
    }

    @Test func onlyTheStreamsAskedForAreRead() async throws {
        observations.change {
            $0.streams["churn-1/i-1/data-log"] = [OutputLogEvent(timestamp: 1_800_000_000_000, message: "data")]
            $0.streams["churn-1/i-1"] = [OutputLogEvent(timestamp: 1_800_000_000_000, message: "container")]
        }
        var reader = LogReader(transform: name, logs: observations, spool: FakeSpool(), streams: ["data-log"])
        #expect(try await read(&reader).map(\.message) == ["data"])
        #expect(observations.state.withLock { Set($0.logRequests.map(\.logStreamName)) } == ["churn-1/i-1/data-log"])
    }

    @Test func streamsThatEndAfterEmptyPagesHoldNoOtherUp() async throws {
        observations.change { state in
            for stream in 0..<30 {
                state.streams["churn-1/i-\(stream)"] =
                    stream % 3 == 0 ? [] : [OutputLogEvent(timestamp: 1_800_000_000_000, message: "\(stream)")]
            }
            state.emptyLogPages = 15
        }
        var reader = LogReader(transform: name, logs: observations, spool: FakeSpool())
        #expect(try await read(&reader).count == 20)
        #expect(reader.gaps.isEmpty && !reader.gaveUpOnEmptyPages)
    }

    @Test func expiredStreamsEnd() async throws {
        observations.change { state in
            for stream in 0..<21 { state.streams["churn-1/i-\(stream)"] = [] }
            state.emptyLogPages = .max
        }
        var reader = LogReader(transform: name, logs: observations, spool: FakeSpool())
        #expect(try await read(&reader).isEmpty)
        #expect(reader.gaveUpOnEmptyPages)
        #expect(observations.state.withLock { $0.logRequests.count } <= 50 + 20 * 20)
    }
}
