/// What one account has of its own: jobs, models, transforms, tags, logs and metrics, with the services that tell of
/// them.
struct AccountServices: Sendable {
    let account: Account
    let files: FileTree
    let catalog: AutoMLCatalog
    let models: ModelRegistry
    let transforms: TransformJobRegistry
    let runner: TransformRunner
    private let tags: TagRegistry
    private let logs: LogStore
    private let metrics: MetricStore

    init(
        account: Account, files: FileTree, access: ObjectAccess, roles: RoleDirectory, timing: SandboxTiming
    ) throws {
        self.account = account
        self.files = files
        catalog = try AutoMLCatalog(files: files, timing: timing)
        tags = try TagRegistry(files: files)
        logs = try LogStore(files: files)
        metrics = try MetricStore(files: files)
        models = try ModelRegistry(account: account, files: files, access: access, roles: roles)
        runner = TransformRunner(account: account, access: access, roles: roles, logs: logs, metrics: metrics)
        transforms = try TransformJobRegistry(
            account: account, files: files, models: models, runner: runner, timing: timing)
    }

    /// The JSON operations on what is the account's own, by the prefix of `X-Amz-Target`.
    var operations: [String: [String: JSONOperation]] {
        [
            "SageMaker": SageMakerService(jobs: catalog, models: models, transforms: transforms, tags: tags).operations,
            "Logs_20140328": LogService(account: account, store: logs).operations,
            "GraniteServiceVersion20100801": MetricService(store: metrics).operations,
            "ServiceQuotasV20190624": QuotaService(account: account).operations,
        ]
    }
}
