import Predictions
import SeededNumbers
import Testing

/// Where the bytes are cut as they come does not matter to what is read of them.
@Suite struct PieceTests {
    private struct Read: Hashable {
        var records: [Record] = []
        var rows: [Row] = []
        var columns: [String?] = []
    }

    private static let texts: [String] = [
        "", "\n", "\n\n", "a", "a,b\nc,d\n", "a,b\r\nc,d\r\n", "a\r\n\r\n\nb", "\"a,b\",\"c\"\"d\"\n\"e\nf\",g\n",
        "\u{FEFF}\"a\nb\",c\n1,2", "\u{FEFF}a,b\n", "a\"b,\"c\"d,\"\"\n\"\"\"\",\"open\nto the end",
        "x\u{2028}y,\u{85}z\n1\u{C}2,3",
        "\"a\"\r\n\"b\r\n", ",,\n,\n", "{\"a\": 1, \"b\": \"}\\\"]\"}\n{\"b\": 2}\n",
        "[{\"a\": [1, 2]}, {\"a\": \"x,\\\\\"}]",
        "{\"predictions\": [{\"a\": 1}, {\"a\": {\"b\": 2}}], \"more\": [3]}\n{\"predictions\": [[1, 2], [3, 4]]}",
        "[1, 2]\n[3, 4]",
        "1 2 \"three\" null\n", "{\n  \"a\": {\n    \"b\": [1,\n 2]\n  }\n}\n{ \"a\" : 5 }", "[0.1,\n 0.9][0.5, 0.5]",
    ]

    private static func read(_ pieces: [[UInt8]], _ rule: RecordScanner.Rule, keeping length: Int) -> Read {
        var read = Read()
        var scanner = RecordScanner(rule, keptLength: length)
        for piece in pieces { scanner.scan(piece) { read.records.append($0) } }
        scanner.finish { read.records.append($0) }
        let form: RecordForm = rule == .json ? .json : .csv
        var reader = RowReader(form, isLines: rule == .lines, keptLength: length)
        for piece in pieces { reader.read(piece) { read.rows.append($0) } }
        reader.finish { read.rows.append($0) }
        read.columns = reader.columns
        return read
    }

    @Test(arguments: [RecordScanner.Rule.lines, .csv, .json])
    func everyCutOfSmallTextsGivesTheSame(rule: RecordScanner.Rule) {
        for text in Self.texts {
            let bytes = Array(text.utf8)
            for length in [Int.max, 16] {
                let whole = Self.read([bytes], rule, keeping: length)
                #expect(whole.records.count == whole.rows.count)
                let single = Self.read(bytes.map { [$0] }, rule, keeping: length)
                #expect(whole == single, "\(text.debugDescription) byte by byte")
                for first in 0...bytes.count {
                    for second in first...bytes.count {
                        let parts = [bytes[..<first], bytes[first..<second], bytes[second...]].map(Array.init)
                        let cut = Self.read(parts, rule, keeping: length)
                        #expect(whole == cut, "\(text.debugDescription) cut at \(first) and \(second)")
                    }
                }
            }
        }
    }

    @Test func randomCutsOfLargeTextsGiveTheSame() {
        var random = SeededRandom(seed: 11)
        let alphabet: [[UInt8]] = ["a", "bc", ",", "\n", "\r\n", "\"", "\"\"", "\u{2028}", "1.5", "\t", " "].map {
            Array($0.utf8)
        }
        for round in 0..<60 {
            let bytes = (0..<5000).flatMap { _ in alphabet.randomElement(using: &random) ?? [] }
            for rule in [RecordScanner.Rule.lines, .csv] {
                let whole = Self.read([bytes], rule, keeping: round.isMultiple(of: 2) ? .max : 20)
                for length in [3, 50, 4000] {
                    let cut = Self.read(
                        pieces(of: bytes, atMost: length, &random), rule,
                        keeping: round.isMultiple(of: 2) ? .max : 20)
                    #expect(whole == cut)
                }
                let ends = whole.records.map { $0.offset + $0.length }
                #expect(zip(ends, whole.records.dropFirst()).allSatisfy { $0 < $1.offset })
            }
        }
    }

