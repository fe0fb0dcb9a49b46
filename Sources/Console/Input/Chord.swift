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
