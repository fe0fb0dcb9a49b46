import AWSOperations
import AWSSigning

/// The endpoint that ECS and EKS put beside a container.
struct ContainerCredentials: CredentialsProvider {
    let context: CredentialsContext
    let services: CredentialsServices
    let name = "container"

    private static let attempts = 3
    /// Over plain HTTP, credentials are asked of these hosts alone (and of loopback).
    private static let trustedHosts: Set<String> = [
        "169.254.170.2", "169.254.170.23", "[fd00:ec2::23]", "localhost", "[::1]",
    ]

    func setUpAt() -> SettingOrigin? {
        ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI"]
            .first { context.variable($0) != nil }.map { .environment($0) }
    }

    func find() async throws(AWSFailure) -> ProviderOutcome {
        let url: String
        if let relative = context.variable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") {
            url = "http://169.254.170.2\(relative.hasBytePrefix("/") ? "" : "/")\(relative)"
        } else if let full = context.variable("AWS_CONTAINER_CREDENTIALS_FULL_URI") {
            url = full
        } else {
            return .skipped("neither AWS_CONTAINER_CREDENTIALS_RELATIVE_URI nor …_FULL_URI is set")
        }
        guard Self.isTrusted(url) else {
            throw .brokenCredentials(
                "AWS_CONTAINER_CREDENTIALS_FULL_URI names a host that isn't allowed for credentials: "
                    + Redactor.url(url),
                remedy: "use https, loopback, or the ECS or EKS address")
        }
        var headers = [(name: "Accept", value: "application/json")]
        if let token = try token() { headers.append((name: "Authorization", value: token)) }
        return .found(
            try await fetch(
                HTTPRequest(
                    url: url, headers: headers,
                    options: .init(
                        method: .get, bypassesProxy: true, connectMilliseconds: 2000, idleSeconds: 2,
                        totalMilliseconds: 5000))))
    }

    static func isTrusted(_ url: String) -> Bool {
        // A query may follow; only scheme and host decide.
        let place = url.untilByte(of: "?#")
        guard let endpoint = Endpoint(url: String(place), region: "") else { return false }
        if endpoint.scheme == "https" { return true }
        var host = Substring(endpoint.authority)
        if let colon = host.lastByteIndex(of: ":"), !host[colon...].containsByte("]") { host = host[..<colon] }
        let octets = host.byteParts(at: ".")
        let isLoopback = octets.count == 4 && octets[0] == "127" && octets.allSatisfy { UInt8($0) != nil }
        return isLoopback || trustedHosts.contains(String(host))
    }

    /// The token to show; from its file each time, since EKS writes a new one now and then.
    private func token() throws(AWSFailure) -> String? {
        var token = context.variable("AWS_CONTAINER_AUTHORIZATION_TOKEN")
        var origin = "AWS_CONTAINER_AUTHORIZATION_TOKEN"
        if let path = context.variable("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE") {
            origin = "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"
            guard let text = (try? FileText.read(path)) ?? nil else {
                throw .brokenCredentials("\(origin): can't read \(path)", remedy: "check that the file exists")
            }
            token = text
        }
        if let token, token.utf8.contains(where: { $0 == 0x0A || $0 == 0x0D }) {
            throw .brokenCredentials(
                "\(origin) contains a line break", remedy: "write the token on one line without it")
        }
        return token
    }

    /// Asks again after any answer that is none: an agent that starts beside the container, or is busy, says anything.
    private func fetch(_ request: HTTPRequest) async throws(AWSFailure) -> Credentials {
        var problem = ""
        var found: MetadataCredentials?
        for attempt in 1...Self.attempts {
            do throws(TransportProblem) {
                let answer = try await services.fetch(request)
                if answer.head.status == 200, let fields = MetadataCredentials(answer.bytes) {
                    found = fields
                    break
                }
                problem = answer.head.status == 200 ? "a response without credentials" : "HTTP \(answer.head.status)"
            } catch {
                if case .cancelled = error { throw .cancelled }
                problem = error.summary
                // No other try would fare better.
                guard case .failed = error else { break }
            }
            if attempt < Self.attempts {
                do { try await services.clock.sleep(Double(attempt) * 0.25) } catch { throw .cancelled }
            }
        }
        if let found { return try found.credentials(from: "the container's endpoint") }
        throw .brokenCredentials(
            "the container's endpoint \(Redactor.url(request.url)) gave no credentials: \(problem)",
            remedy: "check the task's role and the AWS_CONTAINER_… variables")
    }
}