    @Test func aRowWithoutEndIsBounded() {
        var reader = RowReader(.csv, keptLength: 1000)
        var rows: [Row] = []
        reader.read(Array("a,b\n\"".utf8)) { rows.append($0) }
        for _ in 0..<100 { reader.read(Array(repeating: UInt8(ascii: "x"), count: 10_000)) { rows.append($0) } }
        #expect(rows.count == 1)
        #expect(reader.pending?.isCut == true && reader.pending?.text(0)?.count == 999)
        reader.finish { rows.append($0) }
        #expect(rows.count == 2 && rows[1].isCut && rows[1].length == 1_000_001 && rows[1].isCut(cell: 0))
        #expect(reader.cutRecords == 1)
    }

    @Test func anotherReaderGoesOnAtEachCheckpoint() throws {
        var random = SeededRandom(seed: 5)
        let csv = (0..<3000).map { "\($0),\"a\nb\",\(String(repeating: "x", count: $0 % 50))\n" }.joined()
        let json =
            "["
            + (0..<3000).map { "{\"n\": \($0), \"t\": \"\(String(repeating: "]", count: $0 % 9))\"}" }.joined(
                separator: ",\n") + "]"
        for (form, text) in [(RecordForm.csv, csv), (.json, json)] {
            let bytes = Array(text.utf8)
            var all: [Row] = []
            var whole = RowReader(form)
            whole.read(bytes) { all.append($0) }
            whole.finish { all.append($0) }
            #expect(all.count == 3000)
            var scanner = SummaryScanner(
                form, columns: form == .json ? .names(["n"]) : .places([0]),
                index: RowIndex(everyRows: 100, bytes: 4000, limit: 1000))
            for piece in pieces(of: bytes, atMost: 3000, &random) { scanner.scan(piece) }
            scanner.finish()
            #expect(
                scanner.index.isComplete && scanner.index.rows == 3000 && scanner.columns[0].statistics.known == 3000)
            #expect(scanner.index.checkpoints.count > 20)
            for row in [0, 1, 99, 1500, 2999] {
                let checkpoint = try #require(scanner.index.checkpoint(before: row))
                #expect(checkpoint.row <= row && row - checkpoint.row <= 400)
                var reader = RowReader(form, from: checkpoint.place, number: checkpoint.row)
                var found: Row?
                reader.read(Array(bytes[checkpoint.place.offset...])) { if $0.number == row { found = $0 } }
                reader.finish { if $0.number == row { found = $0 } }
                #expect(found?.text(0) == String(row) && found?.offset == all[row].offset)
            }
            #expect(scanner.index.checkpoint(before: 3000) == nil)
            #expect(abs((scanner.index.estimatedRow(atByte: bytes.count / 2) ?? 0) - 1500) < 250)
        }
    }

    @Test("an empty list is a list of no records, and a record where others follow it")
    func emptyLists() {
        let expected: [(text: String, records: [String])] = [
            ("[]", []), (" [ \n ] \n", []), ("[][0.5]", ["[]", "[0.5]"]), ("[]\n[]\n", ["[]", "[]"]), ("[[]]", ["[]"]),
            ("[[], []]", ["[]", "[]"]), ("[0.5][]", ["[0.5]", "[]"]), ("{\"predictions\": []}", []), ("{}", ["{}"]),
            ("[]\n{\"a\": 1}", ["[]", "{\"a\": 1}"]),
        ]
        for (text, records) in expected {
            for size in [1, 2, 100] {
                var scanner = RecordScanner(.json)
                var found: [String] = []
                let bytes = Array(text.utf8)
                for from in stride(from: 0, to: bytes.count, by: size) {
                    scanner.scan(bytes[from..<min(from + size, bytes.count)]) {
                        found.append(String(decoding: $0.bytes, as: UTF8.self))
                    }
                }
                scanner.finish { found.append(String(decoding: $0.bytes, as: UTF8.self)) }
                #expect(found == records, "\(text) by \(size)")
            }
        }
    }

    @Test func anIndexStaysBounded() {
        var index = RowIndex(everyRows: 1, bytes: 1, limit: 100)
        for row in 1...100_000 { index.note(rows: row, place: RecordScanner(.lines).recordStart ?? .beginning) }
        #expect(index.checkpoints.count <= 101)
    }
}
