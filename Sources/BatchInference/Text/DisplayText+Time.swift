extension DisplayText {
    /// A span in its one largest unit: `now`, `42 s`, `3 m`, `2 h`, `2 d`, `5 w`, `3 y`; negative spans read `now`.
    public static func age(seconds: Double) -> String {
        guard let whole = wholeSeconds(seconds), whole >= 1 else { return "now" }
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
