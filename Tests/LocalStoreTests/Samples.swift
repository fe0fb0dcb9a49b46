import AWSOperations
import BatchInference

enum Samples {
    static let scope = AccountScope(account: "111122223333", region: "eu-west-1")

    static func record(_ name: String, state: LaunchRecord.State = .planned, at time: Double = 1000) -> LaunchRecord {
        let moment = Timestamp(secondsSinceEpoch: time)
        return LaunchRecord(
            id: "111122223333/eu-west-1/\(name)", account: "111122223333", region: "eu-west-1", profile: "ml-dev",
            autopilotJobName: "job", candidateName: "candidate",
            createModel: CreateModelRequest(
                modelName: name,
                containers: [
                    ContainerDefinition(
                        image: "image", modelDataUrl: "s3://bucket/model.tar.gz", environment: ["A": "é \"1\""])
                ], executionRoleArn: "arn:aws:iam::111122223333:role/r"),
            createTransformJob: CreateTransformJobRequest(
                transformJobName: name, modelName: name,
                transformInput: TransformInput(
                    dataSource: TransformDataSource(
                        s3DataSource: TransformS3DataSource(s3DataType: .s3Prefix, s3Uri: "s3://bucket/in/")),
                    contentType: "text/csv", splitType: .line),
                transformOutput: TransformOutput(s3OutputPath: "s3://bucket/out/"),
                transformResources: TransformResources(
                    instanceType: TransformInstanceType(rawValue: "ml.unknown.large"), instanceCount: 2)),
            state: state, createdAt: moment, updatedAt: moment.adding(seconds: 0.25), reusesModel: true)
    }

    static func transform(
        _ name: String, status: TransformJobStatus = .completed, model: String = "m", ended: Double? = 2000,
        started: Double? = 1500, internal isInternal: Bool = false
    ) -> TransformOverview {
        TransformOverview(
            DescribeTransformJobResponse(
                transformJobName: name, transformJobArn: "arn:\(name)", transformJobStatus: status, modelName: model,
                transformInput: TransformInput(
                    dataSource: TransformDataSource(
                        s3DataSource: TransformS3DataSource(s3DataType: .s3Prefix, s3Uri: "s3://bucket/in/"))),
                transformResources: TransformResources(instanceType: .mlM5Large, instanceCount: 1),
                creationTime: Timestamp(secondsSinceEpoch: 1300),
                transformStartTime: started.map { Timestamp(secondsSinceEpoch: $0) },
                transformEndTime: ended.map { Timestamp(secondsSinceEpoch: $0) },
                autoMLJobArn: isInternal ? "arn:job" : nil))
    }
}
