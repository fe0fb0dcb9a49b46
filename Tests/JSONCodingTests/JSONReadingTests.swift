import JSONCoding
import Testing

@Suite struct JSONReadingTests {
    @Test func documentsAreRead() throws {
        let document = try #require(
            JSONValue(
                parsing: #" {"a": [1, -2.5e3, true, null, "x\n\u00fc\ud83d\ude00\/"], "b": {"c": {}}, "d": []} "#))
        #expect(
            document["a"]?.array == [.number("1"), .number("-2.5e3"), .bool(true), .null, .string("x\nü😀/")])
        #expect(document["b"]?["c"] == .object([]))
        #expect(document["d"]?.array == [])
        #expect(document["e"] == nil)
        #expect(document["a"]?.strings == ["x\nü😀/"])
        #expect(JSONValue(parsing: "\"one\"")?.strings == ["one"])
    }

    @Test(arguments: [
        "", "{", "[1,]", "{\"a\":}", "{\"a\" 1}", "{a:1}", "[1 2]", "nul", "01", "+1", "1.", ".5", "\"\\x\"",
        "\"\\u12\"",
        "\"a", "\"\n\"", "[] []", "Infinity", "NaN", "0x1", "-", "1e", "tru", "{\"a\":1,}",
    ])
    func whatIsNotJSONIsNone(text: String) {
        #expect(JSONValue(parsing: text) == nil)
    }

    @Test func nestingIsBounded() {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        #expect(JSONValue(parsing: nested(60)) != nil)
        #expect(JSONValue(parsing: nested(100_000)) == nil)
    }

    @Test func invalidUTF8IsNone() {
        #expect(JSONValue(parsing: [0x22, 0xFF, 0x22]) == nil)
    }
}
