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
        let containers = await containers(of: job)
        var names = ColumnNames(
            responsesOf: containers, accept: job.transformOutput?.accept, processing: job.dataProcessing)
        guard ColumnNames.isCSV(job.transformInput.contentType),
            let source = await autopilotJob(of: job, containers: containers),
            case .known(let trained) = try? await lookups.trainingColumns(ofJob: source), !trained.hasFeatureList
        else { return names }
        names.features = trained.features
        names.trained = trained.names
        return names
    }

    private var lookups: PreflightLookups { PreflightLookups(services: services, memory: AnswerMemory(), now: now) }

    private func containers(of job: DescribeTransformJobResponse) async -> [ContainerDefinition] {
        if let model = try? await services.describeModel(named: job.modelName) { return model.allContainers }
        return await journal.record(of: job)?.createModel.allContainers ?? []
    }

    /// The Autopilot job that the model comes from: as the journal says, or as its artifacts lie.
    private func autopilotJob(
        of job: DescribeTransformJobResponse, containers: [ContainerDefinition]
    ) async -> String? {
        if let name = await journal.record(of: job)?.autopilotJobName, !name.isEmpty { return name }
        for name in Set(containers.compactMap { $0.modelDataUrl.flatMap(Self.jobName(inArtifact:)) }).sorted() {
            // Others may keep artifacts in folders of the same names.
            guard let output = (try? await services.describeJob(named: name))?.outputLocation,
                containers.contains(where: { $0.modelDataUrl?.hasPrefix("\(output.trimmingSlash)/\(name)/") == true })
            else { continue }
            return name
        }
        return nil
    }

    /// The job of an artifact that lies where Autopilot puts it: in a folder named like the job, then in one of these.
    static func jobName(inArtifact uri: String) -> String? {
        let parts = uri.split(separator: "/")
        let folders: Set<Substring> = ["data-processor-models", "tuning", "sagemaker-automl-candidates"]
        guard let folder = parts.firstIndex(where: folders.contains), folder > 2 else { return nil }
        return String(parts[folder - 1])
    }
}

extension String {
    fileprivate var trimmingSlash: Substring { hasSuffix("/") ? dropLast() : self[...] }
}
