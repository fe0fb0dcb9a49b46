import AWSOperations

/// A value of a TOML text.
enum TOMLValue: Hashable, Sendable {
    case string(String)
    case integer(Int)
    case double(Double)
    case boolean(Bool)
    /// A date, a time or both, as written.
    case moment(String)
    case list([TOMLValue])
    case table(TOMLTable)
    /// The tables of `[[name]]` headers.
    case tables([TOMLTable])

    var string: String? { if case .string(let text) = self { text } else { nil } }
    var int: Int? { if case .integer(let number) = self { number } else { nil } }
    var bool: Bool? { if case .boolean(let flag) = self { flag } else { nil } }
    var table: TOMLTable? { if case .table(let table) = self { table } else { nil } }

    /// The items, however the array is written.
    var array: [TOMLValue]? {
        switch self {
        case .list(let items): items
        case .tables(let tables): tables.map { .table($0) }
        default: nil
        }
    }
}

/// Keys and values in the order of the text, with the lines they stand on.
struct TOMLTable: Hashable, Sendable {
    /// How a table came to be, which decides on what may still be added to it.
    enum Origin: Hashable, Sendable {
        /// Named on the way to another, in `[name.other]`.
        case implied
        /// By a header of its own.
        case header
        /// On the way of a dotted key.
        case dotted
        /// Between braces: whole as it is.
        case inline
    }

    struct Member: Hashable, Sendable {
        var key: String
        /// From 1.
        var line: Int
        var value: TOMLValue
    }

    var origin: Origin
    /// The line that the table begins on, from 1.
    var line: Int
    private(set) var members: [Member] = []
    /// By bytes: a composed and a decomposed letter are two keys.
    private var places: [ByteText: Int] = [:]

    init(_ origin: Origin, line: Int) {
        self.origin = origin
        self.line = line
    }

    var keys: [String] { members.map(\.key) }

    subscript(key: String) -> TOMLValue? { places[ByteText(key)].map { members[$0].value } }

    /// The line on which a key is set first, or its table begins.
    func line(of key: String) -> Int? { places[ByteText(key)].map { members[$0].line } }

    /// Why a key or header cannot stand where it does, in words.
    struct Conflict: Error {
        var words: String
    }

    /// Sets a value under a dotted key.
    mutating func set(_ path: ArraySlice<String>, to value: TOMLValue, line: Int) throws(Conflict) {
        guard let key = path.first else { return }
        guard path.count > 1 else {
            guard places[ByteText(key)] == nil else { throw Self.isTaken(key) }
            return add(key, value, line: line)
        }
        guard let place = places[ByteText(key)] else {
            var inner = TOMLTable(.dotted, line: line)
            try inner.set(path.dropFirst(), to: value, line: line)
            return add(key, .table(inner), line: line)
        }
        guard var inner = takeTable(from: place), inner.origin == .dotted || inner.origin == .implied else {
            throw Self.isTaken(key)
        }
        defer { members[place].value = .table(inner) }
        inner.origin = .dotted
        try inner.set(path.dropFirst(), to: value, line: line)
    }

    /// Makes the table of a header, or one more of `[[name]]`.
    mutating func open(_ path: ArraySlice<String>, isArray: Bool, line: Int) throws(Conflict) {
        guard let key = path.first else { return }
        guard path.count == 1 else {
            return try change(key, line: line) { table throws(Conflict) in
                try table.open(path.dropFirst(), isArray: isArray, line: line)
            }
        }
        guard let place = places[ByteText(key)] else {
            let table = TOMLTable(.header, line: line)
            return add(key, isArray ? .tables([table]) : .table(table), line: line)
        }
        if isArray, var tables = takeTables(from: place) {
            tables.append(TOMLTable(.header, line: line))
            members[place].value = .tables(tables)
        } else if !isArray, var table = takeTable(from: place), table.origin == .implied {
            table.origin = .header
            table.line = line
            members[place].value = .table(table)
        } else {
            throw Self.isTaken(key)
        }
    }

    /// Changes the table at the end of a header's path, the last one of an array.
    mutating func change(
        at path: ArraySlice<String>, line: Int, _ body: (inout TOMLTable) throws(Conflict) -> Void
    ) throws(Conflict) {
        guard let key = path.first else { return try body(&self) }
        try change(key, line: line) { table throws(Conflict) in
            try table.change(at: path.dropFirst(), line: line, body)
        }
    }

    private mutating func change(
        _ key: String, line: Int, _ body: (inout TOMLTable) throws(Conflict) -> Void
    ) throws(Conflict) {
        guard let place = places[ByteText(key)] else {
            var table = TOMLTable(.implied, line: line)
            try body(&table)
            return add(key, .table(table), line: line)
        }
        if var tables = takeTables(from: place) {
            defer { members[place].value = .tables(tables) }
            try body(&tables[tables.count - 1])
        } else if var table = takeTable(from: place), table.origin != .inline {
            defer { members[place].value = .table(table) }
            try body(&table)
        } else {
            throw Self.isTaken(key)
        }
    }

    // A table leaves its place before it's changed, since a second reference would have all that it holds copied. Where it
    // isn't put back, the text is refused.

    private mutating func takeTable(from place: Int) -> TOMLTable? {
        guard case .table(let table) = members[place].value else { return nil }
        members[place].value = .boolean(false)
        return table
    }

    private mutating func takeTables(from place: Int) -> [TOMLTable]? {
        guard case .tables(let tables) = members[place].value else { return nil }
        members[place].value = .boolean(false)
        return tables
    }

    private mutating func add(_ key: String, _ value: TOMLValue, line: Int) {
        places[ByteText(key)] = members.count
        members.append(Member(key: key, line: line, value: value))
    }

    private static func isTaken(_ key: String) -> Conflict {
        Conflict(words: "\"\(LongText.cut(key, to: 60))\" is defined twice")
    }
}
