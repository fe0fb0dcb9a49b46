import AWSOperations
import Synchronization

/// Sends the same read once for all who ask for it while it is under way.
///
/// Who asks first sends it, as part of its own task; the others wait for its answer. Where the first is cancelled, one of
/// those who wait sends it again.
final class SharedReads: Sendable {
    /// What the first one says to those who wait; nil where it was cancelled.
    private typealias Word = Result<any Sendable, AWSFailure>?

    private struct State {
        var underway: [ReadKey: [UInt64: CheckedContinuation<Word, Never>]] = [:]
        var nextWaiter: UInt64 = 0
    }

    private let state = Mutex(State())

    /// The answer of `send`, or of the same read that is already under way.
    func value<Value: Sendable>(
        for key: ReadKey, _ send: () async throws(AWSFailure) -> Value
    ) async throws(AWSFailure) -> Value {
        while true {
            let isFirst = state.withLock { state in
                guard state.underway[key] == nil else { return false }
                state.underway[key] = [:]
                return true
            }
            if isFirst { return try await lead(key, send) }
            if let word = await follow(key) { return try word.get() as! Value }
            if Task.isCancelled { throw .cancelled }
        }
    }

    private func lead<Value: Sendable>(
        _ key: ReadKey, _ send: () async throws(AWSFailure) -> Value
    ) async throws(AWSFailure) -> Value {
        do throws(AWSFailure) {
            let value = try await send()
            for waiter in land(key) { waiter.resume(returning: .success(value)) }
            return value
        } catch {
            for waiter in land(key) { waiter.resume(returning: error == .cancelled ? nil : .failure(error)) }
            throw error
        }
    }

    private func land(_ key: ReadKey) -> [CheckedContinuation<Word, Never>] {
        state.withLock { state in
            guard let waiters = state.underway.removeValue(forKey: key), !waiters.isEmpty else { return [] }
            return Array(waiters.values)
        }
    }

    /// Waits for the first one's word; nil at once where it has just landed, and for whoever is cancelled.
    private func follow(_ key: ReadKey) async -> Word {
        let waiter = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isWaiting = state.withLock { state in
                    // A cancellation that came before found nobody to take out.
                    guard !Task.isCancelled, state.underway[key] != nil else { return false }
                    state.underway[key]?[waiter] = continuation
                    return true
                }
                if !isWaiting { continuation.resume(returning: nil) }
            }
        } onCancel: {
            state.withLock { $0.underway[key]?.removeValue(forKey: waiter) }?.resume(returning: nil)
        }
    }
}

/// A request as the key under which it is shared.
struct ReadKey: Hashable, Sendable {
    let request: any Hashable & Sendable

    static func == (left: ReadKey, right: ReadKey) -> Bool {
        // Without `AnyHashable`, which makes a box for each side.
        func equals<Request: Hashable>(_ request: Request) -> Bool { right.request as? Request == request }
        return equals(left.request)
    }

    func hash(into hasher: inout Hasher) { request.hash(into: &hasher) }
}
