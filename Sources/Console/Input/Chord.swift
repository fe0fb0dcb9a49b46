/// A key with its modifiers, as in `Ctrl-O`, `Shift-Tab`, `g`.
public struct Chord: Hashable, Sendable {
    /// The keys held down beside it.
    public struct Modifiers: OptionSet, Hashable, Sendable {
        public let rawValue: UInt8
        public init(rawValue: UInt8) { self.rawValue = rawValue }

        public static let shift = Modifiers(rawValue: 1)
        public static let alt = Modifiers(rawValue: 2)
        public static let control = Modifiers(rawValue: 4)
    }

    public let key: Key
    public let modifiers: Modifiers

    /// A chord; a letter with Control is kept in lower case, since terminals do not tell the cases apart.
    public init(_ key: Key, _ modifiers: Modifiers = []) {
        if modifiers.contains(.control), case .character(let character) = key,
            let lower = character.lowercased().first
        {
            self.key = .character(lower)
        } else {
            self.key = key
        }
        self.modifiers = modifiers
    }

    /// A key that types, without modifiers.
    public static func character(_ character: Character) -> Chord { Chord(.character(character)) }

    /// A letter with Control.
    public static func control(_ character: Character) -> Chord { Chord(.character(character), .control) }

    /// The text that this chord types into a field, or `nil`.
    public var typedText: String? {
        guard modifiers.isEmpty, case .character(let character) = key else { return nil }
        return String(character)
    }
}

/// A key of the keyboard, without its modifiers.
public enum Key: Hashable, Sendable {
    /// A key that types; letters arrive as typed, so Shift-g is `.character("G")`.
    case character(Character)
    case enter
    case escape
    case tab
    case backspace
    case delete
    case insert
    case up
    case down
    case left
    case right
    case home
    case end
    case pageUp
    case pageDown
    /// F1 to F24.
    case function(Int)
}

/// The written form of a chord: modifiers and a key joined by `-`, as in `Ctrl-O`, `Alt-Left`, `PageDown`, `g`.
extension Chord: CustomStringConvertible {
    private static let names: [(Key, String)] = [
        (.enter, "Enter"), (.escape, "Esc"), (.tab, "Tab"), (.backspace, "Backspace"), (.delete, "Delete"),
        (.insert, "Insert"), (.up, "Up"), (.down, "Down"), (.left, "Left"), (.right, "Right"), (.home, "Home"),
        (.end, "End"), (.pageUp, "PageUp"), (.pageDown, "PageDown"), (.character(" "), "Space"),
    ]

    public var description: String {
        var text = ""
        if modifiers.contains(.control) { text += "Ctrl-" }
        if modifiers.contains(.alt) { text += "Alt-" }
        if modifiers.contains(.shift) { text += "Shift-" }
        if let name = Self.names.first(where: { $0.0 == key })?.1 { return text + name }
        switch key {
        case .function(let number): return text + "F\(number)"
        case .character(let character):
            return text + (modifiers.contains(.control) ? character.uppercased() : String(character))
        default: return text
        }
    }

    /// Reads the written form; names and modifiers in any case, a single character as it is.
    public init?(_ text: String) {
        var rest = Substring(text)
        var modifiers: Modifiers = []
        let prefixes: [(String, Modifiers)] = [
            ("ctrl-", .control), ("control-", .control), ("c-", .control), ("alt-", .alt), ("shift-", .shift),
        ]
        while let (prefix, modifier) = prefixes.first(where: {
            rest.count > $0.0.count && rest.lowercased().hasPrefix($0.0)
        }) {
            modifiers.insert(modifier)
            rest = rest.dropFirst(prefix.count)
        }
        if rest.count == 1, let character = rest.first {
            guard ScalarWidth.of(character.unicodeScalars.first?.value ?? 0).isDrawn else { return nil }
            self.init(.character(character), modifiers)
            return
        }
        let name = rest.lowercased()
        let aliases = ["escape": "esc", "return": "enter", "pgup": "pageup", "pgdn": "pagedown", "del": "delete"]
        let wanted = aliases[name] ?? name
        if let key = Self.names.first(where: { $0.1.lowercased() == wanted })?.0 {
            self.init(key, modifiers)
        } else if wanted.hasPrefix("f"), let number = Int(wanted.dropFirst()), (1...24).contains(number) {
            self.init(.function(number), modifiers)
        } else {
            return nil
        }
    }
}
