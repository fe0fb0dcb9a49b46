import Console

/// How this terminal numbers colours for ncurses.
struct ColorScheme: Hashable, Sendable {
    let depth: ColorDepth
    /// How many colour numbers are the terminal's own palette: 8 or 16 with direct colour, else all of them.
    let palette: Int32

    /// ncurses' number and, where bright colours exist only as bold, that attribute.
    func number(_ color: Color) -> (number: Int32, bold: Bool) {
        let shown = color.downsampled(to: depth)
        switch shown.kind {
        case .default: return (-1, false)
        case .ansi(let index):
            if Int32(index) < palette { return (Int32(index), false) }
            return depth == .trueColor ? (direct(shown), false) : (Int32(index) - 8, true)
        case .indexed, .rgb:
            if case .indexed(let index) = shown.kind, depth == .indexed256 { return (Int32(index), false) }
            return (direct(shown), false)
        }
    }

    /// The RGB value as a number; the lowest blues would be taken for palette numbers and become the first that is not.
    private func direct(_ color: Color) -> Int32 {
        let (red, green, blue) = color.rgbValue ?? (0, 0, 0)
        let value = Int32(red) << 16 | Int32(green) << 8 | Int32(blue)
        if value == 0 { return 0 }
        return value < palette ? palette : value
    }
}
