import AWSOperations

/// A transform's settings as names and values, in the order in which they are told.
public struct PlanFacts: Hashable, Sendable {
    public struct Fact: Hashable, Sendable {
        /// As the API calls it.
        public var option: String
        public var value: String
    }

    public private(set) var facts: [Fact] = []

    /// What a description leaves out has the service's default.
    public init(_ job: DescribeTransformJobResponse) {
        let (input, output, resources) = (job.transformInput, job.transformOutput, job.transformResources)
        func add(_ option: String, _ value: String?, default usual: String = "default") {
            facts.append(Fact(option: option, value: value.flatMap { $0.isEmpty ? nil : $0 } ?? usual))
        }
        add("ModelName", job.modelName)
        add("S3Uri", input.dataSource.s3DataSource.s3Uri)
        add("S3DataType", input.dataSource.s3DataSource.s3DataType.rawValue)
        add("ContentType", input.contentType)
        add("CompressionType", input.compressionType?.rawValue, default: "None")
        add("SplitType", input.splitType?.rawValue, default: "None")
        add("S3OutputPath", output?.s3OutputPath)
        add("Accept", output?.accept)
        add("AssembleWith", output?.assembleWith?.rawValue, default: "None")
        add("KmsKeyId", output?.kmsKeyId, default: "none")
        add("InstanceType", resources.$instanceType?.rawValue)
        add("InstanceCount", resources.$instanceCount.map(String.init))
        add("VolumeKmsKeyId", resources.volumeKmsKeyId, default: "none")
        add("BatchStrategy", job.batchStrategy?.rawValue)
        add("MaxPayloadInMB", job.maxPayloadInMB.map(String.init))
        add("MaxConcurrentTransforms", job.maxConcurrentTransforms.map(String.init))
        add("InvocationsTimeoutInSeconds", job.modelClientConfig?.invocationsTimeoutInSeconds.map { String($0) })
        add("InvocationsMaxRetries", job.modelClientConfig?.invocationsMaxRetries.map { String($0) })
        add("InputFilter", job.dataProcessing?.inputFilter, default: "$")
        add("OutputFilter", job.dataProcessing?.outputFilter, default: "$")
        add("JoinSource", job.dataProcessing?.joinSource?.rawValue, default: "None")
        add("DataCaptureConfig", job.dataCaptureConfig?.destinationS3Uri, default: "none")
        for (name, value) in (job.environment ?? [:]).sorted(by: { $0.key < $1.key }) {
            add("Environment.\(name)", value, default: "\"\"")
        }
    }

    /// The containers of a model, as far as known.
    mutating func add(_ containers: [ContainerDefinition]) {
        for (number, container) in containers.enumerated() {
            let place = containers.count == 1 ? "Container" : "Container \(number + 1)"
            facts.append(Fact(option: "\(place).Image", value: container.image ?? "none"))
            facts.append(
                Fact(
                    option: "\(place).ModelDataUrl",
                    value: container.settings?.modelDataSource?.s3DataSource?.s3Uri ?? container.modelDataUrl ?? "none")
            )
            for (name, value) in (container.environment ?? [:]).sorted(by: { $0.key < $1.key }) {
                facts.append(Fact(option: "\(place).Environment.\(name)", value: value))
            }
        }
    }

    /// What differs, in the order of the first; `none` where one hasn't an option.
    func differences(from other: PlanFacts) -> [RunComparison.Row] {
        var options = facts.map(\.option)
        for fact in other.facts where !options.contains(fact.option) { options.append(fact.option) }
        func value(_ option: String, _ facts: [Fact]) -> String? { facts.first { $0.option == option }?.value }
        return options.compactMap { option in
            let (one, two) = (value(option, facts), value(option, other.facts))
            switch (one, two) {
            case (let one?, let two?) where one.hasSameBytes(as: two): return nil
            default: return RunComparison.Row(title: option, first: one ?? "none", second: two ?? "none")
            }
        }
    }
}
