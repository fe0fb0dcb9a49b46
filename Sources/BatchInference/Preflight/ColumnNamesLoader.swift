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

    /// What can be known; what may not be asked, or is gone, is left out, and `shortfall` says why.
    public func names(of job: DescribeTransformJobResponse) async -> ColumnNames {
        let record = await journal.record(of: job)
        var containers = record?.createModel.allContainers ?? []
        var failure: AWSFailure?
        do {
            containers = try await services.describeModel(named: job.modelName).allContainers
        } catch {
            // Of a model that was launched from here, the journal tells as much.
            if record == nil { failure = AWSFailure(wrapping: error) }
        }
        var names = ColumnNames(
            responsesOf: containers, environment: job.environment, accept: job.transformOutput?.accept,
            processing: job.dataProcessing)
        if ColumnNames.isCSV(job.transformOutput?.accept) { names.lack("the column names are unknown", failure) }
        return await complete(
            names, contentType: job.transformInput.contentType, jobName: record?.autopilotJobName ?? "",
            containers: containers)
    }

    /// The same of a launch, whose job may be another account's: the services are then those of that account.
    public func names(of launch: LaunchRecord) async -> ColumnNames {
        await complete(
            ColumnNames(responsesOf: launch), contentType: launch.createTransformJob.transformInput.contentType,
            jobName: launch.autopilotJobName, containers: launch.createModel.allContainers)
    }

    private func complete(
        _ known: ColumnNames, contentType: String?, jobName: String, containers: [ContainerDefinition]
    ) async -> ColumnNames {
        var names = known
        let lookups = PreflightLookups(services: services, memory: AnswerMemory(), now: now)
        guard ColumnNames.isCSV(contentType) else { return names }
        do {
            let answer = try await lookups.trainingColumns(
                ofJob: jobName, artifacts: containers.compactMap(\.modelDataUrl), bytes: 65_536)
            switch answer {
            case .known(let trained) where !trained.hasFeatureList:
                names.trained = trained.names.map { ColumnNames.Trained($0, values: trained.values(of: $0)) }
                names.features = names.trained.filter { !trained.excluded.contains($0.name) }
            case .timeSeries: names.isForecast = true
            default: break
            }
        } catch {
            names.lack("the input's column names are unknown", AWSFailure(wrapping: error))
        }
        return names
    }
}

extension ColumnNames {
    /// Notes why names are missing; what is gone could not be known.
    fileprivate mutating func lack(_ what: String, _ failure: AWSFailure?) {
        guard shortfall == nil, let failure, !failure.isNotFound, failure != .cancelled else { return }
        shortfall = Shortfall(what, failure: failure)
    }
}

extension ColumnNames {
    /// What the containers of a launch answer with.
    init(responsesOf launch: LaunchRecord) {
        let job = launch.createTransformJob
        self.init(
            responsesOf: launch.createModel.allContainers, environment: job.environment,
            accept: job.transformOutput.accept, processing: job.dataProcessing)
    }
}

extension ColumnNames.Trained {
    init(_ name: String, values: [String]) {
        let profile = ColumnProfile(values)
        let isNumeric = profile.kind.map { $0 == .numbers }
        // A sample that has each word several times has all of them.
        let areFew = profile.distinct.count <= 64 && profile.distinct.count * 3 <= profile.count
        self.init(
            name, isNumeric: isNumeric,
            words: profile.kind == .words && areFew ? Set(profile.distinct.map(\.string)) : nil)
    }
}
