/// One of AWS's two shared files, read: sections of keys and values, with the lines they stand on.
///
/// As botocore reads them: `=` or `:` after a key, keys in any case, an indented line goes on with the value above it,
/// and is a nested setting where that value is empty. Different on purpose: a comment after a value, set off by a
/// space, is cut off, and sections of the same name are merged, both as the SDK reference guide has it.
struct ProfileFile: Hashable, Sendable {
    struct Value: Hashable, Sendable {
        var text: String
        var line: Int
        var nested: [String: String] = [:]
    }

    struct Section: Hashable, Sendable {
        /// As between the brackets, for messages.
        var title: String
        var values: [String: Value] = [:]
    }

    struct Malformed: Error, Hashable {
        var line: Int
        var problem: String
    }

    var path: String
    /// By title, for example `default`, `profile dev`, `sso-session main`, `services local`.
    var sections: [String: Section] = [:]

    init(path: String) {
        self.path = path
    }

    static func parse(_ text: String, path: String) throws(Malformed) -> ProfileFile {
        var file = ProfileFile(path: path)
        var title: String?
        var key: String?
        var number = 0
        for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            number += 1
            let content = String(line).trimmed
            if content.isEmpty || content.hasPrefix("#") || content.hasPrefix(";") { continue }
            let isIndented = line.first == " " || line.first == "\t"
            if content.hasPrefix("["), !isIndented {
                title = try readTitle(content, line: number)
                key = nil
                file.sections[title!, default: Section(title: title!)].title = title!
                continue
            }
            guard let title else { throw Malformed(line: number, problem: "a setting before the first [section]") }
            if isIndented, let key {
                file.sections[title]!.values[key]!.add(withoutComment(content))
                continue
            }
            guard let (name, value) = readPair(content) else {
                throw Malformed(line: number, problem: "neither a [section] nor KEY = VALUE")
            }
            key = name
            file.sections[title]!.values[name] = Value(text: value, line: number)
        }
        return file
    }

    private static func readTitle(_ content: String, line: Int) throws(Malformed) -> String {
        guard let end = content.firstIndex(of: "]") else {
            throw Malformed(line: line, problem: "a [section] without its ]")
        }
        let inside = String(content[content.index(after: content.startIndex)..<end]).trimmed
        // `profile  "my dev"` and `profile my-dev`: one space, no quotes.
        let parts = inside.split(maxSplits: 1, whereSeparator: { $0 == " " || $0 == "\t" })
        guard let first = parts.first else { throw Malformed(line: line, problem: "a [section] without a name") }
        guard parts.count == 2 else { return unquoted(String(first)) }
        return first + " " + unquoted(String(parts[1]).trimmed)
    }

    private static func unquoted(_ text: String) -> String {
        for quote in ["\"", "'"] where text.count >= 2 && text.hasPrefix(quote) && text.hasSuffix(quote) {
            return String(text.dropFirst().dropLast())
        }
        return text
    }

    private static func readPair(_ content: String) -> (key: String, value: String)? {
        guard let separator = content.firstIndex(where: { $0 == "=" || $0 == ":" }), separator > content.startIndex
        else { return nil }
        let key = String(content[..<separator]).trimmed.lowercased()
        return (key, withoutComment(String(content[content.index(after: separator)...]).trimmed))
    }

    /// Cuts ` # …` and ` ; …` off.
    private static func withoutComment(_ value: String) -> String {
        var previous: Character = " "
        for index in value.indices {
            let character = value[index]
            if character == "#" || character == ";", previous == " " || previous == "\t" {
                return String(value[..<index]).trimmed
            }
            previous = character
        }
        return value
    }
}

extension ProfileFile.Value {
    /// Takes an indented line: a nested setting, or more of the text.
    fileprivate mutating func add(_ content: String) {
        if text.isEmpty, let equals = content.firstIndex(of: "=") {
            let name = String(content[..<equals]).trimmed.lowercased()
            nested[name] = String(content[content.index(after: equals)...]).trimmed
        } else {
            text += "\n" + content
        }
    }
}
