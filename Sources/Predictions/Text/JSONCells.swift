import JSONCoding

extension JSONValue {
    /// The value that is a whole record, read as leniently as `prefix(of:)`; nil for anything else.
    package init?(record bytes: [UInt8]) {
        guard case .value(let value, let end) = Self.prefix(of: bytes),
            bytes[end...].allSatisfy({ [0x20, 0x09, 0x0A, 0x0D].contains($0) })
        else { return nil }
        self = value
    }

    /// What a cell shows: a string's own text, null as nothing, lists and objects as JSON.
    package var cell: String {
        switch self {
        case .string(let text): text
        case .null: ""
        default: text(.oneLine)
        }
    }

    /// The members of an object by name, objects within it taken apart: `quantiles.0.1`.
    ///
    /// A name that comes twice has its last value, as JSON readers have it; names are distinguished by their bytes.
    package func fields() -> [(name: String, value: JSONValue)] {
        var fields: [(name: String, value: JSONValue)] = []
        var places: [[UInt8]: Int] = [:]
        func add(_ value: JSONValue, _ name: String) {
            if case .object(let members) = value, !members.isEmpty || name.isEmpty {
                for member in members { add(member.value, name.isEmpty ? member.key : "\(name).\(member.key)") }
            } else if let place = places[Array(name.utf8)] {
                fields[place].value = value
            } else {
                places[Array(name.utf8)] = fields.count
                fields.append((name, value))
            }
        }
        add(self, "")
        return fields
    }
}
