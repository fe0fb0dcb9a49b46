import AWSOperations
import BatchInference
import Testing

@testable import flightdeck

@Suite("What a page lacks, in its document, on standard error and in the exit status")
struct IncompleteTests {
    private static func failure(_ code: String, _ message: String = "no", id: String? = nil) -> AWSFailure {
        .service(
            ServiceError(
                operation: ListTransformJobsRequest.operation, code: code, message: message, httpStatus: 400,
                requestID: id))
    }

    @Test("a document says what it lacks, and a whole one says nothing of it")
    func documents() throws {
        let document = ListTransformJobsResponse(transformJobSummaries: [])
        let lacking = IncompleteDocument(
            document: document,
            shortfalls: [Shortfall("the list is incomplete", failure: Self.failure("ThrottlingException"))])
        let text = try JSONText.encode(lacking, layout: .compact)
        #expect(text.hasPrefix("{\"TransformJobSummaries\":[]"))
        #expect(text.contains("\"Incomplete\":{\"Reason\":\"the list is incomplete\""))
        #expect(text.contains("\"Operation\":\"ListTransformJobs\""))
        #expect(text.contains("\"Code\":\"ThrottlingException\""))
        #expect(text.contains("\"Remedy\":\"wait a minute, then try again\""))
        let whole = IncompleteDocument(document: document, shortfalls: [])
        #expect(try JSONText.encode(whole, layout: .compact) == "{\"TransformJobSummaries\":[]}")
    }

    @Test(
        "the exit status is that of the cause, access first",
        arguments: [
            (["ThrottlingException"], Status.failed), (["AccessDeniedException"], .access),
            (["ThrottlingException", "AccessDeniedException"], .access), (["InvalidObjectState"], .failed),
        ])
    func statuses(_ codes: [String], _ status: Status) {
        #expect(CommandFailure(codes.map { Shortfall("x", failure: Self.failure($0)) }).status == status)
    }

    @Test("outputs whose inputs are unknown, and what a download wrote, in a document")
    func outputsDocument() throws {
        let output = S3Object(key: "out/a.out", size: 4, lastModified: Timestamp(secondsSinceEpoch: 0), eTag: "e")
        var listing = OutputListing(
            inputs: [], outputs: [output], inputLocation: nil, outputLocation: S3Location(bucket: "b", key: "out/"),
            inputsAreWhole: false)
        listing.inputFailure = .configuration(problem: "it doesn't say", remedy: "")
        var document = OutputDocument(transform: "t", listing: listing, previews: [:])
        document.download = .init(
            DownloadOutcome(files: [DownloadedOutput(path: "a.out", size: 4, replacedAnother: true)]), folder: "dir")
        let text = try JSONText.encode(
            IncompleteDocument(document: document, shortfalls: listing.shortfalls), layout: .compact)
        #expect(!text.contains("S3Uri") && text.contains(#""InputsAreComplete":false"#))
        #expect(text.contains(#""Incomplete":{"Reason":"the inputs are unknown""#))
        #expect(
            text.contains(
                #""Download":{"Folder":"dir","Bytes":4,"ReplacedFiles":1,"KeptFiles":0,"Files":"#
                    + #"[{"Path":"a.out","Size":4,"ReplacedExisting":true,"WasThere":false}]}"#))
        #expect(CommandFailure(listing.shortfalls).status == .failed)
    }

    @Test("outputs whose inputs have gone are counted as outputs, not as none written")
    func lostInputs() {
        let output = S3Object(key: "out/a.out", size: 4, lastModified: Timestamp(secondsSinceEpoch: 0), eTag: "e")
        let listing = OutputListing(
            inputs: [], outputs: [output], inputLocation: S3Location(bucket: "b", key: "in/"),
            outputLocation: S3Location(bucket: "b", key: "out/"))
        #expect(listing.summary.hasPrefix("no inputs, 1 output without an input"))
        #expect(!listing.summary.contains("0 written") && listing.summary.hasSuffix("4 B"))
    }

    @Test("a token that comes twice is a failure, not an access problem")
    func repeatedToken() {
        let repeated = AWSFailure.repeatedPageToken(operation: ListTransformJobsRequest.operation)
        let end = CommandFailure([Shortfall("the list is incomplete", failure: repeated)])
        #expect(end.status == .failed)
        #expect(end.lines.first?.contains("no new page token") == true)
        #expect(!end.remedy.isEmpty)
    }

    @Test("each cause is named once, with its request id, and a remedy only once")
    func lines() {
        let denied = Self.failure("AccessDenied", "not authorized to perform: kms:Decrypt on it", id: "id-7")
        let end = CommandFailure([
            Shortfall("can't read s3://b/1", failure: denied), Shortfall("can't read s3://b/2", failure: denied),
        ])
        #expect(end.lines.count == 3)
        #expect(end.lines[0].contains("s3://b/1") && end.lines[0].contains("id-7"))
        #expect(end.lines[1].contains("s3://b/2"))
        #expect(end.lines[2].contains("kms:Decrypt"))
    }

    @Test("a line end in a key begins no line of its own")
    func lineEnds() {
        let denied = Self.failure("AccessDenied", "not authorized", id: "id-7")
        let end = CommandFailure([
            Shortfall("can't read s3://b/a\nflightdeck: all is well", failure: denied),
            Shortfall("can't read s3://b/c\r\nd", failure: denied),
        ])
        #expect(end.lines.count == 3, "\(end.lines)")
        #expect(end.lines[0].contains("s3://b/a flightdeck: all is well: "))
        #expect(end.lines[1].contains("s3://b/c  d: "))
    }

    @Test("rows without details are counted by cause")
    func undescribed() {
        var rows = UndescribedRows(things: "jobs")
        for name in ["a", "b", "c"] {
            rows.add(name, Self.failure("AccessDeniedException", "not authorized to perform: sagemaker:X on \(name)"))
        }
        rows.add("d", Self.failure("ThrottlingException"))
        #expect(rows.shortfalls.map(\.missing) == ["details of 3 jobs are missing", "details of d are missing"])
    }

    @Test("a watch that waits says so at first and every five minutes, for credentials and for anything else")
    func waiting() {
        var waiting = WatchWaiting(name: "t", timeouts: .command)
        let start = Timestamp(secondsSinceEpoch: 1_800_000_000)
        var snapshot = TransformSnapshot(name: "t", readAt: start)
        let none = waiting.take(snapshot, now: start)
        #expect(none == nil)
        snapshot.stale = [
            StaleSource(
                source: .description, failure: Self.failure("ExpiredToken"), lastGoodAt: nil, nextTryAt: start)
        ]
        let lines = [0.0, 299, 301].map { waiting.take(snapshot, now: start.adding(seconds: $0)) }
        #expect(lines[0]?.contains("new credentials") == true && lines[0]?.contains("15 m") == true)
        #expect(lines[1] == nil && lines[2] != nil)
    }
}
