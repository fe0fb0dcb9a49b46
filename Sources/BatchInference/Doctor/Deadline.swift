/// Ends work that takes too long.
enum Deadline {
    /// The work's result; nil where it did not end in time, and was cancelled.
    static func value<Value: Sendable>(
        within seconds: Double, clock: any Clock, _ work: @escaping @Sendable () async -> Value
    ) async -> Value? {
        await withTaskGroup(of: Value?.self) { group in
            group.addTask { await work() }
            group.addTask {
                try? await clock.sleep(seconds: seconds)
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first
        }
    }
}
