import AWSOperations
import Testing

@testable import BatchInference

/// Transforms whose description doesn't say what they read: their outputs are listed, read and downloaded all the same.
@Suite struct UnknownInputTests {
    private let storage = FakeObservations()

    init() {
        for name in ["a", "b"] {
            storage.put("s3://demo/in/\(name).csv", "1,2\n")
            storage.put("s3://demo/out/\(name).csv.out", "Adelie\n")
        }
    }

    private static func job(
        _ input: TransformInput, output: TransformOutput? = TransformOutput(s3OutputPath: "s3://demo/out/")
    ) -> DescribeTransformJobResponse {
        DescribeTransformJobResponse(
            transformJobName: "t", transformJobArn: "arn", transformJobStatus: .completed, modelName: "m",
            transformInput: input, transformResources: .unknown, creationTime: .unknown, transformOutput: output)
    }

    private static let inputs: [TransformInput] =
        [.unknown, TransformInput(dataSource: .unknown)]
        + ["", "nonsense", "s3://", "5", "file:///in/"].map {
            TransformInput(
                dataSource: TransformDataSource(
                    s3DataSource: TransformS3DataSource(s3DataType: .s3Prefix, s3Uri: $0)))
        }

    @Test(arguments: inputs) func outputsAreListedAndReadWithoutTheirInputs(_ input: TransformInput) async throws {
        let job = Self.job(input)
        let listing = try await OutputListingLoader(storage: storage).listing(of: job)
        #expect(listing.inputLocation == nil && !listing.isComplete && listing.itemsLeftOut == 0)
        #expect(listing.rows.map(\.outputKey) == ["out/a.csv.out", "out/b.csv.out"])
        #expect(listing.rows.map(\.state) == [.unpaired, .unpaired])
        #expect(listing.extraCount == 0 && listing.counts.missing == 0)
        #expect(listing.shortfalls.map(\.missing) == ["the inputs are unknown"])
        #expect(listing.shortfalls[0].problem.contains("TransformInput.DataSource.S3DataSource.S3Uri"))
        #expect(
            listing.progress.text() == "2 outputs, inputs unknown, 2 may be of an earlier run (time unknown)"
                && listing.progress.shortText() == "2/?")
        #expect(listing.progress.bytesText == "14 B", "of both outputs, and of no input")
        #expect(listing.progress.share == nil && !listing.progress.hasLostInputs)
        let preview = try await PredictionLoader(storage: storage, job: job).preview(of: listing.rows[0], in: listing)
        #expect(preview.predicted.rows.map(\.cells) == [["Adelie"]] && preview.shortfalls.isEmpty)
        #expect(!preview.pairing.isPaired)
        let outcome = try await OutputDownloader(storage: storage).download(DownloadPlan(listing), into: "x") { _ in }
        #expect(outcome.files.map(\.path) == ["a.csv.out", "b.csv.out"] && outcome.unreadable.isEmpty)
    }

    @Test(arguments: [nil, TransformOutput(s3OutputPath: ""), TransformOutput(s3OutputPath: "x")])
    func withoutAnOutputPathThereIsNothingToList(_ output: TransformOutput?) async throws {
        let failure = await #expect(throws: AWSFailure.self) {
            _ = try await OutputListingLoader(storage: storage).listing(of: Self.job(.unknown, output: output))
        }
        #expect(failure?.problem.contains("TransformOutput.S3OutputPath") == true)
    }
}

/// A listing, and bodies that do not fit it.
@Suite struct OddObjectsTests {
    private let storage = FakeObservations()
    private static let out = S3Location(bucket: "demo", key: "out/a.csv.out")

    private func object(_ key: String, _ size: Int?, eTag: String = "\"e\"") -> S3Object {
        S3Object(key: key, sentSize: size, sentTime: nil, eTag: eTag)
    }

    private func listing(inputs: [S3Object], outputs: [S3Object]) -> OutputListing {
        OutputListing(
            inputs: inputs, outputs: outputs, inputLocation: S3Location(bucket: "demo", key: "in/"),
            outputLocation: S3Location(bucket: "demo", key: "out/"))
    }

