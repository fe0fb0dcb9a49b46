import AWSOperations
import BatchInference
import Testing

@Suite struct DownloadPlanTests {
    @Test(arguments: [
        ("a/b.csv.out", "a/b.csv.out"), ("../../etc/passwd", "__/__/etc/passwd"), ("/etc/passwd", "etc/passwd"),
        ("a//b", "a/b"), ("./a", "_/a"), ("", "_"), ("/", "_"), ("a\u{0}b", "a_b"), ("a\nb\u{1B}[31m", "a_b_[31m"),
        ("..\\..\\x", ".._.._x"), ("x\u{202E}gpj.exe", "x_gpj.exe"), ("...", "..."),
    ])
    func keysBecomePathsBelowAFolder(key: String, path: String) { #expect(SafePath.relative(key) == path) }

    @Test func longNamesAreCut() {
        let path = SafePath.relative("dir/" + String(repeating: "é", count: 400))
        #expect(path.split(separator: "/").allSatisfy { $0.utf8.count <= 255 })
    }

    @Test func noKeyLeavesItsFolder() {
        var generator = SystemRandomNumberGenerator()
        let alphabet = Array("./\\a\u{0}\n~é")
        for _ in 0..<3000 {
            let key = String(
                (0..<Int.random(in: 0...20, using: &generator)).map { _ in alphabet.randomElement() ?? "." })
            let path = SafePath.relative(key)
            let parts = path.split(separator: "/", omittingEmptySubsequences: false)
            #expect(!parts.contains("") && !parts.contains(".") && !parts.contains(".."))
            #expect(!path.hasPrefix("/") && !path.contains("\u{0}"))
        }
    }

    @Test func writtenOutputsAreTakenAndNamesDoNotCollide() async throws {
        let storage = FakeObservations()
        for key in ["in/a.csv", "in/A.csv", "in/b.csv", "out/a.csv.out", "out/A.csv.out"] {
            storage.put("s3://demo/\(key)", "1234")
        }
        let job = DescribeTransformJobResponse(
            transformJobName: "t", transformJobArn: "arn", transformJobStatus: .completed, modelName: "m",
            transformInput: TransformInput(
                dataSource: TransformDataSource(
                    s3DataSource: TransformS3DataSource(s3DataType: .s3Prefix, s3Uri: "s3://demo/in/"))),
            transformResources: TransformResources(instanceType: .mlM5Large, instanceCount: 1),
            creationTime: Timestamp(secondsSinceEpoch: 0),
            transformOutput: TransformOutput(s3OutputPath: "s3://demo/out"))
        let listing = try await OutputListingLoader(storage: storage).listing(of: job)
        let plan = DownloadPlan(listing)
        #expect(plan.items.map(\.relativePath) == ["A.csv.out", "a.csv.out~2"])
        #expect(plan.totalBytes == 8)
        #expect(plan.items.map(\.source.uri) == ["s3://demo/out/A.csv.out", "s3://demo/out/a.csv.out"])
        #expect(DownloadPlan(listing, only: ["in/a.csv"]).items.map(\.relativePath) == ["a.csv.out"])
    }
}
