import AWSOperations

/// Numbers and times as a person reads them; pure and locale-free.
public enum DisplayText {
    /// What stands where a value is unknown.
    public static let unknown = "—"
    /// What stands for a thing whose name its service did not send.
    public static let unnamed = "(unnamed)"

    /// Why something failed, as far as it is shown; nil for a text that says nothing.
    public static func reason(_ sent: String?) -> String? {
        guard let sent, !PastedText.trimmed(sent).isEmpty else { return nil }
        return LongText.cut(sent, to: LongText.messageLimit)
    }
}

extension DisplayText {
    /// A byte count in decimal units as S3's console counts them: `0 B`, `999 B`, `1.2 kB`, `284 kB`, `3.4 MB`.
    ///
    /// One decimal below ten of a unit, none above; `—` for a negative one, which nothing has.
    public static func byteCount(_ bytes: Int) -> String {
        guard bytes >= 0 else { return unknown }
        let magnitude = bytes.magnitude
        guard magnitude >= 1000 else { return "\(magnitude) B" }
        let units = ["kB", "MB", "GB", "TB", "PB", "EB"]
        var value = Double(magnitude)
        var unit = -1
        repeat {
            value /= 1000
            unit += 1
        } while roundedForUnit(value) >= 1000 && unit + 1 < units.count
        let text = value < 9.95 ? decimal(value, places: 1) : decimal(value, places: 0)
        return "\(text) \(units[unit])"
    }

