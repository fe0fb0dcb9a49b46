import Console

/// What a filter asks of a list with certain columns, compared byte by byte without regard to case.
///
/// A word that no column is named for is searched everywhere; `"two words"` are one.
struct FilterQuery {
    /// A column by the names that it can be asked by: the stable one and the title above it.
    struct Column {
        var name: String
        var title = ""

        fileprivate func isCalled(_ text: String) -> Bool { name.lowercased() == text || title.lowercased() == text }
        fileprivate func begins(with text: String) -> Bool {
            name.lowercased().hasPrefix(text) || title.lowercased().hasPrefix(text)
        }
    }

    private struct Test {
        /// The columns that are asked; nil for all.
        var columns: [Int]?
        var wanted: String
    }

    private let tests: [Test]
    private let count: Int
    /// The columns that a word asks and that there are none of.
    let unknownColumns: [String]

    init(_ text: String, columns: [Column]) {
        var unknown: [String] = []
        tests = Self.words(of: text).map { word in
            let word = word.lowercased()
            let colons = word.indices.filter { word[$0] == ":" && $0 != word.startIndex }
            // A column's own name may hold a colon, so that the longest name wins.
            for colon in colons.reversed() {
                let name = String(word[..<colon])
                let asked = Self.places(named: name, in: columns)
                if !asked.isEmpty {
                    return Test(columns: asked, wanted: String(word[word.index(after: colon)...]))
                }
            }
            if let first = colons.first, !word[first...].hasPrefix("://") { unknown.append(String(word[..<first])) }
            return Test(columns: nil, wanted: word)
        }
        unknownColumns = unknown
        count = columns.count
    }

    /// The columns of a name; those whose name only begins so, where none has it.
    private static func places(named name: String, in columns: [Column]) -> [Int] {
        let named = columns.indices.filter { !columns[$0].name.isEmpty }
        let exact = named.filter { columns[$0].isCalled(name) }
        return exact.isEmpty ? named.filter { columns[$0].begins(with: name) } : exact
    }

    /// Words between blanks; what stands between quotation marks is not parted.
    private static func words(of text: String) -> [String] {
        var words = [""]
        var isQuoted = false
        for scalar in text.unicodeScalars {
            if scalar == "\"" {
                isQuoted.toggle()
            } else if scalar == " ", !isQuoted {
                words.append("")
            } else {
                words[words.count - 1].unicodeScalars.append(scalar)
            }
        }
        return words.filter { !$0.isEmpty }
    }

    /// Whether a row passes, given what each of its columns shows.
    func admits(_ text: (Int) -> String) -> Bool {
        var known: [Int: String] = [:]
        return tests.allSatisfy { test in
            (test.columns ?? Array(0..<count)).contains { index in
                let shown = known[index] ?? text(index).lowercased()
                known[index] = shown
                return Self.holds(shown, test.wanted)
            }
        }
    }

    /// Thousands are parted by narrow blanks that nobody types.
    private static func holds(_ text: String, _ wanted: String) -> Bool {
        if text.utf8.contains(wanted.utf8) { return true }
        guard text.unicodeScalars.contains("\u{202F}") else { return false }
        let parted = text.unicodeScalars.reduce(into: (blank: "", none: "")) { parts, scalar in
            if scalar == "\u{202F}" {
                parts.blank.append(" ")
            } else {
                parts.blank.unicodeScalars.append(scalar)
                parts.none.unicodeScalars.append(scalar)
            }
        }
        return parted.blank.utf8.contains(wanted.utf8) || parted.none.utf8.contains(wanted.utf8)
    }
}
