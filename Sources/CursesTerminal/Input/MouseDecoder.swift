import Console

/// Reads SGR mouse reports: `button;column;row`, ended by `M` for a press or `m` for a release.
enum MouseDecoder {
    /// The event, or `nil` for what is not understood.
    static func decode(_ parameters: [Int], released: Bool) -> MouseEvent? {
        guard parameters.count == 3, parameters[1] >= 1, parameters[2] >= 1 else { return nil }
        let code = parameters[0]
        var modifiers: Chord.Modifiers = []
        if code & 4 != 0 { modifiers.insert(.shift) }
        if code & 8 != 0 { modifiers.insert(.alt) }
        if code & 16 != 0 { modifiers.insert(.control) }
        let point = Point(column: parameters[1] - 1, row: parameters[2] - 1)
        guard let action = action(code & ~0b11100, released: released) else { return nil }
        return MouseEvent(action, at: point, modifiers: modifiers)
    }

    private static func action(_ code: Int, released: Bool) -> MouseEvent.Action? {
        switch code {
        case 64: return .wheelUp
        case 65: return .wheelDown
        default: break
        }
        let buttons: [MouseEvent.Button] = [.left, .middle, .right]
        guard buttons.indices.contains(code & 3), code & ~0b100011 == 0 else { return nil }
        let button = buttons[code & 3]
        if released { return .release(button) }
        return code & 32 != 0 ? .drag(button) : .press(button)
    }
}
