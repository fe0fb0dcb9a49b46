/// Which columns a container reads and writes, by its environment (developer guide, "Select inference response").
struct InferenceSelection: Hashable, Sendable {
    /// SAGEMAKER_INFERENCE_INPUT: what the columns of a request are.
    var input: [String]?
    /// SAGEMAKER_INFERENCE_OUTPUT: what to answer, in this order.
    var output: [String]?
    /// SAGEMAKER_INFERENCE_SUPPORTED: what the container can answer.
    var supported: [String]?

    init(environment: [String: String]) {
        func keys(_ name: String) -> [String]? {
            guard let text = environment[name] else { return nil }
            return text.split(separator: ",").map { String($0.trimmingSpaces).lowercased() }
        }
        input = keys("SAGEMAKER_INFERENCE_INPUT")
        output = keys("SAGEMAKER_INFERENCE_OUTPUT")
        supported = keys("SAGEMAKER_INFERENCE_SUPPORTED")
    }
}
