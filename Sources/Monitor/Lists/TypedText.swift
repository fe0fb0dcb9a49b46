import Console

/// A line that is typed at its end, as a filter or a search is.
public struct TypedText: Hashable, Sendable {
    public private(set) var text = ""

    public init(_ text: String = "") {
        self.text = text
    }

    /// Takes a key that types or deletes; false where the key does neither.
    public mutating func take(_ chord: Chord) -> Bool {
        if let typed = chord.typedText {
            text += typed
            return true
        }
        switch (chord.key, chord.modifiers) {
        case (.backspace, []):
            if !text.isEmpty { text.removeLast() }
        case (.character("u"), .control): text = ""
        case (.character("w"), .control):
            while text.last == " " { text.removeLast() }
            while let last = text.last, last != " " { text.removeLast() }
        default: return false
        }
        return true
    }

    public mutating func paste(_ pasted: String) {
        text += CleanText.line(pasted)
    }

    public mutating func clear() {
        text = ""
    }
}
