import Foundation
import JSONCoding
import SeededNumbers
import Testing

/// Texts that are JSON and texts that nearly are, against Foundation's reader.
@Suite("Random JSON")
struct ParserFuzzTests {
    /// Any JSON value.
    private indirect enum Value: Decodable, Equatable {
        case null
        case flag(Bool)
        case number(Double)
        case text(String)
        case list([Value])
        case object([String: Value])

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if container.decodeNil() {
                self = .null
            } else if let flag = try? container.decode(Bool.self) {
                self = .flag(flag)
            } else if let number = try? container.decode(Double.self) {
                self = .number(number)
            } else if let text = try? container.decode(String.self) {
                self = .text(text)
            } else if let list = try? container.decode([Value].self) {
                self = .list(list)
            } else {
                self = .object(try container.decode([String: Value].self))
            }
        }

        init(foundation value: Any) {
            switch value {
            case let text as String: self = .text(text)
            case let list as [Any]: self = .list(list.map(Value.init(foundation:)))
            case let object as [String: Any]: self = .object(object.mapValues(Value.init(foundation:)))
            case let number as NSNumber where String(cString: number.objCType) == "c": self = .flag(number.boolValue)
            case let number as NSNumber: self = .number(number.doubleValue)
            default: self = .null
            }
        }
    }

    @Test("3,000 texts are read as Foundation reads them")
    func agreesWithFoundation() {
        var source = SeededRandom(seed: 20_261_128)
        for _ in 0..<3000 {
            let text = Self.text(&source, depth: 4)
            let bytes = Array(text.utf8)
            let theirs = (try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed))
                .map(Value.init(foundation:))
            #expect((try? JSON.decode(Value.self, from: bytes)) == theirs, "\(text)")
        }
    }

    @Test("3,000 broken texts are refused where Foundation refuses them, and never end in a trap")
    func refusesBrokenTexts() {
        var source = SeededRandom(seed: 7)
        for _ in 0..<3000 {
            var bytes = Array(Self.text(&source, depth: 4).utf8)
            for _ in 0..<Int.random(in: 1...3, using: &source) where !bytes.isEmpty {
                let place = Int.random(in: 0..<bytes.count, using: &source)
                switch Int.random(in: 0..<4, using: &source) {
                case 0: bytes.remove(at: place)
                case 1: bytes.insert(Self.marks.randomElement(using: &source)!, at: place)
                case 2: bytes[place] = Self.marks.randomElement(using: &source)!
                default: bytes.removeSubrange(place...)
                }
            }
            let theirs = try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
            let ours = try? JSON.decode(Value.self, from: bytes)
            // A lenient reading must take all that a strict one does.
            let lenient = try? JSON.decodeLeniently(Value.self, from: bytes)
            #expect(ours == nil || lenient != nil)
            let text = String(decoding: bytes, as: UTF8.self)
            // Half of a surrogate pair, as Python writes it, is read as U+FFFD; Foundation refuses the whole text.
            if theirs == nil, text.contains("\u{FFFD}") || Self.namesSurrogate(text) { continue }
            #expect(ours == theirs.map(Value.init(foundation:)), "\(text)")
        }
    }

    private static func namesSurrogate(_ text: String) -> Bool {
        ["\\ud8", "\\ud9", "\\uda", "\\udb", "\\udc", "\\udd", "\\ude", "\\udf"].contains(
            where: text.lowercased().contains)
    }

    @Test("random bytes never end in a trap")
    func randomBytes() {
        var source = SeededRandom(seed: 11)
        for _ in 0..<2000 {
            let bytes = (0..<Int.random(in: 0...60, using: &source)).map { _ in
                UInt8.random(in: 0...255, using: &source)
            }
            _ = try? JSON.decode(Value.self, from: bytes)
            _ = try? JSON.decodeLeniently(Value.self, from: bytes)
        }
    }

    /// Bytes that mean something, without what the two readers are known to differ in.
    private static let marks = Array("{}[]:,\"0123456789.-+eEtrufalsn \n\t".utf8)

    private static func text(_ source: inout some RandomNumberGenerator, depth: Int) -> String {
        let space = ["", "", " ", "\n", "\t "].randomElement(using: &source)!
        switch Int.random(in: 0..<(depth > 0 ? 8 : 5), using: &source) {
        case 0: return "null"
        case 1: return Bool.random(using: &source) ? "true" : "false"
        case 2: return "\(Int.random(in: -1_000_000...1_000_000, using: &source))"
        case 3: return number(&source)
        case 4: return string(&source)
        case 5, 6:
            let items = (0..<Int.random(in: 0...4, using: &source)).map { _ in text(&source, depth: depth - 1) }
            return "[\(space)" + items.joined(separator: "\(space),") + "\(space)]"
        default:
            var keys: Set<String> = []
            let members = (0..<Int.random(in: 0...4, using: &source)).compactMap { number -> String? in
                let key = "\"k\(number)" + string(&source).dropFirst()
                guard keys.insert(key).inserted else { return nil }
                return "\(key)\(space):\(space)" + text(&source, depth: depth - 1)
            }
            return "{\(space)" + members.joined(separator: ",\(space)") + "}"
        }
    }

    private static func number(_ source: inout some RandomNumberGenerator) -> String {
        let sign = Bool.random(using: &source) ? "-" : ""
        let whole = Int.random(in: 0...99_999, using: &source)
        let fraction = Bool.random(using: &source) ? ".\(Int.random(in: 0...99_999, using: &source))" : ""
        let exponent =
            Bool.random(using: &source)
            ? ["e", "E", "e+", "E-"].randomElement(using: &source)! + "\(Int.random(in: 0...30, using: &source))" : ""
        return sign + "\(whole)" + fraction + exponent
    }

    private static let pieces = [
        "a", "B", "7", " ", "/", "é", "€", "😀", #"\""#, #"\\"#, #"\/"#, #"\b"#, #"\f"#, #"\n"#, #"\r"#, #"\t"#,
        #"\u0041"#, #"\u00e9"#, #"\u20AC"#, #"\ud83d\ude00"#, "{", "]", ":", ",",
    ]

    private static func string(_ source: inout some RandomNumberGenerator) -> String {
        let count = Int.random(in: 0...10, using: &source)
        return "\"" + (0..<count).map { _ in pieces.randomElement(using: &source)! }.joined() + "\""
    }
}
