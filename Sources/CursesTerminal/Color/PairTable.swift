import Console

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
