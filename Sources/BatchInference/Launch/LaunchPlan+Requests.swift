import AWSOperations

extension LaunchPlan {
    /// The two requests of a launch.
    public struct Requests: Hashable, Sendable {
        public var createModel: CreateModelRequest
        public var createTransformJob: CreateTransformJobRequest
    }

    /// Exactly what will be sent; with the defaults, the requests of AWS's batch-inference page.
    ///
    /// Response keys and changes of the environment that cannot be had are left out here and reported by `problems()`.
    public var requests: Requests {
        Requests(createModel: createModelRequest, createTransformJob: createTransformJobRequest)
    }

    private var createModelRequest: CreateModelRequest {
        CreateModelRequest(
            modelName: modelName,
            containers: modelContainers.map(ContainerDefinition.init),
            inferenceExecutionConfig: containerSets.execution,
            executionRoleArn: roleArn.nonEmpty,
            tags: tags.isEmpty ? nil : tags,
            vpcConfig: subnets.isEmpty && securityGroupIDs.isEmpty
                ? nil : VpcConfig(securityGroupIds: securityGroupIDs, subnets: subnets),
            enableNetworkIsolation: networkIsolation ? true : nil)
    }

    private var createTransformJobRequest: CreateTransformJobRequest {
        CreateTransformJobRequest(
            transformJobName: transformJobName,
            modelName: modelName,
            transformInput: TransformInput(
                dataSource: TransformDataSource(
                    s3DataSource: TransformS3DataSource(s3DataType: inputKind, s3Uri: input)),
                contentType: contentType.nonEmpty,
                compressionType: compression == .none ? nil : compression,
                splitType: split),
            transformOutput: TransformOutput(
                s3OutputPath: output, accept: accept.nonEmpty, assembleWith: assemble, kmsKeyId: outputKmsKey.nonEmpty),
            transformResources: TransformResources(
                instanceType: instanceType, instanceCount: instanceCount, volumeKmsKeyId: volumeKmsKey.nonEmpty,
                transformAmiVersion: amiVersion.nonEmpty),
            maxConcurrentTransforms: maxConcurrentTransforms,
            modelClientConfig: invocationTimeout == nil && invocationRetries == nil
                ? nil
                : ModelClientConfig(
                    invocationsTimeoutInSeconds: invocationTimeout, invocationsMaxRetries: invocationRetries),
            maxPayloadInMB: maxPayloadInMB,
            batchStrategy: batchStrategy,
            environment: environment.isEmpty
                ? nil : Dictionary(environment.map { ($0.name, $0.value) }, uniquingKeysWith: { _, last in last }),
            dataCaptureConfig: captureDestination.nonEmpty.map {
                BatchDataCaptureConfig(
                    destinationS3Uri: $0, kmsKeyId: captureKmsKey.nonEmpty,
                    generateInferenceId: captureGeneratesInferenceID ? true : nil)
            },
            dataProcessing: inputFilter.isEmpty && outputFilter.isEmpty && join == .none
                ? nil
                : DataProcessing(
                    inputFilter: inputFilter.nonEmpty, outputFilter: outputFilter.nonEmpty,
                    joinSource: join == .none ? nil : join),
            tags: tags.isEmpty ? nil : tags,
            experimentConfig: experiment)
    }
}

extension String {
    /// The text, or nil where it is empty.
    fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}
