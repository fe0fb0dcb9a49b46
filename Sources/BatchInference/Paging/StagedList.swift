import AWSOperations

/// What a list learns while it loads.
public enum ListUpdate<Row: Sendable>: Sendable {
    /// Rows of the next page, newest first, without details.
    case page([Row])
    /// So many rows of a page cannot be read at all, and are in none.
    case leftOut(Int)
    /// One row with its details, or with the reason why they could not be read.
    case details(Row)
    /// Everything asked for has been read; false where the listing stopped at its limit.
    case finished(isComplete: Bool)
    /// The listing broke off: rows so far stay valid, have been described, and are not all.
    case failed(AWSFailure)
}

/// A list that is read in two stages: rows at once, their details after them.
struct StagedList<Row: Sendable>: Sendable {
    /// Descriptions in flight at a time.
    let concurrency: Int
    let isDescribed: @Sendable (Row) -> Bool
    let describe: @Sendable (Row) async -> Row

    /// Hands on pages as `listing` reports them, which returns whether that were all rows, then the details of the first
    /// `detailLimit` rows that lack them.
    ///
    /// Ends after `.finished` or `.failed`. Cancelled with its consumer.
    func updates(
        detailLimit: Int,
        listing: @escaping @Sendable (_ leftOut: (Int) -> Void, _ report: ([Row]) -> Void) async throws -> Bool
    ) -> AsyncStream<ListUpdate<Row>> {
        stream { yield in
            // The rest is the consumer's to keep: a listing may have thousands of rows.
            var first: [Row] = []
            let end: ListUpdate<Row>
            do {
                let isComplete = try await listing({ yield(.leftOut($0)) }) { rows in
                    first += rows.prefix(max(0, detailLimit - first.count))
                    yield(.page(rows))
                }
                end = .finished(isComplete: isComplete)
            } catch {
                end = .failed(AWSFailure(wrapping: error))
            }
            await fill(first.filter { !isDescribed($0) }) { yield(.details($0)) }
            yield(end)
        }
    }

    /// Reads the details of rows, a bounded number at a time, in no particular order.
    func details(of rows: [Row]) -> AsyncStream<Row> {
        stream { yield in await fill(rows, report: yield) }
    }

    private func fill(_ rows: [Row], report: @escaping @Sendable (Row) -> Void) async {
        await BoundedConcurrency.forEach(rows, limit: concurrency) { [describe] row in
            let filled = await describe(row)
            if !Task.isCancelled { report(filled) }
        }
    }

    private func stream<Element: Sendable>(
        _ work: @escaping @Sendable (_ yield: @escaping @Sendable (Element) -> Void) async -> Void
    ) -> AsyncStream<Element> {
        AsyncStream { continuation in
            let task = Task {
                await work { continuation.yield($0) }
                continuation.finish()
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }
}
