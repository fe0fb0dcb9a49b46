import AWSOperations
import Testing

@testable import BatchInference

@Suite("Fewer predictions than records")
struct RecordCheckTests {
    private let storage = FakeObservations()

    private func job(
        _ change: (inout DescribeTransformJobResponse) -> Void = { _ in }
    ) -> DescribeTransformJobResponse {
        var job = DescribeTransformJobResponse(
            transformJobName: "t", transformJobArn: "arn", transformJobStatus: .completed, modelName: "m",
            transformInput: TransformInput(
                dataSource: TransformDataSource(
                    s3DataSource: TransformS3DataSource(s3DataType: .s3Prefix, s3Uri: "s3://demo/in/")),
                contentType: "text/csv", splitType: .line),
            transformResources: TransformResources(instanceType: .mlM5Large, instanceCount: 1),
            creationTime: Timestamp(secondsSinceEpoch: 0),
            transformOutput: TransformOutput(s3OutputPath: "s3://demo/out/", assembleWith: .line))
        change(&job)
        return job
    }

    private func put(_ name: String, records: Int, predictions: Int, prediction: String = "Adelie") {
        storage.put("s3://demo/in/\(name)", String(repeating: "39.1,18.7\n", count: records))
        storage.put("s3://demo/out/\(name).out", String(repeating: prediction + "\n", count: predictions))
    }

    private func check(_ job: DescribeTransformJobResponse? = nil) async throws -> RecordCheck? {
        let job = job ?? self.job()
        let listing = try await OutputListingLoader(storage: storage).listing(of: job)
        return await RecordChecker(storage: storage).check(job, listing)
    }

    @Test("Each object that lacks predictions is told, and how much was read")
    func told() async throws {
        put("a.csv", records: 40, predictions: 16)
        put("b.csv", records: 5, predictions: 5)
        put("c.csv", records: 9, predictions: 8)
        // Whoever wrote it left the last line without its end.
        storage.put("s3://demo/in/d.csv", "1\r\n\r\n2")
        storage.put("s3://demo/out/d.csv.out", "x\ny")
        let check = try #require(try await check())
        #expect(check.read == 4 && check.pairs == 4)
        #expect(check.shortfalls.map(\.name) == ["a.csv", "c.csv"])
        let diagnosis = try #require(check.diagnosis)
        #expect(diagnosis.cause == "fewer predictions than records: a.csv has 16 for 40 records, and 1 more object")
        #expect(diagnosis.evidence == "all objects read")
        #expect(diagnosis.objects == ["s3://demo/in/a.csv", "s3://demo/in/c.csv"])
    }

    @Test("Only few and small objects are read, and that is said")
    func bounded() async throws {
        for number in 0..<300 { put("part-\(number).csv", records: 5, predictions: number == 7 ? 4 : 5) }
        put("large.csv", records: 600_000, predictions: 1)
        storage.change { $0.calls = [] }
        let check = try #require(try await check())
        #expect(check.read == 16 && check.pairs == 301)
        #expect(storage.state.withLock { $0.calls.count { $0 == "GetObject" } } == 32)
        #expect(check.shortfalls.map(\.name) == ["part-7.csv"], "its output is among the smallest")
        #expect(check.diagnosis?.evidence == "16 of 301 objects read")
    }

    @Test("Nothing is said where lines are no records, or no predictions, and of what can't be read")
    func unknown() async throws {
        put("a.csv", records: 40, predictions: 1)
        #expect(try await check(job { $0.transformInput.splitType = SplitType.none }) == nil)
        #expect(try await check(job { $0.transformOutput?.assembleWith = AssemblyType.none }) == nil)
        #expect(try await check(job { $0.transformOutput?.accept = "application/json" }) == nil)
        #expect(try await check(job { $0.transformInput.compressionType = .gzip }) == nil)
        #expect(try await check(job { $0.transformJobStatus = .failed }) == nil)
        // One document for many records.
        put("a.csv", records: 40, predictions: 1, prediction: "{\"predictions\": [1, 2]}")
        #expect(try await check() == nil)
        put("a.csv", records: 40, predictions: 1)
        let denied = AWSFailure.refusal("GetObject", "AccessDenied", "Access Denied", status: 403)
        storage.change { $0.brokenObjects[S3Location(bucket: "demo", key: "in/a.csv")] = denied }
        storage.change { $0.refused[S3Location(bucket: "demo", key: "in/a.csv")] = denied }
        #expect(try await check() == nil)
        put("b.csv", records: 2, predictions: 1)
        #expect(try await check()?.shortfalls.map(\.name) == ["b.csv"], "the others are read all the same")
    }
}
