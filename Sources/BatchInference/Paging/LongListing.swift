import AWSOperations

/// Reads a listing as `ListingPlan` says: one request for one page, several at a time where there are more.
struct LongListing<Request: WindowedRequest> {
    typealias Row = Request.Response.Item

    let first: Request
    let rowLimit: Int
    let fetch: @Sendable (Request) async throws -> Request.Response

    init(
        _ first: Request, rowLimit: Int, fetch: @escaping @Sendable (Request) async throws -> Request.Response
    ) {
        self.first = first
        self.rowLimit = rowLimit
        self.fetch = fetch
    }

    private struct Answer: Sendable {
        var id: Int
        var page: Result<Request.Response, AWSFailure>
    }

    /// Hands rows on as they come, newest first and each once; returns whether that were all. `leftOut` hears how many of
    /// a page cannot be read.
    ///
    /// Throws what the first request threw that cannot be repeated, after everything that arrived has been handed on.
    func read(leftOut: (Int) -> Void = { _ in }, _ take: ([Row]) -> Void) async throws -> Bool {
        var plan = ListingPlan<Row>(rowLimit: rowLimit, pageSize: first.maxResults ?? 100)
        return try await withThrowingTaskGroup(of: Answer.self) { group in
            defer { group.cancelAll() }
            var underWay: [Int: Task<Answer, Never>] = [:]
            var hasBegun = false
            var isCutShort = false
            while true {
                for question in plan.questions() {
                    let request = question.request(from: first)
                    let asking = Task { [fetch] in
                        do {
                            return Answer(id: question.id, page: .success(try await fetch(request)))
                        } catch {
                            return Answer(id: question.id, page: .failure(AWSFailure(wrapping: error)))
                        }
                    }
                    underWay[question.id] = asking
                    group.addTask {
                        await withTaskCancellationHandler {
                            await asking.value
                        } onCancel: {
                            asking.cancel()
                        }
                    }
                }
                guard !plan.isFinished, let answer = try await group.next() else { break }
                // An answer to a question that was withdrawn says nothing: it is asked again.
                guard underWay.removeValue(forKey: answer.id) != nil else { continue }
                switch answer.page {
                case .success(let page):
                    if page.itemsLeftOut > 0 { leftOut(page.itemsLeftOut) }
                    if page.isCutShort { isCutShort = true }
                    plan.received(page.items, nextToken: page.nextPageToken, for: answer.id)
                case .failure(let failure):
                    try Task.checkCancellation()
                    guard plan.failed(answer.id, isThrottled: failure.isThrottling) else {
                        if hasBegun { take(plan.takeRest()) }
                        throw failure
                    }
                    if failure.isThrottling {
                        for asking in underWay.values { asking.cancel() }
                        underWay = [:]
                        plan.withdraw()
                    }
                }
                let rows = plan.takeRows()
                // The first page goes on even if it is empty: it says that there is an answer.
                if !rows.isEmpty || !hasBegun, case .success = answer.page {
                    take(rows)
                    hasBegun = true
                }
            }
            if plan.isRepeating || isCutShort { throw AWSFailure.repeatedPageToken(operation: Request.operation) }
            return plan.isComplete
        }
    }
}
