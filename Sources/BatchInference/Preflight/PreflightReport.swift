import AWSOperations

/// What the checks of a launch have found so far, in the order of their list.
public struct PreflightReport: Hashable, Sendable {
    /// One check and what it found.
    public struct Line: Hashable, Sendable, Identifiable {
        public var id: String
        public var title: String
        /// Nil while the check runs.
        public var findings: [PreflightFinding]?

        public var hasFailed: Bool { findings?.contains { $0.verdict == .failed } ?? false }

        public init(id: String, title: String, findings: [PreflightFinding]?) {
            self.id = id
            self.title = title
            self.findings = findings
        }
    }

    /// What was checked; a report on anything else is of an older form.
    public var subject: PreflightSubject
    public var lines: [Line]

    public init(subject: PreflightSubject, lines: [Line]) {
        self.subject = subject
        self.lines = lines
    }

    public var isFinished: Bool { lines.allSatisfy { $0.findings != nil } }
    /// Checks that still run.
    public var openCount: Int { lines.count { $0.findings == nil } }
    public var findings: [PreflightFinding] { lines.flatMap { $0.findings ?? [] } }

    /// What still holds of the report for a form that has changed: checks that depend on the change have no findings.
    public func carriedOver(to newer: PreflightSubject, checks: [PreflightCheck] = PreflightCheck.all) -> Self {
        let changed = PreflightNeed.changed(from: subject, to: newer)
        guard !changed.isEmpty else { return self }
        let stale = Set(checks.filter { !$0.needs.isDisjoint(with: changed) }.map(\.id))
        return PreflightReport(
            subject: newer,
            lines: lines.map { stale.contains($0.id) ? Line(id: $0.id, title: $0.title, findings: nil) : $0 })
    }

    public func findings(_ verdict: PreflightFinding.Verdict) -> [PreflightFinding] {
        findings.filter { $0.verdict == verdict }
    }

    /// `14 passed, 2 warnings, 1 failed`; what there is none of is left out.
    public var summary: String {
        var parts: [String] = []
        func add(_ count: Int, _ one: String, _ many: String) {
            if count > 0 { parts.append(DisplayText.counted(count, one, many)) }
        }
        add(findings(.passed).count, "passed", "passed")
        add(findings(.warned).count, "warning", "warnings")
        add(findings(.failed).count, "failed", "failed")
        add(findings(.unknown).count, "unknown", "unknown")
        add(openCount, "running", "running")
        return parts.joined(separator: ", ")
    }
}

/// One thing that a check found out about a launch.
public struct PreflightFinding: Hashable, Sendable {
    public enum Verdict: String, Hashable, Sendable, CaseIterable {
        case passed
        /// Works, but perhaps not as meant.
        case warned
        /// The launch, or what runs after it, would fail.
        case failed
        /// What the user may not look up, or what could not be read.
        case unknown
    }

    public var verdict: Verdict
    /// What was found, in one line without a full stop.
    public var text: String
    /// What to do about it; empty where nothing is to be done.
    public var fix: String
    /// Where in the form it belongs.
    public var field: PlanProblem.Field?
    /// The change to the plan that the fix asks for, where there is such a one.
    public var edit: PlanEdit?
    /// What can be written to be read in the input's place, where that fixes it.
    public var correction: InputCorrection?
    /// How much of the input was read for it: `read 64 kB of each of 12 of 340 objects`; empty where that was all.
    public var extent = ""

    /// The text, with how much was read where that was not all.
    public var sentence: String { extent.isEmpty ? text : "\(text) (\(extent))" }

    public init(
        _ verdict: Verdict, _ text: String, fix: String = "", field: PlanProblem.Field? = nil, edit: PlanEdit? = nil,
        correction: InputCorrection? = nil
    ) {
        self.verdict = verdict
        self.text = text
        self.fix = fix
        self.field = field
        self.edit = edit
        self.correction = correction
    }
}

/// A change to a plan that a finding proposes.
public enum PlanEdit: Hashable, Sendable {
    case input(String)
    case output(String)
    case inputFilter(String)
    case compression(gzip: Bool)
    case splitByLine
    case instanceCount(Int)
    case payload(megabytes: Int)
    case instanceType(TransformInstanceType)
    /// Each object is an image of that media type, and one request.
    case images(String)
    /// Many records go with each request.
    case manyRecords
    /// One record goes with each request.
    case singleRecord
    /// Seconds for each invocation.
    case invocationTimeout(seconds: Int)
    /// Requests that are under way at a time on an instance.
    case concurrency(Int)
    /// The media type of the responses.
    case accept(String)
    /// Requests and responses aren't captured.
    case withoutCapture
    /// What was written in the input's place.
    case corrected(CorrectedInput)

    public func apply(to plan: inout LaunchPlan) {
        switch self {
        case .input(let uri): plan.input = uri
        case .output(let uri): plan.output = uri
        case .inputFilter(let path): plan.inputFilter = path
        case .compression(let gzip): plan.compression = gzip ? .gzip : .none
        case .splitByLine: (plan.split, plan.assemble) = (.line, .line)
        case .instanceCount(let count): plan.instanceCount = count
        case .payload(let megabytes): plan.maxPayloadInMB = megabytes
        case .instanceType(let type): plan.instanceType = type
        case .images(let type):
            plan.contentType = type
            (plan.split, plan.assemble, plan.batchStrategy) = (.none, .none, nil)
        case .manyRecords: plan.batchStrategy = .multiRecord
        case .singleRecord: plan.batchStrategy = .singleRecord
        case .invocationTimeout(let seconds): plan.invocationTimeout = seconds
        case .concurrency(let count): plan.maxConcurrentTransforms = count
        case .accept(let type): plan.accept = type
        case .withoutCapture:
            (plan.captureDestination, plan.captureKmsKey, plan.captureGeneratesInferenceID) = ("", "", false)
        case .corrected(let input):
            plan.input = input.uri
            plan.inputKind = input.isManifest ? .manifestFile : .s3Prefix
            if input.isUnpacked { plan.compression = .none }
        }
    }
}

/// What a launch would overwrite, for where no other check runs.
public enum OverwriteNotice {
    /// Sentences without a full stop; none where nothing would be overwritten, or it cannot be told.
    public static func texts(
        for plan: LaunchPlan, region: String, from services: any PreflightServices, clock: any Clock
    ) async -> [String] {
        let lookups = PreflightLookups(services: services, memory: AnswerMemory(), now: clock.now)
        let subject = PreflightSubject(plan: plan, region: region)
        let findings = (try? await PreflightCheck.output.run(subject, lookups)) ?? []
        return findings.filter { $0.verdict == .warned }.map { $0.fix.isEmpty ? $0.text : "\($0.text); \($0.fix)" }
    }
}
