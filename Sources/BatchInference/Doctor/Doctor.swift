import AWSOperations
import Synchronization

/// Examines what a run of the program goes by: all checks side by side, each with a time of its own.
public struct Doctor: Sendable {
    /// How long an answer may take, in seconds.
    public struct Timeouts: Hashable, Sendable {
        /// For one service's answer.
        public var answer: Double
        /// For the search for credentials, which may ask several services in turn.
        public var credentials: Double
        /// For the same where a person types a code.
        public var code: Double

        public init(answer: Double = 10, credentials: Double = 20, code: Double = 180) {
            self.answer = answer
            self.credentials = credentials
            self.code = code
        }
    }

    private let inspection: any Inspection
    private let clock: any Clock
    private let timeouts: Timeouts

    public init(_ inspection: any Inspection, clock: any Clock, timeouts: Timeouts = Timeouts()) {
        self.inspection = inspection
        self.clock = clock
        self.timeouts = timeouts
    }

    /// The report as it grows, from what is known at once to the finished one; ending the stream ends the checks.
    public func reports() -> AsyncStream<DoctorReport> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: DoctorReport.self, bufferingPolicy: .bufferingNewest(1))
        let chart = Chart(DoctorReport(startedAt: clock.now, checks: Self.waitingChecks), continuation)
        let work = Task {
            await examine(chart)
            chart.change { $0.isFinished = true }
            continuation.finish()
        }
        continuation.onTermination = { _ in work.cancel() }
        return stream
    }

    static let clockCheck = DoctorCheck(id: "clock", area: .clock, title: "clock")
    static let identityCheck = DoctorCheck(id: "identity", area: .identity, title: "sts:GetCallerIdentity")
    static let bucketCheck = DoctorCheck(
        id: PermissionProbe.id("s3:ListBucket"), area: .permissions, title: "s3:ListBucket",
        detail: "inputs and outputs")
    static let objectCheck = DoctorCheck(
        id: PermissionProbe.id("s3:GetObject"), area: .permissions, title: "s3:GetObject", detail: "reading outputs")

    /// Every check that is made, before it is.
    static let waitingChecks: [DoctorCheck] =
        [clockCheck, identityCheck] + PermissionProbe.all.map(\.check) + [bucketCheck, objectCheck]
        + PermissionProbe.untried.map { action, reason in
            DoctorCheck(
                id: PermissionProbe.id(action), area: .permissions, title: action, outcome: .notTried, detail: reason)
        }

    private func examine(_ chart: Chart) async {
        let setup = await inspection.setup()
        chart.change { $0.setup = setup }
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                let found = await inspection.environmentChecks()
                chart.change { report in for check in found { report.put(check) } }
            }
            let isUsable = setup.problems.isEmpty
            if !isUsable {
                chart.leaveOut([.clock, .identity, .permissions], because: "fix the settings first")
            }
            group.addTask {
                let seconds = setup.asksForCode ? timeouts.code : timeouts.credentials
                let credentials = await findCredentials(within: seconds)
                chart.change { $0.credentials = credentials }
                if isUsable { await askServices(chart, credentials, region: setup.region?.value) }
            }
            if isUsable { group.addTask { await readClock(chart) } }
        }
    }

    private func readClock(_ chart: Chart) async {
        let check = Self.clockCheck
        let reading = await Deadline.value(within: timeouts.answer, clock: clock) {
            await Self.outcome { try await inspection.clockOffset() }
        }
        switch reading {
        case .success(let seconds)?:
            chart.change { report in
                report.clockOffset = seconds
                report.put(check.with(ClockOffset.isHarmful(seconds) ? .warned : .passed, ClockOffset.text(seconds)))
            }
        case .failure(let failure)?: chart.put(check.answered(failure))
        case nil: chart.put(check.silent(after: timeouts.answer))
        }
    }

    private func findCredentials(within seconds: Double) async -> CredentialFindings {
        let found = await Deadline.value(within: seconds, clock: clock) { await inspection.credentials() }
        if let found { return found }
        let problem = "looking for credentials took more than \(DisplayText.duration(seconds: seconds))"
        return CredentialFindings(
            failure: .credentials(
                CredentialsError(
                    kind: .broken, problem: problem,
                    remedy: "check credential_process, the proxy settings and the network")))
    }

    private func askServices(_ chart: Chart, _ credentials: CredentialFindings, region: String?) async {
        guard credentials.failure == nil else {
            return chart.leaveOut([.identity, .permissions], because: "no usable credentials")
        }
        let patient = PermissionProbe.Patient(cloud: inspection.cloud, now: clock.now)
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                let identity = await askIdentity(chart, patient.cloud)
                await askWithAccount(chart, patient, identity, region: region)
            }
            group.addTask { await askStorage(chart, patient.cloud) }
            for probe in PermissionProbe.all where !probe.needsAccount {
                group.addTask { chart.put(await answer(to: probe.check) { try await probe.call(patient) }) }
            }
        }
    }

    /// Makes the calls that name the account.
    private func askWithAccount(
        _ chart: Chart, _ patient: PermissionProbe.Patient, _ identity: GetCallerIdentityResponse?, region: String?
    ) async {
        let probes = PermissionProbe.all.filter(\.needsAccount)
        guard let identity, !identity.account.isEmpty, let region else {
            for probe in probes { chart.put(probe.check.with(.notTried, "the account isn't known")) }
            return
        }
        var patient = patient
        patient.account = AccountScope(account: identity.account, region: region)
        let parts = identity.arn.split(separator: ":", omittingEmptySubsequences: false)
        if parts.count > 1, !parts[1].isEmpty { patient.partition = String(parts[1]) }
        await withTaskGroup(of: Void.self) { group in
            for probe in probes {
                group.addTask { [patient] in
                    chart.put(await answer(to: probe.check) { try await probe.call(patient) })
                }
            }
        }
    }

    private func askIdentity(_ chart: Chart, _ cloud: any CloudServices) async -> GetCallerIdentityResponse? {
        let identity = Mutex<GetCallerIdentityResponse?>(nil)
        let check = await answer(to: Self.identityCheck) {
            let found = try await cloud.callerIdentity()
            identity.withLock { $0 = found }
        }
        let found = identity.withLock { $0 }
        chart.change { report in
            guard let found else { return report.put(check) }
            guard !found.arn.isEmpty else {
                return report.put(
                    Self.identityCheck.with(
                        .failed, "the response names no identity",
                        remedy: "check the STS endpoint: is it an AWS service?"))
            }
            report.identity = found
            report.put(check.with(.passed, found.arn))
        }
        return found
    }

    private func askStorage(_ chart: Chart, _ cloud: any CloudServices) async {
        guard let bucket = await bucket(cloud) else {
            let reason = "no bucket is known yet: add --bucket"
            chart.put(Self.bucketCheck.with(.notTried, reason))
            return chart.put(Self.objectCheck.with(.notTried, reason))
        }
        let absent = S3Location(bucket: bucket, key: PermissionProbe.absentName)
        var list = Self.bucketCheck
        var read = Self.objectCheck
        list.detail += " in \(bucket)"
        read.detail += " in \(bucket)"
        let (listed, tried) = (list, read)
        async let listing = answer(to: listed) {
            _ = try await cloud.listObjects(ListObjectsV2Request(bucket: bucket, maxKeys: 1))
        }
        async let reading = answer(to: tried) { _ = try await cloud.readObject(at: absent, range: 0..<1) }
        let listAnswer = await listing
        var readAnswer = await reading
        // Without s3:ListBucket, S3 says AccessDenied for a key that is not there, whatever else is permitted.
        if listAnswer.outcome == .denied, readAnswer.outcome == .denied {
            readAnswer = tried.with(.notTried, "can't tell without s3:ListBucket")
            readAnswer.missingAction = nil
        }
        chart.put(listAnswer)
        chart.put(readAnswer)
    }

    /// A bucket that is worked with: named, used by the last launch, or the newest Autopilot job's.
    private func bucket(_ cloud: any CloudServices) async -> String? {
        if let known = await inspection.knownBucket() { return known }
        let found = await Deadline.value(within: timeouts.answer, clock: clock) { () -> String? in
            let newest = ListAutoMLJobsRequest(sortOrder: .descending, sortBy: .creationTime, maxResults: 1)
            guard let job = try? await cloud.listJobs(newest).items.first,
                let description = try? await cloud.describeJob(named: job.autoMLJobName)
            else { return nil }
            return S3Location(description.outputLocation)?.bucket
        }
        return found ?? nil
    }

    private func answer(
        to check: DoctorCheck, _ call: @escaping @Sendable () async throws -> Void
    ) async -> DoctorCheck {
        let outcome = await Deadline.value(within: timeouts.answer, clock: clock) { await Self.outcome(call) }
        return switch outcome {
        case .success?: check.with(.passed, check.detail)
        case .failure(let failure)?: check.answered(failure)
        case nil: check.silent(after: timeouts.answer)
        }
    }

    private static func outcome<Value: Sendable>(
        _ work: @Sendable () async throws -> Value
    ) async -> Result<Value, AWSFailure> {
        do {
            return .success(try await work())
        } catch let failure as AWSFailure {
            return .failure(failure)
        } catch {
            return .failure(.cancelled)
        }
    }
}

