/// The service model's rules for values, refused in SageMaker's words.
struct Constraint {
    private var violations: [String] = []

    /// Names of models: `[a-zA-Z0-9]([\-a-zA-Z0-9]*[a-zA-Z0-9])?`, at most 63.
    mutating func modelName(_ value: String, at member: String) {
        name(value, at: member, limit: 63, pattern: #"[a-zA-Z0-9]([\-a-zA-Z0-9]*[a-zA-Z0-9])?"#)
    }

    /// Names of jobs: letters and digits with hyphens between them.
    mutating func jobName(_ value: String, at member: String, limit: Int = 63) {
        name(value, at: member, limit: limit, pattern: "^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,\(limit - 1)}")
    }

    mutating func length(_ value: String?, at member: String, _ limits: ClosedRange<Int>) {
        guard let value else { return }
        let count = value.unicodeScalars.count
        if count > limits.upperBound {
            violate(value, member, "Member must have length less than or equal to \(limits.upperBound)")
        } else if count < limits.lowerBound {
            violate(value, member, "Member must have length greater than or equal to \(limits.lowerBound)")
        }
    }

    mutating func count(_ value: Int?, at member: String, atMost limit: Int) {
        guard let value, value > limit else { return }
        violate("[\(value) entries]", member, "Member must have length less than or equal to \(limit)")
    }

    mutating func range(_ value: Int?, at member: String, _ limits: ClosedRange<Int>) {
        guard let value else { return }
        if value > limits.upperBound {
            violate(String(value), member, "Member must have value less than or equal to \(limits.upperBound)")
        } else if value < limits.lowerBound {
            violate(String(value), member, "Member must have value greater than or equal to \(limits.lowerBound)")
        }
    }

    mutating func member(_ value: String?, at member: String, of known: [String]) {
        guard let value, !known.contains(value) else { return }
        violate(value, member, "Member must satisfy enum value set: [\(known.joined(separator: ", "))]")
    }

    /// `arn:aws[a-z\-]*:iam::\d{12}:role/?[a-zA-Z_0-9+=,.@\-_/]+`, 20 to 2048 characters.
    mutating func roleArn(_ value: String, at member: String) {
        length(value, at: member, 20...2048)
        let parts = value.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        let isSound =
            parts.count == 6 && parts[0] == "arn" && parts[1].hasPrefix("aws") && parts[2] == "iam" && parts[3].isEmpty
            && parts[4].utf8.count == 12 && parts[4].utf8.allSatisfy { (48...57).contains($0) }
            && parts[5].hasPrefix("role/") && parts[5].utf8.count > 5
        if !isSound {
            violate(value, member, pattern(#"^arn:aws[a-z\-]*:iam::\d{12}:role/?[a-zA-Z_0-9+=,.@\-_/]+$"#))
        }
    }

    /// `(https|s3)://([^/]+)/?(.*)`, at most 1024 characters.
    mutating func s3Address(_ value: String?, at member: String) {
        guard let value else { return }
        length(value, at: member, 0...1024)
        let rest = value.hasPrefix("s3://") ? value.dropFirst(5) : value.hasPrefix("https://") ? value.dropFirst(8) : ""
        if rest.isEmpty || rest.hasPrefix("/") {
            violate(value, member, pattern("^(https|s3)://([^/]+)/?(.*)$"))
        }
    }

    /// Throws what was found, all at once as the service does.
    func check() throws(ServiceFault) {
        guard !violations.isEmpty else { return }
        let noun = violations.count == 1 ? "error" : "errors"
        throw .validation(
            "\(violations.count) validation \(noun) detected: \(violations.joined(separator: "; "))")
    }

    /// A member's name as error texts have it: each part begins in lower case.
    static func memberName(_ path: String) -> String {
        path.split(separator: ".").map { $0.prefix(1).lowercased() + $0.dropFirst() }.joined(separator: ".")
    }

    private mutating func name(_ value: String, at member: String, limit: Int, pattern text: String) {
        length(value, at: member, 1...limit)
        func isWordByte(_ byte: UInt8) -> Bool {
            (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
        }
        let bytes = Array(value.utf8)
        let isSound =
            bytes.first.map(isWordByte) == true && bytes.last.map(isWordByte) == true
            && bytes.allSatisfy { isWordByte($0) || $0 == 45 }
        if !isSound { violate(value, member, pattern(text)) }
    }

    private func pattern(_ text: String) -> String {
        "Member must satisfy regular expression pattern: \(text)"
    }

    private mutating func violate(_ value: String, _ member: String, _ rule: String) {
        violations.append("Value '\(value)' at '\(member)' failed to satisfy constraint: \(rule)")
    }
}
