import Console

extension Canvas {
    /// Draws an empty dialog in the middle of the screen, over what is there, and returns its inside.
    mutating func dialog(title: String, size: Size) -> Rect {
        let frame = DialogFrame(
            title: StyledText(title, theme[.dialogTitle]), content: size, style: theme[.dialog],
            border: theme[.dialogBorder])
        frame.draw(into: &surface, in: surface.bounds)
        return frame.inner(in: surface.bounds)
    }

    /// Where a dialog of that size has its inside, for the mouse.
    static func dialogInside(size: Size, in screen: Size) -> Rect {
        DialogFrame(title: "", content: size).inner(in: Rect(screen))
    }
}
