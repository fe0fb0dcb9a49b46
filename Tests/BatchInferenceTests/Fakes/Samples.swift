import AWSOperations
import BatchInference

/// Candidates, jobs and plans to test with.
enum Samples {
    /// A transform of lines of CSV below one prefix to another.
    static func transform(
        from input: String = "s3://demo/in/", to output: String = "s3://demo/out/", accept: String? = "text/csv",
        split: SplitType = .line, compression: CompressionType? = nil
    ) -> DescribeTransformJobResponse {
        DescribeTransformJobResponse(
            transformJobName: "t", transformJobArn: "arn", transformJobStatus: .completed, modelName: "m",
            transformInput: TransformInput(
                dataSource: TransformDataSource(
                    s3DataSource: TransformS3DataSource(s3DataType: .s3Prefix, s3Uri: input)),
                contentType: "text/csv", compressionType: compression, splitType: split),
            transformResources: TransformResources(instanceType: .mlM5Large, instanceCount: 1),
            creationTime: Timestamp(secondsSinceEpoch: 0),
            transformOutput: TransformOutput(s3OutputPath: output, accept: accept, assembleWith: .line))
    }

    /// The three containers of aws/amazon-sagemaker-examples, autopilot/autopilot_customer_churn.ipynb, cell 27.
    static let churnContainers: [AutoMLContainerDefinition] = {
        let image = "246618743249.dkr.ecr.us-west-2.amazonaws.com/sagemaker-"
        let base =
            "s3://sagemaker-us-west-2-262002448484/sagemaker/DEMO-autopilot-churn/output/automl-churn-03-17-50-14/"
        let transform =
            base
            + "data-processor-models/automl-chu-dpp5-1-705bf26de0f842c3b3cd5e0e57f12bce7834aa5c88b04/output/model.tar.gz"
        let tuned = base + "tuning/automl-chu-dpp5-xgb/tuning-job-1-3572d1c0effe4c2db9-017-ab2e9b77/output/model.tar.gz"
        return [
            AutoMLContainerDefinition(
                image: image + "sklearn-automl:0.2-1-cpu-py3", modelDataUrl: transform,
                environment: [
                    "AUTOML_SPARSE_ENCODE_RECORDIO_PROTOBUF": "1", "AUTOML_TRANSFORM_MODE": "feature-transform",
                    "SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT": "application/x-recordio-protobuf",
                    "SAGEMAKER_PROGRAM": "sagemaker_serve", "SAGEMAKER_SUBMIT_DIRECTORY": "/opt/ml/model/code",
                ]),
            AutoMLContainerDefinition(
                image: image + "xgboost:1.0-1-cpu-py3", modelDataUrl: tuned,
                environment: [
                    "MAX_CONTENT_LENGTH": "20971520", "SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT": "text/csv",
                    "SAGEMAKER_INFERENCE_OUTPUT": "predicted_label",
                    "SAGEMAKER_INFERENCE_SUPPORTED": "predicted_label,probability,probabilities",
                ]),
            AutoMLContainerDefinition(
                image: image + "sklearn-automl:0.2-1-cpu-py3", modelDataUrl: transform,
                environment: [
                    "AUTOML_TRANSFORM_MODE": "inverse-label-transform",
                    "SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT": "text/csv", "SAGEMAKER_INFERENCE_INPUT": "predicted_label",
                    "SAGEMAKER_INFERENCE_OUTPUT": "predicted_label",
                    "SAGEMAKER_INFERENCE_SUPPORTED": "predicted_label,probability,labels,probabilities",
                    "SAGEMAKER_PROGRAM": "sagemaker_serve", "SAGEMAKER_SUBMIT_DIRECTORY": "/opt/ml/model/code",
                ]),
        ]
    }()

    /// The candidate of the same cell.
    static let churnCandidate = candidate(
        "tuning-job-1-3572d1c0effe4c2db9-017-ab2e9b77", metric: "validation:f1", value: 0.923229992389679,
        containers: churnContainers)

    static func candidate(
        _ name: String, metric: String? = "validation:f1", value: Double = 0, status: CandidateStatus = .completed,
        containers: [AutoMLContainerDefinition]? = nil, metrics: [MetricDatum]? = nil,
        type: AutoMLJobObjectiveType? = nil
    ) -> AutoMLCandidate {
        AutoMLCandidate(
            candidateName: name, objectiveStatus: .succeeded, candidateSteps: [], candidateStatus: status,
            creationTime: Timestamp(secondsSinceEpoch: 1_612_375_939),
            lastModifiedTime: Timestamp(secondsSinceEpoch: 1_612_376_152),
            finalAutoMLJobObjectiveMetric: metric.map {
                FinalAutoMLJobObjectiveMetric(metricName: AutoMLMetricEnum(rawValue: $0), value: value, type: type)
            },
            inferenceContainers: containers, endTime: Timestamp(secondsSinceEpoch: 1_612_375_982),
            candidateProperties: metrics.map { CandidateProperties(candidateMetrics: $0) })
    }

    static let role = "arn:aws:iam::111122223333:role/service-role/SageMakerExecution"

    static func summary(_ name: String, createdAt: Double = 1_799_000_000) -> AutoMLJobSummary {
        AutoMLJobSummary(
            autoMLJobName: name, autoMLJobArn: "arn:aws:sagemaker:eu-west-1:111122223333:automl-job/\(name)",
            autoMLJobStatus: .completed, autoMLJobSecondaryStatus: .completed,
            creationTime: Timestamp(secondsSinceEpoch: createdAt),
            lastModifiedTime: Timestamp(secondsSinceEpoch: createdAt + 100),
            endTime: Timestamp(secondsSinceEpoch: createdAt + 100))
    }

    static func description(_ name: String, objective: AutoMLMetricEnum = .f1) -> AutopilotJobDescription {
        .v2(
            DescribeAutoMLJobV2Response(
                autoMLJobName: name, autoMLJobArn: "arn:aws:sagemaker:eu-west-1:111122223333:automl-job/\(name)",
                autoMLJobInputDataConfig: [],
                outputDataConfig: AutoMLOutputDataConfig(s3OutputPath: "s3://demo-data/out/"),
                roleArn: role, creationTime: Timestamp(secondsSinceEpoch: 1_799_000_000),
                lastModifiedTime: Timestamp(secondsSinceEpoch: 1_799_000_100), autoMLJobStatus: .completed,
                autoMLJobSecondaryStatus: .completed, autoMLJobObjective: AutoMLJobObjective(metricName: objective),
                autoMLProblemTypeConfig: AutoMLProblemTypeConfig(
                    tabularJobConfig: TabularJobConfig(
                        targetAttributeName: "Churn?",
                        completionCriteria: AutoMLJobCompletionCriteria(maxCandidates: 10),
                        mode: .hyperparametertuning, problemType: .binaryClassification))))
    }

    static var plan: LaunchPlan {
        var plan = LaunchPlan.proposed(
            for: churnCandidate, of: JobOverview(description("automl-churn")),
            now: Timestamp(secondsSinceEpoch: 1_800_000_000))
        plan.input = "s3://demo-data/in/march/"
        plan.output = "s3://demo-data/out/march/"
        return plan
    }

    static let identity = LaunchIdentity(account: "111122223333", region: "eu-west-1", profile: "ml-dev")
}
