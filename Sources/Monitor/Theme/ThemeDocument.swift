import BatchInference

/// The text of a theme file and what to call it in a message.
public struct ThemeFile: Equatable, Sendable {
    /// The path of the file, or "the built-in theme NAME".
    let label: String
    /// The TOML text.
    let text: String
}

/// One theme file, read but not yet joined with the theme that it inherits from.
struct ThemeDocument: Sendable {
    let file: ThemeFile
    private let table: TOMLTable
    private(set) var inherits: String?
    /// Colours as written, by their palette name.
    private(set) var palette: [String: String] = [:]
    /// Styles by key.
    private(set) var styles: [String: ThemeStyle] = [:]

    /// Reads a file; every key and the type of every value is checked, colours are not.
    init(_ file: ThemeFile) throws(ThemeProblem) {
        self.file = file
        do {
            table = try TOMLReader.read(file.text)
        } catch {
            throw ThemeProblem(file: file.label, line: error.line, reason: .malformed(error.words))
        }
        for key in table.keys {
            guard let value = table[key] else { continue }
            switch key {
            case "inherits":
                guard let name = value.string else { throw wrongType(key, expected: "the name of a theme in quotes") }
                inherits = name
            case "palette":
                guard let colours = value.table else { throw wrongType(key, expected: "a table [palette] of colours") }
                for name in colours.keys {
                    guard let colour = colours[name].flatMap(Self.colour) else {
                        throw wrongType(name, expected: "a colour")
                    }
                    palette[name] = colour
                }
            default:
                try checkKey(key, value)
                styles[key] = try style(value, key: key)
            }
        }
    }

    /// The line, from 1, that sets a key of the file or of its palette; nil where none does.
    func line(of key: String) -> Int? { table.line(of: key) ?? table["palette"]?.table?.line(of: key) }

    private func checkKey(_ key: String, _ value: TOMLValue) throws(ThemeProblem) {
        if StyleRole.settableKeys.contains(key) {
            // An unquoted dotted key arrives as a table of tables: name the quoted form.
            if let inner = value.table?.keys.first(where: { !["fg", "bg", "modifiers"].contains($0) }),
                StyleRole.settableKeys.contains("\(key).\(inner)")
            {
                throw ThemeProblem(
                    file: file.label, line: value.table?.line(of: inner), key: "\(key).\(inner)",
                    reason: .wrongType(expected: "the role in quotes: \"\(key).\(inner)\" = …"))
            }
            return
        }
        throw problem(key, .unknownKey(near: nearest(to: key, among: StyleRole.settableKeys)))
    }

    private func style(_ value: TOMLValue, key: String) throws(ThemeProblem) -> ThemeStyle {
        guard let table = value.table else {
            guard let colour = Self.colour(value) else {
                throw wrongType(key, expected: "a colour, or { fg = …, bg = …, modifiers = [\"bold\"] }")
            }
            return ThemeStyle(foreground: colour)
        }
        var style = ThemeStyle()
        for field in table.keys {
            switch (field, table[field]) {
            case ("fg", let value?):
                guard let colour = Self.colour(value) else { throw wrongType(key, expected: "a colour for fg") }
                style.foreground = colour
            case ("bg", let value?):
                guard let colour = Self.colour(value) else { throw wrongType(key, expected: "a colour for bg") }
                style.background = colour
            case ("modifiers", let value?):
                guard let list = value.array else { throw wrongType(key, expected: "modifiers = [\"bold\"]") }
                for modifier in list {
                    guard let name = modifier.string else { throw wrongType(key, expected: "modifiers = [\"bold\"]") }
                    guard let attribute = ThemeStyle.attribute(named: name) else {
                        throw problem(key, .unknownModifier(name))
                    }
                    style.attributes.formUnion(attribute)
                }
            default:
                throw problem(key, .unknownField(field))
            }
        }
        return style
    }

    private static func colour(_ value: TOMLValue) -> String? {
        value.string ?? value.int.map(String.init)
    }

    private func wrongType(_ key: String, expected: String) -> ThemeProblem {
        problem(key, .wrongType(expected: expected))
    }

    func problem(_ key: String, _ reason: ThemeProblem.Reason) -> ThemeProblem {
        ThemeProblem(file: file.label, line: line(of: key), key: key, reason: reason)
    }
}

/// Why a theme could not be used: in which file, on which line, what, and what to do.
public struct ThemeProblem: Error, Equatable, Sendable, CustomStringConvertible {
    /// What is wrong, with the offending words as they stand in the file.
    enum Reason: Equatable, Sendable {
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
    let file: String
    /// The line, from 1, where one can be told.
    var line: Int?
    /// The key in the file, where one is at fault.
    var key: String?
    /// What is wrong.
    let reason: Reason

    /// One sentence on what is wrong and one on what to do.
    public var description: String {
        let place = line.map { "\(file), line \($0)" } ?? file
        let subject = key.map { "\(place): \"\($0)\"" } ?? place
        switch reason {
        case .noSuchTheme(let known):
            let missing = key.map { "\(place) inherits \"\($0)\", which doesn't exist" }
            return (missing ?? "no theme is named \"\(file)\"") + ": choose one of \(known.joined(separator: ", "))"
        case .unreadable(let words):
            return
                "\(place): can't read the theme (\(words)). Make it a readable text file, or choose another theme."
        case .malformed(let words):
            return "\(place): this isn't TOML (\(words)). Fix that line."
        case .unknownKey(let near?):
            return "\(subject) isn't a role. Did you mean \"\(near)\"?"
        case .unknownKey(nil):
            return "\(subject) isn't a role. Remove it; the default theme's file lists every role."
        case .unknownColour(let value):
            return "\(subject) has the colour \"\(value)\", which isn't a colour. "
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
