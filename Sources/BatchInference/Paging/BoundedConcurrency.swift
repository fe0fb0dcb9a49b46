/// Runs work on many values with a bounded number in flight.
enum BoundedConcurrency {
    /// Starts the work in the order given; returns when all is done, or started work is after a cancellation.
    static func forEach<Value: Sendable>(
        _ values: [Value], limit: Int, work: @escaping @Sendable (Value) async -> Void
    ) async {
        await withTaskGroup(of: Void.self) { group in
            var waiting = values.makeIterator()
            var running = 0
            while !Task.isCancelled {
                if running < limit, let value = waiting.next() {
                    group.addTask { await work(value) }
                    running += 1
                } else if running > 0 {
                    await group.next()
                    running -= 1
                } else {
                    break
                }
            }
        }
    }
}
