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

/// What the mouse did, and over which cell.
public struct MouseEvent: Hashable, Sendable {
    /// A button of the mouse.
    public enum Button: Hashable, Sendable {
        case left
        case middle
        case right
    }

    /// What happened.
    public enum Action: Hashable, Sendable {
        case press(Button)
        case release(Button)
        /// The pointer moved while a button was down.
        case drag(Button)
        case wheelUp
        case wheelDown
    }

    public let action: Action
    public let point: Point
    public let modifiers: Chord.Modifiers

    public init(_ action: Action, at point: Point, modifiers: Chord.Modifiers = []) {
        self.action = action
        self.point = point
        self.modifiers = modifiers
    }
}
