import AWSOperations

/// What CreateTransformJob refuses before anything runs.
enum TransformValidation {
    /// The message of a ValidationException; nothing where the request is sound.
    ///
    /// Rules: API reference, CreateTransformJob and DataProcessing.
    static func problem(of request: CreateTransformJobRequest) -> String? {
        let (input, output) = (request.transformInput, request.transformOutput)
        if S3Location(input.dataSource.s3DataSource.s3Uri) == nil {
            return "Invalid S3Uri in TransformInput: \(input.dataSource.s3DataSource.s3Uri)"
        }
        if S3Location(output.s3OutputPath) == nil { return "Invalid S3OutputPath: \(output.s3OutputPath)" }
        let dataType = input.dataSource.s3DataSource.s3DataType
        if dataType != .s3Prefix, dataType != .manifestFile { return "Unsupported S3DataType: \(dataType)" }
        if let problem = limitsProblem(of: request) { return problem }
        let splits = input.splitType ?? .none
        if !SplitType.known.contains(splits) { return "Unsupported SplitType: \(splits)" }
        if let strategy = request.batchStrategy, !BatchStrategy.known.contains(strategy) {
            return "Unsupported BatchStrategy: \(strategy)"
        }
        return processingProblem(of: request)
    }

    private static func limitsProblem(of request: CreateTransformJobRequest) -> String? {
        let (payload, concurrent) = (request.maxPayloadInMB, request.maxConcurrentTransforms)
        if let payload, !(0...100).contains(payload) { return "MaxPayloadInMB must be between 0 and 100" }
        if let concurrent, concurrent < 0 { return "MaxConcurrentTransforms must not be negative" }
        if let payload, let concurrent, payload > 0, concurrent > 100 / payload {
            return "MaxConcurrentTransforms (\(concurrent)) * MaxPayloadInMB (\(payload)) must not exceed 100 MB"
        }
        if !(1...100).contains(request.transformResources.instanceCount) {
            return "InstanceCount must be between 1 and 100"
        }
        if let environment = request.environment, environment.count > 16 {
            return "Environment must have at most 16 entries"
        }
        return nil
    }

    private static func processingProblem(of request: CreateTransformJobRequest) -> String? {
        guard let processing = request.dataProcessing else { return nil }
        let (input, output) = (request.transformInput, request.transformOutput)
        for filter in [processing.inputFilter, processing.outputFilter].compactMap(\.self) {
            do throws(JSONPathProblem) {
                _ = try JSONPath(filter)
            } catch {
                return error.message
            }
        }
        guard processing.joinSource == .input else { return nil }
        if RecordFormat(contentType: input.contentType) == .opaque {
            return "JoinSource Input needs a ContentType of CSV, JSON or JSON Lines, not \(input.contentType ?? "none")"
        }
        if let accept = output.accept, accept != input.contentType {
            return "JoinSource Input needs Accept (\(accept)) to equal ContentType (\(input.contentType ?? "none"))"
        }
        let (splits, assembles) = (input.splitType ?? .none, output.assembleWith ?? .none)
        if splits.rawValue != assembles.rawValue {
            return "JoinSource Input needs AssembleWith (\(assembles)) to equal SplitType (\(splits))"
        }
        return nil
    }
}
