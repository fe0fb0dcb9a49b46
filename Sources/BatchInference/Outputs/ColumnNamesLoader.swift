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
        var names = ColumnNames(
            responsesOf: containers, accept: job.transformOutput?.accept, processing: job.dataProcessing)
        let lookups = PreflightLookups(services: services, memory: AnswerMemory(), now: now)
        guard ColumnNames.isCSV(job.transformInput.contentType),
            case .known(let trained) = try? await lookups.trainingColumns(
                ofJob: record?.autopilotJobName ?? "", artifacts: containers.compactMap(\.modelDataUrl)),
            !trained.hasFeatureList
        else { return names }
        names.features = trained.features
        names.trained = trained.names
        return names
    }
}
