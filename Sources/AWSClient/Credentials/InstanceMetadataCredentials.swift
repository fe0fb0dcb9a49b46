import AWSOperations
import AWSSigning

/// The role of an EC2 instance, from its metadata service.
struct InstanceMetadataCredentials: CredentialsProvider {
    let context: CredentialsContext
    let services: CredentialsServices
    let name = "instance metadata"

    private static let rolePath = "/latest/meta-data/iam/security-credentials/"

    /// Nothing says beforehand whether this is an instance with a role.
    func setUpAt() -> SettingOrigin? { nil }

    func find() async throws(AWSFailure) -> ProviderOutcome {
        let metadata = InstanceMetadata(context: context, fetch: services.fetch)
        if metadata.isDisabled { return .skipped("AWS_EC2_METADATA_DISABLED is true") }
        let session: InstanceMetadata.Session
        switch try await metadata.open() {
        case .session(let opened): session = opened
        case .refused(let reason): return .skipped(reason)
        }
        let role: String
        switch try await session.get(Self.rolePath) {
        case .answer(let answer) where answer.head.status == 200:
            let lines = String(decoding: answer.bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
            role = lines.first.map { String($0).trimmed } ?? ""
        case .answer(let answer) where answer.head.status == 404: return .skipped("the instance has no role")
        case .answer(let answer): throw broken("HTTP \(answer.head.status) for the role's name")
        case .unreachable(let detail): throw broken(detail)
        }
        guard !role.isEmpty else { return .skipped("the instance has no role") }
        switch try await session.get(Self.rolePath + PercentEncoding.encode(role)) {
        case .answer(let answer) where answer.head.status == 200:
            return .found(try MetadataCredentials.read(answer.bytes, source: "the instance metadata service"))
        case .answer(let answer): throw broken("HTTP \(answer.head.status) for the role \(role)")
        case .unreachable(let detail): throw broken(detail)
        }
    }

    private func broken(_ problem: String) -> AWSFailure {
        .brokenCredentials(
            "the instance metadata service: \(problem)", remedy: "check the instance's role, or name a profile")
    }
}
