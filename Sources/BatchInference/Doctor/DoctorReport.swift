import AWSOperations

/// Everything that an examination found so far.
public struct DoctorReport: Hashable, Sendable {
    public enum Verdict: String, Hashable, Sendable {
        case running
        /// All that was tried works.
        case sound
        case failed
        /// No usable credentials, or a permission is missing.
        case noAccess = "no-access"
    }

    public var startedAt: Timestamp
    /// Nil until they are read.
    public var setup: SetupFindings?
    /// Nil until the search is over.
    public var credentials: CredentialFindings?
    /// Seconds by which this machine's clock is behind the services'; nil until a service has said the time.
    public var clockOffset: Double?
    public var identity: GetCallerIdentityResponse?
    /// In the order in which they are shown.
    public var checks: [DoctorCheck]
    public var isFinished = false

    public init(startedAt: Timestamp, checks: [DoctorCheck] = []) {
        self.startedAt = startedAt
        self.checks = checks
    }

    public var verdict: Verdict {
        guard isFinished else { return .running }
        let hasNoAccess = credentials?.failure?.concernsAccess == true || checks.contains { $0.outcome == .denied }
        if hasNoAccess { return .noAccess }
        let hasFailed = setup?.problems.isEmpty == false || checks.contains { $0.outcome == .failed }
        return hasFailed ? .failed : .sound
    }

    /// Puts a check in the place of the one with its id, or at the end.
    mutating func put(_ check: DoctorCheck) {
        if let index = checks.firstIndex(where: { $0.id == check.id }) {
            checks[index] = check
        } else {
            checks.append(check)
        }
    }

    /// The verdict in a sentence, where nothing is to be done: what passed, and what nobody tried.
    public var soundText: String {
        let tried = checks.count { $0.outcome != .notTried }
        let untried = checks.count { $0.outcome == .notTried }
        let passed = "all \(tried) checks that were tried passed"
        return untried == 0
            ? passed : "\(passed); \(untried) \(untried == 1 ? "wasn't" : "weren't") tried, see Permissions"
    }

    func checks(in area: DoctorCheck.Area) -> [DoctorCheck] { checks.filter { $0.area == area } }
}

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
                "this machine's clock is \(ClockOffset.text(offset)); flightdeck corrects for it when it signs requests",
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
                "denied, but only needed for some features: \(optional.joined(separator: ", "))",
                "ask for \(optional.count == 1 ? "it" : "them") if you need the features named under Permissions")
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

extension DoctorCheck {
    /// What a failure of its call says about a permission: that there is no such thing proves it.
    func answered(_ failure: AWSFailure) -> DoctorCheck {
        if let action = failure.deniedAction {
            let remedy = "request the permission \(action)"
            let loss = detail.isEmpty ? "denied" : "denied: needed for \(detail)"
            var check = with(isOptional ? .warned : .denied, loss, remedy: remedy)
            check.missingAction = action
            return check
        }
        if failure.serviceError?.code == "NoSuchBucket" {
            return with(.failed, "no such bucket", remedy: "use another --bucket")
        }
        // Only of a permission, and only in a service's own words: a gateway's 404 proves nothing.
        if area == .permissions, failure.serviceError?.isServicesOwn == true,
            failure.isNotFound || failure.serviceError?.code == "ValidationException"
        {
            return with(.passed, detail)
        }
        if isOptional, Self.isUnknownService(failure) {
            return with(.notTried, "the endpoint doesn't have this operation")
        }
        if failure.isThrottling {
            return with(
                .warned, "\(failure.problem), so it isn't known whether this is allowed",
                remedy: "try again in a minute")
        }
        switch failure {
        case .credentials: return with(.notTried, "no usable credentials")
        case .configuration(let problem, let remedy): return with(.failed, problem, remedy: remedy)
        case .transport(let error):
            var check = with(.failed, "\(error.host): \(error.detail)", remedy: failure.remedy)
            check.unreachable = error.host
            return check
        default: return with(.failed, failure.problem, remedy: failure.remedy)
        }
    }

    /// A stand-in for AWS need not have every service; it may take the request for another's, wrongly signed.
    private static func isUnknownService(_ failure: AWSFailure) -> Bool {
        guard let error = failure.serviceError else { return false }
        let codes: Set = [
            "UnknownOperationException", "UnknownOperation", "InvalidAction", "NotImplemented",
            "InvalidSignatureException", "SignatureDoesNotMatch",
        ]
        return codes.contains(error.code) || error.httpStatus == 501
    }

    /// No answer came in time.
    func silent(after seconds: Double) -> DoctorCheck {
        with(
            .failed, "no response within \(DisplayText.duration(seconds: seconds))",
            remedy: "check the endpoint, the proxy settings and the network")
    }
}
