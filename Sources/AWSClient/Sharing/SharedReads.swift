import AWSOperations
import Synchronization

/// Coalesces equal reads: the same read is sent once for all who ask for it while it is under way.
///
/// The first caller sends it, as part of its own task; the others wait for its outcome. Where the first is cancelled, one
/// of the waiters sends it again. A read that began before a write ended is not shared with later callers.
final class SharedReads: Sendable {
    /// What the waiters get; nil where the sender was cancelled.
    private typealias Outcome = Result<HTTPAnswer, AWSFailure>?

    private struct Read: Hashable {
        var writes: UInt64
        var key: ReadKey
    }

    private struct State {
        var underway: [Read: [UInt64: CheckedContinuation<Outcome, Never>]] = [:]
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
            let (read, isFirst) = state.withLock { state in
                let read = Read(writes: state.writes, key: key)
                guard state.underway[read] == nil else { return (read, false) }
                state.underway[read] = [:]
                return (read, true)
            }
            if isFirst { return try await sendForAll(read, send) }
            if let outcome = await wait(for: read) { return try outcome.get() }
            if Task.isCancelled { throw .cancelled }
        }
    }

    /// A write has ended: reads that began before it are not shared with callers from here on.
    func writeEnded() { state.withLock { $0.writes += 1 } }

    private func sendForAll(
        _ read: Read, _ send: () async throws(AWSFailure) -> HTTPAnswer
    ) async throws(AWSFailure) -> HTTPAnswer {
        do throws(AWSFailure) {
            let answer = try await send()
            for waiter in finish(read) { waiter.resume(returning: .success(answer)) }
            return answer
        } catch {
            for waiter in finish(read) { waiter.resume(returning: error == .cancelled ? nil : .failure(error)) }
            throw error
        }
    }

    private func finish(_ read: Read) -> [CheckedContinuation<Outcome, Never>] {
        state.withLock { state in
            guard let waiters = state.underway.removeValue(forKey: read), !waiters.isEmpty else { return [] }
            return Array(waiters.values)
        }
    }

    /// Waits for the sender's outcome; nil at once where it has just finished, and for a caller who is cancelled.
    private func wait(for read: Read) async -> Outcome {
        let waiter = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isWaiting = state.withLock { state in
                    // A cancellation before this point found no waiter to remove.
                    guard !Task.isCancelled, state.underway[read] != nil else { return false }
                    state.underway[read]?[waiter] = continuation
                    return true
                }
                if !isWaiting { continuation.resume(returning: nil) }
            }
        } onCancel: {
            state.withLock { $0.underway[read]?.removeValue(forKey: waiter) }?.resume(returning: nil)
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
            // A cancellation before this point found no waiter to remove.
            if Task.isCancelled { return true }
            if state.flights[key] == nil {
                state.flights[key] = Flight(serial: waiter)
                state.flights[key]?.task = Task { [self] in
                    let result: Result<Value, any Error>
                    do { result = .success(try await work()) } catch { result = .failure(error) }
                    finish(key, serial: waiter, result)
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

    private func finish(_ key: Key, serial: UInt64, _ result: Result<Value, any Error>) {
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
