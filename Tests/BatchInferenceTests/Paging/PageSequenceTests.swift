import AWSOperations
import Testing

@testable import BatchInference

/// Listings that end before their end: what came stays, and why there is no more is said.
@Suite struct PageSequenceTests {
    private static let throttled = AWSFailure.refusal("ListModels", "ThrottlingException", "Rate exceeded")

    private func page(_ name: String, _ next: String?) -> ListModelsResponse {
        ListModelsResponse(
            models: [
                ModelSummary(modelName: name, modelArn: name, creationTime: Timestamp(secondsSinceEpoch: 0))
            ], nextToken: next)
    }

    private func read(
        _ answer: @escaping @Sendable (String?) throws -> ListModelsResponse
    ) async throws -> (names: [String], shortfall: AWSFailure?) {
        var names: [String] = []
        let shortfall = try await PageSequence(ListModelsRequest(), fetch: { try answer($0.nextToken) }).read { page in
            names += page.items.map(\.modelName)
            return true
        }
        return (names, shortfall)
    }

    @Test func aRepeatedTokenIsAShortfall() async throws {
        let (names, shortfall) = try await read { token in page(token ?? "first", "again") }
        #expect(names == ["first", "again"])
        #expect(shortfall == .repeatedPageToken(operation: ListModelsRequest.operation))
    }

    @Test func moreAndMorePagesAreAShortfallInTheEnd() async throws {
        var count = 0
        let pages = PageSequence(ListModelsRequest(), pageLimit: 7) { request in
            page(request.nextToken ?? "m", "\((request.nextToken.flatMap { Int($0) } ?? 0) + 1)")
        }
        let shortfall = try await pages.read { _ in
            count += 1
            return true
        }
        #expect(count == 7)
        #expect(shortfall == .endlessListing(operation: ListModelsRequest.operation, pages: 7))
    }

    @Test("pages that bring nothing new end a listing, however new their tokens are", arguments: [true, false])
    func barrenPages(areEmpty: Bool) async throws {
        let limit = areEmpty ? ListingProgress.emptyPages : ListingProgress.repeatedPages
        var requests = 0
        let pages = PageSequence(ListModelsRequest()) { request in
            let number = (request.nextToken.flatMap { Int($0) } ?? 0) + 1
            var answer = page("m", "\(number)")
            if areEmpty, number > 1 { answer.models = [] }
            return answer
        }
        var names: [String] = []
        let shortfall = try await pages.read { page in
            requests += 1
            names += page.items.map(\.modelName)
            return true
        }
        #expect(names == ["m"] && requests == limit + 1)
        #expect(
            shortfall
                == .stalledListing(
                    operation: ListModelsRequest.operation,
                    stall: areEmpty ? .emptyPages(limit) : .repeatedPages(limit)))
        #expect(shortfall?.problem.contains("\(limit) pages in a row") == true)
    }

    @Test func emptyPagesForAWhileAreNoShortfall() async throws {
        let (names, shortfall) = try await read { token in
            let number = token.flatMap { Int($0) } ?? 0
            var answer = page("m\(number)", number == 3 * ListingProgress.emptyPages ? nil : "\(number + 1)")
            if !number.isMultiple(of: ListingProgress.emptyPages - 1) { answer.models = [] }
            return answer
        }
        #expect(names == (0...3).map { "m\($0 * (ListingProgress.emptyPages - 1))" } && shortfall == nil)
    }

    @Test("a page of keys that don't follow the earlier ones ends a list of objects at once")
    func keysOutOfOrder() async throws {
        func page(_ keys: [String], _ folders: [String], next: String?) -> ListObjectsV2Response {
            ListObjectsV2Response(
                name: "b", prefix: "", isTruncated: next != nil,
                contents: keys.map {
                    S3Object(key: $0, size: 1, lastModified: Timestamp(secondsSinceEpoch: 0), eTag: "e")
                }, commonPrefixes: folders, nextContinuationToken: next)
        }
        let pages = [page(["a", "c"], ["b/"], next: "1"), page([], ["b/"], next: "2"), page(["d"], [], next: nil)]
        var keys: [String] = []
        let stalled = try await PageSequence(ListObjectsV2Request(bucket: "b")) { request in
            pages[request.continuationToken.flatMap { Int($0) } ?? 0]
        }.read { page in
            keys += page.contents.map(\.key) + page.commonPrefixes
            return true
        }
        #expect(keys == ["a", "c", "b/"])
        #expect(
            stalled == .stalledListing(operation: ListObjectsV2Request.operation, stall: .keysOutOfOrder))
    }

    @Test func aLaterPageThatFailsKeepsTheEarlierOnes() async throws {
        let (names, shortfall) = try await read { token in
            if token == "3" { throw Self.throttled }
            return page(token ?? "1", "\((token.flatMap { Int($0) } ?? 1) + 1)")
        }
        #expect(names == ["1", "2"])
        #expect(shortfall == Self.throttled)
    }

    @Test func aFirstPageThatFailsIsAFailure() async {
        await #expect(throws: Self.throttled) { _ = try await read { _ in throw Self.throttled } }
    }

    @Test func aWholeListingLacksNothing() async throws {
        let (names, shortfall) = try await read { token in page(token ?? "1", token == nil ? "2" : nil) }
        #expect(names == ["1", "2"] && shortfall == nil)
    }

    @Test("rows that share an ARN or have no name are shown, or counted")
    func twins() async throws {
        func summary(_ name: String, _ arn: String?, at seconds: Double = 5) -> TransformJobSummary {
            var row = TransformJobSummary(
                transformJobName: name, transformJobArn: arn ?? "",
                creationTime: Timestamp(secondsSinceEpoch: seconds), transformJobStatus: .completed)
            if arn == nil { row.$transformJobArn = nil }
            return row
        }
        let arn = "arn:aws:sagemaker:eu-west-1:111122223333:transform-job/"
        let page = ListTransformJobsResponse(transformJobSummaries: [
            // An ARN that several rows have; one in lower case; the very same row twice.
            summary("a", arn + "x"), summary("b", arn + "x"), summary("Big", arn + "big"), summary("Big", arn + "big"),
            // The same name and ARN with something else in it, and rows that say nothing.
            summary("c", arn + "c"), summary("c", arn + "c", at: 6), summary("", nil), summary("", nil),
            summary("", nil), summary("", nil, at: 7),
        ])
        var cursor = PageCursor(first: ListTransformJobsRequest())
        let taken = cursor.received(page)
        #expect(taken.items.map(\.transformJobName) == ["a", "b", "Big", "c", "", ""])
        #expect(taken.itemsLeftOut == 3)
        var rows = 0
        var leftOut = 0
        let listing = LongListing(ListTransformJobsRequest(), rowLimit: .max) { _ in page }
        let isComplete = try await listing.read(leftOut: { leftOut += $0 }, { rows += $0.count })
        #expect(isComplete && rows == 6 && leftOut == 3)
    }

    @Test("candidates' names are told apart by their bytes")
    func candidatesByBytes() async throws {
        let sageMaker = FakeSageMaker()
        sageMaker.change { $0.candidates["job"] = ["caf\u{e9}", "cafe\u{301}", "d"].map { Samples.candidate($0) } }
        let listed = try await CandidateListLoader(jobs: sageMaker).candidates(of: "job")
        #expect(listed.candidates.count == 3)
    }
}
