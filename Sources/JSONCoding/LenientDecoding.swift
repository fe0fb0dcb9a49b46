/// A part of a text that a lenient decoding could not read.
public struct JSONLoss {
    /// The keys and places that lead to it.
    public let path: [any CodingKey]
    public let error: any Error
    /// Whether it is an item that its list does without; otherwise a member that counts as not sent.
    public let isItem: Bool
}

/// Collects what one lenient decoding could not read; belongs to it, on one thread.
final class JSONLosses {
    var all: [JSONLoss] = []
    /// Where the members are that no type asked for; nil where nobody wants to know.
    var unknown: [[any CodingKey]]?

    init(namingUnknown: Bool = false) {
        unknown = namingUnknown ? [] : nil
    }
}

extension CodingUserInfoKey {
    /// Whether what is missing or of another type counts as not sent: true for a lenient decoding.
    public static let toleratesAbsence = CodingUserInfoKey(rawValue: "JSONCoding.toleratesAbsence")!
    /// Whether the value is written as a text: a lenient decoding also reads numbers and flags as texts.
    public static let isText = CodingUserInfoKey(rawValue: "JSONCoding.isText")!
}

extension ValueDecoder {
    /// Notes the members of this object that its type has no key for.
    func noteUnknownMembers<Key: CodingKey>(besides type: Key.Type) {
        guard let losses = document.losses, losses.unknown != nil else { return }
        for (name, node) in document.members(of: node) where Key(stringValue: name) == nil {
            losses.unknown?.append(document.path(to: node))
        }
    }

    /// Goes on without the value, or throws what kept it from being read where the decoding is strict.
    func absent<Value>(after error: any Error) throws -> Value? {
        guard let losses = document.losses else { throw error }
        losses.all.append(JSONLoss(path: codingPath, error: error, isItem: false))
        return nil
    }

    /// Reads a list or map without the items that cannot be read; throws the error for any other value.
    func salvaged<Value: Decodable>(_ type: Value.Type, after error: any Error) throws -> Value {
        guard document.losses != nil, let collection = type as? any PartlyDecodable.Type,
            let value = try collection.init(partOf: self) as? Value
        else { throw error }
        return value
    }

    fileprivate func leaveOut(after error: any Error) {
        document.losses?.all.append(JSONLoss(path: codingPath, error: error, isItem: true))
    }
}

/// A collection that can do without items that cannot be read. Asked for only once reading it whole has failed.
private protocol PartlyDecodable: Decodable {
    init(partOf decoder: ValueDecoder) throws
}

extension Array: PartlyDecodable where Element: Decodable {
    fileprivate init(partOf decoder: ValueDecoder) throws {
        self.init()
        let document = decoder.document
        _ = try decoder.unkeyedContainer()
        var node = decoder.node + 1
        let end = Int(document[decoder.node].next)
        while node < end {
            let item = ValueDecoder(document: document, node: node)
            do {
                append(try item.item(Element.self))
            } catch {
                item.leaveOut(after: error)
                // Where the place of an item counts, its type says so by being optional.
                if let optional = Element.self as? any ExpressibleByNilLiteral.Type,
                    let nothing = optional.init(nilLiteral: ()) as? Element
                {
                    append(nothing)
                }
            }
            node = Int(document[node].next)
        }
    }
}

extension Dictionary: PartlyDecodable where Key == String, Value: Decodable {
    fileprivate init(partOf decoder: ValueDecoder) throws {
        self.init()
        _ = try decoder.container(keyedBy: JSONKey.self)
        for (key, node) in decoder.document.members(of: decoder.node) {
            let item = ValueDecoder(document: decoder.document, node: node)
            do {
                self[key] = try item.item(Value.self)
            } catch {
                item.leaveOut(after: error)
            }
        }
    }
}

extension ValueDecoder {
    /// An item, itself without what of it cannot be read.
    fileprivate func item<Value: Decodable>(_ type: Value.Type) throws -> Value {
        do {
            return try Value(from: self)
        } catch {
            return try salvaged(type, after: error)
        }
    }

    // MARK: Scalars of another type

    /// A number or a flag as its text; nil for anything else.
    var looseText: String? {
        switch document[node].kind {
        case .number: document.text(document[node])
        case .yes: "true"
        case .no: "false"
        default: nil
        }
    }

    /// `"true"` and `"false"`.
    var looseFlag: Bool? { quoted.flatMap(Bool.init) }

    /// A number in quotes, finite or not.
    var looseNumber: Double? {
        switch quoted {
        case nil: nil
        case "NaN": .nan
        case "Infinity": .infinity
        case "-Infinity": -.infinity
        case .some(let text): Self.isNumber(text) ? Double(text).flatMap { $0.isFinite ? $0 : nil } : nil
        }
    }

    /// A whole number in quotes.
    func looseInteger<Integer: FixedWidthInteger>(_ type: Integer.Type) -> Integer? {
        guard let text = quoted, Self.isNumber(text) else { return nil }
        return Integer(text) ?? Double(text).flatMap { Integer(exactly: $0) }
    }

    /// Whether it is written as a text.
    var isText: Bool { document[node].isText }

    private var quoted: String? {
        isText ? document.text(document[node]) : nil
    }

    /// Whether it is written in the digits and signs of a number; Swift takes `0x1p3` and `inf`, too.
    private static func isNumber(_ text: String) -> Bool {
        text.utf8.allSatisfy { (0x30...0x39).contains($0) || [0x2B, 0x2D, 0x2E, 0x45, 0x65].contains($0) }
    }
}
