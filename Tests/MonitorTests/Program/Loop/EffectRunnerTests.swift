import BatchInference
import Synchronization
import Testing

@testable import Monitor

@Suite("Work of the loop")
@MainActor
struct EffectRunnerTests {
    /// Takes what has come, as the loop does; returns the messages.
    private func take(_ inbox: Inbox, _ runner: EffectRunner) -> Int {
        var messages = 0
        for envelope in inbox.takeAll() where runner.accepts(envelope.sender) {
            guard envelope.message != nil else {
                runner.forget(envelope.sender)
                continue
            }
            messages += 1
        }
        return messages
    }

    @Test("work that has ended is forgotten, whatever its name, and its last words are heard")
    func ended() async throws {
        let inbox = Inbox()
        let runner = EffectRunner(services: .fake(FakeCloud()), inbox: inbox)
        for number in 0..<500 {
            runner.run(EffectID("on end \(number)"), .program) { _, send in send(.clockMoved) }
        }
        runner.startWork()
        #expect(runner.count == 500)
        var messages = 0
        for _ in 0..<2000 where runner.count > 0 {
            messages += take(inbox, runner)
            try await Task.sleep(for: .milliseconds(5))
        }
        #expect(runner.count == 0)
        #expect(messages == 500)
    }

    @Test("the end of work that was replaced doesn't end its successor")
    func replaced() async throws {
        let inbox = Inbox()
        let runner = EffectRunner(services: .fake(FakeCloud()), inbox: inbox)
        let (stream, open) = AsyncStream.makeStream(of: Void.self)
        let isDone = Mutex(false)
        runner.run("load", .program) { _, _ in isDone.withLock { $0 = true } }
        runner.startWork()
        while !isDone.withLock({ $0 }) { await Task.yield() }
        runner.run("load", .program) { _, send in
            for await _ in stream {}
            send(.clockMoved)
        }
        runner.startWork()
        for _ in 0..<20 {
            #expect(take(inbox, runner) == 0)
            try await Task.sleep(for: .milliseconds(2))
        }
        #expect(runner.count == 1)
        open.finish()
        var messages = 0
        for _ in 0..<2000 where runner.count > 0 {
            messages += take(inbox, runner)
            try await Task.sleep(for: .milliseconds(5))
        }
        #expect(messages == 1)
    }
}
