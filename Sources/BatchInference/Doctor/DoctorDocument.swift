import AWSOperations

/// A report as one JSON document, whose keys stay what they are.
///
/// `Version` grows where a key changes its meaning; keys may be added without that. Times are ISO 8601 text; what is not
/// known is left out.
public struct DoctorDocument: Encodable, Sendable {
    private let report: DoctorReport

    public init(_ report: DoctorReport) {
        self.report = report
    }

    public func encode(to encoder: any Encoder) throws {
        try value.encode(to: encoder)
    }

    private var value: DocumentValue {
        var members: [(key: String, value: DocumentValue?)] = [
            ("Version", .integer(1)), ("Verdict", .text(report.verdict.rawValue)),
            ("StartedAt", .text(report.startedAt.iso8601)),
        ]
        if let setup = report.setup { members += Self.members(of: setup) }
        members += [
            ("Credentials", report.credentials.map(Self.value)),
            ("ClockOffsetSeconds", report.clockOffset.map { .number($0) }),
            (
                "Identity",
                report.identity.map {
                    .object([("UserId", .text($0.userID)), ("Account", .text($0.account)), ("Arn", .text($0.arn))])
                }
            ),
            ("Checks", .list(report.checks.map(Self.value))),
            (
                "WhatToDo",
                .list(
                    report.advice.map {
                        .object([("Problem", .text($0.problem)), ("Remedy", .textIfAny($0.remedy))])
                    })
            ),
        ]
        return .object(members)
    }

    private static func members(of setup: SetupFindings) -> [(key: String, value: DocumentValue?)] {
        [
            ("Profile", setup.profile.map(value)), ("Region", setup.region.map(value)),
            ("Files", .list(setup.files.map(value))), ("Endpoints", .list(setup.endpoints.map(value))),
            (
                "Overrides",
                .list(
                    setup.overrides.map {
                        .object([("Winner", .text($0.winner)), ("Loser", .text($0.loser)), ("Text", .text($0.text))])
                    })
            ),
            ("CABundle", setup.caBundle.map(value)), ("Proxies", .list(setup.proxies.map(value))),
            ("NoProxy", setup.noProxy.map(value)), ("RetryMode", value(setup.retryMode)),
            ("RetryNote", .textIfAny(setup.retryNote)), ("MaxAttempts", value(setup.maxAttempts)),
            (
                "Problems",
                .list(
                    setup.problems.map {
                        .object([("Problem", .text($0.problem)), ("Remedy", .textIfAny($0.remedy))])
                    })
            ),
        ]
    }

    private static func value(_ found: Sourced) -> DocumentValue {
        .object([("Value", .text(found.value)), ("Origin", .text(found.origin))])
    }

    private static func value(_ file: SetupFindings.SharedFile) -> DocumentValue {
        let (state, problem): (String, String?) =
            switch file.state {
            case .read: ("read", nil)
            case .missing: ("missing", nil)
            case .readableByOthers: ("readable-by-others", nil)
            case .broken(let problem, _): ("broken", problem)
            }
        return .object([
            ("Path", .text(file.path)), ("Origin", .text(file.origin)), ("State", .text(state)),
            ("Problem", .textIfAny(problem)),
        ])
    }

    private static func value(_ endpoint: SetupFindings.Endpoint) -> DocumentValue {
        .object([
            ("Service", .text(endpoint.service)), ("URL", .textIfAny(endpoint.url)),
            ("Region", .text(endpoint.region)), ("Origin", .text(endpoint.origin)),
        ])
    }

    private static func value(_ found: CredentialFindings) -> DocumentValue {
        .object([
            ("Provider", .textIfAny(found.winner)), ("AccessKeyId", .textIfAny(found.accessKey)),
            ("Expiration", .textIfAny(found.expiration?.iso8601)), ("Renewal", .textIfAny(found.renewal)),
            ("Problem", .textIfAny(found.failure?.problem)), ("Remedy", .textIfAny(found.failure?.remedy)),
            ("Providers", .list(found.providers.map(value))),
        ])
    }

    private static func value(_ provider: CredentialFindings.Provider) -> DocumentValue {
        let (outcome, reason): (String, String?) =
            switch provider.outcome {
            case .found: ("found", nil)
            case .notReached: ("not-reached", nil)
            case .skipped(let reason): ("skipped", reason)
            case .failed(let problem): ("failed", problem)
            case .overridden(let winner): ("overridden", "\(winner) goes first")
            }
        return .object([
            ("Name", .text(provider.name)), ("Outcome", .text(outcome)), ("Reason", .textIfAny(reason)),
            ("Origin", .textIfAny(provider.origin)), ("Note", .textIfAny(provider.note)),
        ])
    }

    private static func value(_ check: DoctorCheck) -> DocumentValue {
        .object([
            ("Id", .text(check.id)), ("Area", .text(check.area.rawValue)), ("Title", .text(check.title)),
            ("Outcome", .text(check.outcome.rawValue)), ("Detail", .textIfAny(check.detail)),
            ("Remedy", .textIfAny(check.remedy)), ("MissingAction", .textIfAny(check.missingAction)),
        ])
    }
}
