import AWSOperations
import SeededNumbers
import Testing

@testable import AWSClient

@Suite struct PagingTests {
    @Test func goesOnOverEmptyPagesAndKeepsTheFilter() async throws {
        let server = LoopbackServer { request, _ in
            if request.text.contains("\"NextToken\":\"t1\"") { return .json(transformPage([], next: "t2")) }
            if request.text.contains("\"NextToken\":\"t2\"") { return .json(transformPage(["c"])) }
            return .json(transformPage(["a", "b"], next: "t1"))
        }
        defer { server.stop() }
        let client = TestClient.make(server)
        var names: [String] = []
        for try await page in client.pages(ListTransformJobsRequest(nameContains: "n")) {
            names += page.items.map(\.transformJobName)
        }
        #expect(names == ["a", "b", "c"])
        #expect(server.requests.count == 3)
        #expect(server.requests.allSatisfy { $0.text.contains("\"NameContains\":\"n\"") })
    }

    /// What came stays, and that it is not all is an error.
    @Test func stopsAtATokenThatComesAgain() async throws {
        let server = LoopbackServer { _, number in .json(transformPage(["\(number)"], next: ["x", "y"][number % 2])) }
        defer { server.stop() }
        var count = 0
        let repeated = AWSFailure.repeatedPageToken(operation: ListTransformJobsRequest.operation)
        await #expect(throws: repeated) {
            for try await _ in TestClient.make(server).pages(ListTransformJobsRequest()) { count += 1 }
        }
        #expect(count == 3 && server.requests.count == 3)
    }

    @Test func aListingOfObjectsStopsAtATokenThatComesAgain() async throws {
        let server = LoopbackServer { _, number in
            .answer(
                status: 200, headers: [("Content-Type", "application/xml")],
                body: Array(
                    """
                    <ListBucketResult><Name>b</Name><Prefix></Prefix><KeyCount>1</KeyCount><MaxKeys>1</MaxKeys>\
                    <IsTruncated>true</IsTruncated><NextContinuationToken>same</NextContinuationToken>\
                    <Contents><Key>k\(number)</Key><LastModified>2026-01-01T00:00:00.000Z</LastModified>\
                    <ETag>"e"</ETag><Size>1</Size></Contents></ListBucketResult>
                    """.utf8))
        }
        defer { server.stop() }
        var keys: [String] = []
        await #expect(throws: AWSFailure.repeatedPageToken(operation: ListObjectsV2Request.operation)) {
            for try await page in TestClient.make(server).pages(ListObjectsV2Request(bucket: "b")) {
                keys += page.contents.map { "\($0.key)" }
            }
        }
        #expect(keys == ["k0", "k1"])
    }

    @Test func asksForNoMoreThanIsRead() async throws {
        let server = LoopbackServer { _, number in .json(transformPage(["\(number)"], next: "\(number)")) }
        defer { server.stop() }
        for try await _ in TestClient.make(server).pages(ListTransformJobsRequest()) { break }
        #expect(server.requests.count == 1)
    }

    @Test func anEmptyTokenEnds() {
        var cursor = PageCursor(first: ListTransformJobsRequest())
        cursor.received(ListTransformJobsResponse(transformJobSummaries: [], nextToken: ""))
        #expect(cursor.next == nil)
    }

    /// However a service hands out tokens, a listing ends.
    @Test(arguments: 1...20 as ClosedRange<UInt64>) func everyListingEnds(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var cursor = PageCursor(first: ListTransformJobsRequest(nextToken: "3"))
        var pages = 0
        while cursor.next != nil {
            let token = "\(Int.random(in: 0..<10, using: &random))"
            cursor.received(ListTransformJobsResponse(transformJobSummaries: [], nextToken: token))
            pages += 1
        }
        #expect(pages <= 10)
    }
}
