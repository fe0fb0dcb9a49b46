import Synchronization

/// A body that arrives piece by piece; the sender is held back while nobody reads.
///
/// One reader at a time. Dropping the stream ends the transfer.
final class BodyStream: Sendable {
    /// Bytes that wait for the reader before the sender is held back.
    static let highWater = 1 << 20

    /// Bytes, nil for the end, or why there are no more.
    private typealias Piece = Result<[UInt8]?, TransportProblem>

    private struct State {
        var pending: [UInt8] = []
        var isPaused = false
        var end: Result<Void, TransportProblem>?
        var reader: CheckedContinuation<Piece, Never>?
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
    func next() async throws(TransportProblem) -> [UInt8]? {
        let piece = await withTaskCancellationHandler {
            await withCheckedContinuation { (reader: CheckedContinuation<Piece, Never>) in
                let (answer, wasPaused) = state.withLock { state -> (Piece?, Bool) in
                    if Task.isCancelled { return (.failure(.cancelled), false) }
                    if !state.pending.isEmpty {
                        let bytes = state.pending
                        state.pending = []
                        let wasPaused = state.isPaused
                        state.isPaused = false
                        return (.success(bytes), wasPaused)
                    }
                    if let end = state.end { return (end.map { nil }, false) }
                    precondition(state.reader == nil, "two readers of one body")
                    state.reader = reader
                    return (nil, false)
                }
                if wasPaused { resume() }
                if let answer { reader.resume(returning: answer) }
            }
        } onCancel: {
            let reader = state.withLock { state in
                defer { state.reader = nil }
                return state.reader
            }
            cancel()
            reader?.resume(returning: .failure(.cancelled))
        }
        return try piece.get()
    }

    /// Takes bytes from the transfer; false where it must pause and offer them again.
    func offer(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let (reader, accepted) = state.withLock { state -> (CheckedContinuation<Piece, Never>?, Bool) in
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
        reader?.resume(returning: .success(Array(bytes)))
        return accepted
    }

    /// The transfer's last word.
    func finish(_ end: Result<Void, TransportProblem>) {
        let reader = state.withLock { state -> CheckedContinuation<Piece, Never>? in
            guard state.end == nil else { return nil }
            state.end = end
            defer { state.reader = nil }
            return state.reader
        }
        reader?.resume(returning: end.map { nil })
    }
}
