import AWSOperations
import AWSSigning
import Testing

@testable import AWSClient

/// What goes over the wire, and what is made of the answers.
@Suite struct WireTests {
    @Test func jsonRequestsAreSignedAndDecoded() async throws {
        let server = LoopbackServer { _, _ in
            .json(transformPage(["one", "two"], next: "more"), headers: [("x-amzn-RequestId", "abc")])
        }
        defer { server.stop() }
        let clock = FakeClock()
        let client = TestClient.make(server, clock: clock)
        let page = try await client.send(ListTransformJobsRequest(nameContains: "o", maxResults: 2))
        #expect(page.transformJobSummaries.map(\.transformJobName) == ["one", "two"])
        #expect(page.transformJobSummaries[0].creationTime == Timestamp(secondsSinceEpoch: 1_763_836_800.5))
        #expect(page.nextToken == "more")
        let request = try #require(server.requests.first)
        #expect(request.method == "POST")
        #expect(request.path == "/")
        #expect(request.headers["x-amz-target"] == "SageMaker.ListTransformJobs")
        #expect(request.headers["content-type"] == "application/x-amz-json-1.1")
        #expect(request.headers["expect"] == nil)
        #expect(request.text.contains("\"NameContains\":\"o\""))
        #expect(!request.text.contains("null"))
        let received = SignatureV4Verifier.Request(
            method: request.method, path: request.path, query: request.query,
            headers: request.headers.map { (name: $0.key, value: $0.value) }, bodyHash: SHA256.hexDigest(request.body))
        let signer = SignatureV4Verifier().verify(
            received, now: clock.now, service: "sagemaker", region: "us-east-1"
        ) { _ in TestClient.credentials }
        #expect(throws: Never.self) { try signer.get() }
    }

    @Test func cloudWatchAsksForQueryErrors() async throws {
        let server = LoopbackServer { _, _ in
            .json(
                #"{"__type":"com.amazonaws.cloudwatch#InvalidParameterValueException","message":"no"}"#, status: 400,
                headers: [("x-amzn-query-error", "InvalidParameterValue;Sender"), ("x-amzn-requestid", "r-1")])
        }
        defer { server.stop() }
        let client = TestClient.make(server)
        let failure = await TestClient.failure { () throws(AWSFailure) in
            try await client.send(
                GetMetricDataRequest(
                    metricDataQueries: [], startTime: Timestamp(secondsSinceEpoch: 0),
                    endTime: Timestamp(secondsSinceEpoch: 60)))
        }
        let error = try #require(failure?.serviceError)
        #expect(error.code == "InvalidParameterValue")
        #expect(error.message == "no")
        #expect(error.requestID == "r-1")
        #expect(error.attempts == 1)
        #expect(server.requests[0].headers["x-amzn-query-mode"] == "true")
        #expect(server.requests[0].headers["content-type"] == "application/x-amz-json-1.0")
    }

    @Test func queryRequestsAreForms() async throws {
        let server = LoopbackServer { request, _ in
            request.operation == "GetCallerIdentity"
                ? .xml(
                    """
                    <?xml version="1.0"?><GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
                    <GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:user/A&amp;B</Arn><UserId>AIDA</UserId>
                    <Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>
                    """)
                : .xml(
                    """
                    <ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>not you</Message></Error>
                    <RequestId>q-2</RequestId></ErrorResponse>
                    """, status: 403)
        }
        defer { server.stop() }
        let client = TestClient.make(server)
        let identity = try await client.send(GetCallerIdentityRequest())
        #expect(identity.account == "123456789012")
        #expect(identity.arn == "arn:aws:iam::123456789012:user/A&B")
        #expect(server.requests[0].text == "Action=GetCallerIdentity&Version=2011-06-15")
        let failure = await TestClient.failure { () throws(AWSFailure) in
            try await client.send(
                AssumeRoleRequest(roleArn: "arn:aws:iam::1:role/a b", roleSessionName: "x", externalID: "a&b=c"))
        }
        let error = try #require(failure?.serviceError)
        #expect(error.code == "AccessDenied")
        #expect(error.requestID == "q-2")
        #expect(server.requests[1].text.contains("RoleArn=arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fa%20b"))
        #expect(server.requests[1].text.contains("ExternalId=a%26b%3Dc"))
    }

