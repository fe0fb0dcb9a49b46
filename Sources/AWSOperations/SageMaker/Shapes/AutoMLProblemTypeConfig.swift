/// The problem type of a V2 job: exactly one member is set.
public struct AutoMLProblemTypeConfig: Codable, Hashable, Sendable {
    public var imageClassificationJobConfig: ImageClassificationJobConfig?
    public var textClassificationJobConfig: TextClassificationJobConfig?
    public var timeSeriesForecastingJobConfig: TimeSeriesForecastingJobConfig?
    public var tabularJobConfig: TabularJobConfig?

    public init(
        imageClassificationJobConfig: ImageClassificationJobConfig? = nil,
        textClassificationJobConfig: TextClassificationJobConfig? = nil,
        timeSeriesForecastingJobConfig: TimeSeriesForecastingJobConfig? = nil,
        tabularJobConfig: TabularJobConfig? = nil
    ) {
        self.imageClassificationJobConfig = imageClassificationJobConfig
        self.textClassificationJobConfig = textClassificationJobConfig
        self.timeSeriesForecastingJobConfig = timeSeriesForecastingJobConfig
        self.tabularJobConfig = tabularJobConfig
    }

    private enum CodingKeys: String, CodingKey {
        case imageClassificationJobConfig = "ImageClassificationJobConfig"
        case textClassificationJobConfig = "TextClassificationJobConfig"
        case timeSeriesForecastingJobConfig = "TimeSeriesForecastingJobConfig"
        case tabularJobConfig = "TabularJobConfig"
    }
}

/// A value of the API's `AutoMLProblemTypeConfigName`; one that this list does not know is kept as its text.
public struct AutoMLProblemTypeConfigName: APIEnumeration {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let imageClassification = AutoMLProblemTypeConfigName(rawValue: "ImageClassification")
    public static let textClassification = AutoMLProblemTypeConfigName(rawValue: "TextClassification")
    public static let timeSeriesForecasting = AutoMLProblemTypeConfigName(rawValue: "TimeSeriesForecasting")
    public static let tabular = AutoMLProblemTypeConfigName(rawValue: "Tabular")
    public static let textGeneration = AutoMLProblemTypeConfigName(rawValue: "TextGeneration")

    /// The values that the service model names, in its order.
    public static let known: [AutoMLProblemTypeConfigName] = [
        .imageClassification, .textClassification, .timeSeriesForecasting, .tabular, .textGeneration,
    ]
}

/// A value of the API's `ProblemType`; one that this list does not know is kept as its text.
public struct ProblemType: APIEnumeration {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let binaryClassification = ProblemType(rawValue: "BinaryClassification")
    public static let multiclassClassification = ProblemType(rawValue: "MulticlassClassification")
    public static let regression = ProblemType(rawValue: "Regression")

    /// The values that the service model names, in its order.
    public static let known: [ProblemType] = [
        .binaryClassification, .multiclassClassification, .regression,
    ]
}

/// Tabular job config.
public struct TabularJobConfig: Codable, Hashable, Sendable {
    public var candidateGenerationConfig: CandidateGenerationConfig?
    public var completionCriteria: AutoMLJobCompletionCriteria?
    /// 0 to 1024 characters, matching `(https|s3)://([^/]+)/?(.*)`.
    public var featureSpecificationS3Uri: String?
    public var mode: AutoMLMode?
    public var generateCandidateDefinitionsOnly: Bool?
    public var problemType: ProblemType?
    /// At least 1 characters.
    @Promised public var targetAttributeName: String
    /// 1 to 256 characters, matching `[a-zA-Z0-9_-]+`.
    public var sampleWeightAttributeName: String?

    public init(
        targetAttributeName: String,
        candidateGenerationConfig: CandidateGenerationConfig? = nil,
        completionCriteria: AutoMLJobCompletionCriteria? = nil,
        featureSpecificationS3Uri: String? = nil,
        mode: AutoMLMode? = nil,
        generateCandidateDefinitionsOnly: Bool? = nil,
        problemType: ProblemType? = nil,
        sampleWeightAttributeName: String? = nil
    ) {
        self.candidateGenerationConfig = candidateGenerationConfig
        self.completionCriteria = completionCriteria
        self.featureSpecificationS3Uri = featureSpecificationS3Uri
        self.mode = mode
        self.generateCandidateDefinitionsOnly = generateCandidateDefinitionsOnly
        self.problemType = problemType
        self.targetAttributeName = targetAttributeName
        self.sampleWeightAttributeName = sampleWeightAttributeName
    }

    private enum CodingKeys: String, CodingKey {
        case candidateGenerationConfig = "CandidateGenerationConfig"
        case completionCriteria = "CompletionCriteria"
        case featureSpecificationS3Uri = "FeatureSpecificationS3Uri"
        case mode = "Mode"
        case generateCandidateDefinitionsOnly = "GenerateCandidateDefinitionsOnly"
        case problemType = "ProblemType"
        case targetAttributeName = "TargetAttributeName"
        case sampleWeightAttributeName = "SampleWeightAttributeName"
    }
}

/// Image classification job config.
public struct ImageClassificationJobConfig: Codable, Hashable, Sendable {
    public var completionCriteria: AutoMLJobCompletionCriteria?

    public init(completionCriteria: AutoMLJobCompletionCriteria? = nil) {
        self.completionCriteria = completionCriteria
    }

