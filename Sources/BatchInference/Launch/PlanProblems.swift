import AWSOperations

/// Collects problems while a plan is checked.
struct PlanProblems {
    var problems: [PlanProblem] = []

    mutating func error(
        _ field: PlanProblem.Field, _ message: String, _ remedy: String, _ source: String, member: String? = nil
    ) {
        problems.append(
            PlanProblem(
                field: field, severity: .error, message: message, remedy: remedy, source: source, member: member))
    }

    mutating func error(_ field: PlanProblem.Field, _ message: String, source: String, member: String? = nil) {
        error(field, message, "", source, member: member)
    }

    mutating func warning(
        _ field: PlanProblem.Field, _ message: String, _ remedy: String, _ source: String, member: String? = nil
    ) {
        problems.append(
            PlanProblem(
                field: field, severity: .warning, message: message, remedy: remedy, source: source, member: member))
    }

    mutating func warning(_ field: PlanProblem.Field, _ message: String, source: String, member: String? = nil) {
        warning(field, message, "", source, member: member)
    }

    mutating func checkName(_ name: String, _ field: PlanProblem.Field, _ thing: String, _ source: String) {
        if name.isEmpty {
            error(field, "\(thing) needs a name", source: source)
        } else if name.utf8.count > LaunchNames.maximumLength {
            error(field, "\(thing)'s name has \(name.utf8.count) characters, at most 63 are allowed", source: source)
        } else if !LaunchNames.isValid(name) {
            error(
                field, "\(thing)'s name can have letters, digits and hyphens, but no hyphen at either end",
                source: source)
        }
    }

    mutating func checkKey(
        _ key: String, _ field: PlanProblem.Field, _ source: String, member: String? = nil
    ) {
        if !key.isEmpty, !PlanPatterns.isKmsKey(key) {
            error(
                field, "that isn't a KMS key: use at most 2048 letters, digits and : / _ -",
                "use a key id, an alias or an ARN", source, member: member)
        }
    }
}

/// The service model's patterns, matched by hand because no regular expressions are at hand without Foundation.
package enum PlanPatterns {
    /// `arn:aws[a-z\-]*:iam::\d{12}:role/?[a-zA-Z_0-9+=,.@\-_/]+`, 20 to 2048 characters.
    public static func isRoleArn(_ text: String) -> Bool {
        let parts = text.byteParts(at: ":", maxSplits: 5)
        guard parts.count == 6, (20...2048).contains(text.utf8.count), parts[0] == "arn", parts[1].hasPrefix("aws"),
            parts[1].utf8.allSatisfy({ isLowerCase($0) || $0 == UInt8(ascii: "-") }), parts[2] == "iam",
            parts[3].isEmpty, parts[4].utf8.count == 12, parts[4].utf8.allSatisfy(isDigit), parts[5].hasPrefix("role")
        else { return false }
        let name = parts[5].dropFirst(4)
        return name.utf8.count > (name.hasPrefix("/") ? 1 : 0)
            && name.utf8.allSatisfy { isLetter($0) || isDigit($0) || "_+=,.@-/".utf8.contains($0) }
    }

    /// `(https|s3)://([^/]+)/?(.*)`, at most 1024 characters, in one line.
    static func isS3Uri(_ text: String) -> Bool {
        text.utf8.count <= 1024 && !text.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F }
    }

    static let s3UriRule = "an S3 URI has at most 1024 characters, and no line break or other control character"

    /// `[a-zA-Z0-9:/_-]*`, at most 2048 characters.
    static func isKmsKey(_ text: String) -> Bool {
        text.utf8.count <= 2048 && text.utf8.allSatisfy { isLetter($0) || isDigit($0) || ":/_-".utf8.contains($0) }
    }

    /// `[-0-9a-zA-Z]+`, at most 32 characters.
    static func isNetworkID(_ text: String) -> Bool {
        (1...32).contains(text.utf8.count)
            && text.utf8.allSatisfy { isLetter($0) || isDigit($0) || $0 == UInt8(ascii: "-") }
    }

    /// `[a-zA-Z_][a-zA-Z0-9_]{0,1023}`.
    static func isVariableName(_ text: String) -> Bool {
        guard let first = text.utf8.first, text.utf8.count <= 1024 else { return false }
        return (isLetter(first) || first == UInt8(ascii: "_"))
            && text.utf8.allSatisfy { isLetter($0) || isDigit($0) || $0 == UInt8(ascii: "_") }
    }

    /// `[a-zA-Z0-9](-*[a-zA-Z0-9])*`, as the names of jobs are.
    package static func isHyphenated(_ text: String, limit: Int) -> Bool {
        guard let first = text.utf8.first, let last = text.utf8.last, text.utf8.count <= limit else { return false }
        return first != UInt8(ascii: "-") && last != UInt8(ascii: "-")
            && text.utf8.allSatisfy { isLetter($0) || isDigit($0) || $0 == UInt8(ascii: "-") }
    }

    /// `[a-zA-Z0-9]+(-[a-zA-Z0-9]+)*`.
    static func isSinglyHyphenated(_ text: String, limit: Int) -> Bool {
        isHyphenated(text, limit: limit) && text.firstRange(of: "--") == nil
    }

    /// `([\p{L}\p{Z}\p{N}_.:/=+\-@]*)`.
    static func isTagText(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { scalar in
            if "_.:/=+-@".unicodeScalars.contains(scalar) { return true }
            switch scalar.properties.generalCategory {
            case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
                .letterNumber, .otherNumber, .spaceSeparator, .lineSeparator, .paragraphSeparator:
                return true
            default: return false
            }
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        isLowerCase(byte) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
    }

    private static func isLowerCase(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}

/// Something wrong, or worth a second look, in a launch plan.
public struct PlanProblem: Hashable, Sendable {
    /// Where in the form it belongs.
    public enum Field: Hashable, Sendable, CaseIterable {
        case candidate
        case artifactPrefix
        case modelName
        case role
        case responseKeys
        case containerEnvironment
        case network
        case input
        case contentType
        case split
        case output
        case assemble
        case accept
        case transformName
        case instanceType
        case instanceCount
        case amiVersion
        case volumeKey
        case outputKey
        case batchStrategy
        case payload
        case concurrency
        case invocationTimeout
        case invocationRetries
        case environment
        case inputFilter
        case outputFilter
        case join
        case tags
        case capture
        case experiment
    }

    public enum Severity: Hashable, Sendable, Comparable {
        /// Works, but perhaps not as meant.
        case warning
        /// The service would refuse it.
        case error
    }

    public var field: Field
    public var severity: Severity
    /// What is wrong, in one sentence without a full stop.
    public var message: String
    /// What to do about it; empty where the message says it.
    public var remedy: String
    /// Where the limit comes from, for example `CreateTransformJob`.
    public var source: String
    /// The API's member at fault, where the field has several: `TrialName`.
    public var member: String?

    public init(
        field: Field, severity: Severity, message: String, remedy: String = "", source: String,
        member: String? = nil
    ) {
        self.field = field
        self.severity = severity
        self.message = message
        self.remedy = remedy
        self.source = source
        self.member = member
    }
}
