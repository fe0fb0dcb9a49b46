/// Why a theme could not be used: in which file, on which line, what, and what to do.
public struct ThemeProblem: Error, Equatable, Sendable, CustomStringConvertible {
    /// What is wrong, with the offending words as they stand in the file.
    public enum Reason: Equatable, Sendable {
        /// No theme has this name; the names that exist follow.
        case noSuchTheme(known: [String])
        /// The file is there but cannot be read; the system's words follow.
        case unreadable(String)
        /// The text is no TOML; the parser's words follow.
        case malformed(String)
        /// No role has this name; a near one follows where there is one.
        case unknownKey(near: String?)
        /// The value is neither a palette name nor a colour.
        case unknownColour(String)
        /// The value is of another type than a colour or a style table.
        case wrongType(expected: String)
        /// A style table has a field besides `fg`, `bg` and `modifiers`.
        case unknownField(String)
        /// A modifier that no terminal attribute stands for.
        case unknownModifier(String)
        /// The themes inherit from one another in a circle, in this order.
        case cycle([String])
    }

    /// The path of the file, or "the built-in theme NAME", or the name asked for where no file was found.
    public let file: String
    /// The line, from 1, where one can be told.
    public let line: Int?
    /// The key in the file, where one is at fault.
    public let key: String?
    /// What is wrong.
    public let reason: Reason

    /// Creates a problem; `line` and `key` where they are known.
    public init(file: String, line: Int? = nil, key: String? = nil, reason: Reason) {
        self.file = file
        self.line = line
        self.key = key
        self.reason = reason
    }

    /// One sentence on what is wrong and one on what to do.
    public var description: String {
        let place = line.map { "\(file), line \($0)" } ?? file
        let subject = key.map { "\(place): \"\($0)\"" } ?? place
        switch reason {
        case .noSuchTheme(let known):
            let missing = key.map { "\(place) inherits \"\($0)\", and there is no theme of that name." }
            return (missing ?? "There is no theme named \"\(file)\".")
                + " Choose one of: \(known.joined(separator: ", "))."
        case .unreadable(let words):
            return
                "\(place): the theme cannot be read (\(words)). Make it a readable text file, or choose another theme."
        case .malformed(let words):
            return "\(place): this isn't TOML (\(words)). Fix that line."
        case .unknownKey(let near?):
            return "\(subject) is not a role. Did you mean \"\(near)\"?"
        case .unknownKey(nil):
            return "\(subject) is not a role. Remove it; the default theme's file lists every role."
        case .unknownColour(let value):
            return "\(subject) has the colour \"\(value)\", which is not known. "
                + "Use a name of [palette], \"#rrggbb\", a terminal colour such as \"bright-blue\" or \"default\", or 0 to 255."
        case .wrongType(let expected):
            return "\(subject) has a value of the wrong type. Write \(expected)."
        case .unknownField(let field):
            return "\(subject) has a field \"\(field)\". A style has only fg, bg and modifiers."
        case .unknownModifier(let modifier):
            return "\(subject) has the modifier \"\(modifier)\". "
                + "Use one of: \(ThemeStyle.modifierNames.joined(separator: ", "))."
        case .cycle(let names):
            return "\(place): themes inherit in a circle (\(names.joined(separator: " → "))). "
                + "Remove one \"inherits\" line."
        }
    }
}