    @Test func anObjectNamedTwiceIsOne() {
        let inputs = ["a", "b", "a", "b", "a"].map { object("in/\($0).csv", 4) }
        let outputs = ["a", "a", "b", "other", "other"].map { object("out/\($0).csv.out", 2) }
        let listing = listing(inputs: inputs, outputs: outputs)
        #expect(listing.rows.map(\.state) == [.written, .written, .extra])
        #expect(listing.inputCount == 2 && listing.inputBytes == 8 && listing.outputBytes == 6)
        #expect(
            listing.progress.text()
                == "2 of 2, 1 more without a listed input, 3 may be of an earlier run (time unknown)")
        #expect(DownloadPlan(listing).items.map(\.relativePath) == ["a.csv.out", "b.csv.out", "other.csv.out"])
    }

    @Test(arguments: [
        ("1\n", 4, "\"e\"", "cut short: 2 of 4 bytes arrived"), ("", 4, "\"e\"", "cut short: 0 of 4 bytes arrived"),
        ("1\n2\n", 2, "\"e\"", "changed while reading"), ("1\n2\n", 4, "\"other\"", "changed while reading"),
        ("1\n2\n", 4, "\"e\"", nil), ("1\n2\n", 4, "e", nil), ("1\n2\n", nil, "", nil), ("", 0, "", nil),
    ])
    func aBodyIsWhatTheListingSays(_ body: String, _ size: Int?, _ eTag: String, _ problem: String?) async throws {
        storage.put(Self.out.uri, body)
        storage.change { $0.eTag = "\"e\"" }
        let listing = listing(inputs: [], outputs: [object(Self.out.key, size, eTag: eTag)])
        let job = DescribeTransformJobResponse(
            transformJobName: "t", transformJobArn: "arn", transformJobStatus: .completed, modelName: "m",
            transformInput: .unknown, transformResources: .unknown, creationTime: .unknown)
        let preview = try await PredictionLoader(storage: storage, job: job).preview(of: listing.rows[0], in: listing)
        guard let problem else {
            #expect(preview.shortfalls.isEmpty && preview.output.table?.size == body.utf8.count)
            return
        }
        #expect(preview.problem.contains(problem) && preview.output.table == nil, "\(preview.problem)")
    }

    @Test func aDownloadAddsUpWhatItWroteAndCountsWhatHasNoKey() async throws {
        storage.put("s3://demo/out/a.csv.out", "12345")
        var listing = listing(inputs: [], outputs: [object(Self.out.key, nil)])
        listing.outputItemsLeftOut = 2
        let outcome = try await OutputDownloader(storage: storage).download(DownloadPlan(listing), into: "x") { _ in }
        #expect(outcome.bytes == 5 && outcome.files.count == 1 && outcome.fileCount == 3)
        #expect(outcome.text(in: "x") == "1 of 3 files, 5 B, in x")
        #expect(outcome.unreadable.map(\.missing) == ["2 objects listed under s3://demo/out/ can't be downloaded"])
        #expect(DownloadPlan(listing, only: [listing.rows[0].id]).unnamed == nil, "chosen rows have keys")
    }

    @Test func bytesOfObjectsWithoutASizeAreALowerBound() {
        let listing = listing(inputs: [object("in/a.csv", nil)], outputs: [object("out/a.csv.out", 7)])
        #expect(!listing.sizesAreKnown && listing.progress.bytesText == "at least 7 B from at least 0 B")
        let whole = self.listing(inputs: [object("in/a.csv", 9)], outputs: [object("out/a.csv.out", 7)])
        #expect(whole.sizesAreKnown && whole.progress.bytesText == "7 B from 9 B")
    }

    @Test func whatWasReplacedIsSaid() {
        var outcome = DownloadOutcome(files: [DownloadedOutput(path: "a", size: 1, replacedAnother: true)])
        #expect(outcome.text(in: "x") == "1 file, 1 B, in x; replaced 1 existing file")
        outcome.files.append(DownloadedOutput(path: "b", size: 2, replacedAnother: true))
        outcome.files.append(DownloadedOutput(path: "c", size: 3))
        #expect(outcome.text(in: "x") == "3 files, 6 B, in x; replaced 2 existing files")
        #expect(DownloadOutcome().text(in: "x") == "0 files downloaded")
    }
}
