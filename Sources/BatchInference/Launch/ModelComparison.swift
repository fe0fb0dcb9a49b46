import AWSOperations

extension DescribeModelResponse {
    /// What differs from the model that a request would make, in words; empty where they are the same.
    ///
    /// Only what decides the predictions and the rights is compared: containers, role, network.
    func differences(from request: CreateModelRequest) -> [String] {
        var differences: [String] = []
        if !unread.isEmpty { differences.append("parts of its description can't be read") }
        let here = allContainers
        let wanted = request.allContainers
        if here.count != wanted.count {
            differences.append("it has \(DisplayText.counted(here.count, "container")) instead of \(wanted.count)")
        } else {
            for (index, pair) in zip(here, wanted).enumerated() {
                let place = "container \(index + 1)"
                if pair.0.image != pair.1.image { differences.append("\(place) has another image") }
                if pair.0.modelDataUrl.map({ ByteText($0) }) != pair.1.modelDataUrl.map({ ByteText($0) }) {
                    differences.append("\(place) has another artifact")
                }
                if pair.0.modelPackageName != pair.1.modelPackageName {
                    differences.append("\(place) has another model package")
                    continue
                }
                if (pair.0.environment ?? [:]) != (pair.1.environment ?? [:]) {
                    differences.append("\(place) has another environment")
                }
                if (pair.0.settings ?? ContainerDefinition()) != (pair.1.settings ?? ContainerDefinition()) {
                    differences.append("\(place) has other settings")
                }
            }
        }
        let serial = InferenceExecutionConfig(mode: "Serial")
        if (inferenceExecutionConfig ?? serial) != (request.inferenceExecutionConfig ?? serial) {
            differences.append("its containers are invoked in another mode")
        }
        if executionRoleArn != request.executionRoleArn {
            differences.append("its role is \(executionRoleArn ?? "none")")
        }
        if Set(vpcConfig?.subnets ?? []) != Set(request.vpcConfig?.subnets ?? [])
            || Set(vpcConfig?.securityGroupIds ?? []) != Set(request.vpcConfig?.securityGroupIds ?? [])
        {
            differences.append("it runs in another network")
        }
        if (enableNetworkIsolation ?? false) != (request.enableNetworkIsolation ?? false) {
            differences.append("its network isolation differs")
        }
        return differences
    }

    var allContainers: [ContainerDefinition] {
        if let containers, !containers.isEmpty { return containers }
        return primaryContainer.map { [$0] } ?? []
    }
}

extension CreateModelRequest {
    var allContainers: [ContainerDefinition] {
        if let containers, !containers.isEmpty { return containers }
        return primaryContainer.map { [$0] } ?? []
    }
}

extension DescribeTransformJobResponse {
    /// Whether this is the job that a request would make; what the request leaves to the service is not compared.
    func matches(_ request: CreateTransformJobRequest) -> Bool {
        func agrees<Value: Equatable>(_ wanted: Value?, _ here: Value?) -> Bool { wanted == nil || wanted == here }
        let wantedInput = request.transformInput
        let wantedOutput = request.transformOutput
        return unread.isEmpty && transformJobName == request.transformJobName && modelName == request.modelName
            && transformInput.dataSource == wantedInput.dataSource
            && agrees(wantedInput.contentType, transformInput.contentType)
            && agrees(wantedInput.compressionType, transformInput.compressionType)
            && agrees(wantedInput.splitType, transformInput.splitType)
            && transformOutput?.s3OutputPath.hasSameBytes(as: wantedOutput.s3OutputPath) == true
            && agrees(wantedOutput.accept, transformOutput?.accept)
            && agrees(wantedOutput.assembleWith, transformOutput?.assembleWith)
            && transformResources.instanceType == request.transformResources.instanceType
            && transformResources.instanceCount == request.transformResources.instanceCount
            && agrees(request.dataProcessing?.inputFilter, dataProcessing?.inputFilter)
            && agrees(request.dataProcessing?.outputFilter, dataProcessing?.outputFilter)
            && agrees(request.dataProcessing?.joinSource, dataProcessing?.joinSource)
            && agrees(request.batchStrategy, batchStrategy) && agrees(request.maxPayloadInMB, maxPayloadInMB)
            && agrees(request.maxConcurrentTransforms, maxConcurrentTransforms)
            && agrees(request.environment, environment)
    }
}
