/// The lines of a TOML text, to find where a key is set; the parser itself keeps no places.
struct TOMLLines {
    private struct Place {
        var line: Int
        /// The table that the line stands in, empty at the top, and how many of that name began before it.
        var table: String
        var number: Int
        var key: String
    }

    private var places: [Place] = []

    init(_ text: String) {
        var table = ""
        var count: [String: Int] = [:]
        // A carriage return and a line feed are one character.
        let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
        for (index, line) in lines.enumerated() {
            let rest = line.drop { $0 == " " || $0 == "\t" }
            if rest.first == "[" {
                let name = rest.drop { $0 == "[" || $0 == " " }.prefix { $0 != "]" && $0 != " " && $0 != "." }
                // A table such as [container.environment] belongs to the container before it.
                let isArray = rest.hasPrefix("[[")
                table = String(name)
                if isArray { count[table, default: -1] += 1 }
                places.append(Place(line: index + 1, table: "", number: 0, key: table))
                let inner = rest.drop { $0 == "[" || $0 == " " }.prefix { $0 != "]" }
                if let dot = inner.firstIndex(of: ".") {
                    places.append(
                        Place(
                            line: index + 1, table: table, number: count[table] ?? 0,
                            key: String(inner[inner.index(after: dot)...])))
                }
                continue
            }
            let key: Substring
            if let quote = rest.first, quote == "\"" || quote == "'" {
                key = rest.dropFirst().prefix { $0 != quote }
            } else {
                key = rest.prefix { $0 != "=" && $0 != " " && $0 != "\t" && $0 != "." && $0 != "#" }
            }
            guard !key.isEmpty, rest.contains("=") else { continue }
            places.append(Place(line: index + 1, table: table, number: count[table] ?? 0, key: String(key)))
        }
    }

    /// The first line, from 1, that sets a key at the top, or begins its table.
    func line(of key: String) -> Int? {
        places.first { $0.table.isEmpty && $0.key == key }?.line
    }

    /// The line of a key in one of the tables of an array, counted from 0; else the line that the table begins on.
    func line(of key: String, inTable table: String, number: Int) -> Int? {
        if let place = places.first(where: { $0.table == table && $0.number == number && $0.key == key }) {
            return place.line
        }
        let headers = places.filter { $0.table.isEmpty && $0.key == table }
        return headers.indices.contains(number) ? headers[number].line : headers.last?.line
    }
}
