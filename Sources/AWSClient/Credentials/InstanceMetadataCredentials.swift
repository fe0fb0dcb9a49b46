import AWSOperations
import AWSSigning

/// The role of an EC2 instance, from its metadata service by IMDSv2.
struct InstanceMetadataCredentials: CredentialsProvider {
    let context: CredentialsContext
    let services: CredentialsServices
    let name = "instance metadata"

    private static let rolePath = "/latest/meta-data/iam/security-credentials/"

    /// Nothing says beforehand whether this is an instance with a role.
    func setUpAt() -> SettingOrigin? { nil }

    func find() async throws(AWSFailure) -> ProviderOutcome {
        if context.variable("AWS_EC2_METADATA_DISABLED")?.lowercased() == "true" {
            return .skipped("AWS_EC2_METADATA_DISABLED is true")
        }
        let base = try endpoint()
        let token: String
        switch try await send(
            .put, base, "/latest/api/token", header: (name: "X-aws-ec2-metadata-token-ttl-seconds", value: "21600"))
        {
        case .answer(let answer) where answer.head.status == 200:
            token = String(decoding: answer.bytes, as: UTF8.self).trimmed
        case .answer(let answer): return .skipped("no session token from \(base): HTTP \(answer.head.status)")
        case .unreachable(let detail): return .skipped("no metadata service at \(base): \(detail)")
        }
        let header = (name: "X-aws-ec2-metadata-token", value: token)
        let role: String
        switch try await send(.get, base, Self.rolePath, header: header) {
        case .answer(let answer) where answer.head.status == 200:
            let lines = String(decoding: answer.bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
            role = lines.first.map { String($0).trimmed } ?? ""
        case .answer(let answer) where answer.head.status == 404: return .skipped("the instance has no role")
        case .answer(let answer): throw broken("HTTP \(answer.head.status) for the role's name")
        case .unreachable(let detail): throw broken(detail)
        }
        guard !role.isEmpty else { return .skipped("the instance has no role") }
        switch try await send(.get, base, Self.rolePath + PercentEncoding.encode(role), header: header) {
        case .answer(let answer) where answer.head.status == 200:
            return .found(try MetadataCredentials.read(answer.bytes, source: "the instance metadata service"))
        case .answer(let answer): throw broken("HTTP \(answer.head.status) for the role \(role)")
        case .unreachable(let detail): throw broken(detail)
        }
    }

    /// `AWS_EC2_METADATA_SERVICE_ENDPOINT`, else the link-local address of the mode.
    private func endpoint() throws(AWSFailure) -> String {
        if let given = context.variable("AWS_EC2_METADATA_SERVICE_ENDPOINT") {
            guard let endpoint = Endpoint(url: given, region: "") else {
                throw .brokenCredentials(
                    "AWS_EC2_METADATA_SERVICE_ENDPOINT is no URL: \(Redactor.url(given))",
                    remedy: "write it as in http://169.254.169.254")
            }
            return "\(endpoint.scheme)://\(endpoint.authority)\(endpoint.basePath)"
        }
        let isIPv6 = context.variable("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE")?.lowercased() == "ipv6"
        return isIPv6 ? "http://[fd00:ec2::254]" : "http://169.254.169.254"
    }

    private enum Reply {
        case answer(HTTPAnswer)
        case unreachable(String)
    }

    /// Sends once, or as often as `AWS_METADATA_SERVICE_NUM_ATTEMPTS` says.
    private func send(
        _ method: HTTPRequest.Method, _ base: String, _ path: String, header: (name: String, value: String)
    ) async throws(AWSFailure) -> Reply {
        let attempts = context.variable("AWS_METADATA_SERVICE_NUM_ATTEMPTS").flatMap { Int($0) } ?? 1
        let seconds = context.variable("AWS_METADATA_SERVICE_TIMEOUT").flatMap { Double($0) } ?? 1
        let milliseconds = Int(max(0.001, min(seconds, 60)) * 1000)
        let request = HTTPRequest(
            method: method, url: base + path, headers: [header], bypassesProxy: true, connectTimeout: milliseconds,
            totalTimeout: milliseconds)
        var detail = ""
        for _ in 0..<max(1, attempts) {
            do {
                let answer = try await services.fetch(request)
                if answer.head.status < 500 { return .answer(answer) }
                detail = "HTTP \(answer.head.status)"
            } catch TransportProblem.failed(_, let text, _) {
                detail = text
            } catch TransportProblem.badURL(let text) {
                return .unreachable(text)
            } catch {
                throw .cancelled
            }
        }
        return .unreachable(detail)
    }

    private func broken(_ problem: String) -> AWSFailure {
        .brokenCredentials(
            "the instance metadata service: \(problem)", remedy: "check the instance's role, or name a profile")
    }
}
