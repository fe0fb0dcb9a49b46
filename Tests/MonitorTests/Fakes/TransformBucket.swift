import AWSOperations
import BatchInference
import Console

@testable import Monitor

/// A transform whose inputs and outputs are texts, and its screens opened on them.
enum TransformBucket {
    static func job(named name: String, inputFilter: String? = nil) -> DescribeTransformJobResponse {
        DescribeTransformJobResponse(
            transformJobName: name, transformJobArn: "arn", transformJobStatus: .completed, modelName: "m",
            transformInput: TransformInput(
                dataSource: TransformDataSource(
                    s3DataSource: TransformS3DataSource(s3DataType: .s3Prefix, s3Uri: "s3://bucket/in/")),
                contentType: "text/csv", splitType: .line),
            transformResources: TransformResources(instanceType: .mlM5Large, instanceCount: 1),
            creationTime: Timestamp(secondsSinceEpoch: 0),
            transformOutput: TransformOutput(s3OutputPath: "s3://bucket/out/", assembleWith: .line),
            dataProcessing: inputFilter.map { DataProcessing(inputFilter: $0) })
    }

    /// The objects `in/part-0.csv` and `out/part-0.csv.out`, and so on, with their listing.
    static func make(_ files: [(input: String, output: String)]) -> (FakeCloud, OutputListing) {
        let cloud = FakeCloud()
        func put(_ key: String, _ text: String) -> S3Object {
            let uri = "s3://bucket/\(key)"
            cloud.put(uri, text)
            return S3Object(
                key: key, size: text.utf8.count, lastModified: Timestamp(secondsSinceEpoch: 100),
                eTag: FakeCloud.eTag(of: S3Location(uri)!))
        }
        let inputs = files.enumerated().map { put("in/part-\($0).csv", $1.input) }
        let outputs = files.enumerated().map { put("out/part-\($0).csv.out", $1.output) }
        let listing = OutputListing(
            inputs: inputs, outputs: outputs, inputLocation: S3Location("s3://bucket/in/")!,
            outputLocation: S3Location("s3://bucket/out/")!)
        return (cloud, listing)
    }
}

extension GoldenView {
    /// A screen that has appeared and got some keys, each after what the one before began has ended.
    func shown<S: Screen>(_ screen: S, on services: Services, pressing keys: [Chord] = []) async -> Stage {
        var stage = stage(screen)
        var top = screen
        await stage.run(stage.state.apply(top.appear(as: stage.state.top.id, stage.state.context)), on: services)
        for key in keys { await stage.run(stage.press(key), on: services) }
        return stage
    }
}
