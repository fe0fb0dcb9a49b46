import AWSOperations
import BatchInference
import Testing

@Suite struct LaunchPlanTests {
    @Test func defaultsGiveTheRequestsOfTheDocumentation() {
        var plan = Samples.plan
        plan.modelName = "test-sagemaker-model"
        plan.transformJobName = "test-tranform-job"
        plan.input = "s3://test-bucket/data.csv"
        plan.output = "s3://test-bucket/output/"
        plan.instanceType = .mlM52xlarge
        // AWS's page "Batch inferencing", tab "AWS Command Line Interface", steps 2 and 3.
        let requests = plan.requests
        #expect(
            requests.createModel
                == CreateModelRequest(
                    modelName: "test-sagemaker-model",
                    containers: Samples.churnContainers.map {
                        ContainerDefinition(
                            image: $0.image, modelDataUrl: $0.modelDataUrl, environment: $0.environment)
                    },
                    executionRoleArn: Samples.role))
        #expect(
            requests.createTransformJob
                == CreateTransformJobRequest(
                    transformJobName: "test-tranform-job", modelName: "test-sagemaker-model",
                    transformInput: TransformInput(
                        dataSource: TransformDataSource(
                            s3DataSource: TransformS3DataSource(
                                s3DataType: .s3Prefix, s3Uri: "s3://test-bucket/data.csv")),
                        contentType: "text/csv", splitType: .line),
                    transformOutput: TransformOutput(s3OutputPath: "s3://test-bucket/output/", assembleWith: .line),
                    transformResources: TransformResources(instanceType: .mlM52xlarge, instanceCount: 1)))
        #expect(plan.problems().isEmpty)
    }

    @Test func everyOptionReachesItsRequest() {
        var plan = Samples.plan
        plan.responseKeys = ["predicted_label", "probability"]
        plan.subnets = ["subnet-1"]
        plan.securityGroupIDs = ["sg-1"]
        plan.networkIsolation = true
        plan.compression = .gzip
        plan.accept = "text/csv"
        plan.outputKmsKey = "alias/out"
        plan.volumeKmsKey = "alias/volume"
        plan.amiVersion = "al2-ami-sagemaker-batch"
        plan.instanceCount = 3
        plan.batchStrategy = .singleRecord
        plan.maxPayloadInMB = 20
        plan.maxConcurrentTransforms = 5
        plan.invocationTimeout = 1200
        plan.invocationRetries = 2
        plan.environment = [EnvironmentEntry(name: "LOG_LEVEL", value: "20")]
        plan.inputFilter = "$[1:]"
        plan.outputFilter = "$[-1]"
        plan.join = .input
        plan.tags = [ResourceTag(key: "team", value: "ml")]
        plan.captureDestination = "s3://demo-data/capture/"
        plan.captureGeneratesInferenceID = true
        plan.experiment = ExperimentConfig(experimentName: "march")
        #expect(plan.problems().isEmpty)
        let model = plan.requests.createModel
        let job = plan.requests.createTransformJob
        #expect(model.containers?[1].environment?["SAGEMAKER_INFERENCE_OUTPUT"] == "predicted_label,probability")
        #expect(model.vpcConfig == VpcConfig(securityGroupIds: ["sg-1"], subnets: ["subnet-1"]))
        #expect(model.enableNetworkIsolation == true)
        #expect(model.tags == plan.tags)
        #expect(job.tags == plan.tags)
        #expect(job.transformInput.compressionType == .gzip)
        #expect(
            job.transformOutput
                == TransformOutput(
                    s3OutputPath: plan.output, accept: "text/csv", assembleWith: .line, kmsKeyId: "alias/out"))
        #expect(
            job.transformResources
                == TransformResources(
                    instanceType: .mlM5Xlarge, instanceCount: 3, volumeKmsKeyId: "alias/volume",
                    transformAmiVersion: "al2-ami-sagemaker-batch"))
        #expect(job.batchStrategy == .singleRecord)
        #expect(job.maxPayloadInMB == 20)
        #expect(job.maxConcurrentTransforms == 5)
        #expect(
            job.modelClientConfig
                == ModelClientConfig(invocationsTimeoutInSeconds: 1200, invocationsMaxRetries: 2))
        #expect(job.environment == ["LOG_LEVEL": "20"])
        #expect(
            job.dataProcessing == DataProcessing(inputFilter: "$[1:]", outputFilter: "$[-1]", joinSource: .input))
        #expect(
            job.dataCaptureConfig
                == BatchDataCaptureConfig(destinationS3Uri: "s3://demo-data/capture/", generateInferenceId: true))
        #expect(job.experimentConfig == ExperimentConfig(experimentName: "march"))
    }

    @Test func theProposedPlanNeedsOnlyAnInput() {
        let job = JobOverview(Samples.description("automl-churn"))
        let now = Timestamp(secondsSinceEpoch: 1_800_000_000)
        var plan = LaunchPlan.proposed(for: Samples.churnCandidate, of: job, now: now)
        #expect(plan.problems().map(\.field) == [.input])
        #expect(plan.roleArn == Samples.role)
        #expect(plan.output == "s3://demo-data/predictions/\(plan.transformJobName)/")
        plan.input = "s3://demo-data/in/march/"
        #expect(plan.problems().isEmpty)
    }

    @Test func containersFollowTheInstanceType() {
        var plan = Samples.plan
        let gpu = [AutoMLContainerDefinition(image: "gpu", modelDataUrl: "s3://b-1/m")]
        let cpu = [AutoMLContainerDefinition(image: "cpu", modelDataUrl: "s3://b-1/m")]
        plan.containerSets = ContainerSets(plain: [], cpu: cpu, gpu: gpu)
        #expect(plan.containers == cpu)
        plan.instanceType = .mlG4dnXlarge
        #expect(plan.containers == gpu)
        plan.containerSets = ContainerSets(gpu: gpu)
        plan.instanceType = .mlM5Xlarge
        #expect(plan.problems().contains { $0.field == .instanceType && $0.severity == .error })
    }

    @Test func aBatchStrategyWithoutASplitMayBeLeftOut() throws {
        var plan = Samples.plan
        plan.batchStrategy = .multiRecord
        plan.split = SplitType.none
        let problem = try #require(plan.problems().first { $0.field == .batchStrategy })
        #expect(problem.message == "a batch strategy needs a split type")
        #expect(problem.remedy == "leave it out, or split by line")
    }

    /// A change to a good plan, and the field that it spoils.
    struct Change: Sendable {
        var field: PlanProblem.Field
        var apply: @Sendable (inout LaunchPlan) -> Void

        init(_ field: PlanProblem.Field, _ apply: @escaping @Sendable (inout LaunchPlan) -> Void) {
            self.field = field
            self.apply = apply
        }
    }

    private static let errors: [Change] = [
        Change(.modelName) { $0.modelName = String(repeating: "a", count: 64) },
        Change(.modelName) { $0.modelName = "-a" },
        Change(.transformName) { $0.transformJobName = "a_b" },
        Change(.transformName) { $0.transformJobName = "" },
        Change(.role) { $0.roleArn = "arn:aws:iam::1234:role/x" },
        Change(.role) { $0.roleArn = "" },
        Change(.input) { $0.input = "https://bucket/key" },
        Change(.output) { $0.output = "s3://" },
        Change(.output) { $0.output = $0.input },
        Change(.instanceCount) { $0.instanceCount = 0 },
        Change(.instanceCount) { $0.instanceCount = 101 },
        Change(.payload) { $0.maxPayloadInMB = 101 },
        Change(.concurrency) { $0.maxConcurrentTransforms = 17 },
        Change(.concurrency) {
            $0.maxConcurrentTransforms = .max
            $0.maxPayloadInMB = 2
        },
        Change(.batchStrategy) {
            $0.split = .none
            $0.batchStrategy = .multiRecord
        },
        Change(.invocationTimeout) { $0.invocationTimeout = 3601 },
        Change(.invocationRetries) { $0.invocationRetries = 4 },
        Change(.environment) { $0.environment = (0..<17).map { EnvironmentEntry(name: "A\($0)", value: "") } },
        Change(.environment) { $0.environment = [EnvironmentEntry(name: "1A", value: "")] },
        Change(.inputFilter) { $0.inputFilter = "[1:]" },
        Change(.inputFilter) { $0.inputFilter = "$[1:" },
        Change(.inputFilter) { $0.inputFilter = "$['name']" },
        Change(.outputFilter) { $0.outputFilter = "$" + String(repeating: "x", count: 63) },
        Change(.inputFilter) { $0.inputFilter = "$[0:2,246:]" },
        Change(.outputFilter) {
            $0.contentType = "application/jsonlines"
            $0.outputFilter = "$['a',1]"
        },
        Change(.amiVersion) { $0.amiVersion = "al2--ami" },
        Change(.input) { $0.input = "s3://demo-data/in/a\nb/" },
        Change(.output) { $0.output = "s3://demo-data/" + String(repeating: "o", count: 1012) },
        Change(.capture) { $0.captureDestination = "s3://demo-data/" + String(repeating: "c", count: 1012) },
        Change(.candidate) { $0.kind = .endpointsOnly("text generation") },
        Change(.join) { $0.join = .input },
        Change(.join) {
            $0.join = .input
            $0.accept = "text/csv"
            $0.assemble = .none
        },
        Change(.output) { $0.output = "s3://demo-data/in/march" },
        Change(.network) { $0.subnets = ["subnet-1"] },
        Change(.tags) { $0.tags = [ResourceTag(key: "aws:x", value: "")] },
        Change(.tags) { $0.tags = [ResourceTag(key: "a", value: "b;c")] },
        Change(.volumeKey) {
            $0.volumeKmsKey = "alias/key"
            $0.instanceType = .mlG5Xlarge
        },
        Change(.responseKeys) { $0.responseKeys = ["probability", "scores"] },
        Change(.candidate) { $0.containerSets = ContainerSets() },
        Change(.capture) { $0.captureKmsKey = "alias/key" },
        Change(.experiment) { $0.experiment = ExperimentConfig(runName: "a b") },
    ]

    private static let traps: [Change] = [
        Change(.input) { $0.input = "s3://demo-data/in/test" },
        Change(.input) {
            $0.input = "s3://demo-data/test_output"
            $0.output = "s3://demo-data/test_output_pose"
        },
        Change(.output) { $0.output = "s3://demo-data/in/march/out/" },
        Change(.output) {
            $0.input = "s3://demo-data/in/march/part-1.csv"
            $0.output = "s3://demo-data/in/march"
        },
        Change(.split) { $0.split = .none },
        Change(.assemble) { $0.assemble = .none },
        Change(.payload) { $0.maxPayloadInMB = 0 },
        Change(.input) { $0.input = "s3://demo-data/in/data.csv.gz" },
        Change(.instanceType) { $0.instanceType = TransformInstanceType(rawValue: "ml.m9.xlarge") },
        Change(.instanceType) { $0.instanceType = .mlP32xlarge },
    ]

    @Test(arguments: errors.indices)
    func eachLimitIsChecked(index: Int) {
        let change = Self.errors[index]
        var plan = Samples.plan
        #expect(plan.problems().isEmpty)
        change.apply(&plan)
        let problems = plan.problems()
        #expect(problems.contains { $0.field == change.field && $0.severity == .error }, "\(problems)")
        #expect(problems.allSatisfy { !$0.message.isEmpty && !$0.source.isEmpty })
    }

    @Test(arguments: traps.indices)
    func trapsAreWarnedOf(index: Int) {
        let change = Self.traps[index]
        var plan = Samples.plan
        change.apply(&plan)
        #expect(plan.problems().contains { $0.field == change.field && $0.severity == .warning }, "\(plan.problems())")
        #expect(!plan.problems().contains { $0.severity == .error })
    }
}
