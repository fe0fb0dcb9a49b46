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
    }
}
