import AWSOperations
import BatchInference
import Testing

@Suite struct JobOverviewTests {
    /// aws/amazon-sagemaker-examples, autopilot/financial-services/bankruptcy.ipynb, cell 43: a job that has just begun.
    private static let bankruptcy = DescribeAutoMLJobResponse(
        autoMLJobName: "automl-bankruptcy-AUC27-18-42-53",
        autoMLJobArn: "arn:aws:sagemaker:us-east-1:245779447069:automl-job/automl-bankruptcy-auc27-18-42-53",
        inputDataConfig: [
            AutoMLChannel(
                targetAttributeName: "bankrupt",
                dataSource: AutoMLDataSource(
                    s3DataSource: AutoMLS3DataSource(
                        s3DataType: .s3Prefix,
                        s3Uri: "s3://sagemaker-us-east-1-245779447069/auto-ml-input-data/train_data.csv")))
        ],
        outputDataConfig: AutoMLOutputDataConfig(s3OutputPath: "s3://sagemaker-us-east-1-245779447069/"),
        roleArn: "arn:aws:iam::245779447069:role/service-role/AmazonSageMaker-ExecutionRole-20200330T163636",
        creationTime: Timestamp(secondsSinceEpoch: 1_603_824_174.425),
        lastModifiedTime: Timestamp(secondsSinceEpoch: 1_603_824_174.425), autoMLJobStatus: .inProgress,
        autoMLJobSecondaryStatus: .starting, autoMLJobObjective: AutoMLJobObjective(metricName: .auc),
        problemType: .binaryClassification,
        autoMLJobConfig: AutoMLJobConfig(completionCriteria: AutoMLJobCompletionCriteria(maxCandidates: 250)))

    @Test func aRunningJobOfTheFirstVersion() {
        var job = JobOverview(.v1(Self.bankruptcy))
        let now = job.createdAt.adding(seconds: 90)
        #expect(job.problemType == "binary" && job.objective?.name == "AUC" && job.objective?.direction == .maximize)
        #expect(job.targetColumn == "bankrupt" && job.candidatesMax == 250 && job.bestValue == nil)
        #expect(job.age(at: now) == 90 && job.duration(at: now) == 90)
        job.countCandidates([Samples.candidate("a", metric: "validation:auc", value: 0.8)])
        #expect(job.candidatesText == "1/250" && job.bestValue == 0.8)
    }

    @Test func anEndedJobTookItsOwnTime() {
        let job = JobOverview(Samples.summary("a"))
        #expect(job.duration(at: Timestamp(secondsSinceEpoch: 2_000_000_000)) == 100)
        #expect(job.candidatesText == nil)
    }

    @Test func kindsOfProblemsHaveWords() {
        func problem(_ config: AutoMLProblemTypeConfig?, _ name: AutoMLProblemTypeConfigName? = nil) -> String? {
            guard case .v2(var response) = Samples.description("a") else { return nil }
            response.autoMLProblemTypeConfig = config
            response.autoMLProblemTypeConfigName = name
            return JobOverview(.v2(response)).problemType
        }
        let timeSeries = TimeSeriesForecastingJobConfig(
            forecastFrequency: "D", forecastHorizon: 7,
            timeSeriesConfig: TimeSeriesConfig(
                targetAttributeName: "y", timestampAttributeName: "t", itemIdentifierAttributeName: "i"))
        #expect(problem(AutoMLProblemTypeConfig(timeSeriesForecastingJobConfig: timeSeries)) == "time series")
        #expect(problem(nil, .textGeneration) == "text generation")
        #expect(problem(nil, AutoMLProblemTypeConfigName(rawValue: "Quantum")) == "Quantum")
        #expect(problem(nil) == nil)
    }
}
