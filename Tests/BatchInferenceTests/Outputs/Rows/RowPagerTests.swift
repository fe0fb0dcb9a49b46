import AWSOperations
import BatchInference
import Predictions
import Testing

@Suite("An output beside its input, row by row")
struct RowPagerTests {
    private static let rows = 4000

    private static func pager(
        input: [UInt8], output: [UInt8], rule: PairingRule = PairingRule(splitType: .line, assembleWith: .line),
        limits: RowFile.Limits = RowFileTests.small
    ) -> RowPager {
        let bucket = FakeBucket()
        bucket.put("s3://bucket/in.csv", input, eTag: "\"1\"")
        bucket.put("s3://bucket/in.csv.out", output, eTag: "\"2\"")
        func table(_ bytes: [UInt8], _ isLines: Bool) -> RecordTable {
            let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
            var table = RecordTable(
                Array(lines.prefix(100).joined(separator: [0x0A])) + [0x0A], type: "text/csv", isLines: isLines)
            table.count.isExact = lines.count < 100
            return table
        }
        let preview = PredictionPreview(
            input: .table(table(input, true)), output: .table(table(output, false)), rule: rule,
            names: ColumnNames(responses: ["predicted_label", "probabilities"]))
        return RowPager(
            input: .init(S3Location("s3://bucket/in.csv")!, type: "text/csv", isLines: true),
            output: .init(S3Location("s3://bucket/in.csv.out")!, type: "text/csv"), preview: preview, from: bucket,
            limits: limits)
    }

    private static let pager: RowPager = {
        let input = (0..<rows).map { "\($0),\($0 % 7 == 0 ? "Biscoe" : "Dream")\n" }.joined()
        let output = (0..<rows).map { "class\($0 % 3),\"[0.\($0 % 10), 0.\(9 - $0 % 10)]\"\n" }.joined()
        return pager(input: Array(input.utf8), output: Array(output.utf8))
    }()

    @Test("Lists of probabilities are columns, and those of numbers are known")
    func columns() async throws {
        let pager = Self.pager
        #expect(pager.columns.map(\.side) == [.input, .input, .output, .output, .output])
        #expect(pager.columns.map(\.isNumeric) == [true, false, false, true, true])
        let block = try #require(try await pager.output?.nearRows(at: .number(2345), count: 1))
        #expect(pager.shown(block.rows[0], of: .output).texts == ["class2", "0.5", "0.4"])
    }

    @Test("A row is found by conditions on both sides, forwards and back")
    func find() async throws {
        let pager = Self.pager
        let query = RowQuery([
            .init(column: pager.columns[1], .containsAnyCase, "BISC"),
            .init(column: pager.columns[2], .equal, "class1"),
            .init(column: pager.columns[3], .greater, "0.75"),
        ])
        let wanted = (0..<Self.rows).filter { $0 % 7 == 0 && $0 % 3 == 1 && $0 % 10 > 7 }
        let first = try await pager.firstRow(matching: query, of: .output, from: .number(100))
        #expect(first?.number == wanted.first { $0 >= 100 } && first?.input?.text(1) == "Biscoe")
        let place = try #require(try await pager.output?.nearRows(at: .number(3000), count: 1)).start
        let last = try await pager.lastRow(matching: query, of: .output, beforeByte: place, number: 3000)
        #expect(last?.number == wanted.last { $0 < 3000 })
        let none = try await pager.firstRow(
            matching: RowQuery([.init(column: nil, .contains, "nowhere")]), of: .output, from: .number(0))
        #expect(none == nil)
    }

