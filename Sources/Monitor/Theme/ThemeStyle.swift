import Console

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
