import AWSOperations
import Testing

@testable import AWSClient

/// A list that is null or missing is empty, as botocore reads it; an answer that has nothing of a listing is none.
@Suite struct NullListTests {
    private func decode<Request: JSONRequest>(_ request: Request.Type, _ text: String) throws -> Request.Response {
        try JSONWire.response(
            Request.Response.self, operation: Request.operation,
            answer: HTTPAnswer(head: HTTPHead(status: 200), body: .whole(Array(text.utf8))))
    }

    private func checkList<Request: JSONRequest>(
        _ request: Request.Type, _ member: String, token: String = "NextToken"
    ) throws where Request.Response: PagedResponse {
        #expect(try decode(request, "{\"\(member)\": null}").items.isEmpty)
        #expect(try decode(request, "{\"\(member)\": null}").nextPageToken == nil)
        let tokenAlone = try decode(request, "{\"\(token)\": \"more\"}")
        #expect(tokenAlone.items.isEmpty && tokenAlone.nextPageToken == "more")
        #expect(tokenAlone.itemsLeftOut == 0)
    }

    @Test func nullAndMissingListsAreEmpty() throws {
        try checkList(ListTransformJobsRequest.self, "TransformJobSummaries")
        try checkList(ListAutoMLJobsRequest.self, "AutoMLJobSummaries")
        try checkList(ListCandidatesForAutoMLJobRequest.self, "Candidates")
        try checkList(ListModelsRequest.self, "Models")
        try checkList(ListTagsRequest.self, "Tags")
        try checkList(ListServiceQuotasRequest.self, "Quotas")
        try checkList(GetProductsRequest.self, "PriceList")
        try checkList(DescribeLogStreamsRequest.self, "logStreams", token: "nextToken")
    }

    @Test(arguments: ["{}", "{\"message\": \"sign in\"}", "{\"TransformJobSummaries\": \"none\"}", "[]"])
    func whatIsNoListingIsAFailure(text: String) {
        #expect(throws: AWSFailure.self) { try decode(ListTransformJobsRequest.self, text) }
    }
}
