/// A loopback service that answers SageMaker, S3, STS, IAM, CloudWatch and CloudWatch Logs, and really runs transforms.
public actor Sandbox {
    /// `http://127.0.0.1:PORT`, for `--endpoint-url` and `AWS_ENDPOINT_URL`.
    public nonisolated let endpointURL: String
    public nonisolated let accessKeyID: String
    public nonisolated let secretAccessKey: String
    public nonisolated let region: String
    public nonisolated let accountID: String

    /// Starts the service on 127.0.0.1 and returns as soon as it listens; training and seeding go on beside it.
    ///
    /// - Parameters:
    ///   - port: The port to listen on; 0 for a free one.
    ///   - dataDirectory: Where the state lives and survives a restart; nil for a temporary directory, removed by `stop()`.
    /// - Throws: `SandboxError` where the port is taken or the directory cannot be used.
    public static func start(
        port: Int = 0, dataDirectory: String? = nil, timing: SandboxTiming = .demo
    ) async throws -> Sandbox {
        throw SandboxError.cannotListen(port: port, reason: "not available yet")
    }

    private init(endpointURL: String, accessKeyID: String, secretAccessKey: String, region: String, accountID: String) {
        self.endpointURL = endpointURL
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        self.region = region
        self.accountID = accountID
    }

    /// Ends the service and every running transform; a temporary data directory is removed.
    public func stop() async {}

    /// What other programs need in their environment to use this sandbox, in the order to print it.
    public nonisolated var environmentExports: [(String, String)] {
        [
            ("AWS_ENDPOINT_URL", endpointURL),
            ("AWS_ACCESS_KEY_ID", accessKeyID),
            ("AWS_SECRET_ACCESS_KEY", secretAccessKey),
            ("AWS_DEFAULT_REGION", region),
            ("AWS_REGION", region),
            ("AWS_EC2_METADATA_DISABLED", "true"),
        ]
    }
}
