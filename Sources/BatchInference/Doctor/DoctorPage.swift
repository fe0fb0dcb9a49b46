import AWSOperations

/// A report as a person reads it: titled sections of rows, for the terminal UI and for a command alike.
public struct DoctorPage: Hashable, Sendable {
    public enum Mark: Hashable, Sendable {
        case none
        case waiting
        case passed
        case warned
        case failed
        case notTried
    }

    public struct Row: Hashable, Sendable {
        public var mark: Mark
        /// What it is about; columns of it are aligned within a section.
        public var label: String
        public var text: String
        /// Where it comes from; stands behind the text, in brackets.
        public var origin: String
        /// What to do; stands below.
        public var remedy: String

        init(_ mark: Mark, _ label: String, _ text: String, origin: String = "", remedy: String = "") {
            self.mark = mark
            self.label = label
            self.text = text
            self.origin = origin
            self.remedy = remedy
        }
    }

    public struct Section: Hashable, Sendable {
        public var title: String
        public var rows: [Row]
    }

    public private(set) var sections: [Section] = []

    /// - Parameter now: By which an expiry is said to be so far off.
    public init(_ report: DoctorReport, now: Timestamp) {
        add("Settings", Self.settings(report.setup))
        add("Endpoints", Self.endpoints(report.setup))
        add("Overrides", Self.overrides(report.setup))
        add("Network and retries", Self.network(report.setup))
        add("Credentials", Self.credentials(report.credentials, now: now))
        let calls = report.checks(in: .clock) + report.checks(in: .identity)
        add("Clock and identity", Self.rows(calls))
        add("Permissions", Self.rows(report.checks(in: .permissions), after: calls))
        add("This machine", Self.rows(report.checks(in: .machine)))
        add("What to do", Self.advice(report))
    }

    private mutating func add(_ title: String, _ rows: [Row]) {
        if !rows.isEmpty { sections.append(Section(title: title, rows: rows)) }
    }

    private static func settings(_ setup: SetupFindings?) -> [Row] {
        guard let setup else { return [Row(.waiting, "", "loading the settings")] }
        var rows = [
            setup.profile.map { Row(.none, "profile", $0.value, origin: $0.origin) }
                ?? Row(.none, "profile", "default", origin: "none requested"),
            setup.region.map { Row(.none, "region", $0.value, origin: $0.origin) }
                ?? Row(.failed, "region", "not set"),
        ]
        for file in setup.files {
            let row =
                switch file.state {
                case .read: Row(.passed, "file", file.path, origin: file.origin)
                case .missing: Row(.none, "file", "\(file.path): doesn't exist", origin: file.origin)
                case .broken(let problem, _): Row(.failed, "file", problem, origin: file.origin)
                case .readableByOthers:
                    Row(.warned, "file", "\(file.path): readable by others", origin: file.origin)
                }
            rows.append(row)
        }
        return rows + setup.problems.map { Row(.failed, "problem", $0.problem, remedy: $0.remedy) }
    }

    private static func endpoints(_ setup: SetupFindings?) -> [Row] {
        (setup?.endpoints ?? []).map { endpoint in
            guard !endpoint.url.isEmpty else { return Row(.failed, endpoint.service, "no such service requested") }
            let isElsewhere = endpoint.region != setup?.region?.value
            return Row(
                .none, endpoint.service, endpoint.url + (isElsewhere ? ", signed for \(endpoint.region)" : ""),
                origin: endpoint.origin)
        }
    }

    private static func overrides(_ setup: SetupFindings?) -> [Row] {
        (setup?.overrides ?? []).map { Row($0.remedy.isEmpty ? .none : .warned, "", $0.text) }
    }

    private static func network(_ setup: SetupFindings?) -> [Row] {
        guard let setup else { return [] }
        func row(_ label: String, _ found: Sourced?, none: String) -> Row {
            found.map { Row(.none, label, $0.value, origin: $0.origin) } ?? Row(.none, label, none)
        }
        var rows = [row("CA bundle", setup.caBundle, none: "the system's")]
        rows += setup.proxies.map { row("proxy", $0, none: "") }
        if setup.proxies.isEmpty { rows.append(Row(.none, "proxy", "none")) }
        if let noProxy = setup.noProxy { rows.append(row("no proxy for", noProxy, none: "")) }
        rows.append(row("retry mode", setup.retryMode, none: ""))
        if !setup.retryNote.isEmpty { rows.append(Row(.warned, "", setup.retryNote)) }
        rows.append(row("max attempts", setup.maxAttempts, none: ""))
        return rows
    }

