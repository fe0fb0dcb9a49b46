import AWSOperations

/// Runs the checks of a form as it changes: all side by side, and again only those whose part of the plan has changed.
public actor PreflightSession {
    private struct Running {
        var serial: Int
        var task: Task<Void, Never>
    }

    private let checks: [PreflightCheck]
    private var memory = AnswerMemory()
    /// Of the account that the job is in, where that is another profile's.
    private var sourceMemory = AnswerMemory()
    private var subject: PreflightSubject?
    private var findings: [PreflightCheck.ID: [PreflightFinding]] = [:]
    private var running: [PreflightCheck.ID: Running] = [:]
    private var serials = 0
    private var listener: (serial: Int, continuation: AsyncStream<PreflightReport>.Continuation)?

    public init(checks: [PreflightCheck] = PreflightCheck.all) {
        self.checks = checks
    }

    /// The report on a plan as it grows, one each time that a check ends; the last one is finished.
    ///
    /// A later call ends an earlier one's reports. Ending the stream leaves the checks running for the next call, which
    /// continues those that still fit and cancels the others. `source` answers for the account that the job is in,
    /// where that is another profile's.
    public nonisolated func reports(
        on subject: PreflightSubject, from services: any PreflightServices, source: (any PreflightServices)? = nil,
        clock: any Clock
    ) -> AsyncStream<PreflightReport> {
        AsyncStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
            let task = Task { await self.examine(subject, from: services, source, clock: clock, continuation) }
            continuation.onTermination = { _ in task.cancel() }
        }
    }

    /// The finished report on a plan.
    public func report(
        on subject: PreflightSubject, from services: any PreflightServices, source: (any PreflightServices)? = nil,
        clock: any Clock
    ) async -> PreflightReport {
        var last = PreflightReport(subject: subject, lines: [])
        for await report in reports(on: subject, from: services, source: source, clock: clock) { last = report }
        return last
    }

    /// The columns that the plan's records need; what the checks look up for them is asked once for both. Throws
    /// `AWSFailure`.
    public nonisolated func inputColumns(
        of plan: LaunchPlan, from services: any PreflightServices, source: (any PreflightServices)? = nil,
        clock: any Clock
    ) async throws -> InputColumnsAnswer {
        let (memory, sourceMemory) = await memories
        let now = clock.now
        let sourceLookups = source.map { PreflightLookups(services: $0, memory: sourceMemory, now: now) }
        let lookups = PreflightLookups(services: services, memory: memory, now: now, source: sourceLookups)
        return InputColumnsAnswer(
            try await lookups.trainingColumns(ofJob: plan.jobName, artifacts: plan.containers.map(\.modelDataUrl)))
    }

    private var memories: (AnswerMemory, AnswerMemory) { (memory, sourceMemory) }

    /// Forgets everything, so that the next report asks for all of it again.
    public func startOver() async {
        stop()
        findings = [:]
        await memory.forget()
        await sourceMemory.forget()
    }

    /// Ends every check that runs.
    public func stop() {
        for check in running.values { check.task.cancel() }
        running = [:]
        listener?.continuation.finish()
        listener = nil
    }

    private func examine(
        _ subject: PreflightSubject, from services: any PreflightServices, _ source: (any PreflightServices)?,
        clock: any Clock,
        _ continuation: AsyncStream<PreflightReport>.Continuation
    ) {
        guard !Task.isCancelled else { return continuation.finish() }
        let earlier = self.subject
        self.subject = subject
        listener?.continuation.finish()
        serials += 1
        listener = (serials, continuation)
        if let earlier, !earlier.isAsked(like: subject) { (memory, sourceMemory) = (AnswerMemory(), AnswerMemory()) }
        let now = clock.now
        let sourceLookups = source.map { PreflightLookups(services: $0, memory: sourceMemory, now: now) }
        let lookups = PreflightLookups(services: services, memory: memory, now: now, source: sourceLookups)
        let changed = earlier.map { PreflightNeed.changed(from: $0, to: subject) } ?? Set(PreflightNeed.allCases)
        for check in checks where !check.needs.isDisjoint(with: changed) {
            running.removeValue(forKey: check.id)?.task.cancel()
            findings[check.id] = nil
        }
        for check in checks where findings[check.id] == nil && running[check.id] == nil {
            serials += 1
            let serial = serials
            let task = Task {
                let found = await Self.findings(of: check, subject, lookups)
                self.take(found, of: check.id, serial: serial)
            }
            running[check.id] = Running(serial: serial, task: task)
        }
        tell()
    }

    private static func findings(
        of check: PreflightCheck, _ subject: PreflightSubject, _ lookups: PreflightLookups
    ) async -> [PreflightFinding]? {
        do {
            return try await check.run(subject, lookups)
        } catch {
            let failure = AWSFailure(wrapping: error)
            return failure == .cancelled ? nil : [.unknown(check.title, because: failure)]
        }
    }

    private func take(_ found: [PreflightFinding]?, of id: PreflightCheck.ID, serial: Int) {
        guard running[id]?.serial == serial else { return }
        running[id] = nil
        findings[id] = found ?? []
        tell()
    }

    private func tell() {
        guard let subject, let listener else { return }
        let lines = checks.map { PreflightReport.Line(id: $0.id, title: $0.title, findings: findings[$0.id]) }
        let report = PreflightReport(subject: subject, lines: lines)
        listener.continuation.yield(report)
        guard report.isFinished else { return }
        listener.continuation.finish()
        self.listener = nil
    }
}

extension PreflightFinding {
    /// What could not be found out: never a failure, for the launch itself may work all the same.
    static func unknown(
        _ subject: String, because failure: AWSFailure, field: PlanProblem.Field? = nil
    ) -> PreflightFinding {
        if failure.isAccessDenied, let operation = failure.serviceError?.operation {
            return PreflightFinding(
                .unknown, "\(subject): unknown, because \(operation.iamAction) is denied",
                fix: "request the permission \(operation.iamAction), or continue without this check", field: field)
        }
        return PreflightFinding(
            .unknown, "\(subject): unknown: \(failure.problem)", fix: failure.remedy, field: field)
    }
}
