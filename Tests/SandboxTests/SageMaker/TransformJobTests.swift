import AWSOperations
import Testing

@testable import Sandbox

struct TransformJobTests {
    @Test func walksFromProvisioningToPredictions() async throws {
        let timing = SandboxTiming(
            provisioning: 0.4, perObject: 0.05, stopping: 0, metricInterval: 0.05, candidateInterval: 60)
        try await RunningSandbox.use(timing: timing) { running in
            try await running.createModel("walk")
            let created = try await running.client.send(
                RunningSandbox.transform("walk-1", model: "walk", output: "walk/"))
            #expect(created.transformJobArn == "arn:aws:sagemaker:us-west-2:111122223333:transform-job/walk-1")
            let first = try await running.client.send(DescribeTransformJobRequest(transformJobName: "walk-1"))
            #expect(first.transformJobStatus == .inProgress)
            // On a busy machine the answer may come after the instances are there, but they are never there early.
            #expect(first.transformStartTime.map { $0.seconds(since: first.creationTime) >= 0.4 } ?? true)
            #expect(
                first.dataProcessing == DataProcessing(inputFilter: "$", outputFilter: "$", joinSource: JoinSource.none)
            )
            #expect(first.transformInput.compressionType == CompressionType.none)
            #expect(first.transformOutput?.kmsKeyId == "")
            let end = try await running.waitForEnd(of: "walk-1")
            #expect(end.transformJobStatus == .completed)
            #expect(try #require(end.transformStartTime).seconds(since: end.creationTime) >= 0.4)
            let started = try #require(end.transformStartTime)
            #expect(try #require(end.transformEndTime) > started)
            let inputs = try await running.keys("inbox/march/")
            let outputs = try await running.keys("walk/")
            #expect(outputs == inputs.map { "walk/\($0.dropFirst(12)).out" })
            for (input, output) in zip(inputs, outputs) {
                let rows = try await running.text(input).split(separator: "\n")
                let predictions = try await running.text(output).split(separator: "\n").map(String.init)
                #expect(predictions.count == rows.count)
                #expect(Set(predictions).isSubset(of: ["Adelie", "Chinstrap", "Gentoo"]))
            }
            try await expectTraces(of: end, in: running)
        }
    }

    private func expectTraces(of job: DescribeTransformJobResponse, in running: RunningSandbox) async throws {
        let name = job.transformJobName
        let streams = try await running.client.send(
            DescribeLogStreamsRequest(logGroupName: "/aws/sagemaker/TransformJobs", logStreamNamePrefix: "\(name)/"))
        let names = (streams.logStreams ?? []).compactMap(\.logStreamName)
        #expect(names.contains { $0.hasSuffix("/data-log") })
        let stream = try #require(names.first { $0.hasSuffix("/data-log") })
        let log = try await running.client.send(
            GetLogEventsRequest(
                logStreamName: stream, logGroupName: "/aws/sagemaker/TransformJobs", startFromHead: true))
        #expect(log.events?.first?.message?.contains("MaxPayloadInMB=") == true)
        let next = try await running.client.send(
            GetLogEventsRequest(
                logStreamName: stream, logGroupName: "/aws/sagemaker/TransformJobs", nextToken: log.nextForwardToken))
        #expect(next.events?.isEmpty == true)
        #expect(next.nextForwardToken == log.nextForwardToken)
        // `<job>/<instance>-<epoch>/data-log`
        let instance = try #require(stream.split(separator: "/").dropFirst().first).split(separator: "-").dropLast()
        let host = "\(name)/\(instance.joined(separator: "-"))"
        let metrics = try await running.client.send(
            GetMetricDataRequest(
                metricDataQueries: [
                    MetricDataQuery(
                        id: "cpu",
                        metricStat: MetricStat(
                            metric: MetricIdentity(
                                namespace: "/aws/sagemaker/TransformJobs", metricName: "CPUUtilization",
                                dimensions: [MetricDimension(name: "Host", value: host)]), period: 1, stat: "Average"))
                ], startTime: job.creationTime, endTime: Timestamp.now.adding(seconds: 5)))
        let values = metrics.metricDataResults?.first?.values ?? []
        #expect(!values.isEmpty)
        #expect(values.allSatisfy { (0...400).contains($0 ?? -1) })
    }

    @Test func aStoppedJobKeepsNothing() async throws {
        let timing = SandboxTiming(
            provisioning: 0, perObject: 0.5, stopping: 4, metricInterval: 0.1, candidateInterval: 60)
        try await RunningSandbox.use(timing: timing) { running in
            try await running.createModel("stopped")
            _ = try await running.client.send(RunningSandbox.transform("stop-1", model: "stopped", output: "stop/"))
            while try await running.keys("stop/").isEmpty { try await Task.sleep(for: .milliseconds(20)) }
            _ = try await running.client.send(StopTransformJobRequest(transformJobName: "stop-1"))
            let stopping = try await running.client.send(DescribeTransformJobRequest(transformJobName: "stop-1"))
            #expect(stopping.transformJobStatus == .stopping)
            let end = try await running.waitForEnd(of: "stop-1")
            #expect(end.transformJobStatus == .stopped)
            #expect(try await running.keys("stop/").isEmpty)
            let again = await running.refusal {
                try await running.client.send(StopTransformJobRequest(transformJobName: "stop-1"))
            }
            #expect(again?.code == "ValidationException")
        }
    }

    @Test func canBeStoppedBeforeItStarts() async throws {
        let timing = SandboxTiming(
            provisioning: 600, perObject: 0, stopping: 0, metricInterval: 1, candidateInterval: 60)
        try await RunningSandbox.use(timing: timing) { running in
            try await running.createModel("early")
            _ = try await running.client.send(RunningSandbox.transform("early-1", model: "early", output: "early/"))
            _ = try await running.client.send(StopTransformJobRequest(transformJobName: "early-1"))
            let end = try await running.waitForEnd(of: "early-1")
            #expect(end.transformJobStatus == .stopped)
            #expect(end.transformStartTime == nil)
        }
    }

    @Test func refusesWhatTheQuotasDoNotAllow() async throws {
        let timing = SandboxTiming(
            provisioning: 600, perObject: 0, stopping: 0, metricInterval: 1, candidateInterval: 60)
        try await RunningSandbox.use(timing: timing) { running in
            try await running.createModel("quota")
            func start(_ name: String, type: String = "ml.m5.xlarge", count: Int = 1) async -> ServiceError? {
                await running.refusal {
                    try await running.client.send(
                        RunningSandbox.transform(
                            name, model: "quota", output: "quota/", instanceType: type, instanceCount: count))
                }
            }
            let none = await start("q-0", type: "ml.g4dn.xlarge")
            #expect(none?.code == "ResourceLimitExceeded")
            #expect(
                none?.message.hasPrefix(
                    "The account-level service limit 'ml.g4dn.xlarge for transform job usage' is 0 Instances, with "
                        + "current utilization of 0 Instances and a request delta of 1 Instances.") == true)
            #expect(await start("q-1", count: 3) == nil)
            let beyond = await start("q-2", count: 2)
            #expect(beyond?.message.contains("is 4 Instances, with current utilization of 3 Instances") == true)
            #expect(await start("q-1")?.code == "ResourceInUse")
            #expect(await start("q_3")?.code == "ValidationException")
            let unknown = await running.refusal {
                try await running.client.send(RunningSandbox.transform("q-4", model: "none", output: "q/"))
            }
            #expect(unknown?.message == "Could not find model \"arn:aws:sagemaker:us-west-2:111122223333:model/none\".")
        }
    }

    @Test(arguments: ["mistakes/target-left-in/", "mistakes/column-too-many/", "inbox/none/"])
    func failsForRealReasons(input: String) async throws {
        try await RunningSandbox.use { running in
            try await running.createModel("failing")
            _ = try await running.client.send(
                RunningSandbox.transform("failing-1", model: "failing", input: input, output: "failing/"))
            let end = try await running.waitForEnd(of: "failing-1")
            #expect(end.transformJobStatus == .failed)
            #expect(end.failureReason?.isEmpty == false)
            #expect(try await running.keys("failing/").isEmpty)
        }
    }

    @Test func theSeedHasAPast() async throws {
        try await RunningSandbox.use { running in
            let jobs = try await running.client.send(ListTransformJobsRequest(maxResults: 100)).transformJobSummaries
            #expect(jobs.count { $0.transformJobStatus == .completed } == 5)
            #expect(jobs.count { $0.transformJobStatus == .failed } == 1)
            #expect(jobs.count { $0.transformJobStatus == .stopped } == 1)
            #expect(jobs.map(\.creationTime) == jobs.map(\.creationTime).sorted(by: >))
            for job in jobs {
                let description = try await running.client.send(
                    DescribeTransformJobRequest(transformJobName: job.transformJobName))
                let start = try #require(description.transformStartTime)
                #expect(description.creationTime < start)
                #expect(try #require(description.transformEndTime) > start)
                #expect((description.failureReason != nil) == (job.transformJobStatus == .failed))
                let output = try #require(description.transformOutput.flatMap { S3Location($0.s3OutputPath) })
                let outputs = try await running.keys(output.key)
                #expect(outputs.isEmpty == (job.transformJobStatus != .completed))
            }
        }
    }
}
