import AWSOperations
import BatchInference

/// What a container of a plan file has beside image, artifact and environment: members of CreateModel's
/// ContainerDefinition, which the containers of past models may have.
enum PlanFileContainer {
    struct Problem: Error {
        var key: String
        /// The table that the key stands in; nil for one of the container's own.
        var table: TOMLTable?
        var reason: PlanFileProblem.Reason
    }

    /// A member that is one text.
    private struct TextKey<Root> {
        var name: String
        var path: WritableKeyPath<Root, String?>
    }

    private static var texts: [TextKey<Flat>] {
        [
            TextKey(name: "container-hostname", path: \.hostname),
            TextKey(name: "mode", path: \.mode),
            TextKey(name: "repository-access-mode", path: \.accessMode),
            TextKey(name: "repository-credentials-provider-arn", path: \.credentialsProvider),
            TextKey(name: "model-cache-setting", path: \.cacheSetting),
            TextKey(name: "metrics-endpoint-path", path: \.metricsPath),
        ]
    }

    private static var sourceTexts: [TextKey<Source>] {
        [
            TextKey(name: "channel-name", path: \.channel),
            TextKey(name: "s3-uri", path: \.s3.s3Uri),
            TextKey(name: "s3-data-type", path: \.s3.s3DataType),
            TextKey(name: "compression-type", path: \.compression),
            TextKey(name: "hub-content-arn", path: \.hubContent),
            TextKey(name: "manifest-s3-uri", path: \.s3.manifestS3Uri),
            TextKey(name: "etag", path: \.s3.eTag),
            TextKey(name: "manifest-etag", path: \.s3.manifestETag),
        ]
    }

    private static let frequency = "metric-publish-frequency-in-seconds"
    private static let source = "model-data-source"
    private static let additional = "additional-model-data-sources"
    private static let eula = "accept-eula"

    static let keys = texts.map(\.name) + [frequency, source, additional]

    // MARK: Writing

    static func lines(of settings: ContainerDefinition?) -> [String] {
        guard let settings else { return [] }
        let flat = Flat(settings)
        var lines = texts.compactMap { key in
            flat[keyPath: key.path].map { "\(key.name) = \(PlanFileValue.quoted($0))" }
        }
        if let seconds = flat.metricsFrequency { lines.append("\(frequency) = \(seconds)") }
        if let place = settings.modelDataSource?.s3DataSource {
            lines.append("\(source) = \(inline(Source(place)))")
        }
        if let more = settings.additionalModelDataSources, !more.isEmpty {
            let tables = more.map { inline(Source($0.s3DataSource ?? S3ModelDataSource(), channel: $0.channelName)) }
            lines.append("\(additional) = [\(tables.joined(separator: ", "))]")
        }
        return lines
    }

    private static func inline(_ place: Source) -> String {
        var members = sourceTexts.compactMap { key in
            place[keyPath: key.path].map { "\(key.name) = \(PlanFileValue.quoted($0))" }
        }
        if let accepts = place.s3.modelAccessConfig?.acceptEula { members.append("\(eula) = \(accepts)") }
        return "{ " + members.joined(separator: ", ") + " }"
    }

    // MARK: Reading

    /// The settings in a container's table; nil where it has none.
    static func settings(in table: TOMLTable) throws(Problem) -> ContainerDefinition? {
        var flat = Flat()
        for key in texts {
            guard let value = table[key.name] else { continue }
            flat[keyPath: key.path] = try text(value, key.name)
        }
        if let value = table[frequency] {
            guard let seconds = value.int else {
                throw Problem(key: frequency, reason: .wrongType(expected: "a whole number"))
            }
            flat.metricsFrequency = seconds
        }
        var settings = flat.definition
        if let value = table[source] {
            settings.modelDataSource = ModelDataSource(s3DataSource: try place(value, in: source).s3)
        }
        if let value = table[additional] {
            guard let array = value.array else {
                throw Problem(key: additional, reason: .wrongType(expected: "a list of tables: [{ s3-uri = \"…\" }]"))
            }
            var more: [AdditionalModelDataSource] = []
            for item in array {
                let found = try place(item, in: additional)
                more.append(AdditionalModelDataSource(channelName: found.channel, s3DataSource: found.s3))
            }
            settings.additionalModelDataSources = more
        }
        return settings == ContainerDefinition() ? nil : settings
    }

