import AWSOperations
import BatchInference
import Console

/// The user's own settings, from `config.toml`; a key that is left out keeps what is usual.
public struct ProgramSettings: Hashable, Sendable {
    /// How the end of a transform is told.
    public struct Notify: Hashable, Sendable {
        /// A message on the screen.
        public var toast = true
        public var bell = true
        public var desktop = DesktopNotification.automatic
        /// The window's title.
        public var title = true
        /// A program that is run at each end, with its arguments; empty for none.
        public var onEnd: [String] = []

        public init() {}
    }

    public var notify = Notify()
    /// The profiles whose running transforms are watched together; empty for the one in use.
    public var watchedProfiles: [String] = []
    /// The regions; empty for each profile's own.
    public var watchedRegions: [String] = []

    public init() {}

    /// Reads a file's text; every key, and the type of every value, is checked. `label` is what messages call the file.
    public init(_ text: String, label: String) throws(SettingsProblem) {
        let root: TOMLTable
        do {
            root = try TOMLReader.read(text)
        } catch {
            throw SettingsProblem(file: label, line: error.line, words: error.words)
        }
        for member in root.members {
            guard let keys = Self.keys[member.key] else {
                throw Self.unknown(member, among: Array(Self.keys.keys), label)
            }
            guard let table = member.value.table else {
                throw SettingsProblem(
                    file: label, line: member.line, words: "\(member.key) is a table: [\(member.key)]")
            }
            for entry in table.members {
                guard let key = keys.first(where: { $0.name == entry.key }) else {
                    throw Self.unknown(entry, among: keys.map(\.name), label)
                }
                guard key.write(&self, entry.value) else {
                    throw SettingsProblem(
                        file: label, line: entry.line, words: "\(entry.key) must be \(key.expected)")
                }
            }
        }
    }

    private static func unknown(
        _ member: TOMLTable.Member, among known: [String], _ label: String
    ) -> SettingsProblem {
        SettingsProblem(
            file: label, line: member.line,
            words: "unknown setting \(member.key); known settings: \(known.sorted().joined(separator: ", "))")
    }

    /// One setting: its name, what it takes, and where that goes; `write` returns false for anything else.
    private struct Key: Sendable {
        let name: String
        let expected: String
        let write: @Sendable (inout ProgramSettings, TOMLValue) -> Bool
    }

    private static let keys: [String: [Key]] = [
        "notify": [
            flag("toast", { $0.notify.toast = $1 }), flag("bell", { $0.notify.bell = $1 }),
            flag("title", { $0.notify.title = $1 }),
            Key(
                name: "desktop",
                expected: "one of \(DesktopNotification.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", "))"
            ) { settings, value in
                guard let kind = value.string.flatMap(DesktopNotification.init) else { return false }
                settings.notify.desktop = kind
                return true
            },
            words("on_end", "a list with a program's path and its arguments, such as [\"/usr/bin/true\"]") {
                $0.notify.onEnd = $1
            },
        ],
        "watch": [
            words("profiles", "a list of profile names") { $0.watchedProfiles = $1 },
            words("regions", "a list of regions, such as [\"eu-west-1\"]", where: isRegion) { $0.watchedRegions = $1 },
        ],
    ]

    /// They become parts of host names.
    private static func isRegion(_ text: String) -> Bool { PlanPatterns.isHyphenated(text, limit: 63) }

    private static func flag(_ name: String, _ set: @escaping @Sendable (inout ProgramSettings, Bool) -> Void) -> Key {
        Key(name: name, expected: "true or false") { settings, value in
            guard let flag = value.bool else { return false }
            set(&settings, flag)
            return true
        }
    }

    private static func words(
        _ name: String, _ expected: String, where isValid: @escaping @Sendable (String) -> Bool = { _ in true },
        _ set: @escaping @Sendable (inout ProgramSettings, [String]) -> Void
    ) -> Key {
        Key(name: name, expected: expected) { settings, value in
            guard let items = value.array else { return false }
            let texts = items.compactMap(\.string)
            // What the system takes ends at a NUL.
            let areWords = texts.allSatisfy { !$0.isEmpty && !$0.containsByte("\0") && isValid($0) }
            guard texts.count == items.count, areWords else { return false }
            set(&settings, texts)
            return true
        }
    }
}

/// Why the settings can't be read: the file, the line, and what is wrong there.
public struct SettingsProblem: Error, Hashable, Sendable, CustomStringConvertible {
    var file: String
    /// From 1; nil where the whole file is at fault.
    var line: Int?
    var words: String

    public init(file: String, line: Int? = nil, words: String) {
        self.file = file
        self.line = line
        self.words = words
    }

    public var description: String { line.map { "\(file), line \($0): \(words)" } ?? "\(file): \(words)" }
}
