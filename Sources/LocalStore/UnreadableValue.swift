import GRDB

/// A value of a row that is not what its column holds; the text says which.
struct UnreadableValue: Error, Hashable, CustomStringConvertible {
    var description: String

    init(_ description: String) {
        self.description = description
    }
}

/// A row that was written without an error, and is not in its table.
struct UnwrittenRow: Error, CustomStringConvertible {
    var description: String { "the file does not keep what is written to it" }
}

extension Row {
    /// A column's value; throws `UnreadableValue` where it is missing or of another type, which GRDB's own subscripts trap on.
    func value<Value: DatabaseValueConvertible>(_ column: String) throws -> Value {
        guard let value: Value = try optional(column) else { throw UnreadableValue("its \(column) is missing") }
        return value
    }

    /// The same, nil where there is none.
    func optional<Value: DatabaseValueConvertible>(_ column: String) throws -> Value? {
        guard hasColumn(column) else { return nil }
        let stored: DatabaseValue = self[column]
        guard !stored.isNull else { return nil }
        guard let value = Value.fromDatabaseValue(stored) else { throw UnreadableValue("its \(column) is damaged") }
        return value
    }

    /// Seconds since 1970 that a date can show.
    func moment(_ column: String) throws -> Double {
        let seconds: Double = try value(column)
        guard abs(seconds) < 1e11 else { throw UnreadableValue("its \(column) is damaged") }
        return seconds
    }
}
