import AWSOperations
import Testing

@testable import BatchInference

@Suite("How many records an input has")
struct RecordCounterTests {
    private let storage = FakeObservations()

    private var job: DescribeTransformJobResponse {
        DescribeTransformJobResponse(
            transformJobName: "t", transformJobArn: "arn", transformJobStatus: .inProgress, modelName: "m",
            transformInput: TransformInput(
                dataSource: TransformDataSource(
                    s3DataSource: TransformS3DataSource(s3DataType: .s3Prefix, s3Uri: "s3://demo/in/")),
                contentType: "text/csv", splitType: .line),
            transformResources: TransformResources(instanceType: .mlM5Large, instanceCount: 1),
            creationTime: Timestamp(secondsSinceEpoch: 0),
            transformOutput: TransformOutput(s3OutputPath: "s3://demo/out/", assembleWith: .line))
    }

    private func count() async throws -> InputRecordCount? {
        let listing = try await OutputListingLoader(storage: storage).listing(of: job)
        return await RecordCounter(storage: storage).count(listing)
    }

    @Test("A small input is counted, blank lines as what may or may not be records")
    func small() async throws {
        storage.put("s3://demo/in/a.csv", "1\n2\n3\n")
        storage.put("s3://demo/in/b.csv", "4\n\n5")
        storage.put("s3://demo/in/_SUCCESS", "")
        #expect(try await count() == InputRecordCount(range: 5...6, source: "counted"))
    }

    @Test("Of a large one some objects are read in part, and the truth lies within the range")
    func sampled() async throws {
        var records = 0
        for number in 0..<40 {
            var text = ""
            for line in 0..<20_000 where (line + number) % 3 > 0 {
                text += "\(line),\(String(repeating: "x", count: (line * 7 + number) % 40))\n"
                records += 1
            }
            storage.put("s3://demo/in/part-\(number).csv", text)
        }
        storage.change { $0.calls = [] }
        let found = try #require(try await count())
        #expect(found.range.contains(records))
        #expect(found.range.upperBound < 2 * found.range.lowerBound, "not so wide that it says nothing")
        #expect(found.source.hasPrefix("estimated from ") && found.source.hasSuffix(" of 8 objects"))
        #expect(storage.state.withLock { $0.calls.count { $0 == "GetObject" } } == 8)
    }

    @Test("One long record in one object is no input without records")
    func longRecord() async throws {
        storage.put("s3://demo/in/a.csv", String(repeating: "x", count: 5 << 20))
        let found = try #require(try await count())
        #expect(found.range.lowerBound == 1)
    }
}
