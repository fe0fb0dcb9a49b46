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

    func checks(in area: DoctorCheck.Area) -> [DoctorCheck] { checks.filter { $0.area == area } }
}
