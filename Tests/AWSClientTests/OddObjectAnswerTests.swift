import AWSOperations
import Glibc
import Testing

@testable import AWSClient
@testable import AWSSigning

/// Answers of S3 that do not hold what they say, and the words for those of other services that do not.
@Suite struct OddObjectAnswerTests {
    /// What Python's `unquote_plus`, which botocore uses, makes of the same.
    @Test(arguments: [
        ("a%ZZ%20b", "a%ZZ b"), ("a%", "a%"), ("a%2", "a%2"), ("a%E9", "a\u{FFFD}"), ("a+b", "a b"), ("%%41", "%A"),
        ("%4%31", "%41"), ("a%c3%A9", "a\u{E9}"), ("a%ZZ+b", "a%ZZ b"), ("%00", "\0"), ("a%2Bb", "a+b"),
        ("a%25ZZ", "a%ZZ"),
    ])
    func keysAreDecodedAsBotocoreDoes(_ sent: String, _ key: String) async throws {
        for (encoding, expected) in [("<EncodingType>url</EncodingType>", key), ("", sent)] {
            let server = LoopbackServer { _, _ in
                .xml(
                    "<ListBucketResult>\(encoding)<Contents><Key>\(sent)</Key><Size>1</Size></Contents>"
                        + "</ListBucketResult>")
            }
            defer { server.stop() }
            let page = try await TestClient.make(server).send(ListObjectsV2Request(bucket: "bucket-1"))
            #expect(page.contents.map { ByteText($0.key) } == [ByteText(expected)])
        }
        #expect((PercentEncoding.decode(sent, plusIsSpace: true) == nil) == sent.hasBadEscape)
    }

    @Test func anObjectThatAListingNamesTwiceIsOne() async throws {
        let one = "<Contents><Key>k%20</Key><Size>1</Size></Contents>"
        let server = LoopbackServer { _, _ in
            .xml(
                "<ListBucketResult><EncodingType>url</EncodingType>\(one)\(one)<Contents><Key>k+</Key></Contents>"
                    + "<Contents><Key>other</Key></Contents></ListBucketResult>")
        }
        defer { server.stop() }
        let page = try await TestClient.make(server).send(ListObjectsV2Request(bucket: "bucket-1"))
        #expect(page.contents.map(\.key) == ["k ", "other"] && page.itemsLeftOut == 0)
    }

    private static func part(_ range: String, _ body: String, length: Int? = nil, status: String = "206 Partial")
        -> LoopbackServer
        .Reply
    {
        .raw(
            Array(
                "HTTP/1.1 \(status)\r\nETag: \"e\"\r\nContent-Range: bytes \(range)\r\nConnection: close\r\n\("Content-Length: \(length ?? body.utf8.count)")\r\n\r\n\(body)"
                    .utf8))
    }

    @Test(arguments: [
        (part("0-3/4", "1\n"), "cut short: 2 of 4 bytes came"), (part("0-3/4", ""), "cut short: 0 of 4 bytes came"),
        (part("0-3/4", "1\n", length: 4), "cut short"), (part("0-99/9999", "1\n"), "cut short"),
        (part("0-3/4", "", status: "204 No Content"), "HTTP 204 without an object"),
        (part("4-7/8", "3\n4\n"), "another range than was asked for"),
    ])
    func lessThanAnAnswerSaysIsNoObject(_ reply: LoopbackServer.Reply, _ words: String) async throws {
        let server = LoopbackServer { _, _ in reply }
        defer { server.stop() }
        let failure = await TestClient.failure { () throws(AWSFailure) in
            try await TestClient.make(server).send(GetObjectRequest(bucket: "bucket-1", key: "k", range: 0..<100))
        }
        #expect(failure?.problem.contains(words) == true, "\(failure?.problem ?? "")")
    }

    @Test(arguments: [
        "<html><head><title></title></head></html>", "<html><title> \n </title><body>  </body></html>", "<body></body>",
    ])
    func aPageWithoutWordsHasNoQuotes(_ page: String) {
        for status in [200, 403, 503] {
            let answer = HTTPAnswer(
                head: HTTPHead(status: status, headers: [(name: "content-type", value: "text/html")]),
                body: .whole(Array(page.utf8)))
            let error = ErrorWire.read(answer, operation: ListTransformJobsRequest.operation).error
            #expect(error.message == "HTTP \(status) with a web page in place of an AWS error")
            #expect(DecodingDetail.describe(LossLedger.UnrecognizableResponse(), in: answer) == "a web page")
        }
    }

    @Test func blankWordsAreNone() {
        let answer = HTTPAnswer(
            head: HTTPHead(status: 400, headers: [(name: "x-amzn-requestid", value: " ")]),
            body: .whole(Array(#"{"__type":"ValidationException","message":" \n "}"#.utf8)))
        let error = ErrorWire.read(answer, operation: ListTransformJobsRequest.operation).error
        #expect(error.message.isEmpty && error.requestID == nil)
        #expect(AWSFailure.service(error).problem == "ListTransformJobs: ValidationException: HTTP 400")
    }

    @Test func whatNobodySaidLeavesNoMark() {
        #expect(Redactor.said("AccessDenied", "") == "AccessDenied" && Redactor.said("", " ", "x") == "x")
        #expect(Redactor.said("the role", "AccessDenied", "not you") == "the role: AccessDenied: not you")
    }

    /// Members of another kind, each with the words for what it should be.
    @Test(arguments: [
        (#"{"AutoMLJobSummaries":{"a":1}}"#, "AutoMLJobSummaries isn't a list"), ("[]", "it isn't an object"),
        ("5", "it isn't an object"), ("null", "it is null, not an object"),
    ])
    func whatAnAnswerShouldBeIsSaidInWords(_ body: String, _ words: String) async throws {
        let server = LoopbackServer { _, _ in .json(body) }
        defer { server.stop() }
        let failure = await TestClient.failure { () throws(AWSFailure) in
            try await TestClient.make(server).send(ListAutoMLJobsRequest())
        }
        #expect(failure?.problem.hasSuffix(words) == true, "\(failure?.problem ?? "")")
    }

    @Test func placesThatCannotBeReadAreSaidInWords() async throws {
        let server = LoopbackServer { _, _ in
            .json(
                #"{"TransformJobName":[],"TransformJobArn":"arn:x","TransformJobStatus":"Completed","CreationTime":{},"#
                    + #""TransformEndTime":1e12,"MaxPayloadInMB":"x","TransformInput":[],"Environment":{"a":[]}}"#)
        }
        defer { server.stop() }
        let job = try await TestClient.make(server).send(DescribeTransformJobRequest(transformJobName: "t"))
        let places = job.unread.places
        #expect(places.contains("TransformJobName isn't text"))
        #expect(places.contains("CreationTime isn't a time") && places.contains("TransformEndTime isn't a time"))
        #expect(job.transformEndTime == nil, "no year of four digits, so no date that could be shown")
        #expect(places.contains("MaxPayloadInMB isn't a whole number"))
        #expect(places.contains("TransformInput isn't an object"))
        for place in places {
            for type in ["Array", "Dictionary", "String", "Int", "Any", "Swift", "Optional"] {
                #expect(!place.split(separator: " ").dropFirst().joined(separator: " ").contains(type), "\(place)")
            }
        }
    }
}

extension String {
    fileprivate var hasBadEscape: Bool { ["a%ZZ%20b", "a%", "a%2", "%%41", "%4%31", "a%ZZ+b"].contains(self) }
}
