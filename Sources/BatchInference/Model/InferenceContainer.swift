import AWSOperations

/// What an inference container does for the candidate.
public enum ContainerRole: Hashable, Sendable, CustomStringConvertible {
    /// Turns rows into features.
    case featureTransform
    /// Predicts.
    case algorithm
    /// Turns class numbers back into labels.
    case inverseLabelTransform
    /// A mode that this list does not know, as its text.
    case other(String)

    init(environment: [String: String]) {
        switch environment["AUTOML_TRANSFORM_MODE"] {
        case nil: self = .algorithm
        case "feature-transform": self = .featureTransform
        case "inverse-label-transform": self = .inverseLabelTransform
        case .some(let mode): self = .other(mode)
        }
    }

    public var description: String {
        switch self {
        case .featureTransform: "feature-transform"
        case .algorithm: "algorithm"
        case .inverseLabelTransform: "inverse labels"
        case .other(let mode): mode
        }
    }
}

/// One inference container of a candidate, taken apart for reading.
public struct InferenceContainer: Hashable, Sendable {
    /// From 1, in the order in which a record passes through.
    public var position: Int
    public var role: ContainerRole
    /// The image's full address.
    public var image: String
    public var modelDataUrl: String
    /// Sorted by key.
    public var environment: [EnvironmentEntry]
    /// The response keys that it can give (`SAGEMAKER_INFERENCE_SUPPORTED`); empty where it offers no choice.
    public var supportedOutputs: [String]
    /// The response keys that it gives (`SAGEMAKER_INFERENCE_OUTPUT`).
    public var outputs: [String]

    public init(_ definition: AutoMLContainerDefinition, position: Int) {
        let environment = definition.environment ?? [:]
        self.position = position
        role = ContainerRole(environment: environment)
        image = definition.image
        modelDataUrl = definition.modelDataUrl
        self.environment = environment.sorted { $0.key < $1.key }.map {
            EnvironmentEntry(name: $0.key, value: $0.value)
        }
        supportedOutputs = ResponseKeys.list(environment[ResponseKeys.supportedVariable])
        outputs = ResponseKeys.list(environment[ResponseKeys.outputVariable])
    }

    /// The image without registry, common prefix and platform: `xgboost:1.3-1`.
    public var shortImage: String { Self.shortImage(image) }

    static func shortImage(_ image: String) -> String {
        var text = String(image.pathName)
        if let digest = text.firstByteIndex(of: "@") { text = String(text[..<digest]) }
        if text.hasPrefix("sagemaker-") { text = String(text.dropFirst(10)) }
        for suffix in ["-py3", "-cpu", "-gpu"] where text.hasSuffix(suffix) {
            text = String(text.dropLast(suffix.count))
        }
        return text
    }
}

/// One environment variable.
public struct EnvironmentEntry: Hashable, Sendable {
    public var name: String
    public var value: String

    public init(name: String, value: String) {
        self.name = name
        self.value = value
    }
}
