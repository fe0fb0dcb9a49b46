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
