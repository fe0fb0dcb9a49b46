import AWSOperations
import Predictions
import SeededNumbers
import Testing

@testable import BatchInference

@Suite("Blank lines are rows or none by one rule, wherever rows are read")
struct BlankLineTests {
    private let storage = FakeObservations()
    private let job = Samples.transform()
    private let names = ColumnNames()

    private enum Truth {
        case pairs([[String]])
        case unpaired(Pairing.Reason)
    }

    /// What the counts of two sides allow, found out by trying all readings.
    private static func truth(_ input: [String], _ output: [String]) -> Truth {
        var found: [[[String]]] = []
        for skipsInput in [false, true] {
            for skipsOutput in [false, true] {
                let given = input.filter { !(skipsInput && $0.isEmpty) }
                let predicted = output.filter { !(skipsOutput && $0.isEmpty) }
                if given.count == predicted.count {
                    // Blank beside blank says nothing.
                    found.append(zip(predicted, given).filter { !($0.isEmpty && $1.isEmpty) }.map { [$0, $1] })
                }
            }
        }
        guard let first = found.first else { return .unpaired(.countsDiffer) }
        return found.allSatisfy { $0 == first } ? .pairs(first) : .unpaired(.blankLines)
    }

    private static func pairs(_ preview: PredictionPreview) -> [[String]] {
        (0..<preview.rowCount).map { row in
            [preview.predicted, preview.given].map { $0.rows[row].cells.first ?? "" }
        }.filter { $0 != ["", ""] }
    }

    @Test("the first rows, the last, any between, tables and summaries have the same pairs, or none")
    func windows() async throws {
        var random = SeededRandom(seed: 41)
        var (paired, unpaired) = (0, 0)
        for round in 0..<400 {
            let count = Int.random(in: 1...(round % 7 == 0 ? 90 : 9), using: &random)
            var input = (0..<count).map { "r\($0)" }
            var output = (0..<count).map { "p\($0)" }
            // Blank lines on one side, on both, at the same places or at others; answered or not.
            for _ in 0..<Int.random(in: 0...3, using: &random) {
                let place = Int.random(in: 0...input.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: input.insert("", at: place)
                case 1:
                    input.insert("", at: place)
                    output.insert("", at: min(place, output.count))
                case 2: output[Int.random(in: output.indices, using: &random)] = ""
                default:
                    input.insert("", at: place)
                    output.insert("answer", at: min(place, output.count))
                }
            }
            storage.put("s3://demo/in/a.csv", input.map { $0 + "\n" }.joined())
            storage.put("s3://demo/out/a.csv.out", output.map { $0 + "\n" }.joined())
            let listing = try await OutputListingLoader(storage: storage).listing(of: job)
            // Without and with room to read it whole at once.
            for limits in [
                RecordLoader.Limits.command, .init(record: 99, kept: 9999, read: 9999, counted: 0, doubtful: 9999),
            ] {
                let loader = PredictionLoader(storage: storage, job: job, limits: limits)
                func preview(_ window: RowWindow) async throws -> PredictionPreview {
                    try await loader.preview(of: listing.rows[0], in: listing, names: names, window: window)
                }
                let whole = try await preview(.last(1000))
                let truth = Self.truth(input, output)
                let text = "\(input) \(output)"
                guard case .pairs(let pairs) = truth else {
                    guard case .unpaired(let reason) = truth else { return }
                    unpaired += 1
                    for window in [RowWindow.first(1000), .last(2), .last(1000), .range(1..<4)] {
                        #expect(try await preview(window).pairing == .unpaired(reason), "\(window) of \(text)")
                    }
                    continue
                }
                paired += 1
                #expect(whole.pairing.isPaired && Self.pairs(whole) == pairs, "all of \(text)")
                #expect(Self.pairs(try await preview(.first(1000))) == pairs, "the first of \(text)")
                // Any window is a piece of the whole.
                let rows = (0..<whole.rowCount).map { row in
                    [whole.predicted, whole.given].map { $0.rows[row].cells.first ?? "" }
                }
                let first = Int.random(in: 0..<max(rows.count, 1), using: &random)
                let some = try await preview(.range(first..<first + 3))
                #expect(some.pairing == whole.pairing, "\(first) of \(text)")
                #expect(Self.pairs(some) == rows[first...].prefix(3).filter { $0 != ["", ""] }, "\(first) of \(text)")
                let last = try await preview(.last(2))
                #expect(last.pairing == whole.pairing, "the last of \(text)")
                #expect(Self.pairs(last) == rows.suffix(2).filter { $0 != ["", ""] }, "the last of \(text)")
            }
            // What reads all rows decides alike; an output of blank lines alone has none to summarize.
            guard output.contains(where: { !$0.isEmpty }) else { continue }
            var request = OutputSummarizer.Request()
            request.groupedBy = ColumnReference("1")
            let summary = try await OutputSummarizer(storage: storage, job: job, names: names)
                .summary(of: request, in: listing) { _ in }
            switch Self.truth(input, output) {
            case .pairs(let pairs):
                let counted = summary.groups.flatMap { group in
                    group.statistics.labels().flatMap { Array(repeating: [$0.label, group.value], count: $0.count) }
                        + Array(repeating: ["", group.value], count: group.statistics.missing)
                }.filter { $0 != ["", ""] }
                let isSame =
                    counted.sorted { $0.lexicographicallyPrecedes($1) }
                    == pairs.sorted { $0.lexicographicallyPrecedes($1) }
                #expect(isSame && summary.shortfalls.isEmpty, "\(input) \(output)")
            default: #expect(summary.rows == 0 && summary.shortfalls.count == 1, "\(input) \(output)")
            }
        }
        #expect(paired > 100 && unpaired > 30)
    }

    @Test("the ends of two objects stay pairs where one side's rows are too long to be kept")
    func longRows() async throws {
        storage.put(
            "s3://demo/in/a.csv", (0..<50).map { "\($0)," + String(repeating: "x", count: 500) + "\n" }.joined())
        storage.put("s3://demo/out/a.csv.out", (0..<50).map { "p\($0)\n" }.joined())
        let listing = try await OutputListingLoader(storage: storage).listing(of: job)
        let limits = RecordLoader.Limits(record: 9999, kept: 4000, read: 99_999, counted: 0, doubtful: 0)
        let preview = try await PredictionLoader(storage: storage, job: job, limits: limits)
            .preview(of: listing.rows[0], in: listing, names: names, window: .last(20))
        #expect(preview.pairing == .paired())
        let pairs = Self.pairs(preview)
        #expect(pairs.count >= 5 && pairs.allSatisfy { $0[0] == "p" + $0[1] } && pairs.last == ["p49", "49"])
        #expect(preview.notes.contains { $0.contains("input rows instead of 20") })
    }

    @Test("rows that are shown stay pairs once all are counted where blank lines stand side by side")
    func screens() async throws {
        storage.put("s3://demo/in/a.csv", "1\n\n2\n")
        storage.put("s3://demo/out/a.csv.out", "a\n\nb\n")
        let listing = try await OutputListingLoader(storage: storage).listing(of: job)
        let preview = try await PredictionLoader(storage: storage, job: job).preview(of: listing.rows[0], in: listing)
        let pager = RowPager(input: nil, output: nil, preview: preview, from: FakeBucket())
        let counts = [preview.inputCount, preview.outputCount]
        #expect(pager.pairing(input: counts[0], output: counts[1]).isPaired)
        let other = RecordTable(Array("a\nb\n\n".utf8), type: nil).count
        #expect(pager.pairing(input: counts[0], output: other) == .unpaired(.blankLines))
    }
}
