import AWSOperations
import Testing

@testable import BatchInference

@Suite struct FirstRecordsTests {
    private func first(_ text: String, _ wanted: Int, isCut: Bool = false, isCSV: Bool = true) -> FirstRecords {
        FirstRecords(Array(text.utf8), wanted: wanted, isCut: isCut, isCSV: isCSV)
    }

    private func text(_ records: FirstRecords) -> String { String(decoding: records.bytes, as: UTF8.self) }

    @Test func rowsAreTakenByteForByte() {
        let records = first("1,a\r\n2,b\r\n3,c\r\n", 2)
        #expect(text(records) == "1,a\r\n2,b\r\n" && records.count == 2 && !records.needsMore)
    }

    @Test func aHeaderIsARecordLikeAnyOther() {
        let records = first("island,mass\nDream,3.5\nBiscoe,4.5\nDream,5\n", 2)
        #expect(text(records) == "island,mass\nDream,3.5\n" && records.count == 2)
    }

    @Test func aLineBreakInQuotesCutsNoRow() {
        let records = first("1,\"a\nb\"\n2,\"c\"\"\n\"\n3,d\n", 2)
        #expect(text(records) == "1,\"a\nb\"\n2,\"c\"\"\n\"\n" && records.count == 2)
        #expect(text(first("{\"a\": \"\n\"\n", 1, isCSV: false)) == "{\"a\": \"\n")
    }

    @Test func theLastLineNeedsNoLineBreakUnlessItIsCut() {
        #expect(first("1,2\n3,4", 5).count == 2)
        let cut = first("1,2\n3,4", 5, isCut: true)
        #expect(text(cut) == "1,2\n" && cut.count == 1 && cut.needsMore)
    }

    @Test func blankLinesAreNoRows() {
        let records = first("\n\n1,2\n\n3,4\n", 2)
        #expect(records.count == 2 && text(records) == "\n\n1,2\n\n3,4\n")
        #expect(first("", 2).count == 0)
    }

    @Test(arguments: ["s3://bucket/out", "s3://bucket/out/", "s3://bucket/a/out/", "s3://bucket"])
    func aSampleRunLiesBesideItsOutput(output: String) throws {
        var plan = Samples.plan
        plan.output = output
        plan.compression = .gzip
        plan.instanceCount = 7
        plan.captureDestination = "s3://bucket/capture/"
        plan.transformJobName = String(repeating: "long-name-", count: 6) + "xyz"
        let (sampleRun, place) = try #require(plan.sampleRun(now: Timestamp(secondsSinceEpoch: 1_795_000_000)))
        #expect(LaunchNames.isValid(sampleRun.transformJobName))
        #expect(sampleRun.modelName == plan.modelName)
        #expect(sampleRun.instanceCount == 1 && sampleRun.compression == .none && sampleRun.captureDestination.isEmpty)
        #expect(place.input.key.hasSuffix("/input/") && place.output.key.hasSuffix("/output/"))
        let whole = try #require(S3Location(plan.output))
        #expect(whole.key.isEmpty || !place.input.key.hasPrefix(whole.key.hasSuffix("/") ? whole.key : whole.key + "/"))
        #expect(sampleRun.problems().allSatisfy { $0.severity == .warning })
    }
}
