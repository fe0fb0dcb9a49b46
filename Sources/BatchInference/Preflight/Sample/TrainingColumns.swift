import AWSOperations

/// The columns that a job was trained on, as far as its training data tell.
struct TrainingColumns: Hashable, Sendable {
    /// Every column, the target among them.
    var names: [String]
    var target: String
    /// Columns that training did not use as features: target and sample weights.
    var excluded: Set<String>
    /// Rows below the header.
    var rows: [[String]]
    /// By row, then by place: values with blanks around them, as they are written.
    var padded: [Int: [Int: String]] = [:]
    /// Whether those rows are all that training had.
    var isWhole = false
    /// Whether a list of features narrows the columns further, in a way that the training data do not show.
    var hasFeatureList: Bool

    /// What the containers expect, in order.
    var features: [String] { names.filter { !excluded.contains($0) } }
    var targetIndex: Int? { names.firstIndex(of: target) }

    /// The profile of a column, target and weights included.
    func profile(at place: Int) -> ColumnProfile {
        guard !padded.isEmpty else {
            return ColumnProfile(rows.lazy.compactMap { place < $0.count ? $0[place] : nil })
        }
        let known = rows.indices.filter { place < rows[$0].count }
        var spelled: [Int: String] = [:]
        for (index, row) in known.enumerated() { spelled[index] = padded[row]?[place] }
        return ColumnProfile(known.lazy.map { rows[$0][place] }, padded: spelled)
    }

    /// Some values of a column, to be compared with others.
    func sample(at place: Int) -> ColumnSample {
        ColumnSample(rows: rows.count) { place < rows[$0].count ? rows[$0][place] : nil }
    }

    /// The values of a column of the sample, empty ones left out.
    func values(of name: String) -> [String] {
        guard let index = names.firstIndex(of: name) else { return [] }
        return rows.compactMap { index < $0.count && !$0[index].isEmpty ? $0[index] : nil }
    }
}

/// Why the columns of the training are not known.
enum TrainingColumnsAnswer: Hashable, Sendable {
    case known(TrainingColumns)
    /// For example text jobs, whose records are no rows; or training data that are no CSV with a header.
    case unknown(String)
    /// Records of time series carry their header, target included; these names it has, as far as they are known.
    ///
    /// `makeup` tells of frequency, horizon, holidays and filling; empty where they aren't known.
    case timeSeries(needed: [String], makeup: String)
}

extension PreflightLookups {
    /// The columns of the job's training data, from the head of their first object. Throws `AWSFailure`.
    ///
    /// With an empty name, the job is the one in whose folder the artifacts lie.
    func trainingColumns(
        ofJob name: String, artifacts: [String], bytes: Int = trainingBytes
    ) async throws -> TrainingColumnsAnswer {
        // The training data are where the job is.
        if let source { return try await source.trainingColumns(ofJob: name, artifacts: artifacts, bytes: bytes) }
        guard let job = try await trainedJob(named: name, artifacts: artifacts) else {
            return .unknown("the model's Autopilot job is unknown")
        }
        let channel = TrainingChannel(job)
        if channel.isTimeSeries { return .timeSeries(needed: channel.seriesColumns, makeup: channel.seriesMakeup) }
        if let reason = channel.formWithoutColumns { return .unknown(reason) }
        let answer = try await columns(of: channel, bytes: bytes)
        guard case .unknown = answer, let content = channel.content, let target = channel.target else { return answer }
        // A text job names its one column itself.
        return .known(
            TrainingColumns(
                names: [content, target], target: target, excluded: [target], rows: [], hasFeatureList: false))
    }

    private func columns(of channel: TrainingChannel, bytes: Int) async throws -> TrainingColumnsAnswer {
        guard let target = channel.target else { return .unknown("the job names no target column") }
        guard let uri = channel.uri, let location = S3Location(uri) else {
            return .unknown("the job names no training data")
        }
        if let type = channel.contentType, !type.lowercased().hasPrefix("text/csv") {
            return .unknown("the training data are \(type)")
        }
        guard let (object, isOnly) = try await firstObject(of: channel, at: location) else {
            return .unknown("the training data no longer exist")
        }
        let sample = try await sample(of: object, bytes: bytes, atMost: max(bytes, Self.sampleBytes * 128))
        if sample.text.hasNoWholeLine { return .unknown("the training data's header is too long to read") }
        let csv = CSVSample(sample.text, rowLimit: Self.trainingRows)
        guard let header = csv.rows.first?.fields, header.contains(target) else {
            return .unknown("the training data have no header with the column '\(target)'")
        }
        return .known(
            TrainingColumns(
                names: header, target: target,
                excluded: channel.content.map { content in Set(header).subtracting([content]) }
                    ?? Set([target, channel.weight].compactMap(\.self)),
                rows: csv.rows.dropFirst().map(\.fields),
                padded: Dictionary(
                    uniqueKeysWithValues: csv.rows.dropFirst().enumerated().lazy
                        .filter { !$0.element.padded.isEmpty }.map { ($0.offset, $0.element.padded) }),
                isWhole: isOnly && sample.isWhole && sample.text.lines.count <= Self.trainingRows,
                hasFeatureList: channel.hasFeatureList))
    }

    /// How much of the training data is compared with.
    static var trainingBytes: Int { 1_048_576 }
    private static var trainingRows: Int { 20_000 }

