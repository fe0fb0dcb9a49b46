import JSONCoding
import Testing

@Suite("Reading JSON")
struct DecodingTests {
    private func decode<Value: Decodable>(_ type: Value.Type, _ text: String) throws -> Value {
        try JSON.decode(type, from: Array(text.utf8))
    }

    @Test(
        "escapes",
        arguments: [
            (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"), (#""\u0041\u00e9\u20AC""#, "Aé€"),
            (#""\ud83d\ude00!""#, "😀!"), (#""\ud83d""#, "\u{FFFD}"), (#""\ude00x""#, "\u{FFFD}x"),
            (#""\ud83d\u0041""#, "\u{FFFD}A"), (#""a\u0000b""#, "a\0b"),
        ])
    func escapes(_ text: String, _ expected: String) throws {
        #expect(try decode(String.self, text) == expected)
    }

    @Test("keys with escapes, keys in another order, keys that come twice")
    func keys() throws {
        struct Pair: Decodable, Equatable {
            var first: Int
            var second: Int
        }
        #expect(try decode(Pair.self, #"{"f\u0069rst": 1, "second": 2}"#) == Pair(first: 1, second: 2))
        #expect(try decode(Pair.self, #"{"x": [{"first": 9}], "second": 2, "first": 1}"#) == Pair(first: 1, second: 2))
        #expect(try [1, 3].contains(decode([String: Int].self, #"{"a": 1, "b": 2, "a": 3}"#)["a"]))
        #expect(try [1, 3].contains(decode(Pair.self, #"{"first": 1, "first": 3, "second": 2}"#).first))
        #expect(try decode(Pair.self, #"{"first": 1, "first": 3, "second": 2}"#).second == 2)
    }

    @Test(
        "whole numbers, also as services write them", arguments: [("5.0", 5), ("1e3", 1000), ("-0", 0), ("-12", -12)])
    func integers(_ text: String, _ expected: Int) throws {
        #expect(try decode(Int.self, text) == expected)
    }

    @Test("the ends of what fits")
    func limits() throws {
        #expect(try decode(Int.self, "\(Int.min)") == .min)
        #expect(try decode(UInt64.self, "\(UInt64.max)") == .max)
        #expect(try decode(Int8.self, "-128") == -128)
        for (type, text) in [(Int8.self, "128"), (Int8.self, "1.5"), (Int8.self, "-129")] {
            #expect(throws: DecodingError.self) { try decode(type, text) }
        }
        #expect(throws: DecodingError.self) { try decode(UInt.self, "-1") }
        #expect(throws: DecodingError.self) { try decode(Int.self, "9223372036854775808") }
        #expect(throws: DecodingError.self) { try decode(Double.self, "1e999") }
        #expect(throws: DecodingError.self) { try decode(Float.self, "1e300") }
        #expect(try decode(UInt8.self, "1000e-1") == 100)
    }

    @Test(
        "no JSON",
        arguments: [
            "", " ", "{", "}", "[1,]", "[1 2]", #"{"a"}"#, #"{"a":}"#, #"{"a":1,}"#, "{1:2}", "01", "1.", ".5", "-",
            "1e", "+1", "tru", "nul", "NaN", #"""#, #""\x""#, #""\u12G4""#, "\"\n\"", "1 2", "[1}", "{\"a\":1]",
            "\"\u{1}\"",
        ])
    func malformed(_ text: String) {
        let error = #expect(throws: DecodingError.self) { try decode([Int].self, text) }
        guard case .dataCorrupted(let context)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(context.codingPath.isEmpty)
    }

    @Test("bytes that are no UTF-8 are refused, wherever they stand")
    func notUTF8() throws {
        let text: [UInt8] = Array("{\"good\": 1, \"bad\": \"".utf8) + [0xC3, 0x28] + Array("\"}".utf8)
        struct Good: Decodable { var good: Int }
        #expect(throws: DecodingError.self) { try JSON.decode(Good.self, from: text) }
    }

    @Test("a text nested without end is refused, not followed")
    func depth() throws {
        let deep = String(repeating: "[", count: 1_000_000)
        #expect(throws: DecodingError.self) { try decode([Int].self, deep) }
    }

    @Test("errors tell the way to the value")
    func paths() throws {
        struct Row: Decodable { var size: Int }
        struct Page: Decodable { var rows: [Row] }
        let error = #expect(throws: DecodingError.self) {
            try decode(Page.self, #"{"other": {}, "rows": [{"size": 1}, {"more": [], "size": "x"}]}"#)
        }
        guard case .typeMismatch(_, let context)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(context.codingPath.map(\.stringValue) == ["rows", "Index 1", "size"])
        #expect(context.codingPath[1].intValue == 1)
        guard
            case .keyNotFound(let key, let place)? = #expect(
                throws: DecodingError.self, performing: { try decode(Page.self, #"{"rows": [{}]}"#) })
        else {
            Issue.record("another error")
            return
        }
        #expect(key.stringValue == "size")
        #expect(place.codingPath.map(\.stringValue) == ["rows", "Index 0"])
        guard
            case .valueNotFound? = #expect(
                throws: DecodingError.self, performing: { try decode(Page.self, #"{"rows": null}"#) })
        else {
            Issue.record("another error")
            return
        }
    }

    @Test("containers by hand: nested, in a class's super, past the end")
    func byHand() throws {
        struct Hand: Decodable {
            var seen: [String] = []
            init(from decoder: any Decoder) throws {
                let object = try decoder.container(keyedBy: Key.self)
                var list = try object.nestedUnkeyedContainer(forKey: Key("list"))
                #expect(list.count == 3)
                seen.append(try list.decode(String.self))
                #expect(throws: DecodingError.self) { try list.decode(String.self) }
                #expect(try list.decodeNil())
                let inner = try list.nestedContainer(keyedBy: Key.self)
                #expect(inner.allKeys.map(\.stringValue) == ["k"])
                seen.append(try inner.decode(String.self, forKey: Key("k")))
                #expect(list.isAtEnd)
                #expect(throws: DecodingError.self) { try list.decode(String.self) }
                seen.append(try String(from: object.superDecoder()))
                #expect(object.contains(Key("none")))
                #expect(try object.decodeNil(forKey: Key("none")))
                #expect(!object.contains(Key("nothing")))
            }
            struct Key: CodingKey {
                var stringValue: String
                var intValue: Int? { nil }
                init(_ text: String) { stringValue = text }
                init?(stringValue: String) { self.init(stringValue) }
                init?(intValue: Int) { nil }
            }
        }
        let hand = try decode(Hand.self, #"{"list": ["a", null, {"k": "v"}], "super": "s", "none": null}"#)
        #expect(hand.seen == ["a", "v", "s"])
    }
}
