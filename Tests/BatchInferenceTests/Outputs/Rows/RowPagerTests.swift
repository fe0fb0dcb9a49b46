import AWSOperations
import BatchInference
import Predictions
import Testing

@Suite("An output beside its input, row by row")
struct RowPagerTests {
    private static let rows = 4000

    private static func pager(
        input: [UInt8], output: [UInt8], rule: PairingRule = PairingRule(splitType: .line, assembleWith: .line)
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
            limits: RowFileTests.small)
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
