import AWSOperations
import JSONCoding

extension CrossAccountAccess {
    /// An artifact as both sides see it.
    private struct Artifact: Sendable {
        var location: S3Location
        /// Nil where the target may read it.
        var refusal: AWSFailure?
        var key: KeyName?
        /// Why the source can't say which key encrypts it; nil where it says so.
        var keyDoubt: String?
    }

    /// Whether the target can read each artifact, and decrypt it.
    func artifactAccess(_ report: CrossAccountReport, _ reader: Reader) async throws -> Found {
        let copied = Set(plan.artifactCopies.map { ByteText($0.destination) })
        let locations = Set(
            plan.containers.filter { !copied.contains(ByteText($0.modelDataUrl)) }.compactMap {
                S3Location($0.modelDataUrl)
            })
        let artifacts = try await target.gather(locations.sorted()) { try await artifact(at: $0) }.compactMap(\.self)
        var found = Found()
        let buckets = Dictionary(grouping: artifacts, by: \.location.bucket)
        for (bucket, artifacts) in buckets.sorted(by: { $0.key < $1.key }) {
            let part = try await bucketAccess(bucket, artifacts, report, reader)
            found.items += part.items
            found.missingPolicies += part.missingPolicies
        }
        let readable = Set(found.items.filter { $0.outcome == .passed }.map { ByteText($0.name) })
        let keys = Dictionary(grouping: artifacts.filter { $0.key?.arn != nil }, by: { $0.key?.text ?? "" })
        for (key, artifacts) in keys.sorted(by: { $0.key < $1.key }) {
            let isRead = artifacts.allSatisfy { readable.contains(ByteText($0.location.uri)) && $0.refusal == nil }
            let part = try await keyAccess(key, isRead: isRead, report, reader)
            found.items += part.items
            found.missingPolicies += part.missingPolicies
            found.keys.append(key)
        }
        found.objects = artifacts.map { "arn:\(reader.partition):s3:::\($0.location.bucket)/\($0.location.key)" }
        return found
    }

    /// Reads the first byte as the target, which also tells whether it can be decrypted; nil for one that is gone.
    private func artifact(at location: S3Location) async throws -> Artifact? {
        async let head = outcome { try await source.head(of: location) }
        var artifact = Artifact(location: location)
        do {
            let answer = try await target.beginning(of: location, bytes: 1)
            artifact.key = answer.head.kmsKey.flatMap(KeyName.init)
        } catch {
            let failure = AWSFailure(wrapping: error)
            if failure == .cancelled { throw failure }
            // Of what is gone, the artifacts' own check tells.
            if failure.isNotFound { return nil }
            artifact.refusal = failure
        }
        switch await head {
        case .success(let head): if let key = head.kmsKey { artifact.key = KeyName(key) }
        // Who reads it, needs its key, too.
        case .failure(let error) where artifact.refusal != nil:
            if !error.isNotFound { artifact.keyDoubt = Self.reason(error) }
        case .failure: break
        }
        return artifact
    }

    private func bucketAccess(
        _ bucket: String, _ artifacts: [Artifact], _ report: CrossAccountReport, _ reader: Reader
    ) async throws -> Found {
        let present = try await presentPolicy { try await source.bucketPolicy(of: bucket) }
        var found = Found()
        var lacking: [S3Location] = []
        let account = DisplayText.account(reader.account)
        for artifact in artifacts {
            let name = Self.name(of: artifact.location)
            let arn = "arn:\(reader.partition):s3:::\(bucket)/\(artifact.location.key)"
            let verdict = present.verdict(on: "s3:GetObject", resource: arn, for: reader.decisive)
            let outcome: CrossAccountReport.Item.Outcome
            switch (verdict, artifact.refusal) {
            case (.denied?, _):
                outcome = .failed(
                    "the policy of bucket \(bucket) denies \(reader.decisive) to read \(name)",
                    fix: "remove the Deny statement, or copy the artifacts")
            case (.notAllowed?, nil):
                lacking.append(artifact.location)
                outcome = .failed(
                    "the policy of bucket \(bucket) lets you read \(name), but not \(reader.decisive)",
                    fix: Self.policiesFix)
            case (.notAllowed?, _?):
                lacking.append(artifact.location)
                outcome = .failed(
                    "account \(account) isn't allowed to read \(name) in \(bucket)", fix: Self.policiesFix)
            case (_, nil): outcome = .passed
            case (nil, let refusal?) where refusal.isAccessDenied:
                lacking.append(artifact.location)
                outcome = .failed(
                    "account \(account) isn't allowed to read \(name) in \(bucket)", fix: Self.policiesFix)
            case (_, let refusal?) where refusal.isAccessDenied:
                outcome = .unknown(
                    "\(name): the bucket's policy lets the role read it, but you may not (\(refusal.deniedAction ?? "denied"))",
                    fix: "the role reads it, not you: continue, or request s3:GetObject on it")
            case (_, let refusal?):
                outcome = .unknown("\(name): unknown: \(refusal.problem)", fix: refusal.remedy)
            }
            found.items.append(.init(.artifact, artifact.location.uri, outcome))
            if let doubt = artifact.keyDoubt {
                found.items.append(
                    .init(
                        .key, artifact.location.uri,
                        .unknown(
                            "whether \(name) is encrypted with a key of its own: unknown, because \(doubt)", fix: "")))
            }
        }
        if lacking.isEmpty, let doubt = present.doubt {
            found.items.append(
                .init(
                    .artifact, bucket,
                    .unknown(
                        "whether the policy of bucket \(bucket) lets the role in: unknown, because \(doubt)", fix: "")))
        }
        guard !lacking.isEmpty else { return found }
        let statements = CrossAccountStatement.readObjects(
            lacking, of: bucket, partition: reader.partition, by: reader.principals)
        let count = lacking.count
        found.missingPolicies.append(
            MissingPolicy(
                kind: .bucketPolicy, resource: bucket, account: report.source.account, region: region,
                profile: report.source.profile,
                purpose: "lets account \(account) read \(DisplayText.counted(count, "model artifact"))",
                present: present.state, document: present.document(adding: statements)))
        return found
    }

