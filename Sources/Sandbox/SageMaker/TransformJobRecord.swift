import AWSOperations
import AWSSigning

/// A transform job as it was asked for and as it stands.
struct TransformJobRecord: Codable, Sendable {
    var request: CreateTransformJobRequest
    var created: Timestamp
    var status: TransformJobStatus
    var started: Timestamp?
    var ended: Timestamp?
    var lastModified: Timestamp
    var failureReason: String?

    var name: String { request.transformJobName }

    static func arn(_ name: String, in account: Account) -> String {
        account.arn("sagemaker", "transform-job/\(name.lowercased())")
    }

    var isOver: Bool { ![.inProgress, .stopping].contains(status) }

    /// The identifiers of the instances that the job runs on, made from its name.
    var instances: [String] {
        (0..<request.transformResources.instanceCount).map { number in
            "i-0" + String(MD5.hexDigest(Array("\(name)#\(number)".utf8)).prefix(16))
        }
    }

    func summary(in account: Account) -> TransformJobSummary {
        TransformJobSummary(
            transformJobName: name, transformJobArn: Self.arn(name, in: account), creationTime: created,
            transformJobStatus: status,
            transformEndTime: ended, lastModifiedTime: lastModified, failureReason: failureReason)
    }

    /// DescribeTransformJob's answer, with the defaults that the service fills in.
    func description(in account: Account) -> DescribeTransformJobResponse {
        var input = request.transformInput
        input.compressionType = input.compressionType ?? CompressionType.none
        input.splitType = input.splitType ?? SplitType.none
        var output = request.transformOutput
        output.assembleWith = output.assembleWith ?? AssemblyType.none
        output.kmsKeyId = output.kmsKeyId ?? ""
        return DescribeTransformJobResponse(
            transformJobName: name, transformJobArn: Self.arn(name, in: account), transformJobStatus: status,
            modelName: request.modelName, transformInput: input, transformResources: request.transformResources,
            creationTime: created,
            failureReason: failureReason, maxConcurrentTransforms: request.maxConcurrentTransforms,
            modelClientConfig: request.modelClientConfig, maxPayloadInMB: request.maxPayloadInMB,
            batchStrategy: request.batchStrategy, environment: request.environment, transformOutput: output,
            dataCaptureConfig: request.dataCaptureConfig, transformStartTime: started, transformEndTime: ended,
            dataProcessing: DataProcessing(
                inputFilter: request.dataProcessing?.inputFilter ?? "$",
                outputFilter: request.dataProcessing?.outputFilter ?? "$",
                joinSource: request.dataProcessing?.joinSource ?? JoinSource.none),
            experimentConfig: request.experimentConfig)
    }
}
