import Console

/// The style of every role, resolved once.
public struct Theme: Equatable, Sendable {
    /// The name by which the theme was asked for.
    public let name: String
    /// One entry for each role, in the order of `StyleRole.allCases`.
    private let entries: [Entry]

    private struct Entry: Equatable, Sendable {
        var style: Style
        /// Whether the role's foreground stays under any text, as in a reversed bar.
        var isSolid: Bool
    }

    /// The style of a role; a colour that the theme leaves open is `.default`, which shows what lies below.
    public subscript(role: StyleRole) -> Style { entries[role.ordinal].style }

    /// The style of text of one role on a surface of another, such as a status in the marked row.
    ///
    /// The text keeps its foreground unless the surface is a solid bar (its foreground is not that of plain text, or it
    /// is reversed), which stays whole; attributes add up.
    public func style(_ text: StyleRole, on surface: StyleRole) -> Style {
        let above = self[text]
        let below = entries[surface.ordinal]
        var style = below.style
        style.attributes.formUnion(above.attributes)
        if !below.isSolid, above.foreground != .default { style.foreground = above.foreground }
        return style
    }

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

        var resolved: [String: (foreground: Color?, background: Color?, attributes: Style.Attributes)] = [:]
        for document in chain.reversed() {
            for (key, style) in document.styles {
                resolved[key] = (
                    try colour(style.foreground, key, document), try colour(style.background, key, document),
                    style.attributes
                )
            }
        }

        let text = StyleRole.text.keys.lazy.compactMap { resolved[$0]?.foreground }.first ?? .default
        self.name = name
        entries = StyleRole.allCases.map { role in
            guard let found = role.keys.lazy.compactMap({ resolved[$0] }).first else {
                return Entry(style: Style(foreground: text), isSolid: false)
            }
            let ground = found.background == nil ? Color.default : text
            let style = Style(
                foreground: found.foreground ?? ground, background: found.background ?? .default,
                attributes: found.attributes)
            let isBar = found.background != nil && style.foreground != text
            return Entry(style: style, isSolid: isBar || found.attributes.contains(.reverse))
        }
    }
}
