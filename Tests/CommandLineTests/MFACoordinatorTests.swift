import AWSClient
import Monitor
import Synchronization
import Testing

@testable import flightdeck

/// Questions for MFA codes between the client and the screen.
@Suite struct MFACoordinatorTests {
    private final class Screen: Sendable {
        private let state = Mutex<[MFARequest]>([])
        var shown: [MFARequest] { state.withLock { $0 } }
        func show(_ request: MFARequest) { state.withLock { $0.append(request) } }
    }

    private let screen = Screen()
    private let request = MFAPrompt.Request(serialNumber: "d", profile: "p", roleArn: "r")

    private func coordinator(uptime: @escaping @Sendable () -> Double = { 0 }) -> MFACoordinator {
        MFACoordinator(uptime: uptime) { [screen] in screen.show($0) }
    }

    private func waitForQuestions(_ count: Int) async {
        while screen.shown.count < count { await Task.yield() }
    }

    @Test func anAnswerReachesWhoeverAsked() async {
        let coordinator = coordinator()
        async let code = coordinator.ask(request)
        await waitForQuestions(1)
        #expect(screen.shown[0].profile == "p")
        screen.shown[0].answer("123456")
        #expect(await code == "123456")
        // A second answer to the same request has nobody.
        screen.shown[0].answer("654321")
        async let declined = coordinator.ask(request)
        await waitForQuestions(2)
        screen.shown[1].answer(nil)
        #expect(await declined == nil)
    }

    @Test func whoeverAsksNextGetsTheCodeOfAQuestionThatWasGivenUp() async {
        let coordinator = coordinator()
        let first = Task { await coordinator.ask(request) }
        await waitForQuestions(1)
        first.cancel()
        #expect(await first.value == nil)
        // The dialog is still there: the next request joins it.
        var again = request
        again.problem = "that code was refused"
        async let code = coordinator.ask(again)
        while !coordinator.isWaitedFor { await Task.yield() }
        screen.shown[0].answer("123456")
        #expect(await code == "123456")
        #expect(screen.shown.count == 1)
    }

    @Test func aCodeWaitsForARequestAsLongAsItIsGood() async {
        let now = Mutex(0.0)
        let coordinator = coordinator { now.withLock { $0 } }
        for (seconds, isGood) in [(10.0, true), (31.0, false)] {
            let shown = screen.shown.count
            let first = Task { await coordinator.ask(request) }
            await waitForQuestions(shown + 1)
            first.cancel()
            #expect(await first.value == nil)
            screen.shown[shown].answer("123456")
            now.withLock { $0 += seconds }
            let second = Task { await coordinator.ask(request) }
            if isGood {
                #expect(await second.value == "123456")
            } else {
                await waitForQuestions(shown + 2)
                second.cancel()
                #expect(await second.value == nil)
            }
        }
    }

    @Test func theLinesOfTheCommandLine() {
        var request = request
        #expect(MFAPrompt.lines(for: request).last == "MFA code for d:")
        request.problem = "that code was refused"
        #expect(MFAPrompt.lines(for: request).first == "flightdeck: that code was refused")
    }
}
