extension DisplayText {
    /// A span in its one largest unit: `now`, `42 s`, `3 m`, `2 h`, `2 d`, `5 w`, `3 y`.
    ///
    /// What is a minute or more ahead reads `in 3 m`, or `+3 m` where `isNarrow`; less than that is what two clocks differ
    /// by, and reads `now`.
    public static func age(seconds: Double, isNarrow: Bool = false) -> String {
        guard let whole = wholeSeconds(seconds) else { return unknown }
        guard whole <= -60 else { return whole < 1 ? "now" : span(whole) }
        return (isNarrow ? "+" : "in ") + span(rounded(-whole))
    }

    /// To the nearest unit: what is 2 h 59 m ahead is named `in 3 h`, as whoever wrote the time would.
    private static func rounded(_ whole: Int) -> Int {
        switch whole {
        case ..<3600: whole + 30
        case ..<86_400: whole + 1800
        case ..<(86_400 * 14): whole + 43_200
        default: whole
        }
    }

    /// The same for a column of five.
    public static func narrowAge(seconds: Double) -> String { age(seconds: seconds, isNarrow: true) }

    private static func span(_ whole: Int) -> String {
        switch whole {
        case ..<60: return "\(whole) s"
        case ..<3600: return "\(whole / 60) m"
        case ..<86_400: return "\(whole / 3600) h"
        case ..<(86_400 * 14): return "\(whole / 86_400) d"
        case ..<(86_400 * 365): return "\(whole / (86_400 * 7)) w"
        default: return "\(whole / (86_400 * 365)) y"
        }
    }

    /// A span in its two largest units: `8 s`, `3 m 12 s`, `2 h 5 m`, `1 d 3 h`; the smaller one is left out when zero.
    public static func duration(seconds: Double) -> String {
        guard let whole = wholeSeconds(seconds), whole > 0 else { return "0 s" }
        let units: [(size: Int, name: String)] = [(86_400, "d"), (3600, "h"), (60, "m"), (1, "s")]
        guard let index = units.firstIndex(where: { whole >= $0.size }) else { return "0 s" }
        let first = whole / units[index].size
        let text = "\(first) \(units[index].name)"
        guard index + 1 < units.count else { return text }
        let second = whole % units[index].size / units[index + 1].size
        return second == 0 ? text : "\(text) \(second) \(units[index + 1].name)"
    }

    /// When something comes, as it stands behind what comes: `in 8 s`, and `now` for the last second.
    public static func countdown(seconds: Double) -> String {
        seconds.isFinite && seconds >= 1 ? "in \(duration(seconds: seconds))" : "now"
    }

    /// Whole seconds, cut; nil for what is no number or beyond a few thousand years.
    private static func wholeSeconds(_ seconds: Double) -> Int? {
        guard seconds.isFinite, abs(seconds) < 1e11 else { return nil }
        return Int(seconds)
    }
}
