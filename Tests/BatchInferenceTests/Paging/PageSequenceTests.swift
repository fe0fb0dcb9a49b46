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
            page("m", "\((request.nextToken.flatMap { Int($0) } ?? 0) + 1)")
        }
        let shortfall = try await pages.read { _ in
            count += 1
            return true
        }
        #expect(count == 7)
        #expect(shortfall == .endlessListing(operation: ListModelsRequest.operation, pages: 7))
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
}
