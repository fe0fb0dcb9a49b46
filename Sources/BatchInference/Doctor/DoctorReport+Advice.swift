import AWSOperations

/// One thing to do, and why.
public struct DoctorAdvice: Hashable, Sendable {
    public var problem: String
    public var remedy: String
}

extension DoctorReport {
    /// With less than this left, in seconds, credentials that a person must renew are worth a word.
    static let expiryNotice = 15.0 * 60

    /// What to do, the most important first; empty where there is nothing.
    public var advice: [DoctorAdvice] {
        var advice: [DoctorAdvice] = []
        func add(_ problem: String, _ remedy: String) {
            let new = DoctorAdvice(problem: problem, remedy: remedy)
            if !advice.contains(new) { advice.append(new) }
        }
        for problem in setup?.problems ?? [] { add(problem.problem, problem.remedy) }
        for file in setup?.files ?? [] {
            if case .broken(let problem, let remedy) = file.state { add(problem, remedy) }
        }
        if let failure = credentials?.failure { add(failure.problem, failure.remedy) }
        addFailures(add)
        if let offset = clockOffset, ClockOffset.isHarmful(offset) {
            add(
                "this machine's clock is \(ClockOffset.text(offset)); requests are signed with the services' time",
                "set it, for example with: timedatectl set-ntp true")
        }
        addDenials(add)
        if let ends = credentials?.expiration, let renewal = credentials?.renewal, !renewal.isEmpty,
            ends.seconds(since: startedAt) < Self.expiryNotice
        {
            add("the credentials expire at \(ends.iso8601)", renewal)
        }
        for check in checks where check.outcome == .warned && check.missingAction == nil && !check.remedy.isEmpty {
            add("\(check.title): \(check.detail)", check.remedy)
        }
        let optional = checks.filter { $0.outcome == .warned }.compactMap(\.missingAction)
        if !optional.isEmpty {
            add(
                "denied, but needed only for single features: \(optional.joined(separator: ", "))",
                "request it if you need it")
        }
        for override in setup?.overrides ?? [] where !override.remedy.isEmpty { add(override.text, override.remedy) }
        for file in setup?.files ?? [] where file.state == .readableByOthers {
            add("\(file.path) has keys that others on this machine can read", "chmod 600 \(file.path)")
        }
        return advice
    }

    /// A host that does not answer is one thing to do, and so are failures with one remedy.
    private func addFailures(_ add: (String, String) -> Void) {
        var failed = checks.filter { $0.outcome == .failed }
        while let first = failed.first {
            func isSame(_ other: DoctorCheck) -> Bool {
                other.unreachable == first.unreachable && (first.unreachable != nil || other.remedy == first.remedy)
            }
            let count = failed.filter(isSame).count
            failed.removeAll(where: isSame)
            let remedy = first.remedy.isEmpty ? "try again in a minute" : first.remedy
            if first.unreachable != nil {
                add(count > 1 ? "\(first.detail) (\(count) checks)" : first.detail, remedy)
            } else {
                let others = count > 1 ? " (and \(count - 1) more)" : ""
                add("\(first.title)\(others): \(first.detail)", remedy)
            }
        }
    }

    private func addDenials(_ add: (String, String) -> Void) {
        let missing = checks.filter { $0.outcome == .denied }.map { $0.missingAction ?? $0.title }
        guard !missing.isEmpty else { return }
        let who = (identity?.arn).map { " for \($0)" } ?? ""
        add(
            "\(missing.count == 1 ? "a permission is" : "\(missing.count) permissions are") missing: "
                + missing.joined(separator: ", "),
            "ask whoever runs the account to allow \(missing.count == 1 ? "it" : "them")\(who)")
    }
}