    @Test("A filter brings every row that matches, with what stands beside it")
    func filter() async throws {
        let pager = Self.pager
        let query = RowQuery([.init(column: pager.columns[0], .matches, "^3.*9$")])
        var found: [FoundRow] = []
        var progress = RowQueryProgress()
        try await pager.rows(matching: query, of: .output) { rows, state in
            found += rows
            progress = state
        }
        let wanted = (0..<Self.rows).filter { "\($0)".hasPrefix("3") && $0 % 10 == 9 }
        #expect(found.map(\.number) == wanted)
        #expect(found.allSatisfy { $0.output?.text(0) == "class\($0.number! % 3)" })
        #expect(progress == RowQueryProgress(rows: Self.rows, matches: wanted.count, share: 1, isComplete: true))
        await #expect(throws: RowQueryFailure.query(.badExpression("("))) {
            try await pager.rows(
                matching: RowQuery([.init(column: nil, .matches, "(")]), of: .output, take: { _, _ in })
        }
    }

    @Test("Rows are no pairs any more once their counts turn out to differ, or blank lines come")
    func pairing() {
        let pager = Self.pager
        func count(_ records: Int, _ blank: Int = 0, _ isExact: Bool = true) -> RecordCount {
            RecordCount(records: records, blankLines: blank, isExact: isExact)
        }
        #expect(pager.pairing(input: nil, output: count(5)).isPaired)
        #expect(pager.pairing(input: count(10, 0, false), output: count(10)).isPaired)
        #expect(pager.pairing(input: count(11, 0, false), output: count(10)) == .unpaired(.countsDiffer))
        #expect(pager.pairing(input: count(10), output: count(9)) == .unpaired(.countsDiffer))
        #expect(pager.pairing(input: count(10, 1), output: count(9)) == .unpaired(.blankLines))
        #expect(pager.pairing(input: count(10, 1), output: count(10)).isPaired)
        #expect(pager.pairing(input: count(10, 1, false), output: count(10)) == .unpaired(.blankLines))
    }

    /// Two objects of which the first rows are pairs: the n-th prediction is of the record n, and blank lines stand in the
    /// input before these records.
    private static func numbered(
        _ count: Int = rows, blankLinesBefore blank: Set<Int>, predictions: Int? = nil
    ) -> RowPager {
        let input = (0..<count).map { (blank.contains($0) ? "\n" : "") + "\($0),x\n" }.joined()
        let output = (0..<(predictions ?? count)).map { "class\($0),\"[0.5, 0.5]\"\n" }.joined()
        var limits = RowFile.Limits()
        (limits.chunk, limits.part) = (1 << 14, 1 << 15)
        return pager(input: Array(input.utf8), output: Array(output.utf8), limits: limits)
    }

    private static func countAll(_ pager: RowPager) async throws {
        for side in RowPager.Side.allCases {
            while try await pager.file(side)?.count().isComplete == false {}
        }
    }

    @Test("Blank lines far behind the first rows are left out of the pairs once all rows are counted")
    func settled() async throws {
        let count = 30_000
        let pager = Self.numbered(count, blankLinesBefore: [2000, 2001, 13_500, 25_000])
        #expect(pager.preview.pairing == .paired())
        #expect(await pager.settled() == nil, "nothing is counted yet")
        try await Self.countAll(pager)
        let counts = await (pager.input?.progress.count, pager.output?.progress.count)
        #expect(pager.pairing(input: counts.0, output: counts.1) == .unpaired(.blankLines))
        #expect(pager.canSettle(input: counts.0, output: counts.1))
        let settled = try #require(await pager.settled())
        #expect(settled.preview.pairing == .paired(skipsBlankInput: true))
        #expect(await settled.settled() == nil)
        for number in [0, 2000, 9_997, 13_499, 20_003, 25_000, 29_999] {
            let pair = try await (
                settled.input?.rows(at: .number(number), count: 5), settled.output?.rows(at: .number(number), count: 5)
            )
            let wanted = (number..<min(number + 5, count)).map(String.init)
            #expect(pair.0?.firstNumber == number && pair.0?.rows.map { $0.text(0) } == wanted)
            #expect(pair.1?.rows.map { $0.text(0) } == wanted.map { "class\($0)" })
            #expect(try await settled.input?.number(ofRowAt: pair.0?.start ?? 0) == number)
        }
        #expect(try await settled.input?.rows(at: .end, count: 2)?.rows.map { $0.text(0) } == ["29998", "29999"])
        let query = RowQuery([.init(column: settled.columns[2], .matches, "class23[69].7$")])
        var found: [FoundRow] = []
        let doubt = try await settled.rows(matching: query, of: .output) { rows, _ in found += rows }
        #expect(doubt == nil && found.count == 20)
        #expect(found.allSatisfy { "class\($0.input?.text(0) ?? "")" == $0.output?.text(0) })
        let first = try await settled.firstRow(matching: query, of: .output, from: .number(23_650))
        #expect(first?.output?.text(0) == "class23657" && first?.number == 23_657)
    }

    @Test("What a filter takes for pairs is doubted where the sides end apart or have blank lines")
    func doubt() async throws {
        func doubt(_ pager: RowPager) async throws -> Pairing.Reason? {
            let query = RowQuery([.init(column: nil, .contains, "77")])
            #expect(query.side == nil)
            return try await pager.rows(matching: query, of: .output) { _, _ in }
        }
        #expect(try await doubt(Self.numbered(blankLinesBefore: [])) == nil)
        #expect(try await doubt(Self.numbered(blankLinesBefore: [3000])) == .blankLines)
        let pager = Self.numbered(blankLinesBefore: [], predictions: Self.rows - 1)
        #expect(try await doubt(pager) == .countsDiffer)
        try await Self.countAll(pager)
        #expect(await pager.settled() == nil, "counts that differ make no pairs")
        var found: [FoundRow] = []
        let query = RowQuery([.init(column: pager.columns[2], .equal, "class77")])
        #expect(query.side == .output && !query.isOfPairs)
        try await pager.rows(matching: query, of: .output, asPairs: false) { rows, _ in found += rows }
        #expect(found.count == 1 && found[0].input == nil && found[0].number == 77)
        let both = RowQuery(query.conditions + [.init(column: pager.columns[0], .equal, "77")])
        #expect(both.side == nil && both.isOfPairs)
    }

    @Test("A tape of rows goes on both ways, and lets go of what is far")
    func tape() async throws {
        let file = try #require(Self.pager.output)
        var tape = RowTape(try #require(try await file.nearRows(at: .number(500), count: 100)))
        while let place = tape.next {
            tape.append(try #require(try await file.nearRows(at: place, count: 100)), after: place)
        }
        #expect(tape.rows.count == Self.rows - 500 && tape.isAtEnd)
        var index = tape.rows.count - 1
        index -= tape.trim(around: index)
        #expect(tape.rows.count == 3000 && tape.firstNumber == Self.rows - 3000 && index == 2999)
        while let place = tape.previous {
            let added = tape.prepend(try #require(try await file.nearRows(at: place, count: 250)), before: place)
            index += added
        }
        #expect(tape.firstNumber == 0 && tape.rows.count == Self.rows && tape.number(at: index) == Self.rows - 1)
        #expect(tape.rows.enumerated().allSatisfy { $1.text(0) == "class\($0 % 3)" })
    }
}
