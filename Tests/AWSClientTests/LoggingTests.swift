import AWSOperations
import AWSSigning
import Logging
import Synchronization
import Testing

@testable import AWSClient

@Suite struct LoggingTests {
    /// Keeps every line.
    final class Lines: Sendable {
        private let state = Mutex<[String]>([])
        var all: [String] { state.withLock { $0 } }
        func add(_ line: String) { state.withLock { $0.append(line) } }
    }

    struct Handler: LogHandler {
        let lines: Lines
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace
        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }
        func log(event: LogEvent) { lines.add("\(event.message)") }
    }

    @Test func everyRequestIsALineWithoutSecrets() async throws {
        let server = LoopbackServer { request, _ in
            request.operation == "AssumeRole"
                ? .xml(
                    """
                    <R><AssumeRoleResult><Credentials><AccessKeyId>ASIA</AccessKeyId>
                    <SecretAccessKey>hush-answer</SecretAccessKey><SessionToken>hush-answer</SessionToken>
                    <Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></R>
                    """)
                : .json(transformPage([]), headers: [("x-amzn-requestid", "r-9"), ("Set-Cookie", "hush-cookie")])
        }
        defer { server.stop() }
        let lines = Lines()
        var configuration = ClientConfiguration(
            credentials: Credentials(
                accessKeyID: "AKIDEXAMPLE", secretAccessKey: "hush-secret", sessionToken: "hush-token"),
            region: "us-east-1", endpointURL: server.url,
            logger: Logger(label: "test") { _ in Handler(lines: lines) })
        configuration.userAgent = "flightdeck"
        let client = AWSClient(configuration: configuration)
        _ = try await client.send(ListTransformJobsRequest())
        _ = try await client.send(AssumeRoleRequest(roleArn: "arn:aws:iam::1:role/r", roleSessionName: "s"))
        let log = lines.all
        let first = try #require(log.first)
        #expect(first.hasPrefix("ListTransformJobs attempt 1: POST \(server.url)/ → 200 in "))
        #expect(first.hasSuffix("request id r-9"))
        #expect(log.contains("> Authorization: [redacted]"))
        #expect(log.contains("> X-Amz-Security-Token: [redacted]"))
        #expect(!log.contains { $0.contains("hush") })
        let signatures = server.requests.compactMap { $0.headers["authorization"]?.suffix(64) }
        #expect(signatures.count == 2)
        for signature in signatures { #expect(!log.contains { $0.contains(signature) }) }
    }
}
