import JSONCoding
import Predictions
import SeededNumbers
import Testing

@testable import BatchInference

@Suite("CSV, read leniently and strictly by one reader")
struct CSVReadingTests {
    private static let pieces = [
        "a", "KS", "", " ", ",", ",", "\"", "\"\"", "é", "\u{2028}", "\u{85}", ";", "\r", "x y",
    ]

    @Test("what the strict reader takes, the lenient one reads alike, but for blanks around fields", arguments: 1...4)
    func agree(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var read = 0
        for _ in 0..<4000 {
            let count = Int.random(in: 1...8, using: &random)
            let line = Array((0..<count).map { _ in Self.pieces.randomElement(using: &random) ?? "" }.joined().utf8)
            guard !line.isEmpty, let strict = try? CSVRecord.fields(of: line[...], delimiter: 0x2C) else { continue }
            read += 1
            let spelled = strict.values.enumerated().map { strict.padded[$0.offset] ?? $0.element }
            #expect(spelled == CSVFields.fields(of: line))
        }
        #expect(read > 500)
    }

    @Test("the first records end where the readers of records have them end")
    func firstRecords() {
        // An inch sign within a field opens no quotes, and a byte order mark is no part of the first field.
        let text = Array("\u{FEFF}\"a\nb\",1\r\n5\" pipe,2\n\"x\u{2028}y\",3".utf8)
        var scanned: [Int] = []
        var scanner = RecordScanner(.csv)
        scanner.scan(text) { scanned.append($0.offset) }
        scanner.finish { scanned.append($0.offset) }
        #expect(scanned.count == 3)
        for wanted in 1...3 {
            let records = FirstRecords(text, wanted: wanted, isCut: false, isCSV: true)
            #expect(records.count == wanted)
            #expect(records.bytes.count == (wanted < 3 ? scanned[wanted] : text.count))
        }
    }

    @Test("one reader of JSON makes documents and records; what is strict stays so")
    func json() {
        let texts = [
            "NaN", "[NaN]", "1.", "01", "\"\\u+123\"", "\"\\ud83d\\ude00\"", "\"\\ud83dx\"", "{\"a\":1,\"a\":2}", "tru",
            "truex", "-", "[1,]", "{\"a\" 1}", "\"a\nb\"", "1e5", "[ ]", "{ }", " null ", "",
        ]
        let documents = texts.map { JSONValue(parsing: $0) }
        #expect(
            documents.map { $0 != nil } == [
                false, false, false, false, false, true, true, true, false, false, false, false, false, false, true,
                true, true,
                true, false,
            ])
        #expect(JSONValue(parsing: "{\"a\":1,\"a\":2}")?["a"] == .number("2"))
        #expect(JSONValue(record: Array("{\"a\":1.50,\"a\":NaN}".utf8))?.text(.oneLine) == "{\"a\": 1.50, \"a\": NaN}")
        #expect(JSONValue.prefix(of: Array("[1, tru".utf8)) == .unfinished)
        #expect(JSONValue.prefix(of: Array("[1, trx".utf8)) == .malformed)
        #expect(JSONValue(parsing: [0x22, 0xFF, 0x22]) == nil)
        #expect(JSONValue(record: [0x22, 0xFF, 0x22]) == .string("\u{FFFD}"))
    }
}
