import AWSOperations
import Synchronization

/// Something that a client did by itself, and that a screen may want to say.
public enum ClientEvent: Hashable, Sendable {
    /// A request failed and goes out again.
    case retrying(RetryNotice)
    /// A request has waited so many seconds for the beginning of a response, and still waits; told once an attempt.
    case waiting(operation: OperationDescriptor, seconds: Double)
    /// A request that was retried got its answer.
    case recovered(operation: OperationDescriptor, attempts: Int)
    /// This machine's clock is wrong by so many seconds; positive where it is behind. Requests are signed by the
    /// service's clock from here on.
    case clockCorrected(seconds: Double)
    /// This machine's clock is off by so many seconds by the dates of answers, too few for a service to mind; positive where
    /// it's behind.
    case clockMeasured(seconds: Double)
    /// A bucket is in another region; its requests go there from here on.
    case bucketFound(bucket: String, region: String)
    /// Credentials were found, or replaced before their end; `renewal` is what a person must do at that end.
    case credentialsFound(provider: String, accessKeyID: String, expiration: Timestamp?, renewal: RenewalNeed?)
    /// Credentials could not be replaced ahead of their end; there will be another try.
    case credentialsRefreshFailed(problem: String, remedy: String, accessKeyID: String, expiration: Timestamp)
    /// A service refuses the credentials, as expired or unknown, and there are no others.
    case credentialsRefused(accessKeyID: String, remedy: String)
    /// A download goes on where an earlier one stopped; in bytes.
    case downloadResumed(path: String, done: Int, total: Int)
    /// What an earlier download left is of another object, or cannot be read: the file is read from its beginning.
    case downloadRestarted(path: String, because: DownloadRestart)
    /// An answer has items that are not what its list is of, so that they cannot be shown.
    case itemsLeftOut(operation: OperationDescriptor, count: Int)
}

/// One retry, before it happens.
public struct RetryNotice: Hashable, Sendable {
    public var operation: OperationDescriptor
    /// The number of the attempt that comes next; 2 for the first retry.
    public var nextAttempt: Int
    public var maxAttempts: Int
    /// Seconds until then.
    public var delay: Double
    public var nextTryAt: Timestamp
    public var reason: RetryReason
    /// What is left of the allowance for retries, from 500 down.
    public var quotaLeft: Int
}

/// Why a request goes out again.
public enum RetryReason: Hashable, Sendable, CustomStringConvertible {
    case throttled
    case serverError(status: Int)
    case connection
    case timedOut

    public var description: String {
        switch self {
        case .throttled: "throttled"
        case .serverError(let status): "server error \(status)"
        case .connection: "connection lost"
        case .timedOut: "timed out"
        }
    }
}

/// Hands each event to everyone who listens; a listener that falls behind loses the oldest.
final class EventHub: Sendable {
    private struct State {
        var listeners: [UInt64: AsyncStream<ClientEvent>.Continuation] = [:]
        var nextID: UInt64 = 0
    }

    private let state = Mutex(State())

    func events() -> AsyncStream<ClientEvent> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: ClientEvent.self, bufferingPolicy: .bufferingNewest(64))
        let id = state.withLock { state in
            state.nextID += 1
            state.listeners[state.nextID] = continuation
            return state.nextID
        }
        continuation.onTermination = { [weak self] _ in
            self?.state.withLock { _ = $0.listeners.removeValue(forKey: id) }
        }
        return stream
    }

    func send(_ event: ClientEvent) {
        let listeners = state.withLock { Array($0.listeners.values) }
        for listener in listeners { listener.yield(event) }
    }

    func finish() {
        let listeners = state.withLock { Array($0.listeners.values) }
        for listener in listeners { listener.finish() }
    }
}

/// What a person must do before credentials that end are followed by others.
public struct RenewalNeed: Hashable, Sendable {
    /// For example `run: aws sso login --profile dev`.
    public var remedy: String
}

/// Why a download does not go on from what an earlier one left.
public enum DownloadRestart: Hashable, Sendable {
    /// It holds bytes of another object.
    case ofAnotherObject
    /// The object was replaced since.
    case replaced
    /// Nothing that can be relied on says what it holds, or the service sends no part of an object.
    case unusable
}
