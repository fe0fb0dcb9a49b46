import PythonOracle
import SeededNumbers
import Testing

@testable import Predictions

/// Bytes that aren't UTF-8, and quotes that never close.
@Suite struct TextFlawsTests {
    private static let program = """
        import codecs, json, sys
        found = []
        def note(e):
            found.append((e.start, e.end))
            return ("", e.end)
        codecs.register_error("note", note)
        answers = []
        for text in json.load(sys.stdin):
            found.clear()
            bytes(text).decode("utf-8", "note")
            answers.append([sum(end - start for start, end in found), found[0][0] if found else -1])
        json.dump(answers, sys.stdout)
        """

    @Test func bytesThatAreNotUTF8AreCountedAsPythonDecodes() async throws {
        var random = SeededRandom(seed: 3)
        let parts: [[UInt8]] = [
            Array("plain, text\n".utf8), Array("é".utf8), Array("日本".utf8), Array("😀".utf8), [0xFF], [0x80], [0xC3],
            [0xE2, 0x82], [0xED, 0xA0, 0x80], [0xF0, 0x9F], [0xC0, 0xAF], [0xF4, 0x90, 0x80, 0x80], [0xE0, 0x80],
            [UInt8](repeating: 0x61, count: 45),
        ]
        let texts = (0..<400).map { _ in (0..<random.below(8)).flatMap { _ in random.one(of: parts) } }
        let answers: [[Int]] = try await PythonOracle.answer(Self.program, to: texts)
        try #require(answers.count == texts.count)
        for (text, answer) in zip(texts, answers) {
            var check = TextCheck()
            for piece in pieces(of: text, atMost: 5, &random) { check.scan(piece) }
            check.finish()
            #expect(check.flaws.malformedBytes == answer[0], "\(text)")
            #expect((check.flaws.firstMalformedByte ?? -1) == answer[1], "\(text)")
        }
    }

    @Test(arguments: [
        ("a,\"b\nc,d\ne", 1, 0), ("a\n\"b\",c\n", 0, -1), ("a,b\n\"x\"\"\nc\n", 1, 1), ("a\"b\nc", 0, -1), ("\"", 1, 0),
        ("x\n\"a\"b\"\n\"", 1, 2),
    ])
    func quotesThatNeverClose(_ text: String, count: Int, first: Int) {
        for piece in [1, 3, 100] {
            var reader = RowReader(.csv)
            var scanner = SummaryScanner(.csv)
            let bytes = Array(text.utf8)
            for start in stride(from: 0, to: bytes.count, by: piece) {
                let part = Array(bytes[start..<min(start + piece, bytes.count)])
                reader.read(part) { _ in }
                scanner.scan(part)
            }
            reader.finish { _ in }
            scanner.finish()
            #expect(reader.openQuotes == count && (reader.firstOpenQuote ?? -1) == first)
            #expect((scanner.openQuote ?? -1) == first)
        }
    }

    @Test func everyLineIsLookedAtWhereLinesAreRecords() {
        var reader = RowReader(.csv, isLines: true)
        reader.read(Array("a,\"b\nc,d\n\"e\nf\n".utf8)) { _ in }
        reader.finish { _ in }
        #expect(reader.records == 4 && reader.openQuotes == 2 && reader.firstOpenQuote == 0)
    }
}
