/// The parts of a sandbox, put together over one directory.
struct SandboxServices {
    let frontDoor: FrontDoor
    let seeder: Seeder
    let transforms: TransformJobRegistry

    init(directory: String, isKept: Bool, user: Principal, timing: SandboxTiming) throws {
        let files = try FileTree(directory + "/account", isKept: isKept)
        let store = try ObjectStore(directory: directory + "/s3", isKept: isKept)
        let uploads = try MultipartUploads(directory: directory + "/uploads")
        let logs = try LogStore(files: files)
        let metrics = try MetricStore(files: files)
        let models = try ModelRegistry(files: files, store: store)
        let runner = TransformRunner(store: store, logs: logs, metrics: metrics)
        transforms = try TransformJobRegistry(files: files, models: models, runner: runner, timing: timing)
        let catalog = AutoMLCatalog()
        let readiness = Readiness()
        let keys = KeyRing(user: user)
        let sageMaker = SageMakerService(
            jobs: catalog, models: models, transforms: transforms, tags: try TagRegistry(files: files))
        frontDoor = FrontDoor(
            gatekeeper: Gatekeeper(keys: keys), readiness: readiness, s3: S3Service(store: store, uploads: uploads),
            queries: QueryServices(keys: keys),
            operations: [
                "SageMaker": sageMaker.operations,
                "Logs_20140328": LogService(store: logs).operations,
                "GraniteServiceVersion20100801": MetricService(store: metrics).operations,
                "ServiceQuotasV20190624": QuotaService().operations,
                "AWSPriceListService": PriceListService().operations,
            ])
        seeder = Seeder(
            files: files, store: store, catalog: catalog, models: models, transforms: transforms, runner: runner,
            readiness: readiness, timing: timing)
    }
}
