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

/// Does the same work once for all who ask for it while it is under way.
///
/// Whoever is cancelled stops waiting at once; the work goes on for the others, and ends when nobody waits.
final class SharedWork<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct Flight {
        var serial: UInt64
        var task: Task<Void, Never>?
        var waiters: [UInt64: CheckedContinuation<Value, any Error>] = [:]
    }

    private struct State {
        var flights: [Key: Flight] = [:]
        var nextSerial: UInt64 = 0
    }

    private let state = Mutex(State())

    /// The result of `work`, or of the same work that is already under way for the key.
    func value(for key: Key, _ work: @escaping @Sendable () async throws -> Value) async throws -> Value {
        let waiter = state.withLock { state in
            state.nextSerial += 1
            return state.nextSerial
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                enter(key, waiter: waiter, continuation, work)
            }
        } onCancel: {
            leave(key, waiter: waiter)
        }
    }

    private func enter(
        _ key: Key, waiter: UInt64, _ continuation: CheckedContinuation<Value, any Error>,
        _ work: @escaping @Sendable () async throws -> Value
    ) {
        let isCancelled = state.withLock { state in
            // A cancellation that came before found nobody to take out.
            if Task.isCancelled { return true }
            if state.flights[key] == nil {
                state.flights[key] = Flight(serial: waiter)
                state.flights[key]?.task = Task { [self] in
                    let result: Result<Value, any Error>
                    do { result = .success(try await work()) } catch { result = .failure(error) }
                    land(key, serial: waiter, result)
                }
            }
            state.flights[key]?.waiters[waiter] = continuation
            return false
        }
        if isCancelled { continuation.resume(throwing: CancellationError()) }
    }

    private func leave(_ key: Key, waiter: UInt64) {
        let (continuation, abandoned) = state.withLock {
            state -> (CheckedContinuation<Value, any Error>?, Task<Void, Never>?) in
            guard let continuation = state.flights[key]?.waiters.removeValue(forKey: waiter) else { return (nil, nil) }
            guard state.flights[key]?.waiters.isEmpty == true else { return (continuation, nil) }
            return (continuation, state.flights.removeValue(forKey: key)?.task)
        }
        abandoned?.cancel()
        continuation?.resume(throwing: CancellationError())
    }

    private func land(_ key: Key, serial: UInt64, _ result: Result<Value, any Error>) {
        let waiters = state.withLock { state -> [UInt64: CheckedContinuation<Value, any Error>] in
            guard state.flights[key]?.serial == serial else { return [:] }
            return state.flights.removeValue(forKey: key)?.waiters ?? [:]
        }
        for continuation in waiters.values { continuation.resume(with: result) }
    }
}

/// A request by its bytes on the wire, as the key under which its answer is shared.
///
/// Not by Swift's equality of texts: to that, two keys of S3 are one where they are the same in Unicode alone.
struct ReadKey: Hashable, Sendable {
    private let bytes: [UInt8]

    init(_ call: Call) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(256 + call.body.count)
        // Each with its length, so that no two lists of texts come out alike.
        func add(_ text: String) {
            withUnsafeBytes(of: UInt32(truncatingIfNeeded: text.utf8.count)) { bytes.append(contentsOf: $0) }
            bytes.append(contentsOf: text.utf8)
        }
        add(call.operation.service.rawValue)
        add(call.operation.name)
        add(call.region ?? "")
        switch call.target {
        case .service: add("")
        case .path(let path): add(path)
        case .bucket(let bucket, let key):
            add(bucket)
            add(key)
        }
        for field in call.query + call.headers {
            add(field.name)
            add(field.value)
        }
        bytes.append(contentsOf: call.body)
        self.bytes = bytes
    }
}
