/// A key of the keyboard, without its modifiers.
public enum Key: Hashable, Sendable {
    /// A key that types; letters arrive as typed, so Shift-g is `.character("G")`.
    case character(Character)
    case enter
    case escape
    case tab
    case backspace
    case delete
    case insert
    case up
    case down
    case left
    case right
    case home
    case end
    case pageUp
    case pageDown
    /// F1 to F24.
    case function(Int)
}
