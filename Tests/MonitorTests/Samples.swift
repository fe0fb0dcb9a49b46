import AWSOperations
import BatchInference
import Console

@testable import Monitor

/// Values that several tests start from.
enum Samples {
    static let now = Timestamp(secondsSinceEpoch: 1_795_000_000)

    static func job(
        _ name: String, status: AutoMLJobStatus = .completed, minutesAgo: Double = 60, failure: String? = nil
    ) -> JobOverview {
        let created = now.adding(seconds: -minutesAgo * 60)
        var job = JobOverview(
            AutoMLJobSummary(
                autoMLJobName: name, autoMLJobArn: "arn:aws:sagemaker:eu-west-1:111122223333:automl-job/\(name)",
                autoMLJobStatus: status,
                autoMLJobSecondaryStatus: status == .completed ? .completed : .modelTuning, creationTime: created,
                lastModifiedTime: created, endTime: status == .inProgress ? nil : created.adding(seconds: 2460),
                failureReason: failure))
        job.problemType = "multiclass"
        job.objective = MetricName("Accuracy")
        job.bestValue = status == .completed ? 0.9855 : nil
        job.isDescribed = true
        return job
    }

    static func transform(
        _ name: String, status: TransformJobStatus = .completed, minutesAgo: Double = 30, failure: String? = nil
    ) -> TransformOverview {
        let created = now.adding(seconds: -minutesAgo * 60)
        let isEnded = status == .completed || status == .failed || status == .stopped
        return TransformOverview(
            DescribeTransformJobResponse(
                transformJobName: name,
                transformJobArn: "arn:aws:sagemaker:eu-west-1:111122223333:transform-job/\(name)",
                transformJobStatus: status, modelName: "\(name)-model",
                transformInput: TransformInput(
                    dataSource: TransformDataSource(
                        s3DataSource: TransformS3DataSource(s3DataType: .s3Prefix, s3Uri: "s3://demo/in/"))),
                transformResources: TransformResources(instanceType: .mlM5Xlarge, instanceCount: 1),
                creationTime: created, failureReason: failure,
                transformOutput: TransformOutput(s3OutputPath: "s3://demo/out/"),
                transformStartTime: created.adding(seconds: 190),
                transformEndTime: isEnded ? created.adding(seconds: 400) : nil))
    }

    /// A state of a size with the plainest theme, connected to an account.
    static func state(columns: Int = 120, rows: Int = 36) -> State {
        State(
            size: Size(columns: columns, rows: rows), now: now,
            connection: Connection(profile: "ml-dev", region: "eu-west-1", account: "111122223333"),
            theme: theme("flightdeck-dark"), themeNames: EmbeddedThemes.names, glyphs: .unicode, refresh: .service)
    }

    static func theme(_ name: String) -> Theme {
        do {
            return try Theme.load(name: name) { EmbeddedThemes.file(named: $0) }
        } catch {
            fatalError("an embedded theme does not load: \(error)")
        }
    }
}
