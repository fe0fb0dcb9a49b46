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

    /// The events of a download, and what it threw.
    private func download(
        _ plan: DownloadPlan, into folder: String
    ) async -> (events: [DownloadEvent], error: (any Error)?) {
        let (stream, events) = AsyncStream.makeStream(of: DownloadEvent.self)
        var failure: (any Error)?
        do {
            _ = try await OutputDownloader(storage: storage, width: 1).download(plan, into: folder) { events.yield($0) }
        } catch {
            failure = error
        }
        events.finish()
        return (await stream.all(), failure)
    }

    @Test func filesComeOneAfterTheOther() async throws {
        let (events, error) = await download(try await plan(), into: "predictions")
        #expect(error == nil)
        let paths = events.compactMap { if case .finished(_, let path) = $0 { path } else { nil } }
        #expect(paths == ["predictions/a.csv.out", "predictions/b.csv.out", "predictions/c.csv.out"])
        let steps = events.compactMap { if case .progress(let progress) = $0 { progress } else { nil } }
        #expect(steps.map(\.bytesDone) == steps.map(\.bytesDone).sorted())
        #expect(
            steps.last
                == DownloadProgress(file: "c.csv.out", filesDone: 3, filesTotal: 3, bytesDone: 12, bytesTotal: 12))
    }

    @Test func anObjectThatIsGoneLeavesTheOthers() async throws {
        let plan = try await plan()
        storage.change { $0.objects[S3Location(bucket: "demo", key: "out/b.csv.out")] = nil }
        let (events, error) = await download(plan, into: "x/")
        #expect(error == nil)
        let paths = events.compactMap { if case .finished(_, let path) = $0 { path } else { nil } }
        #expect(paths == ["x/a.csv.out", "x/c.csv.out"])
    }

    /// One that breaks off is named, and the others come; where every one does, it is the network.
    @Test func anObjectThatBreaksOffLeavesTheOthers() async throws {
        let plan = try await plan()
        let lost = AWSFailure.transport(
            TransportError(
                operation: GetObjectRequest.operation, kind: .connectionLost, host: "demo in S3",
                detail: "the response ended 3 bytes early", mayHaveArrived: true))
        storage.change { $0.brokenObjects = [S3Location(bucket: "demo", key: "out/a.csv.out"): lost] }
        let outcome = try await OutputDownloader(storage: storage).download(plan, into: "x") { _ in }
        #expect(outcome.files.map(\.path) == ["b.csv.out", "c.csv.out"])
        #expect(
            outcome.unreadable.map(\.problem) == [
                "can't read s3://demo/out/a.csv.out: GetObject: demo in S3: the response ended 3 bytes early"
            ])
        let silent = AWSFailure.transport(
            TransportError(
                operation: GetObjectRequest.operation, kind: .timedOut, host: "demo in S3", detail: "no answer",
                mayHaveArrived: true))
        storage.change { state in
            state.brokenObjects = Dictionary(uniqueKeysWithValues: plan.items.map { ($0.source, silent) })
        }
        let (events, error) = await download(plan, into: "x")
        #expect(
            (error as? Shortfall)?.missing
                == "0 of 3 files were downloaded, and 1 more wasn't tried; can't read s3://demo/out/b.csv.out")
        #expect(events.contains { if case .failed = $0 { true } else { false } })
    }

    @Test func aFullDiskEndsIt() async throws {
        let plan = try await plan()
        let full = FileWriteError(path: "x/a.csv.out", problem: "no space left", remedy: "free some space")
        storage.change { $0.diskError = full }
        let (events, error) = await download(plan, into: "x")
        #expect(
            (error as? FileWriteError)?.problem
                == "no space left; 0 of 3 files were downloaded, and 2 more weren't tried")
        #expect(events == [.progress(DownloadProgress(file: "a.csv.out", filesTotal: 3, bytesTotal: 12))])
    }

    @Test func aFileThatCannotHaveItsPlaceKeepsNoOtherBack() async throws {
        let plan = try await plan()
        var taken = FileWriteError(path: "x/b.csv.out", problem: "a directory has that name", remedy: "move it")
        taken.concernsOneFile = true
        storage.change { [taken] in
            $0.diskError = taken
            $0.diskErrorPath = "b.csv.out"
        }
        var files: [String] = []
        let (stream, events) = AsyncStream.makeStream(of: DownloadEvent.self)
        let missing = try await OutputDownloader(storage: storage).download(plan, into: "x") { events.yield($0) }
        events.finish()
        for await case .finished(_, let path) in stream { files.append(path) }
        #expect(files == ["x/a.csv.out", "x/c.csv.out"])
        #expect(
            missing.unreadable.map(\.problem) == [
                "can't write x/b.csv.out, for s3://demo/out/b.csv.out: a directory has that name"
            ])
        #expect(missing.unreadable.map(\.remedy) == ["move it"])
    }

    @Test func manyComeSideBySideInTheOrderOfThePlan() async throws {
        for number in 0..<60 { storage.put("s3://demo/out/x\(number).csv.out", String(repeating: "1", count: number)) }
        let plan = try await plan()
        storage.change {
            $0.refused[S3Location(bucket: "demo", key: "out/x7.csv.out")] = .refusal("GetObject", "NoSuchKey", "no")
        }
        let (stream, events) = AsyncStream.makeStream(of: DownloadEvent.self)
        let outcome = try await OutputDownloader(storage: storage).download(plan, into: "x") { events.yield($0) }
        events.finish()
        let all = await stream.all()
        let steps = all.compactMap { if case .progress(let progress) = $0 { progress } else { nil } }
        #expect(
            zip(steps, steps.dropFirst()).allSatisfy { $0.bytesDone <= $1.bytesDone && $0.filesDone <= $1.filesDone })
        #expect(steps.last?.filesDone == 62 && steps.last?.filesFailed == 1)
        #expect(steps.last?.bytesDone == steps.last?.bytesTotal)
        #expect(outcome.files.map(\.path) == plan.items.map(\.relativePath).filter { $0 != "x7.csv.out" })
        #expect(outcome.unreadable.count == 1 && outcome.fileCount == 63)
    }

    @Test func filesThatWereThereAreNotCountedAsBrought() {
        var outcome = DownloadOutcome(files: [
            DownloadedOutput(path: "a", size: 9, wasThere: true), DownloadedOutput(path: "b", size: 3),
        ])
        #expect(outcome.text(in: "x") == "1 file, 3 B, in x; kept 1 that haven't changed")
        outcome.files.removeLast()
        #expect(outcome.text(in: "x") == "0 files downloaded; kept 1 that haven't changed")
    }

    @Test func sizesThatNoObjectHasDoNotOverflow() {
        #expect(ByteSum.of([.max, 1, -5, .max]) == .max)
        #expect(ByteSum.of([3, -5, 4]) == 7)
    }
}
