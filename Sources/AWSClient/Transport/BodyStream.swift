import Synchronization

/// A body that arrives piece by piece; the sender is held back while nobody reads.
///
/// One reader at a time. Dropping the stream ends the transfer.
final class BodyStream: Sendable {
    /// Bytes that wait for the reader before the sender is held back.
    static let highWater = 1 << 20

    private struct State {
        var pending: [UInt8] = []
        var isPaused = false
        var end: Result<Void, TransportProblem>?
        var reader: CheckedContinuation<[UInt8]?, any Error>?
        var isDropped = false
    }

    private let state = Mutex(State())
    private let resume: @Sendable () -> Void
    private let cancel: @Sendable () -> Void

    init(resume: @escaping @Sendable () -> Void, cancel: @escaping @Sendable () -> Void) {
        self.resume = resume
        self.cancel = cancel
    }

    deinit { cancel() }

    /// All that has arrived, at least one byte; nil at the end.
    func next() async throws -> [UInt8]? {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (reader: CheckedContinuation<[UInt8]?, any Error>) in
                let (answer, wasPaused) = state.withLock { state -> (Result<[UInt8]?, any Error>?, Bool) in
                    if Task.isCancelled { return (.failure(TransportProblem.cancelled), false) }
                    if !state.pending.isEmpty {
                        let bytes = state.pending
                        state.pending = []
                        let wasPaused = state.isPaused
                        state.isPaused = false
                        return (.success(bytes), wasPaused)
                    }
                    if let end = state.end { return (end.map { nil }.mapError { $0 }, false) }
                    state.reader = reader
                    return (nil, false)
                }
                if wasPaused { resume() }
                if let answer { reader.resume(with: answer) }
            }
        } onCancel: {
            let reader = state.withLock { state in
                defer { state.reader = nil }
                return state.reader
            }
            cancel()
            reader?.resume(throwing: TransportProblem.cancelled)
        }
    }

    /// Takes bytes from the transfer; false where it must pause and offer them again.
    func offer(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let (reader, accepted) = state.withLock { state -> (CheckedContinuation<[UInt8]?, any Error>?, Bool) in
            if let reader = state.reader {
                state.reader = nil
                return (reader, true)
            }
            guard state.pending.count < Self.highWater else {
                state.isPaused = true
                return (nil, false)
            }
            state.pending.append(contentsOf: bytes)
            return (nil, true)
        }
        reader?.resume(returning: Array(bytes))
        return accepted
    }

    /// The transfer's last word.
    func finish(_ end: Result<Void, TransportProblem>) {
        let reader = state.withLock { state -> CheckedContinuation<[UInt8]?, any Error>? in
            guard state.end == nil else { return nil }
            state.end = end
            defer { state.reader = nil }
            return state.reader
        }
        reader?.resume(with: end.map { nil }.mapError { $0 })
    }
}
