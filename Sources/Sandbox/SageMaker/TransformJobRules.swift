import AWSOperations

/// What CreateTransformJob refuses before anything runs: shapes by the service model, then rules of its prose.
enum TransformJobRules {
    static func check(_ request: CreateTransformJobRequest) throws(ServiceFault) {
        var constraint = Constraint()
        constraint.jobName(request.transformJobName, at: "transformJobName")
        constraint.modelName(request.modelName, at: "modelName")
        constraint.range(request.maxConcurrentTransforms, at: "maxConcurrentTransforms", 0...Int.max)
        constraint.range(request.maxPayloadInMB, at: "maxPayloadInMB", 0...100)
        constraint.member(request.batchStrategy?.rawValue, at: "batchStrategy", of: BatchStrategy.known.map(\.rawValue))
        constraint.count(request.environment?.count, at: "environment", atMost: 16)
        constraint.count(request.tags?.count, at: "tags", atMost: 50)
        constraint.range(
            request.modelClientConfig?.invocationsTimeoutInSeconds,
            at: "modelClientConfig.invocationsTimeoutInSeconds", 1...3600)
        constraint.range(
            request.modelClientConfig?.invocationsMaxRetries, at: "modelClientConfig.invocationsMaxRetries", 0...3)
        let input = request.transformInput
        constraint.s3Address(
            input.dataSource.s3DataSource.s3Uri, at: "transformInput.dataSource.s3DataSource.s3Uri")
        constraint.member(
            input.dataSource.s3DataSource.s3DataType.rawValue,
            at: "transformInput.dataSource.s3DataSource.s3DataType", of: S3DataType.known.map(\.rawValue))
        constraint.member(
            input.splitType?.rawValue, at: "transformInput.splitType", of: SplitType.known.map(\.rawValue))
        constraint.member(
            input.compressionType?.rawValue, at: "transformInput.compressionType",
            of: CompressionType.known.map(\.rawValue))
        constraint.length(input.contentType, at: "transformInput.contentType", 0...256)
        constraint.s3Address(request.transformOutput.s3OutputPath, at: "transformOutput.s3OutputPath")
        constraint.member(
            request.transformOutput.assembleWith?.rawValue, at: "transformOutput.assembleWith",
            of: AssemblyType.known.map(\.rawValue))
        constraint.member(
            request.transformResources.instanceType.rawValue, at: "transformResources.instanceType",
            of: TransformInstanceType.known.map(\.rawValue))
        constraint.range(request.transformResources.instanceCount, at: "transformResources.instanceCount", 1...100)
        constraint.length(request.dataProcessing?.inputFilter, at: "dataProcessing.inputFilter", 0...63)
        constraint.length(request.dataProcessing?.outputFilter, at: "dataProcessing.outputFilter", 0...63)
        constraint.member(
            request.dataProcessing?.joinSource?.rawValue, at: "dataProcessing.joinSource",
            of: JoinSource.known.map(\.rawValue))
        try constraint.check()
        if let problem = TransformEngine.validationProblem(of: request) { throw .validation(problem) }
    }
}
