import JSONCoding
import Testing

@Suite("Writing JSON")
struct EncodingTests {
    private func text(_ value: some Encodable) throws -> String {
        String(decoding: try JSON.encode(value), as: UTF8.self)
    }

    @Test("keys in the type's order, without spaces, nil left out")
    func order() throws {
        struct Row: Encodable {
            var zebra = 1
            var apple: String? = "a"
            var none: Int?
            var list: [Int?] = [1, nil]
            var empty: [String: Int] = [:]
            var inner: [[Int]] = [[], [2]]
        }
        #expect(try text(Row()) == #"{"zebra":1,"apple":"a","list":[1,null],"empty":{},"inner":[[],[2]]}"#)
    }

    @Test("what must be escaped is, and nothing else")
    func escapes() throws {
        #expect(try text("\"\\/\u{8}\u{C}\n\r\t\u{1}\u{1F}\u{7F}é😀") == #""\"\\/\b\f\n\r\t\u0001\u001f\#u{7F}é😀""#)
    }

    @Test("whole doubles have no fraction, as a service may want an integer")
    func doubles() throws {
        #expect(try text([1.0, -0.5, 1e20, 1_763_836_800.25]) == "[1,-0.5,1e+20,1763836800.25]")
        #expect(throws: EncodingError.self) { try text(Double.nan) }
        #expect(throws: EncodingError.self) { try text(["x": Double.infinity]) }
    }

    @Test("the ends of what fits, and values that write nothing")
    func edges() throws {
        #expect(
            try text([Double(Int64.min), -9_007_199_254_740_991]) == "[-9.223372036854776e+18,-9007199254740991]")
        struct Nothing: Encodable { func encode(to encoder: any Encoder) {} }
        #expect(try text(Nothing()) == "{}")
        #expect(try text(["a": Nothing()]) == #"{"a":{}}"#)
        #expect(try text([Nothing(), Nothing()]) == "[{},{}]")
        #expect(try text([[Nothing]]()) == "[]")
    }

    @Test("containers one after the other, and in a super")
    func byHand() throws {
        struct Hand: Encodable {
            enum Key: String, CodingKey { case list, object, last }
            func encode(to encoder: any Encoder) throws {
                var object = encoder.container(keyedBy: Key.self)
                var list = object.nestedUnkeyedContainer(forKey: .list)
                try list.encode("a")
                var inner = list.nestedContainer(keyedBy: Key.self)
                try inner.encodeNil(forKey: .last)
                try list.encodeNil()
                var second = object.nestedContainer(keyedBy: Key.self, forKey: .object)
                try second.encode(true, forKey: .last)
                try "s".encode(to: object.superEncoder())
                try object.encode(Int8(-1), forKey: .last)
            }
        }
        #expect(
            try text(Hand()) == #"{"list":["a",{"last":null},null],"object":{"last":true},"super":"s","last":-1}"#)
    }
}
