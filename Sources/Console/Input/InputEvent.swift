/// Everything that a terminal tells the program.
public enum InputEvent: Hashable, Sendable {
    case chord(Chord)
    case mouse(MouseEvent)
    /// Pasted text, exactly as it came: not cleaned.
    case paste(String)
    /// The terminal's new size.
    case resize(Size)
    /// Whether the terminal's window has the focus.
    case focus(Bool)
    /// The program runs again after it was suspended; the last frame has been drawn again.
    case resumed
    /// The input has ended; nothing more will come.
    case end
}
