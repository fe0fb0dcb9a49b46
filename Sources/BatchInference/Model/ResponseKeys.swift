import AWSOperations

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
