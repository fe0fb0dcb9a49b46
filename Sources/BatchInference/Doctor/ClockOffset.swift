/// How far this machine's clock is from the services', in words and in what it does.
enum ClockOffset {
    /// The services refuse signatures that are more than five minutes off; a minute is worth a word.
    static func isHarmful(_ seconds: Double) -> Bool { abs(seconds) >= 60 }

    /// `within a second of the services'`, or `7 min behind the services'`.
    static func text(_ seconds: Double) -> String {
        // An HTTP date has whole seconds.
        if abs(seconds) < 2 { return "agrees with the services' to a second or two" }
        return "\(DisplayText.duration(seconds: abs(seconds))) \(seconds > 0 ? "behind" : "ahead of") the services'"
    }
}
