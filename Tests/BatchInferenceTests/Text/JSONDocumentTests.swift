import BatchInference
import Testing

@Suite struct JSONDocumentTests {
    @Test func documentsAreRead() throws {
        let document = try #require(
            JSONDocument(
                parsing: #" {"a": [1, -2.5e3, true, null, "x\n\u00fc\ud83d\ude00\/"], "b": {"c": {}}, "d": []} "#))
        #expect(
            document["a"]?.array == [.number(1), .number(-2500), .bool(true), .null, .string("x\nü😀/")])
        #expect(document["b"]?["c"]?.object == [:])
        #expect(document["d"]?.array == [])
        #expect(document["e"] == nil)
        #expect(document["a"]?.strings == ["x\nü😀/"])
        #expect(JSONDocument(parsing: "\"one\"")?.strings == ["one"])
    }

    @Test(arguments: [
        "", "{", "[1,]", "{\"a\":}", "{\"a\" 1}", "{a:1}", "[1 2]", "nul", "01", "+1", "1.", ".5", "\"\\x\"",
        "\"\\u12\"",
        "\"a", "\"\n\"", "[] []", "Infinity", "NaN", "0x1", "-", "1e", "tru", "{\"a\":1,}",
    ])
    func whatIsNotJSONIsNone(text: String) {
        #expect(JSONDocument(parsing: text) == nil)
    }

    @Test func nestingIsBounded() {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        #expect(JSONDocument(parsing: nested(60)) != nil)
        #expect(JSONDocument(parsing: nested(100_000)) == nil)
    }

    @Test func invalidUTF8IsNone() {
        #expect(JSONDocument(parsing: [0x22, 0xFF, 0x22]) == nil)
    }
}
