/// One of AWS's two shared files, read: sections of keys and values, with the lines they stand on.
///
/// As botocore reads them: `=` or `:` after a key, keys in any case; a line that is indented further than the key above
/// continues its value, and is a nested setting where that value is empty. Different on purpose: a comment after a
/// value, set off by a space and outside of quotes, is cut off, and sections of the same name are merged, both as the SDK
/// reference guide has it.
struct ProfileFile: Hashable, Sendable {
    struct Value: Hashable, Sendable {
        var text: String
        var line: Int
        var nested: [String: String] = [:]
    }

    struct Section: Hashable, Sendable {
        /// As between the brackets, for messages.
        var title: String
        /// Where it is first.
        var line: Int
        var values: [String: Value] = [:]
    }

    struct Malformed: Error, Hashable {
        var line: Int
        var problem: String
        var remedy: String { "fix that line" }

        func sentence(of path: String) -> String { "\(path):\(line): \(problem)" }
    }

    var path: String
    /// Why there is nothing to be read where there is something; nil where there is no such trouble.
    var unreadable: FileText.Unreadable?
    /// By title, for example `default`, `profile dev`, `sso-session main`, `services local`.
    var sections: [String: Section] = [:]

    init(path: String) {
        self.path = path
    }

    static func parse(_ text: String, path: String) throws(Malformed) -> ProfileFile {
        var file = ProfileFile(path: path)
        var title: String?
        var key: (name: String, indentation: Int)?
        var blankLines = 0
        var number = 0
        for line in text.split(omittingEmptySubsequences: false, whereSeparator: isLineEnd) {
            number += 1
            let content = String(line).stripped
            if content.isEmpty { blankLines += 1 }
            let first = content.unicodeScalars.first
            if first == nil || first == "#" || first == ";" { continue }
            defer { blankLines = 0 }
            let indentation = line.unicodeScalars.prefix(while: \.isStripped).count
            if let title, let key, indentation > key.indentation {
                let isTaken = file.sections[title]!.values[key.name]!.add(
                    withoutComment(content), after: blankLines)
                guard isTaken else { throw Malformed(line: number, problem: "below \(key.name), but no NAME = VALUE") }
                continue
            }
            if first == "[" {
                title = try readTitle(content, line: number)
                key = nil
                file.sections[title!, default: Section(title: title!, line: number)].title = title!
                continue
            }
            guard let title else { throw Malformed(line: number, problem: "a setting before the first [section]") }
            guard let (name, value) = readPair(content) else {
                throw Malformed(line: number, problem: "neither a [section] nor KEY = VALUE")
            }
            key = (name, indentation)
            file.sections[title]!.values[name] = Value(text: value, line: number)
        }
        return file
    }

    /// As Python has it; all other breaks are characters of a line.
    private static func isLineEnd(_ character: Character) -> Bool {
        character == "\n" || character == "\r\n" || character == "\r"
    }

    private static func readTitle(_ content: String, line: Int) throws(Malformed) -> String {
        // The last bracket, as in `[profile a[1]]`; but one in a comment only where there is no other.
        let beforeComment = withoutComment(content)
        let content = beforeComment.unicodeScalars.contains("]") ? beforeComment : content
        guard let end = content.unicodeScalars.lastIndex(of: "]") else {
            throw Malformed(line: line, problem: "a [section] without its ]")
        }
        let inside = String(content.unicodeScalars[..<end].dropFirst()).stripped
        guard !inside.isEmpty else { throw Malformed(line: line, problem: "a [section] without a name") }
        // `profile  "my dev"` and `profile my-dev`: a shell's two words, as botocore reads them.
        let lead = inside.unicodeScalars.prefix { $0 != " " && $0 != "\t" }
        guard kinds.contains(String(lead)) else { return unquoted(inside) }
        guard let words = ShellWords.split(inside), words.count == 2 else { return unusable + inside }
        return words[0] + " " + words[1]
    }

    /// What begins the title of a section that has a name of its own.
    private static let kinds: Set<String> = ["profile", "sso-session", "services"]

    /// Stands before a title such as `profile a b` or `profile "a" "b"`, which is no profile's: botocore leaves such a
    /// section out, and so it is nobody's here.
    private static let unusable = "unusable "

    private static func unquoted(_ text: String) -> String {
        for quote in ["\"", "'"] where text.count >= 2 && text.hasPrefix(quote) && text.hasSuffix(quote) {
            return String(text.dropFirst().dropLast())
        }
        return text
    }

    private static func readPair(_ content: String) -> (key: String, value: String)? {
        // By scalars: a mark that combines with the separator does not hide it.
        let scalars = content.unicodeScalars
        guard let separator = scalars.firstIndex(where: { $0 == "=" || $0 == ":" }), separator > scalars.startIndex
        else { return nil }
        let key = String(scalars[..<separator]).stripped.lowercased()
        return (key, withoutComment(String(scalars[scalars.index(after: separator)...]).stripped))
    }

    /// Cuts ` # …` and ` ; …` off; between quotes they stay, as in `credential_process = sh -c 'a ; b'`.
    private static func withoutComment(_ value: String) -> String {
        let scalars = value.unicodeScalars
        var previous: Unicode.Scalar = " "
        var index = scalars.startIndex
        while index < scalars.endIndex {
            let scalar = scalars[index]
            if scalar == "#" || scalar == ";", previous == " " || previous == "\t" {
                return String(scalars[..<index]).stripped
            }
            previous = scalar
            let next = scalars.index(after: index)
            if scalar == "'" || scalar == "\"", let end = scalars[next...].firstIndex(of: scalar) {
                index = scalars.index(after: end)
            } else {
                index = next
            }
        }
        return value
    }
}

extension ProfileFile.Value {
    /// Takes an indented line: a nested setting where there is no text, or more of it; false for neither.
    fileprivate mutating func add(_ content: String, after blankLines: Int) -> Bool {
        guard text.isEmpty else {
            text += String(repeating: "\n", count: blankLines + 1) + content
            return true
        }
        let scalars = content.unicodeScalars
        guard let equals = scalars.firstIndex(of: "=") else { return false }
        let name = String(scalars[..<equals]).stripped.lowercased()
        nested[name] = String(scalars[scalars.index(after: equals)...]).stripped
        return true
    }
}
