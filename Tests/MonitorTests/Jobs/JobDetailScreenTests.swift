import AWSOperations
import BatchInference
import Console
import Testing

@testable import Monitor

@Suite("About a job")
struct JobDetailScreenTests {
    private static func description(
        _ status: AutoMLJobStatus = .completed, endpoint: String? = "penguins-best"
    ) -> DescribeAutoMLJobV2Response {
        let created = Samples.now.adding(seconds: -2880 * 60)
        var job = DescribeAutoMLJobV2Response(
            autoMLJobName: Samples.jobName, autoMLJobArn: Samples.describedJob.arn,
            autoMLJobInputDataConfig: [
                AutoMLJobChannel(
                    channelType: .training, contentType: "text/csv;header=present",
                    dataSource: AutoMLDataSource(
                        s3DataSource: AutoMLS3DataSource(
                            s3DataType: .s3Prefix, s3Uri: "s3://flightdeck-demo/training/penguins.csv")))
            ], outputDataConfig: AutoMLOutputDataConfig(s3OutputPath: "s3://flightdeck-demo/autopilot/"),
            roleArn: "arn:aws:iam::111122223333:role/flightdeck-demo", creationTime: created,
            lastModifiedTime: created, autoMLJobStatus: status,
            autoMLJobSecondaryStatus: status == .completed ? .completed : .modelTuning,
            autoMLJobObjective: AutoMLJobObjective(metricName: .accuracy),
            autoMLProblemTypeConfig: AutoMLProblemTypeConfig(
                tabularJobConfig: TabularJobConfig(
                    targetAttributeName: "species",
                    completionCriteria: AutoMLJobCompletionCriteria(
                        maxCandidates: 9, maxRuntimePerTrainingJobInSeconds: 3600,
                        maxAutoMLJobRuntimeInSeconds: 14_400), mode: .hyperparametertuning,
                    problemType: .multiclassClassification)),
            endTime: status == .completed ? created.adding(seconds: 2460) : nil,
            autoMLJobArtifacts: AutoMLJobArtifacts(
                candidateDefinitionNotebookLocation: "s3://flightdeck-demo/autopilot/notebooks/Definition.ipynb",
                dataExplorationNotebookLocation: "s3://flightdeck-demo/autopilot/notebooks/Exploration.ipynb"),
            dataSplitConfig: AutoMLDataSplitConfig(validationFraction: 0.2))
        job.modelDeployResult = endpoint.map { ModelDeployResult(endpointName: $0) }
        return job
    }

    private static let endpoint = DeployedEndpoint(
        name: "penguins-best", status: "InService",
        variants: [
            .init(
                name: "AllTraffic", instanceType: "ml.m5.xlarge", count: 1,
                price: InstancePrice(
                    type: TransformInstanceType(rawValue: "ml.m5.xlarge"), amount: 0.23, currency: "USD"))
        ])

    private func stage(_ status: AutoMLJobStatus = .completed) -> Stage {
        var stage = Stage(JobDetailScreen(job: Samples.describedJob))
        stage.send(JobDetailScreen.Event.loaded(JobFacts(.v2(Self.description(status)))))
        stage.send(JobDetailScreen.Event.endpoint(Self.endpoint))
        return stage
    }

    @Test("looks as kept", arguments: GoldenView.allCases)
    func frames(view: GoldenView) throws {
        var stage = view.stage(JobDetailScreen(job: Samples.describedJob))
        stage.send(JobDetailScreen.Event.loaded(JobFacts(.v2(Self.description()))))
        stage.send(JobDetailScreen.Event.endpoint(Self.endpoint))
        try expectGolden(stage, "job-detail-\(view.rawValue)")
    }

    @Test("keys copy the places, and a running job is stopped behind a question")
    func stops() async {
        var stage = stage(.inProgress)
        #expect(stage.text.contains("$0.23 an hour until it's deleted"))
        stage.press("x")
        #expect(stage.text.contains("Stop the Autopilot job?"))
        #expect(stage.text.contains("It keeps its finished candidates"))
        // The safe answer is marked first.
        stage.press("Enter")
        #expect(!stage.text.contains("Stop the Autopilot job?"))
        let cloud = FakeCloud()
        stage.press("x")
        await stage.run(stage.press("Tab", "Enter"), on: .fake(cloud))
        #expect(cloud.stoppedJobs == [Samples.jobName])
        #expect(stage.toasts.contains("requested a stop of \(Samples.jobName)"))
    }

    @Test("an ended job can't be stopped, in the list neither")
    func ended() {
        var stage = stage()
        stage.press("x")
        #expect(stage.toasts.last == "stop…: the job has ended")
        var list = Stage(JobsScreen())
        list.send(JobsScreen.Event.listing(.page([Samples.job("a"), Samples.job("b", status: .inProgress)])))
        list.send(JobsScreen.Event.listing(.finished(isComplete: true)))
        list.press("x")
        #expect(list.toasts.last == "stop…: the job has ended")
        list.press("Down", "x")
        #expect(list.text.contains("Stop the Autopilot job?"))
    }

    @Test("an endpoint whose price isn't known says why")
    func unknown() {
        var stage = stage()
        var endpoint = DeployedEndpoint(name: "penguins-best")
        endpoint.failure = FakeCloud.refusal("DescribeEndpoint", "AccessDeniedException", "not authorized", status: 403)
        stage.send(JobDetailScreen.Event.endpoint(endpoint))
        #expect(stage.text.contains("billed by the hour; price unknown"))
        #expect(stage.text.contains("sagemaker:DescribeEndpoint"))
    }
}
