import AWSOperations

/// Where theme files are looked for, nearest first: `FLIGHTDECK_THEMES`, the user's configuration, the installation, the
/// copy in the program.
public struct ThemeSearch: Sendable {
    /// The folders, nearest first; each may be absent.
    public let folders: [String]
    /// Reads a whole file: its text, nil if there is none at that path; throws the system's words if it cannot be read.
    public let read: @Sendable (_ path: String) throws(ThemeReadFailure) -> String?
    /// Names the files in a folder; empty if there is none.
    public let list: @Sendable (_ folder: String) -> [String]

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
