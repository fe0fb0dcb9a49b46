import BatchInference
import Console

/// The filter of a list: words that must all occur, in any column; `column:word` asks one column alone.
public struct FilterField: Hashable, Sendable {
    public private(set) var field = TextFieldState()
    /// Whether keys go into it now.
    public private(set) var isEditing = false

    public init() {}

    public var text: String { field.text }
    public var isActive: Bool { !text.isEmpty }

    public mutating func beginEditing() {
        isEditing = true
    }

    public mutating func clear() {
        field = TextFieldState()
        isEditing = false
    }

    /// The most characters that it takes: nothing that is shown is longer than is worth asking for.
    static let limit = 1000

    /// Takes a pasted text; false where it is too long.
    mutating func paste(_ text: String) -> Bool {
        let text = PastedText.trimmed(text)
        guard isEditing, field.count + text.utf8.count <= Self.limit else { return !isEditing }
        field.insert(text)
        return true
    }

    /// Takes a key while editing: Enter keeps the filter, Esc drops it; nil where the key is not for it.
    public mutating func take(_ chord: Chord) -> Change? {
        guard isEditing else { return nil }
        switch (chord.key, chord.modifiers) {
        case (.enter, []):
            isEditing = false
            return .unchanged
        case (.escape, []):
            clear()
            return .changed
        default:
            if chord.typedText != nil, field.count >= Self.limit { return .unchanged }
            return field.handle(chord) ? .changed : nil
        }
    }

    public enum Change: Hashable, Sendable {
        case changed
        case unchanged
    }

    /// The filter as the status line shows it.
    public var statusText: String {
        if isEditing { return "filter: \(text)_   Enter keeps it, Esc drops it" }
        return isActive ? "filter: \(text)" : "filter: none"
    }
}
