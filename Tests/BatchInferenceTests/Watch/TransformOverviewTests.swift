import AWSOperations
import BatchInference
import Testing

@Suite struct TransformOverviewTests {
    /// aws/amazon-sagemaker-examples, autopilot/ap-batch-transform.ipynb, cell 19: one of Autopilot's own transforms.
    private static let ownTransform = DescribeTransformJobResponse(
        transformJobName: "auto-bank-all-20230626-01-43-dpp7-rpb-1-b4d1c5f005954a59b97434b",
        transformJobArn:
            "arn:aws:sagemaker:us-east-1:827930657850:transform-job/auto-bank-all-20230626-01-43-dpp7-rpb-1-b4d1c5f005954a59b97434b",
        transformJobStatus: .completed, modelName: "auto-bank-all-20230626-01-43-dpp7-model-ad5717c1b41a4e938702e8a",
        transformInput: TransformInput(
            dataSource: TransformDataSource(
                s3DataSource: TransformS3DataSource(
                    s3DataType: .s3Prefix,
                    s3Uri: "s3://sagemaker-us-east-1-827930657850/autopilot-subset-0625/preprocessed-data/tuning_data"))
        ),
        transformResources: TransformResources(instanceType: .mlM54xlarge, instanceCount: 1),
        creationTime: Timestamp(secondsSinceEpoch: 1_687_789_619.721),
        transformStartTime: Timestamp(secondsSinceEpoch: 1_687_789_811.097),
        transformEndTime: Timestamp(secondsSinceEpoch: 1_687_789_916.811),
        autoMLJobArn: "arn:aws:sagemaker:us-east-1:827930657850:automl-job/auto-bank-all-20230626-01-43")

    @Test func timesAndPhasesOfAnEndedOne() throws {
        let transform = TransformOverview(Self.ownTransform)
        let now = Timestamp(secondsSinceEpoch: 1_700_000_000)
        #expect(transform.isAutopilotInternal && transform.phase == .ended)
        #expect(DisplayText.duration(seconds: try #require(transform.provisioningSeconds(at: now))) == "3 m 11 s")
        #expect(DisplayText.duration(seconds: try #require(transform.runningSeconds(at: now))) == "1 m 45 s")
        #expect(transform.instancesText == "1×m5.4xlarge")
    }

    @Test func phasesOfALife() {
        var job = Self.ownTransform
        job.transformJobStatus = .inProgress
        job.transformEndTime = nil
        #expect(TransformOverview(job).phase == .running)
        job.transformStartTime = nil
        let provisioning = TransformOverview(job)
        #expect(provisioning.phase == .provisioning)
        #expect(provisioning.provisioningSeconds(at: job.creationTime.adding(seconds: 7)) == 7)
        #expect(provisioning.runningSeconds(at: job.creationTime) == nil)
        job.transformJobStatus = .stopping
        #expect(TransformOverview(job).phase == .stopping)
        let summary = TransformJobSummary(
            transformJobName: "a", transformJobArn: "arn", creationTime: job.creationTime,
            transformJobStatus: .inProgress)
        #expect(TransformOverview(summary).phase == nil)
    }

    @Test func estimatesComeFromPastRunsOnTheSameInstances() throws {
        func past(_ wait: Double, _ run: Double, _ type: TransformInstanceType = .mlM54xlarge) -> PastTransform {
            PastTransform(
                name: "p", modelName: "m", instanceType: type, instanceCount: 1, provisioningSeconds: wait,
                runningSeconds: run, endedAt: Timestamp(secondsSinceEpoch: 0))
        }
        let runs = [past(100, 60), past(200, 120), past(900, 900, .mlC4Xlarge)]
        let estimate = try #require(
            TransformEstimate(from: runs, instanceType: .mlM54xlarge, instanceCount: 1))
        #expect(estimate.runs == 2 && estimate.provisioning == 100...200 && estimate.running == 60...120)
        var job = Self.ownTransform
        job.transformJobStatus = .inProgress
        job.transformEndTime = nil
        let started = try #require(job.transformStartTime)
        #expect(estimate.remaining(of: TransformOverview(job), at: started.adding(seconds: 90)) == 0...30)
        #expect(estimate.remaining(of: TransformOverview(job), at: started.adding(seconds: 500)) == nil)
        job.transformStartTime = nil
        #expect(estimate.remaining(of: TransformOverview(job), at: job.creationTime) == 160...320)
        #expect(TransformEstimate(from: [], instanceType: nil, instanceCount: nil) == nil)
    }

    @Test func listsSkipTheDetailsOfEndedOnesThatAreKnown() async {
        let sageMaker = FakeSageMaker()
        let own = Self.ownTransform
        sageMaker.change { state in
            state.transforms[own.transformJobName] = own
            state.transformList = [
                TransformJobSummary(
                    transformJobName: own.transformJobName, transformJobArn: own.transformJobArn,
                    creationTime: own.creationTime, transformJobStatus: .completed)
            ]
        }
        let loader = TransformListLoader(transforms: sageMaker)
        var known: [TransformOverview] = []
        for await update in loader.updates() {
            if case .details(let row) = update { known.append(row) }
        }
        #expect(known.map(\.isAutopilotInternal) == [true])
        let again = await loader.updates(known: known).all()
        guard case .page(let rows) = again.first else {
            Issue.record("\(again)")
            return
        }
        #expect(rows == known)
        #expect(sageMaker.calls.count { $0 == "DescribeTransformJob" } == 1)
    }
}
