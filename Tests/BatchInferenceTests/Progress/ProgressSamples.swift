import AWSOperations

@testable import BatchInference

/// A transform at some moment of its life; times are seconds since its creation.
enum ProgressSamples {
    static let created = Timestamp(secondsSinceEpoch: 1_800_000_000)

    static func at(_ seconds: Double) -> Timestamp { created.adding(seconds: seconds) }

    static func job(
        status: TransformJobStatus = .inProgress, started: Double? = 200, ended: Double? = nil, count: Int = 1,
        payload: Int? = 1, strategy: BatchStrategy? = .multiRecord, split: SplitType? = .line
    ) -> DescribeTransformJobResponse {
        var job = DescribeTransformJobResponse(
            transformJobName: "t", transformJobArn: "arn:aws:sagemaker:eu-west-1:111122223333:transform-job/t",
            transformJobStatus: status, modelName: "m",
            transformInput: TransformInput(
                dataSource: TransformDataSource(
                    s3DataSource: TransformS3DataSource(s3DataType: .s3Prefix, s3Uri: "s3://bucket/in/")),
                contentType: "text/csv"),
            transformResources: TransformResources(instanceType: .mlM5Xlarge, instanceCount: count),
            creationTime: created)
        job.transformInput.splitType = split
        job.transformStartTime = started.map(at)
        job.transformEndTime = ended.map(at)
        job.maxPayloadInMB = payload
        job.batchStrategy = strategy
        return job
    }

    static func transform(
        status: TransformJobStatus = .inProgress, started: Double? = 200, ended: Double? = nil, count: Int = 1
    ) -> TransformOverview {
        TransformOverview(job(status: status, started: started, ended: ended, count: count))
    }

    static func past(
        _ running: Double, provisioning: Double = 200, type: TransformInstanceType = .mlM5Xlarge, count: Int = 1,
        bytes: Int? = nil, name: String = "past"
    ) -> PastTransform {
        PastTransform(
            name: name, modelName: "m", instanceType: type, instanceCount: count, provisioningSeconds: provisioning,
            runningSeconds: running, endedAt: created, inputBytes: bytes)
    }

    static let price = InstancePrice(type: .mlM5Xlarge, amount: 0.23, currency: "USD")

    /// Outputs of inputs of some sizes, of which the first so many have one.
    static func outputs(_ sizes: [Int], done: Int, first: Double? = nil, last: Double? = nil) -> OutputProgress {
        var outputs = OutputProgress(
            inputObjects: sizes.count, inputBytes: sizes.reduce(0, +), outputObjects: done, outputBytes: done * 10)
        outputs.finishedInputBytes = sizes.prefix(done).reduce(0, +)
        outputs.largestUnfinishedInput = sizes.dropFirst(done).max()
        outputs.firstOutputAt = first.map(at)
        outputs.lastOutputAt = last.map(at)
        return outputs
    }

    static func track(_ times: [Double]) -> ActivityTrack {
        var track = ActivityTrack()
        for time in times { track.note(at: at(time)) }
        return track
    }
}
