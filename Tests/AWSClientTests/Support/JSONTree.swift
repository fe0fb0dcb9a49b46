import JSONCoding

/// Any JSON value, to be broken in one place and compared in all others.
indirect enum JSONTree: Codable, Hashable, Sendable {
    enum Step: Hashable, Sendable {
        case key(String)
        case place(Int)
    }

    case null
    case flag(Bool)
    case number(Double)
    case text(String)
    case list([JSONTree])
    case object([String: JSONTree])

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
        } else if let list = try? container.decode([JSONTree].self) {
            self = .list(list)
        } else {
            self = .object(try container.decode([String: JSONTree].self))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .flag(let flag): try container.encode(flag)
        case .number(let number): try container.encode(number)
        case .text(let text): try container.encode(text)
        case .list(let list): try container.encode(list)
        case .object(let object): try container.encode(object)
        }
    }

    /// Every value but the root, with the way to it; in the same order in every run.
    var parts: [(path: [Step], value: JSONTree)] {
        switch self {
        case .list(let list):
            list.enumerated().flatMap { index, value in
                [([.place(index)], value)] + value.parts.map { ([.place(index)] + $0.path, $0.value) }
            }
        case .object(let object):
            object.sorted { $0.key < $1.key }.flatMap { key, value in
                [([.key(key)], value)] + value.parts.map { ([.key(key)] + $0.path, $0.value) }
            }
        default: []
        }
    }

    /// The same with another value in one place; without it for nil.
    func replacing(_ path: ArraySlice<Step>, with value: JSONTree?) -> JSONTree {
        guard let step = path.first else { return value ?? self }
        let rest = path.dropFirst()
        switch (self, step) {
        case (.object(var object), .key(let key)):
            object[key] = rest.isEmpty ? value : object[key]?.replacing(rest, with: value)
            return .object(object)
        case (.list(var list), .place(let place)):
            if rest.isEmpty, value == nil {
                list.remove(at: place)
            } else {
                list[place] = rest.isEmpty ? value! : list[place].replacing(rest, with: value)
            }
            return .list(list)
        default: return self
        }
    }

    var isObject: Bool { if case .object = self { true } else { false } }
    var isList: Bool { if case .list = self { true } else { false } }
}
