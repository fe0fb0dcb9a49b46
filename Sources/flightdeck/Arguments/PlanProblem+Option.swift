import BatchInference

extension PlanProblem {
    /// The option of `launch` that is at fault.
    var option: String {
        switch (field, member) {
        case (.experiment, "TrialName"): "--trial-name"
        case (.experiment, "TrialComponentDisplayName"): "--trial-component-display-name"
        case (.experiment, "RunName"): "--run-name"
        case (.input, "S3DataType"): "--s3-data-type"
        case (.input, "CompressionType"): "--compression-type"
        case (.capture, "KmsKeyId"): "--data-capture-kms-key-id"
        case (.network, "Subnets"): "--subnets"
        case (.network, "SecurityGroupIds"): "--security-group-ids"
        default: field.option
        }
    }
}

extension PlanProblem.Field {
    /// The option of `launch` that sets the field.
    var option: String {
        switch self {
        case .candidate: "--candidate"
        case .artifactPrefix: "--copy-artifacts-to"
        case .modelName: "--model-name"
        case .role: "--role"
        case .responseKeys: "--inference-response-keys"
        case .containerEnvironment: "--container-environment"
        case .network: "--security-group-ids, --subnets"
        case .input: "--input"
        case .contentType: "--content-type"
        case .split: "--split-type"
        case .output: "--output"
        case .assemble: "--assemble-with"
        case .accept: "--accept"
        case .transformName: "--transform-job-name"
        case .instanceType: "--instance-type"
        case .instanceCount: "--instance-count"
        case .amiVersion: "--transform-ami-version"
        case .volumeKey: "--volume-kms-key-id"
        case .outputKey: "--output-kms-key-id"
        case .batchStrategy: "--batch-strategy"
        case .payload: "--max-payload-in-mb"
        case .concurrency: "--max-concurrent-transforms"
        case .invocationTimeout: "--invocations-timeout-in-seconds"
        case .invocationRetries: "--invocations-max-retries"
        case .environment: "--environment"
        case .inputFilter: "--input-filter"
        case .outputFilter: "--output-filter"
        case .join: "--join-source"
        case .tags: "--tag"
        case .capture: "--data-capture-destination"
        case .experiment: "--experiment-name"
        }
    }
}

extension PlanEdit {
    /// The option of `launch` that makes the change.
    var option: String {
        switch self {
        case .input: "--input"
        case .output: "--output"
        case .inputFilter: "--input-filter"
        case .compression: "--compression-type"
        case .splitByLine: "--split-type"
        case .instanceCount: "--instance-count"
        case .payload: "--max-payload-in-mb"
        case .instanceType: "--instance-type"
        case .images: "--content-type"
        case .manyRecords, .singleRecord: "--batch-strategy"
        case .invocationTimeout: "--invocations-timeout-in-seconds"
        case .concurrency: "--max-concurrent-transforms"
        case .accept: "--accept"
        case .withoutCapture: "--data-capture-destination"
        case .corrected: "--correct-input"
        }
    }
}
