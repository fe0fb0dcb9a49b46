import AWSOperations

/// Command lines as a POSIX shell splits them, without running one: no variables, no patterns, no pipes.
enum ShellWords {
    /// The words; nil for an open quote or a backslash at the end.
    static func split(_ line: String) -> [String]? {
        var words: [String] = []
        var word: String.UnicodeScalarView?
        var quote: Unicode.Scalar?
        // By scalars, as a shell reads: a quote before a combining mark is a quote.
        var rest = line.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            switch (quote, scalar) {
            case ("'"?, "'"), ("\""?, "\""): quote = nil
            case ("'"?, _): word?.append(scalar)
            case ("\""?, "\\"):
                guard let next = rest.popFirst() else { return nil }
                // Between double quotes a backslash is itself, but before what would end them.
                if next != "\"" && next != "\\" { word?.append("\\") }
                word?.append(next)
            case ("\""?, _): word?.append(scalar)
            case (_, "'"), (_, "\""):
                quote = scalar
                word = word ?? .init()
            case (_, "\\"):
                guard let next = rest.popFirst() else { return nil }
                word = (word ?? .init()) + [next]
            case (_, " "), (_, "\t"), (_, "\n"), (_, "\r"):
                if let word { words.append(String(word)) }
                word = nil
            default: word = (word ?? .init()) + [scalar]
            }
        }
        guard quote == nil else { return nil }
        if let word { words.append(String(word)) }
        return words
    }

    /// A word as a person can paste it into a shell.
    static func quoted(_ word: String) -> String {
        let isPlain =
            !word.isEmpty
            && word.utf8.allSatisfy {
                (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
                    || "-_./:@+=,".utf8.contains($0)
            }
        return isPlain ? word : "'" + word.byteParts(at: "'").joined(separator: "'\\''") + "'"
    }
}
