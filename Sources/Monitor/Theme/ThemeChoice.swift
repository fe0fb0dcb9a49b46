import AWSOperations
import CThemes
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
    static func suitedName(environment: [String: String], depth: ColorDepth) -> String {
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

/// Where theme files are looked for, nearest first: `FLIGHTDECK_THEMES`, the user's configuration, the installation, the
/// copy in the program.
public struct ThemeSearch: Sendable {
    /// The folders, nearest first; each may be absent.
    let folders: [String]
    /// Reads a whole file: its text, nil if there is none at that path; throws the system's words if it cannot be read.
    let read: @Sendable (_ path: String) throws(ThemeReadFailure) -> String?
    /// Names the files in a folder; empty if there is none.
    let list: @Sendable (_ folder: String) -> [String]

    /// Creates a search over the folders that the environment and the place of the executable give.
    ///
    /// - Parameter executable: the absolute path of the program, by which `../share/flightdeck/themes` is found.
    public init(
        environment: [String: String], executable: String?,
        read: @escaping @Sendable (_ path: String) throws(ThemeReadFailure) -> String?,
        list: @escaping @Sendable (_ folder: String) -> [String]
    ) {
        var folders: [String] = []
        if let own = environment["FLIGHTDECK_THEMES"], !own.isEmpty { folders.append(own) }
        // The XDG base directory specification: a relative path is to be ignored.
        if let configuration = environment["XDG_CONFIG_HOME"], configuration.hasBytePrefix("/") {
            folders.append("\(configuration)/flightdeck/themes")
        } else if let home = environment["HOME"], !home.isEmpty {
            folders.append("\(home)/.config/flightdeck/themes")
        }
        if let executable, let slash = executable.lastByteIndex(of: "/") {
            folders.append("\(executable[..<slash])/../share/flightdeck/themes")
        }
        self.folders = folders
        self.read = read
        self.list = list
    }

    /// The file of a theme by its name; to be handed to `Theme.load`.
    public func file(named name: String) throws(ThemeProblem) -> ThemeFile? {
        // A name is one path component: it never leads out of a themes folder.
        guard Self.isName(name) else { return nil }
        for folder in folders {
            let path = "\(folder)/\(name).toml"
            do throws(ThemeReadFailure) {
                if let text = try read(path) { return ThemeFile(label: path, text: text) }
            } catch {
                throw ThemeProblem(file: path, reason: .unreadable(error.words))
            }
        }
        return EmbeddedThemes.file(named: name)
    }

    /// The names of all themes that can be found: the embedded ones in their order, then the user's own by name.
    public func names() -> [String] {
        let embedded = EmbeddedThemes.names
        let own = folders.flatMap(list).compactMap { file -> String? in
            guard let name = file.droppingByteSuffix(".toml").map(String.init) else { return nil }
            return Self.isName(name) && !embedded.contains(name) ? name : nil
        }
        return embedded + Set(own.map { ByteText($0) }).sorted().map(\.string)
    }

    private static func isName(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.count <= 64 && !name.hasBytePrefix(".")
            && name.unicodeScalars.allSatisfy {
                $0.properties.isAlphabetic || ("0"..."9").contains($0) || "-_.".unicodeScalars.contains($0)
            }
    }
}

/// Why a file that exists could not be read, in the system's words.
public struct ThemeReadFailure: Error, Equatable, Sendable {
    /// Such as "Permission denied".
    public let words: String

    /// Creates a failure from the system's words.
    public init(words: String) { self.words = words }
}

/// The themes that the program carries with it.
enum EmbeddedThemes {
    /// The theme used where nothing else is asked for and when another has an error.
    static let defaultName = "flightdeck-dark"

    /// Every embedded theme, the default first.
    static var names: [String] {
        (0..<flightdeck_embedded_theme_count()).map { String(cString: flightdeck_embedded_theme_at($0).name) }
    }

    /// The embedded file of a theme, or nil if none has that name.
    static func file(named name: String) -> ThemeFile? {
        for index in 0..<flightdeck_embedded_theme_count() {
            let theme = flightdeck_embedded_theme_at(index)
            guard String(cString: theme.name) == name else { continue }
            return ThemeFile(label: "the built-in theme \(name)", text: String(cString: theme.text))
        }
        return nil
    }
}
