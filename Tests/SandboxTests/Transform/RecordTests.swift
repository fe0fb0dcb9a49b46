import AWSOperations
import Testing

@testable import Sandbox

struct RecordTests {
    private func fields(_ line: String) throws -> [String] {
        try CSVLine.fields(of: Array(line.utf8)[...]).map(CSVLine.text(ofField:))
    }

    @Test func `fields are split at commas outside quotes`() throws {
        #expect(try fields("a,b,,d") == ["a", "b", "", "d"])
        #expect(try fields(#""a,b","say ""hi""",c"#) == ["a,b", #"say "hi""#, "c"])
        #expect(try fields("") == [""])
        #expect(try fields(" a , b") == ["a", "b"])
        #expect(try fields("a,") == ["a", ""])
    }

    @Test func `quotes in the wrong place are refused`() {
        #expect(throws: CSVProblem.bareQuote) { try fields(#"a"b,c"#) }
        #expect(throws: CSVProblem.strayQuote) { try fields(#""a"b,c"#) }
        #expect(throws: CSVProblem.strayQuote) { try fields(#""a,b"#) }
    }

    @Test func `lines lose their ends, and blank ones are no records`() {
        let lines = CSVLine.lines(of: Array("a\r\nb\n\nc".utf8))
        #expect(lines.map { String(decoding: $0, as: UTF8.self) } == ["a", "b", "c"])
    }

    @Test(arguments: [
        #"{"a":[1,2.50,-3e2,true,false,null],"b":{"c":"d"}}"#, "[]", "{}", #""a\"\\\n""#, "0",
        #"{"second":1,"first":1e400}"#,
    ])
    func `JSON comes out as it went in`(_ text: String) throws {
        #expect(try JSONValue(parsing: Array(text.utf8)[...]).text == text)
    }

    @Test func `escapes are read`() throws {
        let value = try JSONValue(parsing: Array(#""\u00e9\ud83d\udc27\/\t""#.utf8)[...])
        #expect(value.text == "\"é🐧/\\t\"")
    }

    @Test(arguments: ["", "{", "[1,]", "{\"a\" 1}", "01x", "nul", "\"a", "[1] 2", "+1", "0x10", "\"\u{1}\""])
    func `what is no JSON is refused`(_ text: String) {
        #expect(throws: JSONProblem.self) { try JSONValue(parsing: Array(text.utf8)[...]) }
    }

    @Test func `JSON nested without end is refused`() {
        #expect(throws: JSONProblem.self) {
            try JSONValue(parsing: Array(repeating: UInt8(ascii: "["), count: 100_000)[...])
        }
    }

    @Test func `SplitType decides what a record is`() throws {
        let bytes = Array("a\nb\n".utf8)
        #expect(try RecordSplitter.records(of: bytes, splitType: .none).count == 1)
        #expect(try RecordSplitter.records(of: bytes, splitType: .line).count == 2)
        #expect(try RecordSplitter.records(of: [], splitType: .none).isEmpty)
        #expect(throws: RecordProblem.self) { try RecordSplitter.records(of: bytes, splitType: .recordIO) }
        #expect(throws: RecordProblem.self) { try RecordSplitter.records(of: bytes, splitType: .tfRecord) }
    }

    @Test func `framed records are split at their frames`() throws {
        let recordIO = RecordIO.encode(Matrix(rows: 3, columns: 2, values: [1, 2, 3, 4, 5, 6]))
        let records = try RecordSplitter.records(of: recordIO, splitType: .recordIO)
        #expect(records.count == 3)
        #expect(records.map(\.count).reduce(0, +) == recordIO.count)
        let frame: [UInt8] = [2, 0, 0, 0, 0, 0, 0, 0, 9, 9, 9, 9, 65, 66, 9, 9, 9, 9]
        #expect(try RecordSplitter.records(of: frame + frame, splitType: .tfRecord).count == 2)
        #expect(throws: RecordProblem.self) {
            try RecordSplitter.records(of: Array(frame.dropLast()), splitType: .tfRecord)
        }
    }

    @Test func `batches fill the payload, and SingleRecord sends each alone`() throws {
        let records = RecordTests.lines(["aaaa", "bbbb", "cccc", "d"])
        #expect(try RecordSplitter.batches(of: records, strategy: .multiRecord, limit: 10) == [0..<2, 2..<4])
        #expect(try RecordSplitter.batches(of: records, strategy: .multiRecord, limit: 9) == [0..<1, 1..<2, 2..<4])
        #expect(try RecordSplitter.batches(of: records, strategy: .multiRecord, limit: nil) == [0..<4])
        #expect(
            try RecordSplitter.batches(of: records, strategy: .singleRecord, limit: 100)
                == [0..<1, 1..<2, 2..<3, 3..<4])
        #expect(throws: RecordProblem.tooLarge) {
            try RecordSplitter.batches(of: records, strategy: .multiRecord, limit: 3)
        }
        #expect(try RecordSplitter.batches(of: [], strategy: .multiRecord, limit: 3).isEmpty)
    }

    private static func lines(_ lines: [String]) -> [ArraySlice<UInt8>] { lines.map { Array($0.utf8)[...] } }
}