/// The one report that all checks write into.
private final class Chart: Sendable {
    private let report: Mutex<DoctorReport>
    private let continuation: AsyncStream<DoctorReport>.Continuation

    init(_ report: DoctorReport, _ continuation: AsyncStream<DoctorReport>.Continuation) {
        self.report = Mutex(report)
        self.continuation = continuation
        continuation.yield(report)
    }

    /// Yielded under the lock, so that no older report follows a newer one.
    func change(_ body: (inout DoctorReport) -> Void) {
        report.withLock { report in
            body(&report)
            continuation.yield(report)
        }
    }

    func put(_ check: DoctorCheck) { change { $0.put(check) } }

    /// Checks that cannot be made.
    func leaveOut(_ areas: Set<DoctorCheck.Area>, because reason: String) {
        change { report in
            for check in report.checks where check.outcome == .waiting && areas.contains(check.area) {
                report.put(check.with(.notTried, reason))
            }
        }
    }
}

/// Ends work that takes too long.
enum Deadline {
    /// The work's result; nil where it did not end in time, and was cancelled.
    static func value<Value: Sendable>(
        within seconds: Double, clock: any Clock, _ work: @escaping @Sendable () async -> Value
    ) async -> Value? {
        await withTaskGroup(of: Value?.self) { group in
            group.addTask { await work() }
            group.addTask {
                try? await clock.sleep(seconds: seconds)
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first
        }
    }
}

/// How far this machine's clock is from AWS's, in words and in what it does.
enum ClockOffset {
    /// The services refuse signatures that are more than five minutes off; a minute is worth a word.
    static func isHarmful(_ seconds: Double) -> Bool { abs(seconds) >= 60 }

    /// `within 2 s of AWS's clock`, or `7 min behind AWS's clock`.
    static func text(_ seconds: Double) -> String {
        // An HTTP date has whole seconds.
        if abs(seconds) < 2 { return "within 2 s of AWS's clock" }
        return "\(DisplayText.duration(seconds: abs(seconds))) \(seconds > 0 ? "behind" : "ahead of") AWS's clock"
    }
}
