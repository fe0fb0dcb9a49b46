import AWSOperations
import Testing

@testable import AWSClient

@Suite struct S3Tests {
    static let object = S3Location(bucket: "bucket-1", key: "a/b.csv")

    @Test func listsAreDecoded() async throws {
        let server = LoopbackServer { _, _ in
            .xml(
                """
                <?xml version="1.0" encoding="UTF-8"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
                <Name>bucket-1</Name><Prefix>a%2Fb+c</Prefix><EncodingType>url</EncodingType><KeyCount>2</KeyCount>
                <IsTruncated>true</IsTruncated><NextContinuationToken>1/+=</NextContinuationToken>
                <Contents><Key>x%2F%2Fy+z%2B%C3%BC%00</Key><LastModified>2026-11-22T10:00:00.000Z</LastModified>
                <ETag>&quot;abc&quot;</ETag><Size>12</Size></Contents>
                <CommonPrefixes><Prefix>p%2F</Prefix></CommonPrefixes><CommonPrefixes><Prefix>q%2F</Prefix></CommonPrefixes>
                </ListBucketResult>
                """)
        }
        defer { server.stop() }
        let page = try await TestClient.make(server).send(
            ListObjectsV2Request(
                bucket: "bucket-1", prefix: "a/b c", delimiter: "/", maxKeys: 5, continuationToken: "t/+="))
        #expect(page.prefix == "a/b c")
        #expect(page.contents.map(\.key) == ["x//y z+ü\u{0}"])
        #expect(page.contents[0].eTag == "\"abc\"")
        #expect(page.contents[0].size == 12)
        #expect(page.commonPrefixes == ["p/", "q/"])
        #expect(page.nextPageToken == "1/+=")
        let request = server.requests[0]
        #expect(request.path == "/bucket-1")
        #expect(
            request.query
                == "list-type=2&encoding-type=url&prefix=a%2Fb%20c&delimiter=%2F&max-keys=5"
                + "&continuation-token=t%2F%2B%3D")
        #expect(request.headers["x-amz-content-sha256"]?.count == 64)
    }

    @Test func headsHaveNoBody() async throws {
        let server = LoopbackServer { request, _ in
            request.path.hasSuffix("missing")
                ? .answer(status: 404, headers: [("x-amz-request-id", "r")], body: [])
                : .answer(
                    status: 200,
                    headers: [
                        ("Content-Length", "1234567"), ("Content-Type", "text/csv"), ("ETag", "\"e\""),
                        ("Last-Modified", "Sun, 06 Nov 1994 08:49:37 GMT"),
                    ], body: [])
        }
        defer { server.stop() }
        let client = TestClient.make(server)
        let head = try await client.send(HeadObjectRequest(bucket: "bucket-1", key: "a b//../c"))
        #expect(head.contentLength == 1_234_567)
        #expect(head.contentType == "text/csv")
        #expect(head.eTag == "\"e\"")
        #expect(head.lastModified == Timestamp(secondsSinceEpoch: 784_111_777))
        #expect(server.requests[0].path == "/bucket-1/a%20b//../c")
        let failure = await TestClient.failure { () throws(AWSFailure) in
            try await client.send(HeadObjectRequest(bucket: "bucket-1", key: "missing"))
        }
        #expect(failure?.isNotFound == true)
        #expect(failure?.serviceError?.requestID == "r")
    }

    @Test func rangesAreCutToTheObject() async throws {
        let server = LoopbackServer { request, _ in
            switch request.headers["range"] {
            case "bytes=0-9":
                .answer(status: 206, headers: [("Content-Range", "bytes 0-4/5")], body: Array("hello".utf8))
            case "bytes=5-9":
                .xml("<Error><Code>InvalidRange</Code><Message>no</Message></Error>", status: 416)
            case "bytes=1-2": .answer(status: 200, headers: [], body: Array("hello".utf8))
            default: .answer(status: 200, headers: [("ETag", "\"e\"")], body: Array("hello".utf8))
            }
        }
        defer { server.stop() }
        let client = TestClient.make(server)
        func read(_ range: Range<Int>?) async throws -> (String, Int) {
            let answer = try await client.send(GetObjectRequest(bucket: "bucket-1", key: "k", range: range))
            return (String(decoding: answer.body, as: UTF8.self), answer.totalLength)
        }
        #expect(try await read(nil) == ("hello", 5))
        #expect(try await read(0..<10) == ("hello", 5))
        #expect(try await read(5..<10) == ("", 5))
        // A service that knows no ranges sends everything.
        #expect(try await read(1..<3) == ("el", 5))
    }

    @Test func objectsAreWritten() async throws {
        let server = LoopbackServer { _, _ in .answer(status: 200, headers: [("ETag", "\"new\"")], body: []) }
        defer { server.stop() }
        let client = TestClient.make(server)
        let bytes = [UInt8](0...255)
        let answer = try await client.send(
            PutObjectRequest(bucket: "bucket-1", key: "ü/+", body: bytes, contentType: "text/csv"))
        #expect(answer.eTag == "\"new\"")
        #expect(server.requests[0].method == "PUT")
        #expect(server.requests[0].path == "/bucket-1/%C3%BC/%2B")
        #expect(server.requests[0].body == bytes)
        #expect(server.requests[0].headers["content-type"] == "text/csv")
        _ = try await client.send(PutObjectRequest(bucket: "bucket-1", key: "empty", body: []))
        #expect(server.requests[1].headers["content-length"] == "0")
    }

    @Test func anErrorInsideASuccessIsAnError() async throws {
        let server = LoopbackServer { request, number in
            number == 0
                ? .xml("<?xml version=\"1.0\"?>\n<Error><Code>InternalError</Code><Message>oops</Message></Error>")
                : .xml("<ListBucketResult><Name>b</Name><IsTruncated>false</IsTruncated></ListBucketResult>")
        }
        defer { server.stop() }
        let clock = FakeClock()
        let page = try await TestClient.make(server, clock: clock).send(ListObjectsV2Request(bucket: "bucket-1"))
        #expect(page.contents.isEmpty)
        #expect(clock.sleeps.count == 1)
    }

    @Test func anObjectThatLooksLikeAnErrorIsAnObject() async throws {
        let text = "<Error><Code>InternalError</Code></Error>"
        let server = LoopbackServer { _, _ in .xml(text) }
        defer { server.stop() }
        let answer = try await TestClient.make(server).send(GetObjectRequest(bucket: "bucket-1", key: "k"))
        #expect(answer.body == Array(text.utf8))
    }

    @Test(arguments: [0, 1, 2, 3]) func regionRedirectsAreFollowedOnceAndRemembered(_ kind: Int) async throws {
        let server = LoopbackServer { request, _ in
            if request.headers["authorization"]?.contains("/eu-west-1/s3/") == true {
                return .answer(status: 200, headers: [("Content-Length", "3")], body: Array("abc".utf8))
            }
            switch kind {
            case 0: return .answer(status: 301, headers: [("x-amz-bucket-region", "eu-west-1")], body: [])
            case 1: return .answer(status: 307, headers: [("x-amz-bucket-region", "eu-west-1")], body: [])
            case 2: return .answer(status: 400, headers: [("x-amz-bucket-region", "eu-west-1")], body: [])
            default:
                return .xml(
                    "<Error><Code>AuthorizationHeaderMalformed</Code><Region>eu-west-1</Region></Error>", status: 400)
            }
        }
        defer { server.stop() }
        let client = TestClient.make(server)
        var events = client.events().makeAsyncIterator()
        if kind == 2 {
            _ = try await client.send(HeadObjectRequest(bucket: "bucket-1", key: "k"))
        } else {
            _ = try await client.send(GetObjectRequest(bucket: "bucket-1", key: "k"))
        }
        #expect(server.requests.count == 2)
        _ = try await client.send(GetObjectRequest(bucket: "bucket-1", key: "other"))
        #expect(server.requests.count == 3)
        #expect(await events.next() == .bucketFound(bucket: "bucket-1", region: "eu-west-1"))
    }

    @Test func aRedirectThatNamesNoRegionIsAskedFor() async throws {
        let server = LoopbackServer { request, _ in
            if request.headers["authorization"]?.contains("/eu-west-1/s3/") == true {
                return .answer(status: 200, headers: [], body: Array("abc".utf8))
            }
            let isBucket = request.method == "HEAD" && request.path == "/bucket-1"
            return .answer(
                status: 301, headers: isBucket ? [("x-amz-bucket-region", "eu-west-1")] : [], body: [])
        }
        defer { server.stop() }
        let client = TestClient.make(server)
        let answer = try await client.send(GetObjectRequest(bucket: "bucket-1", key: "k"))
        #expect(answer.body == Array("abc".utf8))
        #expect(server.requests.map(\.method) == ["GET", "HEAD", "GET"])
        _ = try await client.send(GetObjectRequest(bucket: "bucket-1", key: "other"))
        #expect(server.requests.count == 4)
    }

    @Test func aRedirectToNowhereEnds() async {
        let server = LoopbackServer { _, _ in .answer(status: 301, headers: [], body: []) }
        defer { server.stop() }
        let failure = await TestClient.failure { () throws(AWSFailure) in
            try await TestClient.make(server).send(GetObjectRequest(bucket: "bucket-1", key: "k"))
        }
        #expect(failure?.serviceError?.code == "PermanentRedirect")
        #expect(server.requests.count == 2)
    }

    @Test func aRedirectInACircleEnds() async {
        let server = LoopbackServer { request, number in
            .answer(
                status: 301, headers: [("x-amz-bucket-region", number % 2 == 0 ? "eu-west-1" : "us-east-1")], body: [])
        }
        defer { server.stop() }
        let failure = await TestClient.failure { () throws(AWSFailure) in
            try await TestClient.make(server).send(HeadObjectRequest(bucket: "bucket-1", key: "k"))
        }
        #expect(failure?.serviceError?.code == "PermanentRedirect")
        #expect(server.requests.count == 2)
    }
}
