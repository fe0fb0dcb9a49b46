/// The parts of a sandbox, put together over one directory: what each account has, and what the accounts share.
struct SandboxServices {
    let frontDoor: FrontDoor
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
        frontDoor = FrontDoor(
            gatekeeper: Gatekeeper(keys: ring), readiness: readiness, s3: S3Service(access: access, uploads: uploads),
            queries: QueryServices(keys: ring, roles: roles),
            operations: [
                Account.home.number: home.operations.merging(shared) { own, _ in own },
                Account.deploying.number: deploying.operations.merging(shared) { own, _ in own },
            ])
        seeder = Seeder(home: home, deploying: deploying, store: store, readiness: readiness, timing: timing)
    }
}