    private func keyAccess(
        _ key: String, isRead: Bool, _ report: CrossAccountReport, _ reader: Reader
    ) async throws -> Found {
        let account = DisplayText.account(reader.account)
        let manager = await outcome { try await source.key(key).keyManager }
        if case .success("AWS") = manager {
            return Found(items: [
                .init(
                    .key, key,
                    .failed(
                        "the artifacts are encrypted with a key that AWS manages, which no other account can use",
                        fix: "copy the artifacts"))
            ])
        }
        let present = try await presentPolicy { try await source.keyPolicy(of: key) }
        switch present.verdict(on: "kms:Decrypt", resource: nil, for: reader.decisive) {
        case .allowed?, .allowedUnderConditions?: return Found(items: [.init(.key, key, .passed)])
        case .denied?:
            return Found(items: [
                .init(
                    .key, key,
                    .failed(
                        "the policy of key \(key) denies \(reader.decisive) to decrypt with it",
                        fix: "remove the Deny statement, or copy the artifacts"))
            ])
        case nil where isRead:
            return Found(items: [
                .init(.key, key, .passed),
                .init(
                    .key, key,
                    .unknown(
                        "whether the policy of key \(key) lets the role in: unknown, because \(present.doubt ?? "")",
                        fix: "")
                ),
            ])
        case .notAllowed?, nil: break
        }
        var items: [CrossAccountReport.Item] = [
            .init(
                .key, key, .failed("account \(account) isn't allowed to decrypt with key \(key)", fix: Self.policiesFix)
            )
        ]
        if case .failure(let error) = manager {
            let doubt = Self.reason(error)
            items.append(
                .init(
                    .key, key,
                    .unknown(
                        "whether key \(key) is one that AWS manages, whose policy can't be changed: unknown, because \(doubt)",
                        fix: "")))
        }
        return Found(
            items: items,
            missingPolicies: [
                MissingPolicy(
                    kind: .keyPolicy, resource: key, account: report.source.account, region: region,
                    profile: report.source.profile, purpose: "lets account \(account) decrypt the artifacts",
                    present: present.state,
                    document: present.document(adding: [
                        CrossAccountStatement.decrypt(keys: ["*"], by: reader.principals)
                    ]))
            ])
    }

    private func outcome<Value: Sendable>(
        _ work: @Sendable () async throws -> Value
    ) async -> Result<Value, AWSFailure> {
        do { return .success(try await work()) } catch { return .failure(AWSFailure(wrapping: error)) }
    }

    static func name(of location: S3Location) -> String {
        location.key.byteParts(at: "/", omittingEmpty: true).suffix(3).joined(separator: "/")
    }
}

/// A resource's policy as the source profile could read it.
enum PresentPolicy: Sendable {
    case none
    case there(PolicyDocument)
    case unreadable(String)

    /// Nil where the policy is not known.
    func verdict(on action: String, resource: String?, for principal: String) -> PolicyDocument.Verdict? {
        switch self {
        case .none: .notAllowed
        case .there(let policy): policy.verdict(on: action, resource: resource, for: principal)
        case .unreadable: nil
        }
    }

    /// Why the policy is not known; nil where it is.
    var doubt: String? { if case .unreadable(let reason) = self { reason } else { nil } }

    var state: MissingPolicy.Present {
        switch self {
        case .none: .none
        case .there: .merged
        case .unreadable(let reason): .unknown(because: reason)
        }
    }

    func document(adding statements: [JSONValue]) -> JSONValue {
        if case .there(let policy) = self { return policy.adding(statements) }
        return PolicyDocument.whole(statements)
    }
}

extension CrossAccountAccess {
    /// A policy as it is there; one that may not be read is no failure of the check.
    func presentPolicy(_ read: () async throws -> String?) async throws -> PresentPolicy {
        do {
            // Where there is none, the service says so with a failure: what can't be read would be overwritten as if it
            // were not there.
            guard let text = try await read(), !text.isEmpty else {
                return .unreadable("the response has none that can be read")
            }
            guard let policy = PolicyDocument(parsing: text) else { return .unreadable("it isn't JSON") }
            return .there(policy)
        } catch {
            let failure = AWSFailure(wrapping: error)
            if failure == .cancelled { throw failure }
            if failure.isNotFound { return .none }
            return .unreadable(Self.reason(failure))
        }
    }
}
