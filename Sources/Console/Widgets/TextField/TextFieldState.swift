/// The text of a field and its cursor; edits are by character as a reader sees it.
public struct TextFieldState: Hashable, Sendable {
    private var characters: [Character]
    /// How many characters stand before the cursor.
    public private(set) var cursor: Int

    /// A field with a text, the cursor at its end.
    public init(_ text: String = "") {
        characters = Array(text)
        cursor = characters.count
    }

    /// The whole text; setting it puts the cursor at its end.
    public var text: String {
        get { String(characters) }
        set { self = TextFieldState(newValue) }
    }

    public var isEmpty: Bool { characters.isEmpty }
    public var count: Int { characters.count }

    /// The text before the cursor.
    public var head: String { String(characters[..<cursor]) }
    /// The text from the cursor on.
    public var tail: String { String(characters[cursor...]) }

    /// Inserts text at the cursor; controls are left out, and TAB and line ends become spaces.
    public mutating func insert(_ text: String) {
        var rest = text[...]
        // A line end at the end is part of many pastes and never meant.
        while rest.last?.isNewline == true { rest.removeLast() }
        var kept = ""
        for character in rest {
            switch ScalarWidth.of(character.unicodeScalars.first?.value ?? 0) {
            case .narrow, .wide, .mark: kept.append(character)
            case .space: kept.append(" ")
            case .control, .invisible: break
            }
        }
        // ASCII joins nothing: it need not be told apart again with what stands around it.
        let isPlain =
            kept.utf8.allSatisfy { $0 < 0x80 }
            && [cursor - 1, cursor].allSatisfy { index in
                !characters.indices.contains(index) || characters[index].isASCII
            }
        guard isPlain else { return set(head: head + kept, tail: tail) }
        characters.insert(contentsOf: kept, at: cursor)
        cursor += kept.utf8.count
    }

    public mutating func deleteBackward() { remove(max(0, cursor - 1)..<cursor) }
    public mutating func deleteForward() { remove(cursor..<min(characters.count, cursor + 1)) }
    public mutating func deleteWordBackward() { remove(wordStart()..<cursor) }
    public mutating func deleteWordForward() { remove(cursor..<wordEnd()) }
    public mutating func deleteToStart() { remove(0..<cursor) }
    public mutating func deleteToEnd() { remove(cursor..<characters.count) }

    public mutating func moveLeft() { cursor = max(0, cursor - 1) }
    public mutating func moveRight() { cursor = min(characters.count, cursor + 1) }
    public mutating func moveWordLeft() { cursor = wordStart() }
    public mutating func moveWordRight() { cursor = wordEnd() }
    public mutating func moveToStart() { cursor = 0 }
    public mutating func moveToEnd() { cursor = characters.count }

    /// Puts the cursor before the character at an index.
    public mutating func move(to index: Int) { cursor = min(max(0, index), characters.count) }

    private mutating func remove(_ range: Range<Int>) {
        set(head: String(characters[..<range.lowerBound]), tail: String(characters[range.upperBound...]))
    }

    /// Joins the halves as strings, since a mark at the start of one belongs to the character before it.
    private mutating func set(head: String, tail: String) {
        characters = Array(head + tail)
        cursor = min(head.count, characters.count)
    }

    private func isWord(_ index: Int) -> Bool { characters[index].isLetter || characters[index].isNumber }

    private func wordStart() -> Int {
        var index = cursor
        while index > 0, !isWord(index - 1) { index -= 1 }
        while index > 0, isWord(index - 1) { index -= 1 }
        return index
    }

    private func wordEnd() -> Int {
        var index = cursor
        while index < characters.count, !isWord(index) { index += 1 }
        while index < characters.count, isWord(index) { index += 1 }
        return index
    }
}
