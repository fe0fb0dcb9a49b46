import BatchInference
import Console

/// The line on which is typed where to go, what to find, or which rows to show.
struct RowPrompt: Sendable {
    enum Kind: Hashable, Sendable {
        case goTo
        case find
        case filter
    }

    enum Answer: Sendable {
        case typed
        case left
        case entered(String)
    }

    let kind: Kind
    private var field: TextFieldState

    init(_ kind: Kind, _ text: String = "") {
        (self.kind, field) = (kind, TextFieldState(text))
    }

    /// Takes a key; nil where it isn't one for text.
    mutating func type(_ chord: Chord) -> Answer? {
        switch (chord.key, chord.modifiers) {
        case (.escape, []): return .left
        case (.enter, []): return .entered(PastedText.trimmed(field.text))
        default:
            if chord.typedText != nil, field.count >= FilterField.limit { return .typed }
            return field.handle(chord) ? .typed : nil
        }
    }

    mutating func paste(_ text: String) {
        let text = PastedText.trimmed(text)
        if text.utf8.count <= FilterField.limit { field.insert(text) }
    }

    var line: String {
        switch kind {
        case .goTo: "go to row or share (12345, 40%): \(field.text)_"
        case .find: "find: \(field.text)_   Enter finds, Esc leaves; column:word, column>0.9, ~expression"
        case .filter: "filter: \(field.text)_   Enter filters, Esc leaves; column:word, column>0.9, ~expression"
        }
    }
}