    private enum CodingKeys: String, CodingKey {
        case completionCriteria = "CompletionCriteria"
    }
}

/// Text classification job config.
public struct TextClassificationJobConfig: Codable, Hashable, Sendable {
    public var completionCriteria: AutoMLJobCompletionCriteria?
    /// 1 to 256 characters.
    @Promised public var contentColumn: String
    /// 1 to 256 characters.
    @Promised public var targetLabelColumn: String

    public init(
        contentColumn: String,
        targetLabelColumn: String,
        completionCriteria: AutoMLJobCompletionCriteria? = nil
    ) {
        self.completionCriteria = completionCriteria
        self.contentColumn = contentColumn
        self.targetLabelColumn = targetLabelColumn
    }

    private enum CodingKeys: String, CodingKey {
        case completionCriteria = "CompletionCriteria"
        case contentColumn = "ContentColumn"
        case targetLabelColumn = "TargetLabelColumn"
    }
}

/// Time series forecasting job config.
public struct TimeSeriesForecastingJobConfig: Codable, Hashable, Sendable {
    /// 0 to 1024 characters, matching `(https|s3)://([^/]+)/?(.*)`.
    public var featureSpecificationS3Uri: String?
    public var completionCriteria: AutoMLJobCompletionCriteria?
    /// 1 to 5 characters.
    @Promised public var forecastFrequency: String
    /// At least 1.
    @Promised public var forecastHorizon: Int
    /// 1 to 5 entries.
    public var forecastQuantiles: [String]?
    @Promised public var timeSeriesConfig: TimeSeriesConfig
    public var candidateGenerationConfig: CandidateGenerationConfig?
    public var transformations: TimeSeriesTransformations?
    /// 1 entry.
    public var holidayConfig: [HolidayConfigAttributes]?

    public init(
        forecastFrequency: String,
        forecastHorizon: Int,
        timeSeriesConfig: TimeSeriesConfig,
        featureSpecificationS3Uri: String? = nil,
        completionCriteria: AutoMLJobCompletionCriteria? = nil,
        forecastQuantiles: [String]? = nil,
        candidateGenerationConfig: CandidateGenerationConfig? = nil
    ) {
        self.featureSpecificationS3Uri = featureSpecificationS3Uri
        self.completionCriteria = completionCriteria
        self.forecastFrequency = forecastFrequency
        self.forecastHorizon = forecastHorizon
        self.forecastQuantiles = forecastQuantiles
        self.timeSeriesConfig = timeSeriesConfig
        self.candidateGenerationConfig = candidateGenerationConfig
    }

    private enum CodingKeys: String, CodingKey {
        case featureSpecificationS3Uri = "FeatureSpecificationS3Uri"
        case completionCriteria = "CompletionCriteria"
        case forecastFrequency = "ForecastFrequency"
        case forecastHorizon = "ForecastHorizon"
        case forecastQuantiles = "ForecastQuantiles"
        case timeSeriesConfig = "TimeSeriesConfig"
        case candidateGenerationConfig = "CandidateGenerationConfig"
        case transformations = "Transformations"
        case holidayConfig = "HolidayConfig"
    }
}

/// How gaps in series are filled, and values that are closer together than the frequency put together.
public struct TimeSeriesTransformations: Codable, Hashable, Sendable {
    /// By column, then by kind of gap: `middlefill`, `backfill`, `futurefill` and the like.
    public var filling: [String: [String: String]]?
    /// By column: `sum`, `avg`, `first`, `min` or `max`.
    public var aggregation: [String: String]?

    public init(filling: [String: [String: String]]? = nil, aggregation: [String: String]? = nil) {
        self.filling = filling
        self.aggregation = aggregation
    }

    private enum CodingKeys: String, CodingKey {
        case filling = "Filling"
        case aggregation = "Aggregation"
    }
}

/// A country whose holidays a forecast takes into account.
public struct HolidayConfigAttributes: Codable, Hashable, Sendable {
    /// 2 characters.
    public var countryCode: String?

    public init(countryCode: String? = nil) {
        self.countryCode = countryCode
    }

    private enum CodingKeys: String, CodingKey {
        case countryCode = "CountryCode"
    }
}

/// Time series config.
public struct TimeSeriesConfig: Codable, Hashable, Sendable {
    /// At least 1 characters.
    @Promised public var targetAttributeName: String
    /// 1 to 256 characters.
    @Promised public var timestampAttributeName: String
    /// 1 to 256 characters.
    @Promised public var itemIdentifierAttributeName: String
    /// 1 to 5 entries.
    public var groupingAttributeNames: [String]?

    public init(
        targetAttributeName: String,
        timestampAttributeName: String,
        itemIdentifierAttributeName: String,
        groupingAttributeNames: [String]? = nil
    ) {
        self.targetAttributeName = targetAttributeName
        self.timestampAttributeName = timestampAttributeName
        self.itemIdentifierAttributeName = itemIdentifierAttributeName
        self.groupingAttributeNames = groupingAttributeNames
    }

    private enum CodingKeys: String, CodingKey {
        case targetAttributeName = "TargetAttributeName"
        case timestampAttributeName = "TimestampAttributeName"
        case itemIdentifierAttributeName = "ItemIdentifierAttributeName"
        case groupingAttributeNames = "GroupingAttributeNames"
    }
}
