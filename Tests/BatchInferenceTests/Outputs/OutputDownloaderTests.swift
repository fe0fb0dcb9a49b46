import AWSOperations
import BatchInference
import Testing

@Suite struct OutputDownloaderTests {
    private let storage = FakeObservations()

    private func plan() async throws -> DownloadPlan {
        for name in ["a", "b", "c"] {
            storage.put("s3://demo/in/\(name).csv", "1")
            storage.put("s3://demo/out/\(name).csv.out", "1234")
        }
        let job = DescribeTransformJobResponse(
            transformJobName: "t", transformJobArn: "arn", transformJobStatus: .completed, modelName: "m",
            transformInput: TransformInput(
                dataSource: TransformDataSource(
                    s3DataSource: TransformS3DataSource(s3DataType: .s3Prefix, s3Uri: "s3://demo/in/"))),
            transformResources: TransformResources(instanceType: .mlM5Large, instanceCount: 1),
            creationTime: Timestamp(secondsSinceEpoch: 0),
            transformOutput: TransformOutput(s3OutputPath: "s3://demo/out/"))
        return DownloadPlan(try await OutputListingLoader(storage: storage).listing(of: job))
    }

    @Test func filesComeOneAfterTheOther() async throws {
        let plan = try await plan()
        let events = await OutputDownloader(storage: storage).events(of: plan, into: "predictions").all()
        let paths = events.compactMap { if case .finished(_, let path) = $0 { path } else { nil } }
        #expect(paths == ["predictions/a.csv.out", "predictions/b.csv.out", "predictions/c.csv.out"])
        #expect(events.suffix(2) == [.progress(done: 12, total: 12), .ended(finished: 3, failed: 0)])
        let done = events.compactMap { if case .progress(let done, _) = $0 { done } else { nil } }
        #expect(done == done.sorted())
    }

    @Test func anObjectThatIsGoneDoesNotStopTheOthers() async throws {
        let plan = try await plan()
        storage.change { $0.objects[S3Location(bucket: "demo", key: "out/b.csv.out")] = nil }
        let events = await OutputDownloader(storage: storage).events(of: plan, into: "x/").all()
        #expect(events.last == .ended(finished: 2, failed: 1))
        let failed = events.compactMap { if case .failed(let item, _) = $0 { item.relativePath } else { nil } }
        #expect(failed == ["b.csv.out"])
    }

    @Test func aFullDiskStopsTheRest() async throws {
        let plan = try await plan()
        let full = DownloadError(path: "x/a.csv.out", problem: "no space left", remedy: "free some space")
        storage.change { $0.diskError = full }
        let events = await OutputDownloader(storage: storage).events(of: plan, into: "x").all()
        #expect(events == [.failed(plan.items[0], .disk(full)), .ended(finished: 0, failed: 3)])
    }
}
