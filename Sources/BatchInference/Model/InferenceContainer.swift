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

/// The container definitions that a candidate brings: one plain set, or one for each accelerator.
public struct ContainerSets: Hashable, Sendable {
    /// `InferenceContainers`.
    public var plain: [AutoMLContainerDefinition]
    /// `InferenceContainerDefinitions["CPU"]`.
    public var cpu: [AutoMLContainerDefinition]
    /// `InferenceContainerDefinitions["GPU"]`.
    public var gpu: [AutoMLContainerDefinition]
    /// How a model that was made before calls its containers; nil for a candidate's.
    public var execution: InferenceExecutionConfig?

    public init(
        plain: [AutoMLContainerDefinition] = [], cpu: [AutoMLContainerDefinition] = [],
        gpu: [AutoMLContainerDefinition] = [], execution: InferenceExecutionConfig? = nil
    ) {
        self.plain = plain
        self.cpu = cpu
        self.gpu = gpu
        self.execution = execution
    }

    public init(_ candidate: AutoMLCandidate) {
        let byAccelerator = candidate.inferenceContainerDefinitions ?? [:]
        self.init(
            plain: candidate.inferenceContainers ?? [], cpu: byAccelerator["CPU"] ?? [],
            gpu: byAccelerator["GPU"] ?? [])
    }

    public var isEmpty: Bool { plain.isEmpty && cpu.isEmpty && gpu.isEmpty }

    /// The sets that are there, by name.
    public var accelerators: [String] { (cpu.isEmpty ? [] : ["CPU"]) + (gpu.isEmpty ? [] : ["GPU"]) }

    /// The set for reading: the plain one, else CPU, else GPU.
    public var preferred: [AutoMLContainerDefinition] {
        if !plain.isEmpty { return plain }
        return cpu.isEmpty ? gpu : cpu
    }

    /// The set that fits an instance: GPU's on a GPU instance and CPU's elsewhere, where there is a choice.
    public func matching(gpuInstance: Bool) -> [AutoMLContainerDefinition] {
        if gpuInstance, !gpu.isEmpty { return gpu }
        if !gpuInstance, !cpu.isEmpty { return cpu }
        if !plain.isEmpty { return plain }
        return cpu.isEmpty ? gpu : cpu
    }
}

/// Which columns a candidate's containers answer with, set through their environment.
///
/// The rules are those of `inference_response_keys` in the SageMaker Python SDK 2.257 (`sagemaker/automl/automl.py`).
public enum ResponseKeys {
    static let supportedVariable = "SAGEMAKER_INFERENCE_SUPPORTED"
    static let outputVariable = "SAGEMAKER_INFERENCE_OUTPUT"
    static let inputVariable = "SAGEMAKER_INFERENCE_INPUT"

    /// The variables that a choice of keys sets.
    public static let variables: Set<String> = [outputVariable, inputVariable]

    /// Why keys cannot be asked for.
    public enum Problem: Error, Hashable, Sendable {
        /// The last container offers no choice.
        case noChoice
        /// Keys that the last container does not support, and those that it does.
        case unsupported([String], supported: [String])
    }

    /// The keys that can be asked for: those of the last container; empty where it offers no choice.
    public static func supported(by containers: [AutoMLContainerDefinition]) -> [String] {
        (containers.last.flatMap { supported(by: $0.environment ?? [:]) } ?? []).filter { !$0.isEmpty }
    }

    /// The keys that come out as the containers are.
    public static func current(of containers: [AutoMLContainerDefinition]) -> [String] {
        list(containers.last?.environment?[outputVariable])
    }

    /// The keys that come out of a model's containers.
    static func current(of containers: [ContainerDefinition]) -> [String] {
        list(containers.last?.environment?[outputVariable])
    }

    /// The containers with their environment set for the keys, in the order asked for; unchanged for no keys.
    public static func applied(
        _ keys: [String], to containers: [AutoMLContainerDefinition]
    ) -> Result<[AutoMLContainerDefinition], Problem> {
        guard !keys.isEmpty else { return .success(containers) }
        guard let offered = containers.last.flatMap({ supported(by: $0.environment ?? [:]) }) else {
            return .failure(.noChoice)
        }
        let unsupported = keys.filter { !offered.contains($0) }
        guard unsupported.isEmpty else { return .failure(.unsupported(unsupported, supported: offered)) }
        var result = containers
        var previousOutput: String?
        for index in result.indices {
            guard let supported = supported(by: result[index].environment ?? [:]) else {
                previousOutput = nil
                continue
            }
            let output = keys.filter(supported.contains).joined(separator: ",")
            if let previousOutput { result[index].environment?[inputVariable] = previousOutput }
            if !output.isEmpty { result[index].environment?[outputVariable] = output }
            previousOutput = output.isEmpty ? nil : output
        }
        return .success(result)
    }

    /// The entries of the container's own list, stripped, empty ones among them; nil where it has no such list.
    static func supported(by environment: [String: String]) -> [String]? {
        environment[supportedVariable].map(entries)
    }

    /// The entries of a comma list, stripped, without empty ones.
    static func list(_ text: String?) -> [String] { entries(text ?? "").filter { !$0.isEmpty } }

    private static func entries(_ text: String) -> [String] {
        text.split(separator: ",", omittingEmptySubsequences: false).map { part in
            String(part.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
        }
    }
}
