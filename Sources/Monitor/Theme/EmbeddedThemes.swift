import CThemes

/// The themes that the program carries with it.
public enum EmbeddedThemes {
    /// The theme used where nothing else is asked for and when another has an error.
    public static let defaultName = "flightdeck-dark"

    /// Every embedded theme, the default first.
    public static var names: [String] {
        (0..<flightdeck_embedded_theme_count()).map { String(cString: flightdeck_embedded_theme_at($0).name) }
    }

    /// The embedded file of a theme, or nil if none has that name.
    public static func file(named name: String) -> ThemeFile? {
        for index in 0..<flightdeck_embedded_theme_count() {
            let theme = flightdeck_embedded_theme_at(index)
            guard String(cString: theme.name) == name else { continue }
            return ThemeFile(label: "the built-in theme \(name)", text: String(cString: theme.text))
        }
        return nil
    }
}
