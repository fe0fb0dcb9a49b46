import AWSOperations

/// A loopback service that answers SageMaker, S3, STS, IAM, KMS, ECR, Service Quotas, the price list, CloudWatch and its
/// Logs for two accounts, and really runs transforms.
public actor Sandbox {
    /// The region of every sandbox, known before one is started.
    public static let homeRegion = Account.region

    /// `http://127.0.0.1:PORT`, for `--endpoint-url` and `AWS_ENDPOINT_URL`.
    public nonisolated let endpointURL: String
    public nonisolated let accessKeyID: String
    public nonisolated let secretAccessKey: String
    public nonisolated let region: String
    public nonisolated let accountID: String
    /// The users and roles of both accounts; the first is the one that `accessKeyID` belongs to.
    public nonisolated let profiles: [SandboxProfile]
    /// Where the state lives: the caller's directory, or one that `stop()` removes.
    public nonisolated let directory: String

    /// What was asked for that changed something, for tests.
    nonisolated let record: RequestRecord
    private let server: LoopbackServer
    private let transforms: [TransformJobRegistry]
    private let seeding: Task<Void, Never>
    /// The directory to remove at the end; nil where the caller keeps it.
    private let scratch: ScratchDirectory?

    /// Starts the service on 127.0.0.1 and returns as soon as it listens; training and seeding go on beside it.
    ///
    /// - Parameters:
    ///   - port: The port to listen on; 0 for a free one.
    ///   - dataDirectory: Where the state lives and survives a restart; nil for a temporary directory, removed by `stop()`.
    /// - Throws: `SandboxError` where the port is taken or the directory cannot be used.
    public static func start(
        port: Int = 0, dataDirectory: String? = nil, timing: SandboxTiming = .demo
    ) async throws -> Sandbox {
        let scratch = dataDirectory == nil ? try ScratchDirectory() : nil
        let directory = dataDirectory ?? scratch?.path ?? ""
        if scratch != nil { Task.detached(priority: .background) { ScratchDirectory.removeAbandoned() } }
        let keys = Account.all.map { account in
            dataDirectory.flatMap { AccessKey(of: account, keptIn: $0) } ?? AccessKey.random()
        }
        let users = zip(Account.all, keys).map { Principal(userOf: $0, key: $1) }
        let services: SandboxServices
        do {
            services = try SandboxServices(
                directory: directory, isKept: dataDirectory != nil, users: users, timing: timing)
        } catch {
            throw SandboxError.unusableDirectory(path: directory, reason: SandboxError.reason(error))
        }
        if let dataDirectory {
            for (account, key) in zip(Account.all, keys) { key.keep(of: account, in: dataDirectory) }
        }
        do {
            let router = services.router
            let server = try await LoopbackServer.start(
                port: port,
                handler: LoopbackServer.Handler(
                    check: { await router.refusal(of: $0) }, respond: { await router.respond(to: $0) }))
            let seeder = services.seeder
            return Sandbox(
                server: server, record: router.record,
                profiles: SandboxProfile.all(home: keys[0], deploying: keys[1]),
                transforms: [services.home.transforms, services.deploying.transforms],
                seeding: Task { await seeder.run() }, directory: directory, scratch: scratch)
        } catch {
            scratch?.remove()
            throw error
        }
    }

    private init(
        server: LoopbackServer, record: RequestRecord, profiles: [SandboxProfile], transforms: [TransformJobRegistry],
        seeding: Task<Void, Never>, directory: String,
        scratch: ScratchDirectory?
    ) {
        self.server = server
        self.record = record
        self.transforms = transforms
        self.seeding = seeding
        self.scratch = scratch
        endpointURL = "http://127.0.0.1:\(server.port)"
        self.directory = directory
        self.profiles = profiles
        accessKeyID = profiles[0].accessKeyID
        secretAccessKey = profiles[0].secretAccessKey
        region = Account.region
        accountID = profiles[0].accountID
    }

    /// Ends the service and every running transform; a temporary data directory is removed.
    public func stop() async {
        await server.stop()
        await seeding.value
        for registry in transforms { await registry.shutDown() }
        scratch?.remove()
    }

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

    /// Writes the profiles into a directory as files of the AWS CLI and the SDKs, readable by their owner alone.
    ///
    /// - Parameter directory: Where `config` and `credentials` go; made where it is missing.
    /// - Returns: The paths, absolute, for `AWS_CONFIG_FILE` and `AWS_SHARED_CREDENTIALS_FILE`.
    /// - Throws: `SandboxError` where they cannot be written.
    public nonisolated func writeProfiles(
        inDirectory directory: String
    ) throws(SandboxError) -> (config: String, credentials: String) {
        try ProfileFiles(profiles: profiles, endpointURL: endpointURL).write(into: directory)
    }
}

/// The parts of a sandbox, put together over one directory: what each account has, and what the accounts share.
struct SandboxServices {
    let router: RequestRouter
    let seeder: Seeder
    let home: AccountServices
    let deploying: AccountServices

    /// - Parameter users: The users of the two accounts.
    init(directory: String, isKept: Bool, users: [Principal], timing: SandboxTiming) throws {
        let homeFiles = try FileTree(directory + "/account", isKept: isKept)
        let deployingFiles = try FileTree(directory + "/accounts/\(Account.deploying.number)", isKept: isKept)
        let store = try ObjectStore(directory: directory + "/s3", isKept: isKept)
        let uploads = try MultipartUploads(directory: directory + "/uploads", isKept: isKept)
        let roles = try RoleDirectory(
            files: [Account.home.number: homeFiles, Account.deploying.number: deployingFiles])
        let keys = try KeyStore(files: homeFiles)
        let access = ObjectAccess(store: store, keys: keys)
        home = try AccountServices(account: .home, files: homeFiles, access: access, roles: roles, timing: timing)
        deploying = try AccountServices(
            account: .deploying, files: deployingFiles, access: access, roles: roles, timing: timing)
        let shared = [
            "AWSPriceListService": PriceListService().operations,
            "TrentService": KeyService(store: keys).operations,
            "AmazonEC2ContainerRegistry_V20150921": RegistryService(registry: try ImageRegistry(files: homeFiles))
                .operations,
        ]
        let readiness = Readiness()
        let ring = KeyRing(users: users)
        router = RequestRouter(
            verifier: RequestVerifier(keys: ring), readiness: readiness,
            s3: S3Service(access: access, uploads: uploads),
            queries: QueryServices(keys: ring, roles: roles),
            operations: [
                Account.home.number: home.operations.merging(shared) { own, _ in own },
                Account.deploying.number: deploying.operations.merging(shared) { own, _ in own },
            ])
        seeder = Seeder(
            home: home, deploying: deploying, store: store, readiness: readiness, directory: directory, timing: timing)
    }
}
