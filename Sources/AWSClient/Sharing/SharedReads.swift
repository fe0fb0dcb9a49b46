import AWSOperations
import Synchronization

/// Sends the same read once for all who ask for it while it is under way.
///
/// Who asks first sends it, as part of its own task; the others wait for its answer. Where the first is cancelled, one of
/// those who wait sends it again. A read that began before a write ended is nobody's but theirs who wait already.
final class SharedReads: Sendable {
    /// What the first one says to those who wait; nil where it was cancelled.
    private typealias Word = Result<HTTPAnswer, AWSFailure>?

    private struct Place: Hashable {
        var writes: UInt64
        var key: ReadKey
    }

    private struct State {
        var underway: [Place: [UInt64: CheckedContinuation<Word, Never>]] = [:]
        var nextWaiter: UInt64 = 0
        /// How many writes have ended.
        var writes: UInt64 = 0
    }

    private let state = Mutex(State())

    /// The answer of `send`, or of the same read that is already under way.
    func answer(
        for key: ReadKey, _ send: () async throws(AWSFailure) -> HTTPAnswer
    ) async throws(AWSFailure) -> HTTPAnswer {
        while true {
            let (place, isFirst) = state.withLock { state in
                let place = Place(writes: state.writes, key: key)
                guard state.underway[place] == nil else { return (place, false) }
                state.underway[place] = [:]
                return (place, true)
            }
            if isFirst { return try await lead(place, send) }
            if let word = await follow(place) { return try word.get() }
            if Task.isCancelled { throw .cancelled }
        }
    }

    /// A write has ended: whoever asks from here on is not told what was seen before.
    func writeEnded() { state.withLock { $0.writes += 1 } }

    private func lead(
        _ place: Place, _ send: () async throws(AWSFailure) -> HTTPAnswer
    ) async throws(AWSFailure) -> HTTPAnswer {
        do throws(AWSFailure) {
            let answer = try await send()
            for waiter in land(place) { waiter.resume(returning: .success(answer)) }
            return answer
        } catch {
            for waiter in land(place) { waiter.resume(returning: error == .cancelled ? nil : .failure(error)) }
            throw error
        }
    }

    private func land(_ place: Place) -> [CheckedContinuation<Word, Never>] {
        state.withLock { state in
            guard let waiters = state.underway.removeValue(forKey: place), !waiters.isEmpty else { return [] }
            return Array(waiters.values)
        }
    }

    /// Waits for the first one's word; nil at once where it has just landed, and for whoever is cancelled.
    private func follow(_ place: Place) async -> Word {
        let waiter = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isWaiting = state.withLock { state in
                    // A cancellation that came before found nobody to take out.
                    guard !Task.isCancelled, state.underway[place] != nil else { return false }
                    state.underway[place]?[waiter] = continuation
                    return true
                }
                if !isWaiting { continuation.resume(returning: nil) }
            }
        } onCancel: {
            state.withLock { $0.underway[place]?.removeValue(forKey: waiter) }?.resume(returning: nil)
        }
    }
}
