import Foundation
import JSONCoding
import SeededNumbers
import Testing

@Suite("JSON against Foundation's")
struct RoundTripTests {
    @Test("a thousand random values: each coder reads what the other writes", arguments: 0..<10)
    func randomValues(_ seed: Int) throws {
        var source = SeededRandom(seed: UInt64(seed))
        for _ in 0..<100 {
            let value = Shapes.random(&source)
            let ours = try JSON.encode(value)
            #expect(try JSONDecoder().decode(Shapes.self, from: Data(ours)) == value)
            #expect(try JSON.decode(Shapes.self, from: Array(JSONEncoder().encode(value))) == value)
            #expect(try JSON.decode(Shapes.self, from: ours) == value)
            let pretty = JSONEncoder()
            pretty.outputFormatting = [.prettyPrinted, .sortedKeys]
            #expect(try JSON.decode(Shapes.self, from: Array(pretty.encode(value))) == value)
        }
    }

    /// Any JSON, to compare texts of no type.
    enum AnyJSON: Decodable, Equatable {
        case null
        case bool(Bool)
        case number(Double)
        case text(String)
        case list([AnyJSON])
        case object([String: AnyJSON])

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if container.decodeNil() {
                self = .null
            } else if let bool = try? container.decode(Bool.self) {
                self = .bool(bool)
            } else if let number = try? container.decode(Double.self) {
                self = .number(number)
            } else if let text = try? container.decode(String.self) {
                self = .text(text)
            } else if let list = try? container.decode([AnyJSON].self) {
                self = .list(list)
            } else {
                self = .object(try container.decode([String: AnyJSON].self))
            }
        }
    }

    @Test("spoilt texts: what both take is the same, and nothing is taken that Foundation refuses", arguments: 0..<4)
    func spoiltTexts(_ seed: Int) throws {
        var source = SeededRandom(seed: UInt64(1000 + seed))
        var taken = 0
        for _ in 0..<120 {
            var bytes = try JSON.encode(Shapes.random(&source))
            for _ in 0..<Int.random(in: 1...3, using: &source) {
                let at = Int.random(in: 0..<bytes.count, using: &source)
                let piece = Array(#"{}[],:"\0e-.t +u19 "#.utf8).randomElement(using: &source)!
                switch Int.random(in: 0..<3, using: &source) {
                case 0: bytes[at] = piece
                case 1: bytes.remove(at: at)
                default: bytes.insert(piece, at: at)
                }
            }
            guard let ours = try? JSON.decode(AnyJSON.self, from: bytes) else { continue }
            taken += 1
            // Foundation refuses what is too near to nothing for a double, and either of two equal keys may count.
            if String(decoding: bytes, as: UTF8.self).contains(/e-\d{4}/) || Self.hasEqualKeys(bytes) { continue }
            guard let theirs = try? JSONDecoder().decode(AnyJSON.self, from: Data(bytes)) else {
                Issue.record("only ours takes \(String(decoding: bytes, as: UTF8.self))")
                continue
            }
            #expect(ours == theirs, "\(String(decoding: bytes, as: UTF8.self))")
        }
        #expect(taken > 3)
    }

    /// Whether a spoilt key has become another one of the outermost object's.
    private static func hasEqualKeys(_ bytes: [UInt8]) -> Bool {
        let text = String(decoding: bytes, as: UTF8.self)
        return ["list", "lists", "named", "nested", "large"].contains { text.ranges(of: "\"\($0)\":").count > 1 }
    }

    @Test("whatever Foundation takes of spoilt texts, ours takes too")
    func takesAsMuch() throws {
        var source = SeededRandom(seed: 77)
        for _ in 0..<500 {
            var bytes = try JSON.encode(Shapes.random(&source).nested)
            let at = Int.random(in: 0..<bytes.count, using: &source)
            bytes[at] = Array(#"{}[],:"0e-. "#.utf8).randomElement(using: &source)!
            guard let theirs = try? JSONDecoder().decode(AnyJSON.self, from: Data(bytes)) else { continue }
            #expect(
                (try? JSON.decode(AnyJSON.self, from: bytes)) == theirs, "\(String(decoding: bytes, as: UTF8.self))")
        }
    }

    @Test("doubles are read to the last bit")
    func doubles() throws {
        var source = SeededRandom(seed: 5)
        for _ in 0..<2000 {
            let value = Shapes.double(&source)
            #expect(try JSON.decode(Double.self, from: Array("\(value)".utf8)) == value)
        }
        for text in ["0.1", "123456789.123456", "-0.000001", "99999999999999.9", "1763836800.5", "4.35", "0.3", "-0"] {
            let read = try JSON.decode(Double.self, from: Array(text.utf8))
            #expect(read.bitPattern == Double(text)?.bitPattern, "\(text)")
        }
    }
}
