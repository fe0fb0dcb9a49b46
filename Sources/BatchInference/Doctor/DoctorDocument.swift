import AWSOperations
import JSONCoding

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

    private var value: JSONValue {
        var members: [(key: String, value: JSONValue?)] = [
            ("Version", JSONValue(1)), ("Verdict", .string(report.verdict.rawValue)),
            ("StartedAt", .string(report.startedAt.iso8601)),
        ]
        if let setup = report.setup { members += Self.members(of: setup) }
        members += [
            ("Credentials", report.credentials.map(Self.value)),
            ("ClockOffsetSeconds", report.clockOffset.map { JSONValue($0) }),
            (
                "Identity",
                report.identity.map {
                    .members([
                        ("UserId", .string($0.userID)), ("Account", .string($0.account)), ("Arn", .string($0.arn)),
                    ])
                }
            ),
            ("Checks", .array(report.checks.map(Self.value))),
            (
                "WhatToDo",
                .array(
                    report.advice.map {
                        .members([("Problem", .string($0.problem)), ("Remedy", .textIfAny($0.remedy))])
                    })
            ),
        ]
        return .members(members)
    }

    private static func members(of setup: SetupFindings) -> [(key: String, value: JSONValue?)] {
        [
            ("Profile", setup.profile.map(value)), ("Region", setup.region.map(value)),
            ("Files", .array(setup.files.map(value))), ("Endpoints", .array(setup.endpoints.map(value))),
            (
                "Overrides",
                .array(
                    setup.overrides.map {
                        .members([
                            ("Winner", .string($0.winner)), ("Loser", .string($0.loser)), ("Text", .string($0.text)),
                        ])
                    })
            ),
            ("CABundle", setup.caBundle.map(value)), ("Proxies", .array(setup.proxies.map(value))),
            ("NoProxy", setup.noProxy.map(value)), ("RetryMode", value(setup.retryMode)),
            ("RetryNote", .textIfAny(setup.retryNote)), ("MaxAttempts", value(setup.maxAttempts)),
            (
                "Problems",
                .array(
                    setup.problems.map {
                        .members([("Problem", .string($0.problem)), ("Remedy", .textIfAny($0.remedy))])
                    })
            ),
        ]
    }

    private static func value(_ found: Sourced) -> JSONValue {
        .members([("Value", .string(found.value)), ("Origin", .string(found.origin))])
    }

    private static func value(_ file: SetupFindings.SharedFile) -> JSONValue {
        let (state, problem): (String, String?) =
            switch file.state {
            case .read: ("read", nil)
            case .missing: ("missing", nil)
            case .readableByOthers: ("readable-by-others", nil)
            case .broken(let problem, _): ("broken", problem)
            }
        return .members([
            ("Path", .string(file.path)), ("Origin", .string(file.origin)), ("State", .string(state)),
            ("Problem", .textIfAny(problem)),
        ])
    }

    private static func value(_ endpoint: SetupFindings.Endpoint) -> JSONValue {
        .members([
            ("Service", .string(endpoint.service)), ("URL", .textIfAny(endpoint.url)),
            ("Region", .string(endpoint.region)), ("Origin", .string(endpoint.origin)),
        ])
    }

    private static func value(_ found: CredentialFindings) -> JSONValue {
        .members([
            ("Provider", .textIfAny(found.winner)), ("AccessKeyId", .textIfAny(found.accessKey)),
            ("Expiration", .textIfAny(found.expiration?.iso8601)), ("Renewal", .textIfAny(found.renewal)),
            ("Problem", .textIfAny(found.failure?.problem)), ("Remedy", .textIfAny(found.failure?.remedy)),
            ("Providers", .array(found.providers.map(value))),
        ])
    }

    private static func value(_ provider: CredentialFindings.Provider) -> JSONValue {
        let (outcome, reason): (String, String?) =
            switch provider.outcome {
            case .found: ("found", nil)
            case .notReached: ("not-reached", nil)
            case .skipped(let reason): ("skipped", reason)
            case .failed(let problem): ("failed", problem)
            case .overridden(let winner): ("overridden", "\(winner) takes precedence")
            }
        return .members([
            ("Name", .string(provider.name)), ("Outcome", .string(outcome)), ("Reason", .textIfAny(reason)),
            ("Origin", .textIfAny(provider.origin)), ("Note", .textIfAny(provider.note)),
        ])
    }

    private static func value(_ check: DoctorCheck) -> JSONValue {
        .members([
            ("Id", .string(check.id)), ("Area", .string(check.area.rawValue)), ("Title", .string(check.title)),
            ("Outcome", .string(check.outcome.rawValue)), ("Detail", .textIfAny(check.detail)),
            ("Remedy", .textIfAny(check.remedy)), ("MissingAction", .textIfAny(check.missingAction)),
        ])
    }
}

extension JSONValue {
    /// Text; nothing where it is nil or empty.
    fileprivate static func textIfAny(_ text: String?) -> JSONValue? { text.flatMap { $0.isEmpty ? nil : .string($0) } }
}
