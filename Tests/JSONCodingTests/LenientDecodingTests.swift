import JSONCoding
import Testing

@Suite("Reading answers that are not as their types say")
struct LenientDecodingTests {
    private struct Item: Decodable, Equatable {
        var name: String?
        var count: Int?
        var share: Double?
        var flag: Bool?
        var inner: [Item]?
        var texts: [String: String]?
        var places: [Double?]?
    }

    private struct Page: Decodable {
        var items: [Item]
    }

    private func decode<Value: Decodable>(_ type: Value.Type, _ text: String) throws -> (
        value: Value, losses: [JSONLoss]
    ) {
        let read = try JSON.decodeLeniently(type, from: Array(text.utf8))
        #expect(read.unknown.isEmpty)
        return (read.value, read.losses)
    }

    @Test("members that no type asks for are named where somebody wants to know, keys of maps are none")
    func unknown() throws {
        let text = #"{"new": 1, "name": "a", "inner": [{"count": 1}, {"other": {"deep": 2}}], "texts": {"k": "v"}}"#
        let read = try JSON.decodeLeniently(Item.self, from: Array(text.utf8), namingUnknown: true)
        #expect(read.losses.isEmpty)
        let places = read.unknown.map { path in path.map { $0.intValue.map(String.init) ?? $0.stringValue } }
        #expect(places == [["new"], ["inner", "1", "other"]])
    }

    private func paths(_ losses: [JSONLoss]) -> [String] {
        losses.map { loss in
            loss.path.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".")
        }
    }

    @Test("a good text loses nothing")
    func good() throws {
        let text =
            #"{"name": "a", "count": 5, "share": 0.5, "flag": true, "inner": [{"name": "b"}], "texts": {"k": "v"}}"#
        let (item, losses) = try decode(Item.self, text)
        #expect(item == (try JSON.decode(Item.self, from: Array(text.utf8))))
        #expect(losses.isEmpty)
    }

    @Test("members of another type count as not sent")
    func members() throws {
        let (item, losses) = try decode(
            Item.self, #"{"name": ["x"], "count": 5.5, "share": {}, "flag": 1, "inner": "x", "texts": [], "places": 1}"#
        )
        #expect(item == Item())
        #expect(
            paths(losses).sorted() == ["count", "flag", "inner", "name", "places", "share", "texts"].sorted())
        #expect(losses.count { $0.isItem } == 0)
    }

    @Test("null and missing members are no loss")
    func nulls() throws {
        let (item, losses) = try decode(Item.self, #"{"name": null, "count": null, "inner": null}"#)
        #expect(item == Item())
        #expect(losses.isEmpty)
    }

    @Test("items that cannot be read are left out of their lists and maps, at any depth")
    func items() throws {
        let (page, losses) = try decode(
            Page.self,
            #"{"items": [null, {"name": "a", "inner": [{"name": "b"}, 7, {"count": "x"}], "texts": {"k": "v", "n": null}}, "x"]}"#
        )
        #expect(page.items == [Item(name: "a", inner: [Item(name: "b"), Item()], texts: ["k": "v"])])
        #expect(
            Set(paths(losses)) == ["items.0", "items.1.inner.1", "items.1.inner.2.count", "items.1.texts.n", "items.2"])
        #expect(losses.count { $0.isItem } == 4)
    }

    @Test("where the place counts, nothing moves up")
    func places() throws {
        let (item, losses) = try decode(Item.self, #"{"places": [1, null, "2.5", "x", 4]}"#)
        #expect(item.places == [1, nil, 2.5, nil, 4])
        #expect(paths(losses) == ["places.3"])
    }

    @Test("a list that is none, and a text that is no JSON, are refused all the same")
    func refusals() {
        for text in ["{}", #"{"items": null}"#, #"{"items": {}}"#, #"{"items": [}"#, "[]", ""] {
            #expect(throws: DecodingError.self) { try decode(Page.self, text) }
        }
    }

    @Test(
        "numbers in quotes",
        arguments: [
            (#""5""#, 5, 5.0), (#""5.0""#, 5, 5.0), (#""-12""#, -12, -12.0), (#""1e2""#, 100, 100.0),
            (#""""#, nil, nil),
            (#""x""#, nil, nil), (#""0x10""#, nil, nil), (#""5.5""#, nil, 5.5), (#""inf""#, nil, nil),
            (#""1e999""#, nil, nil), ("1e20", nil, 1e20), ("true", nil, nil), (#""99999999999999999999""#, nil, 1e20),
        ] as [(String, Int?, Double?)])
    func numbers(_ text: String, _ whole: Int?, _ double: Double?) throws {
        let item = try decode(Item.self, "{\"count\": \(text), \"share\": \(text)}").value
        #expect(item.count == whole)
        #expect(item.share == double)
    }

    @Test("texts without quotes keep their digits")
    func texts() throws {
        #expect(try decode(Item.self, #"{"name": 7}"#).value.name == "7")
        #expect(try decode(Item.self, #"{"name": 12345678901234567890.50}"#).value.name == "12345678901234567890.50")
        #expect(try decode(Item.self, #"{"name": false, "flag": "true"}"#).value == Item(name: "false", flag: true))
    }

    @Test("what is not finite, in quotes or not; strictly it is no JSON")
    func nonFinite() throws {
        for text in ["NaN", #""NaN""#] {
            #expect(try decode(Item.self, "{\"share\": \(text)}").value.share?.isNaN == true)
        }
        for (text, value) in [("Infinity", Double.infinity), ("-Infinity", -.infinity)] {
            #expect(try decode(Item.self, "{\"share\": \(text)}").value.share == value)
            #expect(try decode(Item.self, "{\"share\": \"\(text)\"}").value.share == value)
            #expect(throws: DecodingError.self) { try JSON.decode(Item.self, from: Array("{\"share\": \(text)}".utf8)) }
        }
        for text in ["Na", "nan", "-NaN", "Infinit", "+Infinity", "-"] {
            #expect(throws: DecodingError.self) { try decode(Item.self, "{\"share\": \(text)}") }
        }
        #expect(try decode(Item.self, #"{"count": NaN, "name": NaN}"#).value == Item(name: "NaN"))
    }

    @Test("a decoder says that it is lenient")
    func saysSo() throws {
        struct Probe: Decodable {
            var isLenient: Bool
            init(from decoder: any Decoder) throws {
                isLenient = decoder.userInfo[.toleratesAbsence] as? Bool ?? false
            }
        }
        #expect(try decode(Probe.self, "{}").value.isLenient)
        #expect(try !JSON.decode(Probe.self, from: Array("{}".utf8)).isLenient)
    }

    @Test("lists of bad lists cost no more than their items")
    func deep() throws {
        let depth = 200
        let text = String(repeating: #"{"inner": [null, "#, count: depth) + "{}" + String(repeating: "]}", count: depth)
        let (_, losses) = try decode(Item.self, text)
        #expect(losses.count == depth)
    }
}
