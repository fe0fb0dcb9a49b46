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
        // Where there was no session, nothing says that this is a metadata service at all.
        case .answer(let answer) where session.token == nil: return .skipped("HTTP \(answer.head.status)")
        case .unreachable(let detail) where session.token == nil, .silent(let detail) where session.token == nil:
            return .skipped("no metadata service at \(session.base): \(detail)")
        case .answer(let answer): throw broken("HTTP \(answer.head.status) for the role's name")
        case .unreachable(let detail), .silent(let detail): throw broken(detail)
        }
        guard !role.isEmpty else { return .skipped("the instance has no role") }
        switch try await session.get(Self.rolePath + PercentEncoding.encode(role)) {
        case .answer(let answer) where answer.head.status == 200:
            guard let fields = MetadataCredentials(answer.bytes) else {
                throw broken("a response without credentials for the role \(role)")
            }
            return .found(lasting(try fields.credentials(from: "the instance metadata service")))
        case .answer(let answer): throw broken("HTTP \(answer.head.status) for the role \(role)")
        case .unreachable(let detail), .silent(let detail): throw broken(detail)
        }
    }

    /// A metadata service in trouble hands out keys near or past their end, which the services then take for longer:
    /// they count as good for some 10 to 20 minutes more (botocore's `_evaluate_expiration`).
    private func lasting(_ found: Credentials) -> Credentials {
        let extended = services.clock.now() + CredentialsStore.mandatory + 120 + services.clock.random() * 480
        guard let end = found.expiration, end <= extended else { return found }
        var credentials = found
        credentials.expiration = extended
        return credentials
    }

    private func broken(_ problem: String) -> AWSFailure {
        .brokenCredentials(
            "the instance metadata service: \(problem)", remedy: "check the instance's role, or name a profile")
    }
}
