import AWSOperations
import BatchInference
import Console
import CursesTerminal
import LocalStore
import Monitor
import Sandbox

/// Why a command did not do its work: what is wrong, what to do, and the exit status that says so.
struct CommandFailure: Error, Hashable, Sendable {
    var status: ExitStatus
    /// One sentence or more without a full stop at the end; empty where everything has been said already.
    var problem: String
    /// What to do; may be empty.
    var remedy: String
    /// Where more is to be had; empty for nowhere.
    var pointer = ""

    init(_ status: ExitStatus, _ problem: String, remedy: String = "") {
        self.status = status
        self.problem = problem
        self.remedy = remedy
    }

    /// Any error that a command may throw.
    init(_ error: any Error) {
        switch error {
        case let failure as CommandFailure: self = failure
        case let failure as AWSFailure: self.init(failure)
        case let shortfall as Shortfall: self.init([shortfall])
        case let denied as SourceDenied: self.init(denied)
        case let failure as LaunchFailure: self.init(failure)
        case let failure as FileWriteError:
            self.init(.failed, "\(failure.path): \(failure.problem)", remedy: failure.remedy)
        case let failure as StoreError: self.init(.failed, failure.problem, remedy: failure.remedy)
        case let failure as TerminalError: self.init(.usage, failure.description)
        case let problem as PlanFileProblem: self.init(.usage, problem.description)
        case let problem as FileProblem:
            self.init(.usage, "\(problem.path) \(problem.problem)", remedy: problem.remedy)
        case let failure as LogSpoolProblem: self.init(.failed, failure.problem, remedy: failure.remedy)
        case let failure as SampleRunFailure: self.init(.failed, failure.problem, remedy: failure.remedy)
        case let problem as ArtifactCopyProblem:
            self.init(.failed, problem.description, remedy: problem.remedy)
        case let problem as EvaluationProblem: self.init(.usage, problem.problem, remedy: problem.remedy)
        case let problem as any ProblemWithRemedy: self.init(.failed, problem.problem, remedy: problem.remedy)
        case let failure as SandboxError: self.init(.failed, failure.problem, remedy: failure.remedy)
        case is CancellationError: self.init(.interrupted, "interrupted")
        default: self.init(.failed, "\(error)")
        }
    }

    init(_ failure: AWSFailure) {
        let status: ExitStatus
        switch failure {
        case _ where failure.concernsAccess: status = .access
        case .configuration: status = .usage
        case .cancelled: status = .interrupted
        default: status = .failed
        }
        var problem = failure.problem
        if let id = failure.serviceError?.requestID { problem += " (request \(id))" }
        let throttledRemedy = failure.isThrottling ? "wait a minute, then try again" : ""
        let remedy = [failure.remedy, throttledRemedy].first { !$0.isEmpty } ?? Self.whereNamesAre(failure)
        self.init(status, failure == .cancelled ? "interrupted" : problem, remedy: remedy)
        if failure.concernsSetup, failure.deniedAction == nil {
            pointer = "run flightdeck doctor to see what's used, from where, and what's missing"
        }
    }

    /// What a printed page lacks, each with its cause and what to do.
    init(_ shortfalls: [Shortfall]) {
        let shortfalls = Shortfall.gathered(shortfalls)
        let failures = shortfalls.map { CommandFailure($0.failure) }
        // Access first: nothing helps before it is granted.
        let status = failures.contains { $0.status == .access } ? ExitStatus.access : .failed
        let lines = shortfalls.map { shortfall in
            let id = shortfall.failure.serviceError?.requestID.map { " (request \($0))" } ?? ""
            return shortfall.problem + id
        }
        var remedies: [String] = []
        for shortfall in shortfalls where !shortfall.remedy.isEmpty && !remedies.contains(shortfall.remedy) {
            remedies.append(shortfall.remedy)
        }
        self.init(status, lines.joined(separator: "\n"), remedy: remedies.joined(separator: "\n"))
    }

    /// The same on the sandbox of `--demo`, where no listing of another command has the transform.
    init(inDemo failure: AWSFailure) {
        self.init(failure)
        guard failure.isNotFound, let name = failure.serviceError?.operation.name else { return }
        guard ["DescribeTransformJob", "StopTransformJob"].contains(name) else { return }
        remedy =
            "every --demo command has its own sandbox, without what others launched; "
            + "flightdeck sandbox serves several commands"
    }

    /// Which listing has the names, where a service knows none like the one given.
    private static func whereNamesAre(_ failure: AWSFailure) -> String {
        guard failure.isNotFound, let name = failure.serviceError?.operation.name else { return "" }
        switch name {
        case "DescribeAutoMLJob", "DescribeAutoMLJobV2", "ListCandidatesForAutoMLJob", "StopAutoMLJob":
            return "list the jobs with: flightdeck jobs"
        case "DescribeTransformJob", "StopTransformJob": return "list the transforms with: flightdeck transforms"
        case "ListObjectsV2", "GetObject", "HeadObject", "PutObject": return "check the bucket's name and the key"
        default: return ""
        }
    }

    init(_ failure: LaunchFailure) {
        let status: ExitStatus
        switch failure.reason {
        case .invalidPlan: status = .usage
        case .service(let cause), .unknownOutcome(let cause): status = CommandFailure(cause).status
        default: status = .failed
        }
        self.init(status, failure.problem, remedy: failure.remedy)
    }

    /// The lines for standard error, cleaned of what a terminal could act on; none where nothing is left to say.
    var lines: [String] {
        guard !problem.isEmpty else { return [] }
        let head = CleanText.lines("flightdeck: \(LongText.cut(problem, to: LongText.messageLimit))")
        // Indented, so that a line in what a service said is not taken for a message of its own.
        return [head[0]] + head.dropFirst().map { "  \($0)" }
            + [remedy, pointer].filter { !$0.isEmpty }.flatMap {
                CleanText.lines("  \(LongText.cut($0, to: LongText.messageLimit))")
            }
    }
}

/// What the program's exit status says.
enum ExitStatus: Int32, Sendable {
    case done = 0
    /// The transform failed, or the operation did, or its question was answered with no.
    case failed = 1
    /// Wrong usage or invalid input.
    case usage = 2
    /// The transform was stopped.
    case stopped = 3
    /// No usable credentials, or access denied.
    case access = 4
    case interrupted = 130
}

/// The source profile's role may not be taken on, for want of the trust that is named.
struct SourceDenied: Error, Hashable, Sendable {
    var failure: AWSFailure
    var policy: MissingPolicy
}

extension CommandFailure {
    /// With the trust policy as JSON, and the command for it.
    init(_ denied: SourceDenied) {
        let policy = denied.policy
        let remarks = [policy.caution, policy.whereToRun].compactMap(\.self).map { "# \($0)\n" }
        self.init(
            .access, denied.failure.problem,
            remedy: "\(policy.title) in account \(DisplayText.account(policy.account)) must say:\n"
                + policy.document.prettyText + "\n\(remarks.joined())" + policy.command)
    }
}

extension Diagnosis {
    /// What a command prints of it: cause and cure, and where no cause is known, the log's telling lines.
    var commandText: String {
        let text = isKnown ? "likely: \(cause); \(fix)" : "\(cause); \(fix)"
        guard !isKnown, !lines.isEmpty else { return text }
        return ([text, "from the log:"] + lines.map { "  \($0)" }).joined(separator: "\n  ")
    }
}
