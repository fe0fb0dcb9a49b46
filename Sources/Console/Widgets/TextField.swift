/// A line of text to edit; scrolls sideways so that the cursor stays visible.
public struct TextField: Widget {
    public var state: TextFieldState
    public var style: Style
    /// Shown while the field is empty.
    public var placeholder: StyledText

    public init(_ state: TextFieldState, style: Style = .plain, placeholder: StyledText = "") {
        self.state = state
        self.style = style
        self.placeholder = placeholder
    }

    public func draw(into surface: inout Surface, in rect: Rect) {
        guard !rect.isEmpty else { return }
        let line = rect.row(0)
        surface.fill(line, style: style.over(surface[line.origin].style))
        if state.isEmpty {
            surface.put(placeholder, in: line, style: style)
        } else {
            surface.clipped(to: line) { surface in
                let head = visibleHead(line.columns)
                var text = head + state.tail
                // A mark for what is cut, but never in the cursor's place.
                if TextWidth.columns(text) > line.columns, TextWidth.columns(head) < line.columns - 1 {
                    text = TextWidth.truncate(text, columns: line.columns, at: .end)
                }
                surface.put(text, at: line.origin, style: style)
            }
        }
    }

    /// Where the text cursor belongs when the field is drawn in this rectangle; `nil` in an empty one.
    public func cursor(in rect: Rect) -> Point? {
        guard !rect.isEmpty else { return nil }
        return rect.origin.moved(columns: min(TextWidth.columns(visibleHead(rect.columns)), rect.columns - 1))
    }

    /// The end of the text before the cursor that leaves a column for the cursor; a mark stands for what is cut before it.
    private func visibleHead(_ columns: Int) -> String {
        if TextWidth.columns(state.head) < columns { return state.head }
        guard columns > 3 else { return TextWidth.suffix(state.head, columns: columns - 1) }
        return "…" + TextWidth.suffix(state.head, columns: columns - 2)
    }
}

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
        // ASCII joins nothing: it need not be distinguished again with what stands around it.
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

extension TextFieldState {
    /// Applies the usual editing keys; `false` means that the chord is not one of a field's.
    ///
    /// Arrows, Home and End, Emacs' Control letters, and words by Alt or Control.
    public mutating func handle(_ chord: Chord) -> Bool {
        if let typed = chord.typedText {
            insert(typed)
            return true
        }
        switch (chord.key, chord.modifiers) {
        case (.backspace, []), (.backspace, .shift): deleteBackward()
        case (.delete, []), (.character("d"), .control): deleteForward()
        case (.backspace, .alt), (.backspace, .control), (.character("w"), .control): deleteWordBackward()
        case (.delete, .alt), (.delete, .control), (.character("d"), .alt): deleteWordForward()
        case (.character("u"), .control): deleteToStart()
        case (.character("k"), .control): deleteToEnd()
        case (.left, []), (.character("b"), .control): moveLeft()
        case (.right, []), (.character("f"), .control): moveRight()
        case (.left, .alt), (.left, .control), (.character("b"), .alt): moveWordLeft()
        case (.right, .alt), (.right, .control), (.character("f"), .alt): moveWordRight()
        case (.home, []), (.character("a"), .control): moveToStart()
        case (.end, []), (.character("e"), .control): moveToEnd()
        default: return false
        }
        return true
    }
}
