import BatchInference

/// The text of a theme file and what to call it in a message.
public struct ThemeFile: Equatable, Sendable {
    /// The path of the file, or "the built-in theme NAME".
    public let label: String
    /// The TOML text.
    public let text: String

    /// Creates a file from its text.
    public init(label: String, text: String) {
        self.label = label
        self.text = text
    }
}

/// One theme file, read but not yet joined with the theme that it inherits from.
struct ThemeDocument: Sendable {
    let file: ThemeFile
    private(set) var inherits: String?
    /// Colours as written, by their palette name.
    private(set) var palette: [String: String] = [:]
    /// Styles by key.
    private(set) var styles: [String: ThemeStyle] = [:]

    /// Reads a file; every key and the type of every value is checked, colours are not.
    init(_ file: ThemeFile) throws(ThemeProblem) {
        self.file = file
        let table: TOMLTable
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

    /// The first line, from 1, that sets `key`; nil if no line begins so.
    func line(of key: String) -> Int? {
        var number = 0
        for line in file.text.split(separator: "\n", omittingEmptySubsequences: false) {
            number += 1
            var rest = line.drop { $0 == " " || $0 == "\t" }
            let quoted = rest.first == "\"" || rest.first == "'"
            if quoted { rest = rest.dropFirst() }
            guard rest.hasPrefix(key) else { continue }
            if let next = rest.dropFirst(key.count).first, quoted || "= \t.".contains(next) {
                if !quoted || next == "\"" || next == "'" { return number }
            }
        }
        return nil
    }

    private func checkKey(_ key: String, _ value: TOMLValue) throws(ThemeProblem) {
        if StyleRole.settableKeys.contains(key) {
            // An unquoted dotted key arrives as a table of tables: name the quoted form.
            if let inner = value.table?.keys.first(where: { !["fg", "bg", "modifiers"].contains($0) }),
                StyleRole.settableKeys.contains("\(key).\(inner)")
            {
                throw problem("\(key).\(inner)", .wrongType(expected: "the role in quotes: \"\(key).\(inner)\" = …"))
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