    /// The first object of the training data, and whether it is the only one.
    private func firstObject(
        of channel: TrainingChannel, at location: S3Location
    ) async throws -> (S3Location, isOnly: Bool)? {
        if channel.isManifest {
            guard let manifest = try await manifest(at: location), let base = S3Location(manifest.prefix),
                let name = manifest.names.first
            else { return nil }
            return (S3Location(bucket: base.bucket, key: base.key + name), manifest.names.count == 1)
        }
        let found = try await once(location) {
            let request = ListObjectsV2Request(bucket: location.bucket, prefix: location.key, maxKeys: 50)
            // Pages may be empty, or hold nothing but markers, with data behind them.
            for try await page in PageSequence(request, fetch: { try await services.listObjects($0) }) {
                let objects = page.contents.filter { $0.$size != 0 && !InputObjects.isStray($0.key) }
                guard let object = objects.first else { continue }
                return FirstObject(key: object.key, isOnly: objects.count == 1 && page.nextPageToken == nil)
            }
            return FirstObject()
        }
        return found.key.map { (S3Location(bucket: location.bucket, key: $0), found.isOnly) }
    }
}

/// The first object of data under a prefix.
private struct FirstObject: Hashable, Sendable {
    /// Nil where there is none.
    var key: String?
    var isOnly = false
}

/// What a job says of its training data, of either version.
private struct TrainingChannel {
    var target: String?
    var weight: String?
    var uri: String?
    var contentType: String?
    var isManifest = false
    var isTimeSeries = false
    /// Item, time, target and groups of a time series.
    var seriesColumns: [String] = []
    var seriesMakeup = ""
    var hasFeatureList = false
    /// The one column that a text job reads.
    var content: String?
    /// Why there are no columns to compare with, of jobs whose records have none.
    var formWithoutColumns: String?

    init(_ description: AutopilotJobDescription) {
        switch description {
        case .v1(let job):
            let channel = job.inputDataConfig.first { $0.channelType != .validation } ?? job.inputDataConfig.first
            target = channel?.targetAttributeName
            weight = channel?.sampleWeightAttributeName
            contentType = channel?.contentType
            take(channel?.dataSource)
            hasFeatureList = job.autoMLJobConfig?.candidateGenerationConfig?.featureSpecificationS3Uri != nil
        case .v2(let job):
            let channels = job.autoMLJobInputDataConfig
            let channel = channels.first { $0.channelType != .validation } ?? channels.first
            let config = job.autoMLProblemTypeConfig
            target = config?.tabularJobConfig?.targetAttributeName
            weight = config?.tabularJobConfig?.sampleWeightAttributeName
            contentType = channel?.contentType
            take(channel?.dataSource)
            hasFeatureList = config?.tabularJobConfig?.featureSpecificationS3Uri != nil
            if let text = config?.textClassificationJobConfig {
                (target, content) = (text.targetLabelColumn, text.contentColumn)
            }
            if config?.imageClassificationJobConfig != nil || job.autoMLProblemTypeConfigName == .imageClassification {
                formWithoutColumns = "an image has none"
            }
            if job.autoMLProblemTypeConfigName == .textGeneration {
                formWithoutColumns = "a prompt has none"
            }
            if let forecast = config?.timeSeriesForecastingJobConfig { seriesMakeup = ForecastNeeds(forecast).text }
            if let series = config?.timeSeriesForecastingJobConfig?.timeSeriesConfig {
                seriesColumns =
                    [series.itemIdentifierAttributeName, series.timestampAttributeName, series.targetAttributeName]
                    + (series.groupingAttributeNames ?? [])
            }
            isTimeSeries =
                config?.timeSeriesForecastingJobConfig != nil
                || job.autoMLProblemTypeConfigName == .timeSeriesForecasting
        }
    }

    private mutating func take(_ source: AutoMLDataSource?) {
        uri = source?.s3DataSource.s3Uri
        isManifest = source?.s3DataSource.s3DataType == .manifestFile
    }
}

extension PreflightLookups {
    /// The Autopilot job of that name; with an empty one, the job that artifacts come from, nil where that is not known.
    /// Throws `AWSFailure`.
    ///
    /// A past transform names no job, but its artifacts lie in a folder of the job's name, below the job's output. Others
    /// may keep artifacts in folders of the same names, so the output is compared.
    func trainedJob(named name: String, artifacts: [String]) async throws -> AutopilotJobDescription? {
        guard name.isEmpty else { return try await job(named: name) }
        for artifact in artifacts {
            guard let name = Self.jobName(inArtifact: artifact) else { continue }
            do {
                let found = try await job(named: name)
                let output = found.outputLocation
                if artifact.hasBytePrefix("\(output.asFolder)\(name)/") { return found }
            } catch {
                guard AWSFailure(wrapping: error).isNotFound else { throw error }
            }
        }
        return nil
    }

    /// The name of the folder in which one of Autopilot's own lies; nil where none does.
    static func jobName(inArtifact uri: String) -> String? {
        let parts = uri.byteParts(at: "/", omittingEmpty: true)
        guard let place = parts.firstIndex(where: { jobFolders.contains(String($0)) }), place > 2 else { return nil }
        return String(parts[place - 1])
    }

    /// What Autopilot makes in the folder of a job.
    private static let jobFolders: Set<String> = [
        "data-processor-models", "tuning", "sagemaker-automl-candidates", "preprocessed-data", "transformed-data",
    ]
}
