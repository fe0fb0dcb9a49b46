import Console

/// The style of every role, resolved once.
public struct Theme: Equatable, Sendable {
    /// The name by which the theme was asked for.
    let name: String
    /// One style for each role, in the order of `StyleRole.allCases`.
    private let styles: [Style]

    /// The style of a role; a colour that the theme leaves open is `.default`, which shows what lies below.
    subscript(role: StyleRole) -> Style { styles[role.rawValue] }

    /// Reads a theme and those that it inherits from.
    ///
    /// - Parameter lookup: the file of a theme by its name, or nil where there is none; see `ThemeSearch`.
    public static func load(
        name: String, lookup: (String) throws(ThemeProblem) -> ThemeFile?
    ) throws(ThemeProblem) -> Theme {
        var chain: [ThemeDocument] = []
        var names: [String] = []
        var next: String? = name
        while let wanted = next {
            if names.contains(wanted) {
                throw chain[chain.count - 1].problem("inherits", .cycle(names + [wanted]))
            }
            guard let file = try lookup(wanted) else {
                throw missing(wanted, inheritedBy: chain.last)
            }
            let document = try ThemeDocument(file)
            chain.append(document)
            names.append(wanted)
            next = document.inherits
        }
        return try Theme(name: name, chain: chain)
    }

    private static func missing(_ name: String, inheritedBy child: ThemeDocument?) -> ThemeProblem {
        let reason = ThemeProblem.Reason.noSuchTheme(known: EmbeddedThemes.names)
        guard let child else { return ThemeProblem(file: name, reason: reason) }
        return ThemeProblem(
            file: child.file.label, line: child.line(of: "inherits"), key: name, reason: reason)
    }

    /// Joins a theme with its ancestors; `chain` begins with the theme itself.
    private init(name: String, chain: [ThemeDocument]) throws(ThemeProblem) {
        var palette: [String: Color] = [:]
        for document in chain.reversed() {
            for (entry, written) in document.palette {
                guard let colour = ThemeColor.parse(written) else {
                    throw document.problem(entry, .unknownColour(written))
                }
                palette[entry] = colour
            }
        }

        func colour(_ written: String?, _ key: String, _ document: ThemeDocument) throws(ThemeProblem) -> Color? {
            guard let written else { return nil }
            if let colour = palette[written] ?? ThemeColor.parse(written) { return colour }
            throw document.problem(key, .unknownColour(written))
        }

        var resolved: [String: Style] = [:]
        for document in chain.reversed() {
            for (key, style) in document.styles {
                resolved[key] = Style(
                    foreground: try colour(style.foreground, key, document) ?? .default,
                    background: try colour(style.background, key, document) ?? .default,
                    attributes: style.attributes)
            }
        }

        self.name = name
        styles = StyleRole.allCases.map { role in
            let found = (role.keys + StyleRole.text.keys).lazy.compactMap { resolved[$0] }.first
            return found ?? .plain
        }
    }
}

/// A style as a theme file gives it; a colour that is not given is that of what lies below.
struct ThemeStyle: Equatable, Sendable {
    /// The foreground as written: a palette name or a colour.
    var foreground: String?
    /// The background as written.
    var background: String?
    /// The attributes of all modifiers.
    var attributes: Style.Attributes = []

    private static let modifiers: [(name: String, attribute: Style.Attributes)] = [
        ("bold", .bold), ("dim", .dim), ("italic", .italic), ("underlined", .underline), ("reversed", .reverse),
        ("crossed-out", .strikethrough),
    ]

    /// The modifiers that a theme file may name.
    static var modifierNames: [String] { modifiers.map(\.name) }

    /// The attribute that a modifier stands for, or nil if there is none of that name.
    static func attribute(named name: String) -> Style.Attributes? {
        modifiers.first { $0.name == name }?.attribute
    }
}

/// Colours as a theme file writes them: `#rrggbb`, the name of a terminal colour, or a number from 0 to 255.
enum ThemeColor {
    /// The 16 ANSI names in the order of their numbers; `default` stands beside them.
    static let ansiNames = [
        "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white",
        "bright-black", "bright-red", "bright-green", "bright-yellow",
        "bright-blue", "bright-magenta", "bright-cyan", "bright-white",
    ]

    /// The colour that `text` writes, or nil if it writes none.
    static func parse(_ text: String) -> Color? {
        if text == "default" { return .default }
        if let index = ansiNames.firstIndex(of: text) { return .ansi(UInt8(index)) }
        if let index = UInt8(text) { return .indexed(index) }
        return parseHexadecimal(text.utf8)
    }

    private static func parseHexadecimal(_ text: String.UTF8View) -> Color? {
        guard text.count == 7, text.first == UInt8(ascii: "#") else { return nil }
        var value: UInt32 = 0
        for byte in text.dropFirst() {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
            value = value << 4 | UInt32(digit)
        }
        return .rgb(UInt8(value >> 16), UInt8(value >> 8 & 0xFF), UInt8(value & 0xFF))
    }
}
