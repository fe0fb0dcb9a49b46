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
