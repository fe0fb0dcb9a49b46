import AWSOperations
import AWSSigning
import Synchronization

@testable import AWSClient

/// A clock that does not wait, and remembers what it was asked to wait for.
final class FakeClock: Sendable {
    private struct State {
        var now: Double
        var sleeps: [Double] = []
    }

    private let state: Mutex<State>

    init(now: Double = 1_763_836_800) {
        state = Mutex(State(now: now))
    }

    var now: Double { state.withLock { $0.now } }
    var sleeps: [Double] { state.withLock { $0.sleeps } }
    func advance(_ seconds: Double) { state.withLock { $0.now += seconds } }

    var clock: ClientClock {
        ClientClock(
            now: { self.now }, uptime: { self.now },
            sleep: { seconds in
                try Task.checkCancellation()
                self.state.withLock { state in
                    state.sleeps.append(seconds)
                    state.now += seconds
                }
            }, random: { 0.5 })
    }
}

/// Counts across tasks and threads.
final class Counter: Sendable {
    private let count = Atomic(0)
    var value: Int { count.load(ordering: .sequentiallyConsistent) }
    func increment() { count.add(1, ordering: .sequentiallyConsistent) }
}

enum TestClient {
    static let credentials = Credentials(accessKeyID: "AKIDEXAMPLE", secretAccessKey: "secret")

    /// A client of a loopback server, on a clock that does not wait.
    static func make(
        _ server: LoopbackServer, clock: FakeClock = FakeClock(),
        change: (inout ClientConfiguration) -> Void = { _ in }
    ) -> AWSClient {
        var configuration = ClientConfiguration(
            credentials: credentials, region: "us-east-1", endpointURL: server.url)
        change(&configuration)
        return AWSClient(configuration: configuration, clock: clock.clock)
    }

    /// What a call throws; nil where it succeeds.
    static func failure<Value: Sendable>(
        _ work: () async throws(AWSFailure) -> Value
    ) async -> AWSFailure? {
        do throws(AWSFailure) {
            _ = try await work()
            return nil
        } catch {
            return error
        }
    }
}

/// An answer of ListTransformJobs with `count` rows named after `start`.
func transformPage(_ names: [String], next: String? = nil) -> String {
    let rows = names.map {
        """
        {"TransformJobName":"\($0)","TransformJobArn":"arn:aws:sagemaker:us-east-1:123456789012:transform-job/\($0)",\
        "CreationTime":1763836800.5,"TransformJobStatus":"Completed"}
        """
    }
    let token = next.map { ",\"NextToken\":\"\($0)\"" } ?? ""
    return "{\"TransformJobSummaries\":[\(rows.joined(separator: ","))]\(token)}"
}

/// The last values that a download told.
final class LastProgress: Sendable {
    private let state = Mutex<[Int]>([])
    var value: [Int] { state.withLock { $0 } }
    func set(_ done: Int, _ total: Int) { state.withLock { $0 = [done, total] } }
}
