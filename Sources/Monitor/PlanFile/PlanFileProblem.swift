/// Why a plan file cannot be used: on which line, what, and what to do.
public struct PlanFileProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, with the offending words as they stand in the file.
    enum Reason: Hashable, Sendable {
        /// The text is no TOML; the parser's words follow.
        case malformed(String)
        /// No such key; a near one follows where there is one.
        case unknownKey(near: String?)
        /// The value is of another type.
        case wrongType(expected: String)
        /// A key of a plan stands below the header of a table, and belongs to that.
        case misplaced(table: String)
        /// The value is none of the API's words.
        case unknownWord(String, known: [String])
        /// The value can't be one; what one is follows.
        case invalid(String)
        /// A key that a plan needs is missing.
        case missing(String)
        /// The file is of a later version of the format.
        case unknownVersion(Int)
    }

    /// What to call the file.
    let file: String
    /// The line, from 1, where one can be told.
    var line: Int?
    /// The key, where one is at fault.
    var key: String?
    let reason: Reason

    /// One sentence on what is wrong and one on what to do.
    public var description: String {
        let place = line.map { "\(file), line \($0)" } ?? file
        let subject = key.map { "\(place): \($0)" } ?? place
        switch reason {
        case .malformed(let words): return "\(place): this isn't TOML (\(words)). Fix that line."
        case .unknownKey(let near?): return "\(subject) isn't a plan key. Did you mean \(near)?"
        case .unknownKey(nil):
            return "\(subject) isn't a plan key. Keys are named after the options of `flightdeck launch`."
        case .wrongType(let expected): return "\(subject) has a value of the wrong type. Write \(expected)."
        case .misplaced(let table):
            return
                "\(subject) is in the table [\(table)], which takes the keys below its header. Move it above the first table of the file."
        case .unknownWord(let word, let known):
            if known.count == 1 { return "\(subject) is written as \(known[0]), not \"\(word)\"." }
            return "\(subject) is one of \(known.joined(separator: ", ")), not \"\(word)\"."
        case .invalid(let rule): return "\(subject) must be \(rule)."
        case .missing(let advice): return "\(subject) is missing. \(advice)"
        case .unknownVersion(let version):
            return
                "\(subject) is \(version), and this program knows version \(PlanFile.version). Use a newer Flightdeck."
        }
    }
}
