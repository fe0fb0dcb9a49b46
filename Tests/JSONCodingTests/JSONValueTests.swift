import JSONCoding
import Testing

@Suite struct JSONValueTests {
    @Test func keepsOrderAndDigits() throws {
        let text = #"{"z":1.50,"a":[1e400,-0,true,null],"é\u0301":"\ud83d\udc27"}"#
        let value = try #require(JSONValue(parsing: text))
        #expect(value.text(.compact) == #"{"z":1.50,"a":[1e400,-0,true,null],"é\#u{301}":"🐧"}"#)
        #expect(value.text(.oneLine) == #"{"z": 1.50, "a": [1e400, -0, true, null], "é\#u{301}": "🐧"}"#)
        #expect(JSONValue(parsing: value.text()) == value)
        #expect(value["z"]?.number == 1.5 && value["a"]?.items[2].bool == true && value["b"] == nil)
    }

    /// Of a key that comes twice the last counts, as for other readers.
    @Test func aKeyThatComesTwice() throws {
        var value = try #require(JSONValue(parsing: #"{"a":1,"b":2,"a":3}"#))
        #expect(value["a"] == .number("3"))
        value["c"] = .bool(false)
        value["b"] = nil
        #expect(value.text(.compact) == #"{"a":1,"a":3,"c":false}"#)
        value["a"] = .null
        #expect(value.text(.compact) == #"{"a":1,"a":null,"c":false}"#)
    }

    /// Keys that look alike and differ in their bytes are two.
    @Test func keysOfOtherBytes() throws {
        let value = try #require(JSONValue(parsing: "{\"\u{E9}\":1,\"e\u{301}\":2}"))
        #expect(value["\u{E9}"] == .number("1"))
        #expect(value["e\u{301}"] == .number("2"))
    }

    @Test(arguments: ["", "{", "[1,]", "{\"a\" 1}", "01", "1 2", "NaN", "\"\u{1}\"", "\"\\x\""])
    func noJSON(text: String) {
        #expect(JSONValue(parsing: text) == nil)
    }

    @Test func depthIsBounded() {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        #expect(JSONValue(parsing: nested(64)) != nil)
        #expect(JSONValue(parsing: nested(65)) == nil)
        #expect(JSONValue(parsing: nested(100_000)) == nil)
    }

    @Test func hiddenCharactersAreEscapedForPeople() {
        let value = JSONValue.string("a\u{202E}\u{1B}\u{E0041}\u{7F}é")
        #expect(value.compactText == #""a\u202e\u001b\udb40\udc41\u007fé""#)
        #expect(value.text(.compact) == "\"a\u{202E}\\u001b\u{E0041}\u{7F}é\"")
        #expect(JSONValue(parsing: value.compactText) == value)
    }

    @Test func encodesWhatTypesWrite() throws {
        struct Thing: Encodable {
            var z = 1
            var a: Int?
            var map = ["b": 2.0, "a": .nan]
            var list: [String?] = ["x", nil]
            var value = JSONValue.number("1.50")
        }
        #expect(
            try JSONValue(encoding: Thing()).text(.compact)
                == #"{"z":1,"map":{"a":"NaN","b":2.0},"list":["x",null],"value":1.50}"#)
        #expect(
            JSONValue.members([("a", nil), ("b", JSONValue(-Double.infinity))]).text(.compact) == #"{"b":"-Infinity"}"#)
    }

    /// What a text begins with is read whatever follows; what is cut is told from what is wrong.
    @Test func valuesThatBeginAText() {
        func prefix(_ text: String, from start: Int = 0) -> JSONValue.Prefix {
            JSONValue.prefix(of: Array(text.utf8), from: start)
        }
        #expect(prefix(" [1, 2] x") == .value(.array([.number("1"), .number("2")]), end: 7))
        #expect(prefix("a,{}\n", from: 2) == .value(.object([]), end: 4))
        #expect(prefix("NaN,1") == .value(.number("NaN"), end: 3))
        #expect(
            prefix(#"{"a": [-Infinity, Infinity]}"#)
                == .value(.members([("a", .array([.number("-Infinity"), .number("Infinity")]))]), end: 28))
        #expect(JSONValue.prefix(of: [0x22, 0xFF, 0x22]) == .value(.string("\u{FFFD}"), end: 3))
        let whole = #"{"a\u00e9":[1.5e+3,-0,true,false,null,"\ud83d\ude00",{}],"b":-Infinity}"#
        for length in 0..<whole.utf8.count {
            #expect(prefix(String(whole.prefix(length))) == .unfinished, "\(whole.prefix(length))")
        }
        for text in [
            "[1, trx", "-x", "[1,]", "{\"a\" 1}", "\"a\nb\"", "\"\\x", "\"\\u12x4", "{1", "nul,", "1.x", "]", ",",
        ] {
            #expect(prefix(text) == .malformed, "\(text)")
        }
        #expect(prefix(String(repeating: "[", count: 65) + String(repeating: "]", count: 65)) == .malformed)
        #expect(JSONValue(parsing: "NaN") == nil && JSONValue(parsing: "[Infinity]") == nil)
    }

    @Test func uniqueMembersHaveTheLastValue() throws {
        let value = try #require(JSONValue(parsing: #"{"a":1,"b":2,"a":3}"#))
        #expect(value.uniqueMembers.map(\.key) == ["a", "b"])
        #expect(value.uniqueMembers.map(\.value) == [.number("3"), .number("2")])
    }
}
