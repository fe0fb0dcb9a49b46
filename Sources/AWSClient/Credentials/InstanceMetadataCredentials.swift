import AWSOperations
import AWSSigning
import JSONCoding

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

/// The metadata service of an EC2 instance: it is asked without proxies, and seldom waited for long.
///
/// By IMDSv2, with a session; by IMDSv1 where none is to be had, or its answer is not let through to a container.
struct InstanceMetadata: Sendable {
    let context: CredentialsContext
    /// Sends a plain request.
    let fetch: @Sendable (HTTPRequest) async throws(TransportProblem) -> HTTPAnswer

    enum Reply {
        case answer(HTTPAnswer)
        case unreachable(String)
        /// It took the request and said nothing.
        case silent(String)
    }

    /// A session with the service, or why there is none.
    enum Opening {
        case session(Session)
        case refused(String)
    }

    var isDisabled: Bool { context.variable("AWS_EC2_METADATA_DISABLED")?.lowercased() == "true" }

    func open() async throws(AWSFailure) -> Opening {
        let base = try endpoint()
        let lifetime = (name: "X-aws-ec2-metadata-token-ttl-seconds", value: "21600")
        let refusal: String
        switch try await send(.put, "\(base)/latest/api/token", headers: [lifetime]) {
        case .answer(let answer) where answer.head.status == 200:
            return .session(
                Session(service: self, base: base, token: String(decoding: answer.bytes, as: UTF8.self).trimmed))
        case .answer(let answer):
            refusal = "no session token from \(base): HTTP \(answer.head.status)"
            // A request that is called bad would be so by IMDSv1 too (botocore).
            if answer.head.status == 400 { return .refused(refusal) }
        case .silent(let detail): refusal = "no session token from \(base): \(detail)"
        case .unreachable(let detail): return .refused("no metadata service at \(base): \(detail)")
        }
        let isSessionNeeded =
            setting("AWS_EC2_METADATA_V1_DISABLED", "ec2_metadata_v1_disabled")?.lowercased() == "true"
        return isSessionNeeded ? .refused(refusal) : .session(Session(service: self, base: base, token: nil))
    }

    struct Session {
        let service: InstanceMetadata
        let base: String
        /// Nil for IMDSv1.
        let token: String?

        func get(_ path: String) async throws(AWSFailure) -> Reply {
            try await service.send(
                .get, base + path, headers: token.map { [(name: "X-aws-ec2-metadata-token", value: $0)] } ?? [])
        }
    }

    /// `AWS_EC2_METADATA_SERVICE_ENDPOINT`, else the link-local address of the mode; each may stand in the profile.
    private func endpoint() throws(AWSFailure) -> String {
        let variable = "AWS_EC2_METADATA_SERVICE_ENDPOINT"
        if let given = setting(variable, "ec2_metadata_service_endpoint") {
            guard let endpoint = Endpoint(url: given, region: "") else {
                throw .brokenCredentials(
                    "\(variable) isn't a URL: \(Redactor.url(given))", remedy: "use the form http://169.254.169.254")
            }
            return "\(endpoint.scheme)://\(endpoint.authority)\(endpoint.basePath)"
        }
        let mode = setting("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", "ec2_metadata_service_endpoint_mode")
        return mode?.lowercased() == "ipv6" ? "http://[fd00:ec2::254]" : "http://169.254.169.254"
    }

    /// Sends once, or as often as `AWS_METADATA_SERVICE_NUM_ATTEMPTS` says.
    private func send(
        _ method: HTTPRequest.Method, _ url: String, headers: [(name: String, value: String)]
    ) async throws(AWSFailure) -> Reply {
        let attempts =
            setting("AWS_METADATA_SERVICE_NUM_ATTEMPTS", "metadata_service_num_attempts").flatMap { Int($0) } ?? 1
        let given = setting("AWS_METADATA_SERVICE_TIMEOUT", "metadata_service_timeout").flatMap { Double($0) } ?? 1
        let milliseconds = Int(max(0.001, given > 0 ? min(given, 60) : 0) * 1000)
        let request = HTTPRequest(
            url: url, headers: headers,
            options: .init(
                method: method, bypassesProxy: true, connectMilliseconds: milliseconds, totalMilliseconds: milliseconds)
        )
        var last = Reply.unreachable("")
        for _ in 0..<max(1, min(attempts, 100)) {
            do throws(TransportProblem) {
                let answer = try await fetch(request)
                last = .answer(answer)
                if answer.head.status < 500, answer.head.status != 429 { return last }
            } catch {
                switch error {
                case .failed(.timedOut, let text, mayHaveArrived: true): return .silent(text)
                case .failed: last = .unreachable(error.summary)
                case .badURL, .badHeader, .tooLarge, .headersTooLarge: return .unreachable(error.summary)
                case .cancelled: throw .cancelled
                }
            }
        }
        return last
    }

    private func setting(_ variable: String, _ key: String) -> String? {
        if let value = context.variable(variable) { return value }
        guard let profiles = try? context.files.read() else { return nil }
        return profiles.profile(context.profile?.value ?? "default")?[key].flatMap { $0.isEmpty ? nil : $0 }
    }
}

/// The JSON in which containers and instances hand out credentials.
struct MetadataCredentials: Decodable {
    var code: String?
    var message: String?
    var accessKeyID: String?
    var secretAccessKey: String?
    var token: String?
    var expiration: String?

    private enum CodingKeys: String, CodingKey {
        case code = "Code"
        case message = "Message"
        case accessKeyID = "AccessKeyId"
        case secretAccessKey = "SecretAccessKey"
        case token = "Token"
        case expiration = "Expiration"
    }

    /// Reads an answer; nil where it is something else.
    init?(_ bytes: [UInt8]) {
        guard let fields = try? JSON.decode(MetadataCredentials.self, from: bytes) else { return nil }
        self = fields
    }

    /// What the answer hands out; `source` is where it came from, for messages.
    func credentials(from source: String) throws(AWSFailure) -> Credentials {
        if let code, code != "Success" {
            let said = Redactor.said(Redactor.words(code), Redactor.words(message ?? ""))
            throw .brokenCredentials(
                said.isEmpty ? "\(source) returned an empty code" : "\(source) returned \(said)",
                remedy: "check its role")
        }
        guard let accessKeyID, let secretAccessKey else {
            throw .brokenCredentials("\(source) responded without an access key", remedy: "check its role")
        }
        var credentials = Credentials(
            accessKeyID: accessKeyID, secretAccessKey: secretAccessKey, sessionToken: token)
        if let expiration {
            // Without an end they would be kept for ever.
            guard let end = StoredDate.parse(expiration) else {
                throw .brokenCredentials(
                    "\(source) responded with an invalid Expiration: \(Redactor.value(expiration))",
                    remedy: "it must have the form 2026-11-22T19:16:02Z")
            }
            credentials.expiration = end.secondsSinceEpoch
        }
        return credentials
    }
}