    /// A byte count to the byte: `1 byte`, `14 402 bytes`.
    /// A text with a name in it, as one line: keys may hold line ends, and what follows one would read as a message of its own.
    public static func oneLine(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 == 0x0A || $0 == 0x0D }) else { return text }
        return String(decoding: text.utf8.map { $0 == 0x0A || $0 == 0x0D ? 0x20 : $0 }, as: UTF8.self)
    }

    public static func bytes(_ count: Int) -> String { counted(count, "byte") }

    private static func roundedForUnit(_ value: Double) -> Double {
        value < 9.95 ? value : value.rounded()
    }

    /// A number with a fixed count of decimals, halves of its shortest decimal form rounded away from zero.
    ///
    /// `places` is 0 to 15. Not-a-number reads `—`, infinities `∞` and `-∞`; what rounds to zero has no sign. From 10¹⁵ on,
    /// where digits would be made up, it reads as `scientific` does.
    public static func decimal(_ value: Double, places: Int) -> String {
        guard !value.isNaN else { return unknown }
        guard value.isFinite else { return value < 0 ? "-∞" : "∞" }
        guard value.magnitude < 1e15 else { return scientific(value) }
        let places = min(max(places, 0), 15)
        var (digits, exponent) = shortestDigits(of: value.magnitude)
        // The value is 0.d1d2d3… × 10^exponent; keep exponent + places digits.
        let kept = exponent + places
        if kept < 0 {
            digits = []
        } else if kept < digits.count {
            let roundsUp = digits[kept] >= 5
            digits.removeSubrange(kept...)
            if roundsUp {
                var position = kept - 1
                while position >= 0, digits[position] == 9 {
                    digits[position] = 0
                    position -= 1
                }
                if position >= 0 {
                    digits[position] += 1
                } else {
                    digits.insert(1, at: 0)
                    exponent += 1
                }
            }
        }
        var whole = ""
        var fraction = ""
        for position in 0..<max(exponent, 0) { whole += String(position < digits.count ? digits[position] : 0) }
        for place in 0..<places {
            let position = exponent + place
            fraction += String(position >= 0 && position < digits.count ? digits[position] : 0)
        }
        let isZero = digits.allSatisfy { $0 == 0 }
        let text = (whole.isEmpty ? "0" : whole) + (places > 0 ? "." + fraction : "")
        return value < 0 && !isZero ? "-" + text : text
    }

    /// A value that isn't a number, by the word that services write for it: `NaN`, `Infinity`, `-Infinity`.
    public static func nonFinite(_ value: Double) -> String {
        value.isNaN ? "NaN" : value < 0 ? "-Infinity" : "Infinity"
    }

    /// Four significant digits and a power of ten, zeros at the end left out: `1e300`, `-2.5e-7`.
    public static func scientific(_ value: Double) -> String {
        guard value.isFinite, value != 0 else { return decimal(value, places: 0) }
        var (digits, exponent) = shortestDigits(of: value.magnitude)
        if digits.count > 4 {
            let roundsUp = digits[4] >= 5
            digits.removeSubrange(4...)
            if roundsUp {
                while digits.last == 9 { digits.removeLast() }
                if digits.isEmpty {
                    digits = [1]
                    exponent += 1
                } else {
                    digits[digits.count - 1] += 1
                }
            }
        }
        while digits.count > 1, digits.last == 0 { digits.removeLast() }
        let fraction = digits.dropFirst().map(String.init).joined()
        return "\(value < 0 ? "-" : "")\(digits[0])\(fraction.isEmpty ? "" : ".\(fraction)")e\(exponent - 1)"
    }

    /// A metric's value: four decimals below ten, two below ten thousand, none above; a power of ten where these would
    /// show nothing but zeros, or more digits than anyone reads. What isn't 1 doesn't read as 1: it has more decimals.
    public static func metric(_ value: Double) -> String {
        switch value.magnitude {
        case 0: decimal(value, places: 4)
        case ..<0.000_1, 1e12...: value.isFinite ? scientific(value) : decimal(value, places: 0)
        case ..<1: belowOne(value)
        case ..<10: decimal(value, places: 4)
        case ..<10_000: decimal(value, places: 2)
        default: decimal(value, places: 0)
        }
    }

    private static func belowOne(_ value: Double) -> String {
        for places in 4...8 {
            let text = decimal(value, places: places)
            if !text.hasSuffix(places == 4 ? "1.0000" : "1." + String(repeating: "0", count: places)) { return text }
        }
        return value < 0 ? "<-0.99999999" : ">0.99999999"
    }

    /// A probability that somebody has chosen: two decimals, or as many as it needs.
    public static func probability(_ value: Double) -> String {
        for places in 2...8 {
            let text = decimal(value, places: places)
            if Double(text) == value { return text }
        }
        return metric(value)
    }

    /// A share from 0 to 1 as a whole percentage: `58 %`; 100 % only where it is complete, 0 % only where it is none.
    public static func percent(_ share: Double) -> String { percent(share, places: 0) }

    /// The same with decimals: `<0.1 %`, `58.3 %`, `>99.9 %`.
    public static func percent(_ share: Double, places: Int) -> String {
        guard share.isFinite else { return unknown }
        let least = (0..<places).reduce(1.0) { least, _ in least / 10 }
        if share > 0, share * 100 < least { return "<\(decimal(least, places: places)) %" }
        if share < 1, share * 100 > 100 - least { return ">\(decimal(100 - least, places: places)) %" }
        return decimal(share * 100, places: places) + " %"
    }

    /// A count with its thousands separated by narrow spaces: `14 402`.
    public static func count(_ value: Int) -> String {
        let digits = Array(String(value.magnitude))
        var text = value < 0 ? "-" : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text += "\u{202F}" }
            text.append(digit)
        }
        return text
    }

    /// A count with its noun: `1 row`, `14 402 rows`.
    public static func counted(_ count: Int, _ one: String, _ many: String? = nil) -> String {
        "\(self.count(count)) \(noun(count, one, many))"
    }

    /// The noun for a count, which stands elsewhere: `row`, `rows`.
    public static func noun(_ count: Int, _ one: String, _ many: String? = nil) -> String {
        count == 1 ? one : many ?? one + "s"
    }

    /// An account number in groups of four: `1111-2222-3333`; anything that is not twelve digits as it is.
    public static func account(_ number: String) -> String {
        let digits = Array(number)
        guard digits.count == 12, digits.allSatisfy({ $0.isASCII && $0.isNumber }) else { return number }
        return "\(String(digits[0..<4]))-\(String(digits[4..<8]))-\(String(digits[8..<12]))"
    }

    /// The shortest decimal digits that read back as the value, and the exponent of `0.digits × 10^exponent`.
    private static func shortestDigits(of value: Double) -> (digits: [Int], exponent: Int) {
        // Swift prints the shortest round-trip form: `123.45`, `1e-07`, `1.5e+22`.
        let parts = value.description.split(separator: "e")
        var exponent = parts.count > 1 ? Int(parts[1].drop { $0 == "+" }) ?? 0 : 0
        var digits: [Int] = []
        var sawPoint = false
        for character in parts[0] {
            if character == "." {
                sawPoint = true
            } else if let digit = character.wholeNumberValue {
                digits.append(digit)
                if !sawPoint { exponent += 1 }
            }
        }
        let leadingZeros = digits.prefix { $0 == 0 }.count
        digits.removeFirst(leadingZeros)
        return (digits, digits.isEmpty ? 0 : exponent - leadingZeros)
    }
}

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

    /// How long ago something was, as a part of a sentence: `42 s ago`, `just now`.
    public static func ago(seconds: Double) -> String {
        let age = age(seconds: max(0, seconds))
        return age == "now" ? "just now" : "\(age) ago"
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

    /// Whole seconds, cut; nil for what isn't a number or beyond a few thousand years.
    private static func wholeSeconds(_ seconds: Double) -> Int? {
        guard seconds.isFinite, abs(seconds) < 1e11 else { return nil }
        return Int(seconds)
    }
}

extension DisplayText {
    /// `612k` or `1.2M` for a narrow place: cut, never rounded up; all digits below ten thousand.
    public static func cutCount(_ value: Int) -> String {
        guard value >= 10_000 else { return String(value) }
        guard value >= 1_000_000 else { return "\(value / 1000)k" }
        let (whole, tenth) = (value / 1_000_000, value / 100_000 % 10)
        return whole >= 10 || tenth == 0 ? "\(whole)M" : "\(whole).\(tenth)M"
    }

    /// How many items of an answer can't be read at all, in a sentence without a full stop; `things` for example `jobs`.
    public static func leftOut(_ count: Int, things: String) -> String {
        let one = things.hasSuffix("s") ? String(things.dropLast()) : things
        return count == 1
            ? "1 \(one) in the response can't be read and isn't listed"
            : "\(self.count(count)) \(things) in the response can't be read and aren't listed"
    }
}
