import AWSOperations
import BatchInference
import Testing

@Suite struct OutputListingTests {
    private let storage = FakeObservations()

    private func job(
        _ input: String, _ output: String = "s3://demo/out/", kind: S3DataType = .s3Prefix
    ) -> DescribeTransformJobResponse {
        DescribeTransformJobResponse(
            transformJobName: "t", transformJobArn: "arn", transformJobStatus: .completed, modelName: "m",
            transformInput: TransformInput(
                dataSource: TransformDataSource(s3DataSource: TransformS3DataSource(s3DataType: kind, s3Uri: input))),
            transformResources: TransformResources(instanceType: .mlM5Large, instanceCount: 1),
            creationTime: Timestamp(secondsSinceEpoch: 0), transformOutput: TransformOutput(s3OutputPath: output))
    }

    private func listing(_ job: DescribeTransformJobResponse) async throws -> OutputListing {
        try await OutputListingLoader(storage: storage).listing(of: job)
    }

    @Test func inputsStandBesideTheirOutputs() async throws {
        for part in 1...6 { storage.put("s3://demo/in/a/part-\(part).csv", "12345") }
        storage.put("s3://demo/in/")
        for part in [1, 2, 4, 5, 6] { storage.put("s3://demo/out/a/part-\(part).csv.out", "123") }
        storage.put("s3://demo/out/a/stranger.csv.out", "1234567")
        let listing = try await listing(job("s3://demo/in/"))
        #expect(listing.rows.map(\.relativeName).first == "a/part-1.csv")
        #expect(listing.inputCount == 6 && listing.writtenCount == 5 && listing.counts.missing == 1)
        #expect(listing.extraCount == 1)
        #expect(listing.rows.first { $0.state == .missing }?.outputKey == "out/a/part-3.csv.out")
        var progress = OutputProgress(
            inputObjects: 6, inputBytes: 30, outputObjects: 5, outputBytes: 15, unpairedOutputs: 1)
        (progress.finishedInputBytes, progress.largestUnfinishedInput) = (25, 5)
        let written = storage.state.withLock { $0.lastModified }
        (progress.firstOutputAt, progress.lastOutputAt) = (written, written)
        #expect(listing.progress == progress)
    }

    @Test func oneObjectIsItsOwnPrefix() async throws {
        storage.put("s3://demo/data.csv", "1")
        storage.put("s3://demo/data.csv.bak", "1")
        storage.put("s3://demo/out/data.csv.out", "1")
        let listing = try await listing(job("s3://demo/data.csv", "s3://demo/out"))
        #expect(listing.rows.map(\.state) == [.written, .missing])
        #expect(listing.rows.map(\.oddity) == [nil, .siblingOfPrefix])
    }

    @Test func siblingsMarkersAndOwnOutputsAreFlagged() async throws {
        storage.put("s3://demo/test/a.csv", "1")
        storage.put("s3://demo/test/_SUCCESS")
        storage.put("s3://demo/test_output/b.csv", "1")
        storage.put("s3://demo/test_output/earlier.txt", "1")
        let listing = try await listing(job("s3://demo/test", "s3://demo/test_output/"))
        let oddities = Dictionary(uniqueKeysWithValues: listing.rows.map { ($0.relativeName, $0.oddity) })
        #expect(oddities["test/a.csv"] == .some(nil))
        #expect(oddities["test/_SUCCESS"] == .marker)
        #expect(oddities["test_output/b.csv"] == .underOutput)
    }

    @Test func outputsOfThisRunUnderTheInputAreNoInputs() async throws {
        storage.put("s3://demo/in/a.csv", "1")
        storage.put("s3://demo/in/out/a.csv.out", "1")
        let listing = try await listing(job("s3://demo/in/", "s3://demo/in/out/"))
        #expect(listing.rows.count == 1)
        #expect(listing.rows.first?.state == .written)
    }

    @Test(arguments: [
        ("s3://demo/in/march", "in/march/a.csv", "out/a.csv.out"),
        ("s3://demo/in/march", "in/march/a.csv", "out/march/a.csv.out"),
        ("s3://demo/in/mar", "in/march/a.csv", "out/march/a.csv.out"),
        ("s3://demo/in/", "in/x/a.csv", "out/x/a.csv.out"),
        ("s3://demo/in/", "in/x/a.csv", "out/in/x/a.csv.out"),
        ("s3://demo", "a.csv", "out/a.csv.out"),
    ])
    func everyReadingOfTheOutputRuleIsFound(input: String, key: String, output: String) async throws {
        storage.put("s3://demo/\(key)", "1")
        storage.put("s3://demo/\(output)", "1")
        let listing = try await listing(job(input))
        let row = try #require(listing.rows.first { $0.input?.key == key })
        #expect(row.output?.key == output)
    }

    @Test func manifestsNameTheirInputs() async throws {
        storage.put(
            "s3://demo/list.manifest",
            #"[ {"prefix": "s3://demo/in/"}, "a.csv", "b\/\u00e9 \"x\".csv" ]"#)
        storage.put("s3://demo/in/a.csv", "123")
        storage.put("s3://demo/in/not-named.csv", "1")
        storage.put("s3://demo/out/a.csv.out", "1")
        let listing = try await listing(job("s3://demo/list.manifest", kind: .manifestFile))
        #expect(listing.rows.map(\.relativeName) == ["a.csv", "b/é \"x\".csv"])
        #expect(listing.rows.map(\.state) == [.written, .missing])
        #expect(listing.rows.first?.input?.size == 3)
    }

    @Test(arguments: ["", "{}", "[", "[\"a\"]", "[{\"prefix\": \"s3://demo/\"} \"a\"]", "[{\"prefix\": \"nowhere\"}]"])
    func brokenManifestsAreRefused(text: String) async {
        storage.put("s3://demo/list.manifest", text)
        await #expect(throws: AWSFailure.self) {
            try await listing(job("s3://demo/list.manifest", kind: .manifestFile))
        }
    }

}
