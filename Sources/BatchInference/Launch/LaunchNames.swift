import AWSOperations

/// Names for the model and the transform job of a launch: the candidate's, and the moment, within the API's limits.
///
/// Both are at most 63 characters and match `[a-zA-Z0-9](-*[a-zA-Z0-9])*` (CreateModel and CreateTransformJob). The same
/// candidate and millisecond give the same names; others give others, for where a candidate's name must be cut, a digest
/// of the whole stands in the gap.
public struct LaunchNames: Hashable, Sendable {
    public static let maximumLength = 63

    public var model: String
    public var transform: String

    public init(jobName: String, candidateName: String, now: Timestamp) {
        let date = CalendarDate(now)
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        let thousandths = date.millisecond
        let moment =
            "\(date.year)\(two(date.month))\(two(date.day))-\(two(date.hour))\(two(date.minute))\(two(date.second))"
        let stamp = thousandths == 0 ? moment : "\(moment)-\(thousandths < 100 ? "0" : "")\(two(thousandths))"
        // A candidate's name often begins with its job's, which says who it is when many jobs share a list.
        let job = Self.cleaned(jobName)
        let candidate = Self.cleaned(candidateName)
        let base = candidate.hasPrefix(job) || job.isEmpty ? candidate : "\(job)-\(candidate)"
        let name = Self.joined(base, stamp)
        model = name
        transform = name
    }

    /// Whether a text is a valid model or transform job name.
    public static func isValid(_ name: String) -> Bool {
        guard (1...maximumLength).contains(name.utf8.count) else { return false }
        guard let first = name.utf8.first, let last = name.utf8.last else { return false }
        return isLetterOrDigit(first) && isLetterOrDigit(last)
            && name.utf8.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "-") }
    }

    /// A launch's name with what it is for and the time of day, for what is made beside the launch.
    static func derived(from name: String, for purpose: String, at now: Timestamp) -> String {
        let date = CalendarDate(now)
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        let ending = "-\(purpose)-\(two(date.hour))\(two(date.minute))\(two(date.second))"
        var base = String(decoding: Array(name.utf8.prefix(maximumLength - ending.utf8.count)), as: UTF8.self)
        while base.hasSuffix("-") { base.removeLast() }
        return base + ending
    }

    /// The name with everything but letters, digits and hyphens turned into single hyphens, and none at either end.
    static func cleaned(_ name: String) -> String {
        var result: [UInt8] = []
        for byte in name.utf8 {
            if isLetterOrDigit(byte) {
                result.append(byte)
            } else if let last = result.last, last != UInt8(ascii: "-") {
                result.append(UInt8(ascii: "-"))
            }
        }
        while result.last == UInt8(ascii: "-") { result.removeLast() }
        return String(decoding: result, as: UTF8.self)
    }

    /// Base and stamp, the base cut in its middle so that both its ends, which tell candidates apart, stay readable.
    private static func joined(_ base: String, _ stamp: String) -> String {
        guard !base.isEmpty else { return "transform-\(stamp)" }
        let room = maximumLength - stamp.utf8.count - 1
        let bytes = Array(base.utf8)
        guard bytes.count > room else { return "\(base)-\(stamp)" }
        let gap = "-\(digest(of: bytes))-"
        let tail = (room - gap.utf8.count) / 2
        let head = room - gap.utf8.count - tail
        let text = String(decoding: bytes.prefix(head) + Array(gap.utf8) + bytes.suffix(tail), as: UTF8.self)
        return "\(cleaned(text))-\(stamp)"
    }

    /// Four hexadecimal digits of a text's FNV-1a hash.
    private static func digest(of bytes: [UInt8]) -> String {
        let hash = bytes.reduce(0x811c_9dc5 as UInt32) { ($0 ^ UInt32($1)) &* 0x0100_0193 }
        let digits = Array("0123456789abcdef")
        let folded = Int((hash >> 16) ^ (hash & 0xffff))
        return String([12, 8, 4, 0].map { digits[folded >> $0 & 15] })
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }
}

extension LaunchNames {
    /// Names for another run: the candidate's where it is known, else the old name with its time replaced.
    init(repeating old: String, jobName: String, candidateName: String, now: Timestamp) {
        guard candidateName.isEmpty else {
            self.init(jobName: jobName, candidateName: candidateName, now: now)
            return
        }
        self.init(jobName: "", candidateName: Self.withoutStamp(old), now: now)
    }

    /// The name without a time such as `-20261122-191400` or `-20261122-191400-073` at its end.
    static func withoutStamp(_ name: String) -> String {
        withoutDigits([8, 6, 3], atTheEndOf: name) ?? withoutDigits([8, 6], atTheEndOf: name) ?? name
    }

    /// The name without groups of so many digits, a hyphen before each; nil where it does not end so, or is no more.
    private static func withoutDigits(_ groups: [Int], atTheEndOf name: String) -> String? {
        var rest = Array(name.utf8)[...]
        for count in groups.reversed() {
            guard rest.count > count + 1, rest.suffix(count).allSatisfy({ (48...57).contains($0) }),
                rest.dropLast(count).last == UInt8(ascii: "-")
            else { return nil }
            rest = rest.dropLast(count + 1)
        }
        return rest.isEmpty ? nil : String(decoding: rest, as: UTF8.self)
    }
}
