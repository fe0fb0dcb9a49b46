import Console

/// Chords in command rows are written as text; one that cannot be read is a mistake in the row, met by every test.
extension Chord: ExpressibleByStringLiteral {
    public init(stringLiteral text: String) {
        guard let chord = Chord(text) else { preconditionFailure("no such chord: \(text)") }
        self = chord
    }
}

extension Chord {
    /// Opens the doctor anywhere; messages about the setup name it.
    static let doctor: Chord = "F4"

    /// The chord as the footer and the help show it: arrows as signs where there is Unicode.
    func label(_ glyphs: Glyphs) -> String {
        guard !glyphs.isASCII else { return description }
        switch key {
        case .up where modifiers.isEmpty: return "↑"
        case .down where modifiers.isEmpty: return "↓"
        case .left where modifiers.isEmpty: return "←"
        case .right where modifiers.isEmpty: return "→"
        default: return description
        }
    }
}
