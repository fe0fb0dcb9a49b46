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

    public mutating func paste(_ text: String) {
        if isEditing { field.insert(PastedText.trimmed(text)) }
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
