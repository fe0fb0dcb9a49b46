/// A value of the API's `AutoMLAlgorithm`; one that this list does not know is kept as its text.
public struct AutoMLAlgorithm: APIEnumeration {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let xgboost = AutoMLAlgorithm(rawValue: "xgboost")
    public static let linearLearner = AutoMLAlgorithm(rawValue: "linear-learner")
    public static let mlp = AutoMLAlgorithm(rawValue: "mlp")
    public static let lightgbm = AutoMLAlgorithm(rawValue: "lightgbm")
    public static let catboost = AutoMLAlgorithm(rawValue: "catboost")
    public static let randomforest = AutoMLAlgorithm(rawValue: "randomforest")
    public static let extraTrees = AutoMLAlgorithm(rawValue: "extra-trees")
    public static let nnTorch = AutoMLAlgorithm(rawValue: "nn-torch")
    public static let fastai = AutoMLAlgorithm(rawValue: "fastai")
    public static let cnnQr = AutoMLAlgorithm(rawValue: "cnn-qr")
    public static let deepar = AutoMLAlgorithm(rawValue: "deepar")
    public static let prophet = AutoMLAlgorithm(rawValue: "prophet")
    public static let npts = AutoMLAlgorithm(rawValue: "npts")
    public static let arima = AutoMLAlgorithm(rawValue: "arima")
    public static let ets = AutoMLAlgorithm(rawValue: "ets")

    /// The values that the service model names, in its order.
    public static let known: [AutoMLAlgorithm] = [
        .xgboost, .linearLearner, .mlp, .lightgbm, .catboost, .randomforest, .extraTrees, .nnTorch, .fastai,
        .cnnQr, .deepar, .prophet, .npts, .arima, .ets,
    ]
}
