import AWSOperations

/// Finds out what the columns of a transform's records are called.
///
/// Records carry no names: those of the responses stand in the environment of the model's last container, those of the
/// features in the header of the data that the Autopilot job was trained on.
public struct ColumnNamesLoader: Sendable {
    private let services: any PreflightServices
    private let journal: any LaunchJournal
    private let now: Timestamp

    public init(services: any PreflightServices, journal: any LaunchJournal, now: Timestamp) {
        self.services = services
        self.journal = journal
        self.now = now
    }

    /// What can be known; what may not be asked, or is gone, is left out.
    public func names(of job: DescribeTransformJobResponse) async -> ColumnNames {
        let record = await journal.record(of: job)
        let model = try? await services.describeModel(named: job.modelName)
        let containers = model?.allContainers ?? record?.createModel.allContainers ?? []
        let names = ColumnNames(
            responsesOf: containers, accept: job.transformOutput?.accept, processing: job.dataProcessing)
        return await complete(
            names, contentType: job.transformInput.contentType, jobName: record?.autopilotJobName ?? "",
            containers: containers)
    }

    /// The same of a launch, whose job may be another account's: the services are then those of that account.
    public func names(of launch: LaunchRecord) async -> ColumnNames {
        let job = launch.createTransformJob
        let containers = launch.createModel.allContainers
        let names = ColumnNames(
            responsesOf: containers, accept: job.transformOutput.accept, processing: job.dataProcessing)
        return await complete(
            names, contentType: job.transformInput.contentType, jobName: launch.autopilotJobName,
            containers: containers)
    }

    private func complete(
        _ known: ColumnNames, contentType: String?, jobName: String, containers: [ContainerDefinition]
    ) async -> ColumnNames {
        var names = known
        let lookups = PreflightLookups(services: services, memory: AnswerMemory(), now: now)
        guard ColumnNames.isCSV(contentType),
            case .known(let trained) = try? await lookups.trainingColumns(
                ofJob: jobName, artifacts: containers.compactMap(\.modelDataUrl), bytes: 65_536),
            !trained.hasFeatureList
        else { return names }
        names.features = trained.features
        names.trained = trained.names
        return names
    }
}
