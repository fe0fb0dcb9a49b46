import AWSOperations

/// Keeps answers for a while, and lets all who ask the same thing wait for one answer.
///
/// Work that nobody waits for any more is cancelled; failures are not kept.
actor AnswerMemory {
    private struct Entry {
        var serial: Int
        var task: Task<any Sendable, any Error>
        var waiters = 0
        /// Nil while the answer is awaited.
        var answeredAt: Timestamp?
    }

    private var entries: [AnswerKey: Entry] = [:]
    private var serials = 0
    /// Seconds after which an answer is asked for again.
    private let lifetime: Double

    init(lifetime: Double = 60) {
        self.lifetime = lifetime
    }

    func answer<Value: Sendable>(
        to lookup: any Hashable & Sendable, at now: Timestamp, _ work: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        let key = AnswerKey(lookup: lookup)
        if let entry = entries[key], let answeredAt = entry.answeredAt, now.seconds(since: answeredAt) > lifetime {
            entries[key] = nil
        }
        if entries[key] == nil {
            serials += 1
            entries[key] = Entry(serial: serials, task: Task { try await work() })
        }
        guard let entry = entries[key] else { throw CancellationError() }
        entries[key]?.waiters += 1
        let result: Result<any Sendable, any Error> = await withTaskCancellationHandler {
            await entry.task.result
        } onCancel: {
            Task { await self.leave(key, serial: entry.serial) }
        }
        if var kept = entries[key], kept.serial == entry.serial {
            switch result {
            case .success:
                kept.answeredAt = kept.answeredAt ?? now
                entries[key] = kept
            case .failure: entries[key] = nil
            }
        }
        guard let value = try result.get() as? Value else {
            preconditionFailure("a lookup has one type of answer")
        }
        return value
    }

    /// Drops every answer; who waits for one still gets it.
    func forget() { entries = [:] }

    private func leave(_ key: AnswerKey, serial: Int) {
        guard let entry = entries[key], entry.serial == serial, entry.answeredAt == nil else { return }
        entries[key]?.waiters -= 1
        guard entry.waiters <= 1 else { return }
        entries[key] = nil
        entry.task.cancel()
    }
}

/// A lookup as a key, whatever its type.
private struct AnswerKey: Hashable {
    let lookup: any Hashable & Sendable

    static func == (left: AnswerKey, right: AnswerKey) -> Bool {
        func equals<Lookup: Hashable>(_ lookup: Lookup) -> Bool { right.lookup as? Lookup == lookup }
        return equals(left.lookup)
    }

    func hash(into hasher: inout Hasher) { lookup.hash(into: &hasher) }
}