    private static func place(_ value: TOMLValue, in key: String) throws(Problem) -> Source {
        guard let table = value.table else {
            throw Problem(key: key, reason: .wrongType(expected: "a table: { s3-uri = \"s3://…\" }"))
        }
        let known = sourceTexts.map(\.name) + [eula]
        for name in table.keys where !known.contains(name) {
            throw Problem(key: name, table: table, reason: .unknownKey(near: nearest(to: name, among: known)))
        }
        var place = Source(S3ModelDataSource())
        for key in sourceTexts {
            guard let value = table[key.name] else { continue }
            place[keyPath: key.path] = try text(value, key.name, in: table)
        }
        if let value = table[eula] {
            guard let accepts = value.bool else {
                throw Problem(key: eula, table: table, reason: .wrongType(expected: "true or false"))
            }
            place.s3.modelAccessConfig = ModelAccessConfig(acceptEula: accepts)
        }
        return place
    }

    private static func text(
        _ value: TOMLValue, _ key: String, in table: TOMLTable? = nil
    ) throws(Problem) -> String {
        guard let text = value.string else {
            throw Problem(key: key, table: table, reason: .wrongType(expected: "text in quotes"))
        }
        return text
    }
}

/// The members that are one value each, without the objects around them.
private struct Flat {
    var hostname: String?
    var mode: String?
    var accessMode: String?
    var credentialsProvider: String?
    var cacheSetting: String?
    var metricsPath: String?
    var metricsFrequency: Int?

    init() {}

    init(_ settings: ContainerDefinition) {
        hostname = settings.containerHostname
        mode = settings.mode?.rawValue
        accessMode = settings.imageConfig?.repositoryAccessMode
        credentialsProvider = settings.imageConfig?.repositoryAuthConfig?.repositoryCredentialsProviderArn
        cacheSetting = settings.multiModelConfig?.modelCacheSetting
        let metrics = settings.containerMetricsConfig?.metricsEndpoints?.first
        metricsPath = metrics?.metricsEndpointPath
        metricsFrequency = metrics?.metricPublishFrequencyInSeconds
    }

    var definition: ContainerDefinition {
        var settings = ContainerDefinition(containerHostname: hostname)
        settings.mode = mode.map { ContainerMode(rawValue: $0) }
        if accessMode != nil || credentialsProvider != nil {
            settings.imageConfig = ImageConfig(
                repositoryAccessMode: accessMode,
                repositoryAuthConfig: credentialsProvider.map {
                    RepositoryAuthConfig(repositoryCredentialsProviderArn: $0)
                })
        }
        settings.multiModelConfig = cacheSetting.map { MultiModelConfig(modelCacheSetting: $0) }
        if metricsPath != nil || metricsFrequency != nil {
            settings.containerMetricsConfig = ContainerMetricsConfig(metricsEndpoints: [
                MetricsEndpoint(
                    metricsEndpointPath: metricsPath, metricPublishFrequencyInSeconds: metricsFrequency)
            ])
        }
        return settings
    }
}

/// A place of artifacts, under the name of its channel where it has one.
private struct Source {
    var channel: String?
    var s3: S3ModelDataSource

    init(_ s3: S3ModelDataSource, channel: String? = nil) {
        self.s3 = s3
        self.channel = channel
    }

    var compression: String? {
        get { s3.compressionType?.rawValue }
        set { s3.compressionType = newValue.map { CompressionType(rawValue: $0) } }
    }

    var hubContent: String? {
        get { s3.hubAccessConfig?.hubContentArn }
        set { s3.hubAccessConfig = newValue.map { InferenceHubAccessConfig(hubContentArn: $0) } }
    }
}
