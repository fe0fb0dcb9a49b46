import Console

/// How this terminal numbers colours for ncurses.
struct ColorScheme: Hashable, Sendable {
    /// No more colours than these are used.
    let depth: ColorDepth
    /// How many of the first colour numbers are the terminal's own palette.
    let palette: Int32
    /// Whether the numbers beyond the palette are RGB values.
    let direct: Bool

    /// ncurses' number and, where bright colours exist only as bold, that attribute.
    func number(_ color: Color) -> (number: Int32, bold: Bool) {
        let shown = color.downsampled(to: depth)
        switch shown.kind {
        case .default: return (-1, false)
        case .ansi(let index):
            if Int32(index) < palette { return (Int32(index), false) }
            return direct ? (rgbNumber(shown), false) : (Int32(index) - 8, true)
        case .indexed(let index) where !direct: return (Int32(index), false)
        case .indexed, .rgb: return (rgbNumber(shown), false)
        }
    }

    /// The RGB value as a number; what would be taken for a palette number gets one more bit, the least that helps.
    private func rgbNumber(_ color: Color) -> Int32 {
        let (red, green, blue) = color.rgbValue ?? (0, 0, 0)
        let value = Int32(red) << 16 | Int32(green) << 8 | Int32(blue)
        return value < palette ? value | palette : value
    }
}

/// Colour pairs by their colours; numbers are given out on demand from 1 on and kept.
struct PairTable {
    private struct Colors: Hashable {
        let foreground: Int32
        let background: Int32
    }

    private var numbers: [Colors: Int32] = [:]
    private let limit: Int32

    /// A table for pairs 1 to `limit - 1`.
    init(limit: Int32) { self.limit = limit }

    /// What the caller has to do for a pair.
    enum Answer: Equatable {
        /// The pair is set up.
        case known(Int32)
        /// The pair has to be set up first.
        case new(Int32)
        /// Every number is in use: forget all, and draw the frame again.
        case full
    }

    /// The number for two ncurses colours, -1 being the terminal's own.
    mutating func number(foreground: Int32, background: Int32) -> Answer {
        if foreground == -1, background == -1 { return .known(0) }
        let colors = Colors(foreground: foreground, background: background)
        if let number = numbers[colors] { return .known(number) }
        let next = Int32(numbers.count) + 1
        guard next < limit else { return .full }
        numbers[colors] = next
        return .new(next)
    }

    /// Forgets every pair.
    mutating func removeAll() { numbers.removeAll() }
}
