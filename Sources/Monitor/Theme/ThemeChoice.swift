import Console

/// Which theme to begin with, and what came of it.
public struct ThemeChoice: Sendable {
    /// A theme that can be drawn with, whatever happened.
    public let theme: Theme
    /// Why it is not the one that was wanted; nil if it is.
    public let problem: ThemeProblem?

    /// Loads the wanted theme; where it has an error, the embedded one that suits the terminal.
    ///
    /// - Parameter wanted: the name given on the command line or in the configuration; `NO_COLOR` goes before it.
    public init(wanted: String?, environment: [String: String], depth: ColorDepth, search: ThemeSearch) {
        let suited = Self.suitedName(environment: environment, depth: depth)
        let name = Self.forbidsColour(environment) || depth == .monochrome ? suited : wanted ?? suited
        do {
            theme = try Theme.load(name: name) { name throws(ThemeProblem) in try search.file(named: name) }
            problem = nil
        } catch {
            theme = Self.embedded(suited)
            problem = error
        }
    }

    /// The name of the embedded theme that suits a terminal: without colours, with 16, light, or dark.
    public static func suitedName(environment: [String: String], depth: ColorDepth) -> String {
        if forbidsColour(environment) || depth == .monochrome { return "monochrome" }
        if depth == .ansi16 { return "terminal-16" }
        return hasLightBackground(environment) ? "flightdeck-light" : EmbeddedThemes.defaultName
    }

    /// An embedded theme by its name; the tests read every one of them, so a failure is one of the build.
    static func embedded(_ name: String) -> Theme {
        do {
            return try Theme.load(name: name) { EmbeddedThemes.file(named: $0) }
        } catch {
            preconditionFailure(error.description)
        }
    }

    /// <https://no-color.org>: present and not empty, whatever its value.
    private static func forbidsColour(_ environment: [String: String]) -> Bool {
        environment["NO_COLOR"]?.isEmpty == false
    }

    /// `COLORFGBG` is "foreground;background" or "foreground;other;background" in numbers of the 16 colours, as rxvt
    /// sets it: 7 and 9 to 15 are light, 8 is dark grey.
    private static func hasLightBackground(_ environment: [String: String]) -> Bool {
        guard let background = environment["COLORFGBG"]?.split(separator: ";").last.flatMap({ Int($0) }) else {
            return false
        }
        return background == 7 || (9...15).contains(background)
    }
}
