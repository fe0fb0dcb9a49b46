import AWSOperations
import BatchInference

/// Something loaded from elsewhere: its last good value, its age, and what the newest try came to.
struct Loadable<Value: Sendable>: Sendable {
    private(set) var value: Value?
    private(set) var loadedAt: Timestamp?
    private(set) var isLoading = false
    private(set) var failure: LoadFailure?
    /// When the local copy was made that is shown while there is no value.
    private(set) var copiedAt: Timestamp?

    init() {}

    /// Says that a local copy is shown, or no longer, until there is a value.
    mutating func standIn(_ savedAt: Timestamp?) {
        copiedAt = value == nil ? savedAt : nil
    }

    mutating func begin() {
        isLoading = true
    }

    mutating func succeed(_ value: Value, at now: Timestamp) {
        self.value = value
        loadedAt = now
        isLoading = false
        failure = nil
        copiedAt = nil
    }

    /// Takes a value that a failed call left incomplete: it is new, and says what it lacks until one comes that does not.
    mutating func succeed(_ value: Value, at now: Timestamp, lacking shortfall: LoadFailure?) {
        succeed(value, at: now)
        failure = shortfall
    }

    /// Keeps the last good value, marked as stale.
    mutating func fail(_ failure: LoadFailure) {
        self.failure = failure
        isLoading = false
    }

    /// Changes the value in place without making it any newer.
    mutating func amend(_ change: (inout Value) -> Void) {
        if value != nil { change(&value!) }
    }

    var phase: Phase {
        switch (value, failure) {
        case (nil, nil): .loading
        case (nil, let failure?): copiedAt == nil ? .failed(failure) : .stale(failure)
        case (_?, nil): .fresh
        case (_?, let failure?): .stale(failure)
        }
    }

    enum Phase: Sendable {
        /// Nothing is there yet.
        case loading
        /// Nothing is there, because of a failure.
        case failed(LoadFailure)
        case fresh
        /// The last good value, or a local copy, is shown although newer tries failed.
        case stale(LoadFailure)
    }
}

/// Why a load failed, and when the next try is due.
struct LoadFailure: Hashable, Sendable {
    var problem: String
    var remedy: String
    var at: Timestamp
    var nextTry: Timestamp?
    /// Whether credentials, settings or the network are at fault, which the doctor looks into.
    var concernsSetup = false

    init(problem: String, remedy: String, at: Timestamp, nextTry: Timestamp? = nil) {
        self.problem = problem
        self.remedy = remedy
        self.at = at
        self.nextTry = nextTry
    }

    init(_ error: any Error, at now: Timestamp, retryIn seconds: Double? = nil) {
        let nextTry = seconds.map { now.adding(seconds: $0) }
        switch error {
        case let failure as AWSFailure:
            self.init(problem: failure.problem, remedy: failure.remedy, at: now, nextTry: nextTry)
            concernsSetup = failure.concernsSetup
        case let shortfall as Shortfall:
            self.init(problem: shortfall.problem, remedy: shortfall.remedy, at: now, nextTry: nextTry)
            concernsSetup = shortfall.failure.concernsSetup
        case let failure as FileWriteError:
            self.init(problem: failure.problem, remedy: failure.remedy, at: now, nextTry: nextTry)
        case let problem as any ProblemWithRemedy:
            self.init(problem: problem.problem, remedy: problem.remedy, at: now, nextTry: nextTry)
        default:
            self.init(problem: "\(error)", remedy: "", at: now, nextTry: nextTry)
        }
    }

    /// Of what is kept for each account, before STS has told which this one is.
    static func unknownAccount(at now: Timestamp) -> LoadFailure {
        LoadFailure(problem: "the account isn't known yet", remedy: "press r in a moment", at: now)
    }

    /// Problem and remedy in one line, as `credentials expired: run aws sso login`.
    var line: String {
        if remedy.isEmpty { return problem }
        return "\(problem.hasSuffix(".") ? String(problem.dropLast()) : problem): \(remedy)"
    }
}
