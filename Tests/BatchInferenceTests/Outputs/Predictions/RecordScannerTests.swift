import Predictions
import SeededNumbers
import Testing

@testable import BatchInference

@Suite("Records are cut from bytes as they come")
struct RecordScannerTests {
    static func records(_ bytes: [UInt8], _ rule: RecordScanner.Rule, kept: Int = .max, cuts: [Int] = []) -> [Record] {
        var scanner = RecordScanner(rule, keptLength: kept)
        var records: [Record] = []
        var from = 0
        for cut in cuts + [bytes.count] {
            scanner.scan(bytes[from..<cut]) { records.append($0) }
            from = cut
        }
        scanner.finish { records.append($0) }
        return records
    }

    static func texts(_ text: String, _ rule: RecordScanner.Rule) -> [String] {
        records(Array(text.utf8), rule).map { String(decoding: $0.bytes, as: UTF8.self) }
    }

    @Test("a line ends at a line feed, and at nothing else")
    func lines() {
        let odd = "a\u{2028}b,c\u{85}d\u{C}\u{B}e\rf"
        #expect(Self.texts("\(odd)\n1,2\r\n\r\n\nlast", .lines) == [odd, "1,2", "", "", "last"])
        #expect(Self.texts("\(odd)\n1,2\r\n\r\n\nlast", .csv) == [odd, "1,2", "", "", "last"])
        #expect(Self.texts("", .lines).isEmpty && Self.texts("\n", .lines) == [""])
    }

    @Test("line breaks within quotes belong to a record of CSV, and end a line of SplitType Line")
    func quotes() {
        let text = "\"two\nlines\",\"a \"\"b\"\"\"\r\nx\"y,1\n\"open\n2\n"
        #expect(Self.texts(text, .csv) == ["\"two\nlines\",\"a \"\"b\"\"\"", "x\"y,1", "\"open\n2\n"])
        #expect(Self.texts(text, .lines).count == 5)
        #expect(Self.texts("\"a\"b\"c\nd\n", .csv) == ["\"a\"b\"c", "d"], "only the beginning of a field opens quotes")
    }

    @Test("a byte order mark is no part of the first record, and quotes behind it are quotes")
    func marks() {
        #expect(Self.texts("\u{FEFF}\"a\nb\",1\n2", .csv) == ["\"a\nb\",1", "2"])
        #expect(Self.texts("\u{FEFF}{\"a\": 1}\n", .json) == ["{\"a\": 1}"])
        #expect(Self.records([0xEF, 0x22, 0x0A, 0x22], .csv).count == 2)
    }

    @Test("documents of JSON are records, and so are the values of their lists")
    func documents() {
        #expect(
            Self.texts("{\"a\": [1, \"}\\\"]\"]}{\"b\":2}\n{}", .json) == [
                "{\"a\": [1, \"}\\\"]\"]}", "{\"b\":2}", "{}",
            ])
        #expect(
            Self.texts("[\n {\"a\": [1]},\n {\"a\": 2} , null\n]\n", .json) == ["{\"a\": [1]}", "{\"a\": 2}", "null"])
        #expect(Self.texts("[[0.1,0.9],[0.2,0.8]]", .json) == ["[0.1,0.9]", "[0.2,0.8]"])
        #expect(
            Self.texts("[0.1, 0.9]\n[0.2, 0.8]", .json) == ["[0.1, 0.9]", "[0.2, 0.8]"], "a list of numbers is one")
        let tail = ", \"more\": {\"x\": [1, \"]}\"]}}"
        #expect(
            Self.texts("{\"n\": {\"predictions\": [9]}, \"predictions\": [1.5, \"a,b\", {\"c\": []}]\(tail) 7", .json)
                == ["1.5", "\"a,b\"", "{\"c\": []}", "7"])
        #expect(Self.texts("{\"predictions\": {\"a\": 1}}", .json) == ["{\"predictions\": {\"a\": 1}}"])
        #expect(Self.texts("{\"predictions\": []}", .json).isEmpty)
        #expect(
            Self.texts("{\"a\": [1, ", .json) == ["{\"a\": [1, "], "a document without its end is what there is of it")
    }

    @Test("a long record is kept to its beginning, with its whole length")
    func kept() {
        let long = String(repeating: "x", count: 100)
        let records = Self.records(Array("\(long)\r\nab\n".utf8), .csv, kept: 20)
        #expect(records.map(\.length) == [100, 2] && records.map(\.offset) == [0, 102])
        #expect(records[0].bytes.count == 20 && records[0].isCut && !records[1].isCut)
    }

    @Test("reading in pieces is reading whole, wherever the cuts fall", arguments: [1, 2, 3] as [UInt64])
    func pieces(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let alphabet: [UInt8] = [
            0x22, 0x22, 0x2C, 0x0A, 0x0D, 0x61, 0xC3, 0xA9, 0xEF, 0xBB, 0xBF, 0x7B, 0x7D, 0x5B, 0x5D, 0x3A, 0x5C, 0x20,
            0x31,
        ]
        let parts = [
            "\"predictions\"", ": [", "{\"a\": 1}", "\u{FEFF}", "\"x\"\"y\"", "\r\n", "[[1],[2]]", "\u{2028}", "null",
        ].map { Array($0.utf8) }
        var records = 0
        for _ in 0..<4000 {
            var bytes: [UInt8] = random.below(4) == 0 ? [0xEF, 0xBB, 0xBF] : []
            for _ in 0..<random.below(30) {
                bytes += random.below(4) == 0 ? random.one(of: parts) : [random.one(of: alphabet)]
            }
            let cuts = (0..<random.below(6)).map { _ in random.below(bytes.count + 1) }.sorted()
            let kept = random.one(of: [16, 20, Int.max])
            for rule in [RecordScanner.Rule.lines, .csv, .json] {
                let whole = Self.records(bytes, rule, kept: kept)
                #expect(Self.records(bytes, rule, kept: kept, cuts: cuts) == whole, "\(rule) \(bytes) cut at \(cuts)")
                let single = Self.records(bytes, rule, kept: kept, cuts: Array(0..<bytes.count))
                #expect(single == whole, "\(rule) \(bytes) byte by byte")
                #expect(whole.allSatisfy { $0.bytes.count <= max(kept, 16) && $0.bytes.count <= $0.length })
                records += whole.count
            }
        }
        #expect(records > 10_000)
    }
}
