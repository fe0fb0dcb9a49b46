import Synchronization

/// Which bytes of a download are in place, written down now and then so that a later run can go on.
final class DownloadLedger: Sendable {
    /// What may be read again after a sudden end: this many bytes, or what came in so many seconds, whichever is more.
    static let interval = 32 << 20
    static let pause = 1.0
    /// Less than this is not worth a file that stays, in bytes.
    static let leastKept = 1 << 20

    private struct State {
        var state: DownloadState?
        var notedETag: String?
        var kept = 0
        var keptAt = -Double.infinity
    }

    private let state = Mutex(State())
    private let source: String

    init(source: String) { self.source = source }

    /// Without an ETag nothing could say later that it is the same object.
    func begin(_ object: DownloadedObject) {
        state.withLock { held in
            held.state = object.eTag.flatMap { DownloadState(source: source, object: object, eTag: $0) }
            held.notedETag = object.eTagIsDigest ? nil : object.eTag
            held.kept = 0
        }
    }

    /// The object's ETag, where the file's bytes won't tell it.
    var notedETag: String? { state.withLock(\.notedETag) }

    func resume(_ found: DownloadState) {
        state.withLock { $0 = State(state: found, notedETag: found.eTag, kept: found.done) }
    }

    func restart() { state.withLock { $0 = State() } }

    /// Takes note of bytes in place; returns what to write down where it is time to.
    ///
    /// - Parameter now: Seconds of a clock that is never set back.
    func add(_ range: Range<Int>, now: Double) -> DownloadState? {
        state.withLock { held in
            held.state?.add(range)
            guard let current = held.state, current.done - held.kept >= Self.interval,
                now - held.keptAt >= Self.pause
            else { return nil }
            held.kept = current.done
            held.keptAt = now
            return current
        }
    }

    /// What is worth keeping when the download ends early.
    var worthKeeping: DownloadState? {
        state.withLock { held in held.state.flatMap { $0.done >= Self.leastKept ? $0 : nil } }
    }
}
