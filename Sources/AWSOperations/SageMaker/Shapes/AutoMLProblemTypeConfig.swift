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
