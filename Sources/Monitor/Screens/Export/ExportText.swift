import BatchInference
import Console

/// Code as lines of a screen: comments, strings and the rest in their roles.
enum ExportText {
    /// One run of a line.
    typealias Run = (text: String, role: StyleRole)

    static func lines(_ text: String, as form: ExportForm) -> [[Run]] {
        // The text ends with a line break, behind which nothing follows.
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        return lines.map { form == .json ? json(String($0)) : code(String($0)) }
    }

    private static func code(_ line: String) -> [Run] {
        line.drop { $0 == " " }.hasPrefix("#") ? [(line, .textDim)] : strings(line, quote: "'")
    }

    /// A JSON line has one key at most, which a colon follows.
    private static func json(_ line: String) -> [Run] {
        var runs = strings(line, quote: "\"")
        for index in runs.indices.dropLast() where runs[index].role == .codeString {
            if runs[index + 1].text.hasPrefix(":") { runs[index].role = .codeKey }
        }
        return runs
    }

    private static func strings(_ line: String, quote: Character) -> [Run] {
        var runs: [Run] = []
        var current = ""
        var isInside = false
        var isEscaped = false
        for character in line {
            if isInside {
                current.append(character)
                if character == quote, !isEscaped {
                    runs.append((current, .codeString))
                    current = ""
                    isInside = false
                }
                isEscaped = character == "\\" && !isEscaped
            } else if character == quote {
                if !current.isEmpty { runs.append((current, .text)) }
                current = String(character)
                isInside = true
                isEscaped = false
            } else {
                current.append(character)
            }
        }
        if !current.isEmpty { runs.append((current, isInside ? .codeString : .text)) }
        return runs
    }
}