    struct ErrorCase: Sendable {
        var status: Int
        var headers: [(name: String, value: String)] = []
        var body: String
        var code: String
        var message: String
    }

    @Test(arguments: [
        ErrorCase(
            status: 400, body: #"{"__type":"a.b#ResourceInUse:http://x","Message":"m"}"#, code: "ResourceInUse",
            message: "m"),
        ErrorCase(
            status: 400, headers: [(name: "x-amzn-errortype", value: "ValidationException:http://a/")],
            body: #"{"message":"m"}"#, code: "ValidationException", message: "m"),
        ErrorCase(status: 400, body: #"{"code":"Other","message":"m"}"#, code: "Other", message: "m"),
        ErrorCase(status: 400, body: #"{"code":7,"message":"m"}"#, code: "BadRequest", message: "m"),
        ErrorCase(
            status: 404, body: "<Error><Code>NoSuchKey</Code><Message>m &lt;3</Message></Error>", code: "NoSuchKey",
            message: "m <3"),
        ErrorCase(
            status: 403,
            body: #"{"__type":"InvalidSignatureException","message":"No match.\n\nThe Canonical String for this "#
                + #"request should have been\n'POST\n/\n\nx-amz-security-token:hush\n'"}"#,
            code: "InvalidSignatureException", message: "No match."),
        ErrorCase(
            status: 503, headers: [(name: "content-type", value: "text/html")],
            body: "<html><body><br>Unavailable</body></html>", code: "ServiceUnavailable",
            message: "HTTP 503 with a web page (\"Unavailable\") in place of an AWS error"),
        ErrorCase(status: 500, body: "", code: "InternalServerError", message: "HTTP 500"),
        ErrorCase(status: 429, body: "slow", code: "TooManyRequestsException", message: "HTTP 429"),
        ErrorCase(status: 418, body: "{broken", code: "HTTP418", message: "HTTP 418"),
    ])
    func readsErrors(_ item: ErrorCase) {
        let answer = HTTPAnswer(
            head: HTTPHead(status: item.status, headers: item.headers), body: .whole(Array(item.body.utf8)))
        let error = ErrorWire.read(answer, operation: ListTransformJobsRequest.operation).error
        #expect(error.code == item.code)
        #expect(error.message == item.message)
        #expect(error.httpStatus == item.status)
    }

    @Test func answersOfAnotherKindAreSaidToBeSo() async throws {
        let server = LoopbackServer { _, number in
            number == 0 ? .json(#"["no response"]"#) : .xml("<html>hello</html>")
        }
        defer { server.stop() }
        let client = TestClient.make(server)
        for _ in 0..<2 {
            let failure = await TestClient.failure { () throws(AWSFailure) in
                try await client.send(ListTransformJobsRequest())
            }
            guard case .undecodable(let operation, let detail, _) = failure else {
                Issue.record("\(String(describing: failure))")
                continue
            }
            #expect(operation.name == "ListTransformJobs")
            #expect(!detail.isEmpty)
        }
    }

    @Test func emptyAnswersAreEmptyResponses() async throws {
        let server = LoopbackServer { _, _ in .json("") }
        defer { server.stop() }
        _ = try await TestClient.make(server).send(DeleteModelRequest(modelName: "m"))
        #expect(server.requests.count == 1)
    }

    @Test(arguments: [
        ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777.0), ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
    ])
    func httpDates(_ text: String, _ seconds: Double) {
        #expect(HTTPDate.parse(text) == Timestamp(secondsSinceEpoch: seconds))
    }

    @Test(arguments: ["", "now", "Sun, 06 Nov 1994 08:49:37 PST", "Sunday, 06-Nov-94 08:49:37 GMT"])
    func otherDates(_ text: String) {
        #expect(HTTPDate.parse(text) == nil)
    }
}