    private static func credentials(_ found: CredentialFindings?, now: Timestamp) -> [Row] {
        guard let found else { return [Row(.waiting, "", "looking")] }
        var rows = found.providers.map { provider -> Row in
            let (mark, text): (Mark, String) =
                switch provider.outcome {
                case .skipped(let reason): (.none, reason)
                case .found: (.passed, "used" + (found.accessKey.map { ": \($0)" } ?? ""))
                case .failed(let problem): (.failed, problem)
                case .overridden(let winner): (.none, "set up, but \(winner) takes precedence")
                case .notReached: (.none, "not tried")
                }
            let note = provider.note.isEmpty ? "" : "; \(provider.note)"
            return Row(mark, provider.name, text + note, origin: provider.origin)
        }
        if let ends = found.expiration {
            let left = ends.seconds(since: now)
            let text = left > 0 ? "in \(DisplayText.duration(seconds: left))" : "expired"
            let isShort = left < DoctorReport.expiryNotice && !found.renewal.isEmpty
            let after = found.renewal.isEmpty ? "; they renew automatically" : "; then: \(found.renewal)"
            rows.append(Row(isShort ? .warned : .none, "expire", "\(text)\(after)", origin: ends.iso8601))
        } else if found.winner != nil {
            rows.append(Row(.none, "expire", "never, or unknown"))
        }
        if let failure = found.failure, !found.providers.contains(where: { $0.outcome.isFailure }) {
            rows.append(Row(.failed, "none", failure.problem, remedy: failure.remedy))
        }
        return rows
    }

    /// A row a check; several that were not tried for one reason are one row, and why a host cannot be reached is said
    /// once.
    ///
    /// - Parameter earlier: Checks that stand above.
    private static func rows(_ checks: [DoctorCheck], after earlier: [DoctorCheck] = []) -> [Row] {
        var rows: [Row] = []
        var counted: Set<String> = []
        var unreachable = Set(earlier.compactMap(\.unreachable))
        for check in checks {
            if let host = check.unreachable, !unreachable.insert(host).inserted {
                rows.append(Row(.failed, check.title, "can't reach \(host), as above"))
                continue
            }
            let same = checks.filter { $0.outcome == .notTried && $0.detail == check.detail }.count
            // What is never tried is named one by one.
            let isNeverTried = PermissionProbe.untried.contains { $0.action == check.title }
            guard check.outcome == .notTried, same > 2, !isNeverTried else {
                rows.append(row(check))
                continue
            }
            if counted.insert(check.detail).inserted {
                rows.append(Row(.notTried, DisplayText.counted(same, "other"), "not tried: \(check.detail)"))
            }
        }
        return rows
    }

    private static func row(_ check: DoctorCheck) -> Row {
        switch check.outcome {
        case .waiting: Row(.waiting, check.title, check.detail)
        case .passed:
            Row(.passed, check.title, check.area == .permissions ? "allowed: \(check.detail)" : check.detail)
        case .warned: Row(.warned, check.title, check.detail)
        case .failed, .denied: Row(.failed, check.title, check.detail)
        case .notTried: Row(.notTried, check.title, "not tried: \(check.detail)")
        }
    }

    private static func advice(_ report: DoctorReport) -> [Row] {
        guard report.isFinished else { return [] }
        let advice = report.advice
        guard !advice.isEmpty else { return [Row(.passed, "", "nothing: \(report.soundText)")] }
        return advice.enumerated().map { index, item in
            Row(.none, "\(index + 1)", item.problem, remedy: item.remedy)
        }
    }
}

extension CredentialFindings.Provider.Outcome {
    fileprivate var isFailure: Bool { if case .failed = self { true } else { false } }
}
