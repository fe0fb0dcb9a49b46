import AWSOperations
import Console
import Synchronization
import Testing

@testable import Monitor

@Suite("Codes of MFA devices")
struct MFADialogTests {
    /// Keeps what the client is answered.
    private final class Answers: Sendable {
        private let kept = Mutex<[String?]>([])
        var all: [String?] { kept.withLock { $0 } }
        func add(_ code: String?) { kept.withLock { $0.append(code) } }
    }

    private let answers = Answers()

    private func request(_ id: Int = 1, problem: String? = nil) -> Message {
        .mfaAsked(
            MFARequest(
                id: id, profile: "production", roleArn: "arn:aws:iam::123456789012:role/batch/Operator",
                serialNumber: "arn:aws:iam::123456789012:mfa/me", problem: problem,
                answer: { [answers] in answers.add($0) }))
    }

    private func stage(_ view: GoldenView = .wide) -> Stage {
        var stage = view.stage(JobsScreen())
        stage.state.mfa = MFAState()
        return stage
    }

    /// Runs what the update asks for, so that the answer arrives.
    private func perform(_ effects: [RunnerEffect], in stage: inout Stage) async {
        await stage.run(effects.filter { if case .run = $0 { true } else { false } }, on: .fake(FakeCloud()))
    }

    private func isOpen(_ stage: Stage) -> Bool { if case .mfa = stage.state.overlay { true } else { false } }

    @Test("At the start the dialog opens by itself, takes six digits, and hands them on once")
    func sixDigits() async {
        var stage = stage()
        _ = stage.state.update(request())
        #expect(isOpen(stage))
        #expect(stage.text.contains("production") && stage.text.contains("mfa/me"))
        stage.type("42")
        stage.press("Enter")
        #expect(isOpen(stage))
        #expect(stage.text.contains("a code has six digits"))
        stage.type("x4q2")
        #expect(stage.text.contains("4 of 6"))
        stage.type("42789")
        #expect(!stage.text.contains("424242"))
        stage.press("Tab")
        #expect(stage.text.contains("424242"))
        let effects = stage.press("Enter")
        #expect(!isOpen(stage))
        await perform(effects, in: &stage)
        #expect(answers.all == ["424242"])
        #expect(stage.state.mfa.notice == nil)
    }

    @Test("A refused code is asked for again, with the reason, while nothing else was typed")
    func again() {
        var stage = stage()
        _ = stage.state.update(request())
        stage.type("123456")
        stage.press("Enter")
        _ = stage.state.update(request(2, problem: "that code was refused"))
        #expect(isOpen(stage))
        #expect(stage.text.contains("that code was refused"))
        #expect(stage.text.contains("0 of 6"))
    }

    @Test("Keys that are meant for something else never go into it")
    func calm() {
        var stage = stage()
        stage.press("Down")
        _ = stage.state.update(request())
        #expect(!isOpen(stage))
        #expect(stage.text.contains("MFA code: F6"))
        #expect(stage.toasts.contains { $0.contains("F6") })
        stage.press("Down")
        #expect(!isOpen(stage))
        stage.press("F6")
        #expect(isOpen(stage))
    }

    @Test("Another dialog or a field keeps the keys")
    func others() {
        var stage = stage()
        stage.state.overlay = .help(HelpPage())
        _ = stage.state.update(request())
        #expect(!isOpen(stage))
        stage.press("Esc")
        #expect(!isOpen(stage))
        stage.press("F6")
        #expect(isOpen(stage))
    }

    @Test("Esc continue without, says what that means, and is not asked again until F6", arguments: ["Esc", "Ctrl-C"])
    func decline(_ key: String) async throws {
        var stage = stage()
        stage.state.connection.account = nil
        _ = stage.state.update(request())
        let effects = stage.press(try #require(Chord(key)))
        #expect(!isOpen(stage))
        #expect(!stage.state.isQuitting)
        #expect(stage.toasts.contains { $0.contains("production can't read or launch anything") })
        await perform(effects, in: &stage)
        #expect(answers.all == [nil])
        let next = stage.state.update(request(2))
        #expect(!isOpen(stage))
        await perform(next, in: &stage)
        #expect(answers.all == [nil, nil])
        #expect(stage.text.contains("no MFA code: F6"))
        stage.press("F6")
        _ = stage.state.update(request(3))
        #expect(isOpen(stage))
    }

    @Test("At a refresh the session goes on, and says until when")
    func refresh() {
        var stage = stage()
        stage.state.connection.account = "123456789012"
        stage.press("Down")
        _ = stage.state.update(request())
        stage.press("F6", "Esc")
        #expect(stage.toasts.contains { $0.contains("ends when its credentials expire") })
    }

    @Test("A request in place of another leaves what is typed, and gets the answer")
    func replaced() async {
        var stage = stage()
        _ = stage.state.update(request(1))
        stage.type("424")
        let second = Answers()
        _ = stage.state.update(
            .mfaAsked(
                MFARequest(
                    id: 2, profile: "production", roleArn: "r", serialNumber: "d", answer: { second.add($0) })))
        stage.type("242")
        let effects = stage.press("Enter")
        await perform(effects, in: &stage)
        #expect(answers.all.isEmpty)
        #expect(second.all == ["424242"])
    }

    @Test("A code can be pasted, spaces and all; other text cannot")
    func paste() async {
        var stage = stage()
        _ = stage.state.update(request())
        _ = stage.state.update(.input(.paste("rm -rf")))
        #expect(stage.text.contains("only digits"))
        _ = stage.state.update(.input(.paste(" 654 321\n")))
        let effects = stage.press("Enter")
        await perform(effects, in: &stage)
        #expect(answers.all == ["654321"])
    }

    @Test("Erasing", arguments: ["Backspace", "Ctrl-U"])
    func erase(_ key: String) throws {
        var stage = stage()
        _ = stage.state.update(request())
        stage.type("1")
        stage.press(try #require(Chord(key)), try #require(Chord(key)))
        #expect(stage.text.contains("0 of 6"))
    }

    @Test("F6 without a request says that there is none")
    func nothing() {
        var stage = stage()
        stage.press("F6")
        #expect(!isOpen(stage))
        #expect(stage.toasts.contains { $0.contains("no MFA code needed") })
    }

    @Test("The dialog as it looks", arguments: GoldenView.allCases)
    func looks(_ view: GoldenView) throws {
        var stage = stage(view)
        _ = stage.state.update(request(problem: "that code was refused; codes work once: wait for the next one"))
        try expectGolden(stage, "mfa-refused-\(view.rawValue)")
        stage.type("123")
        try expectGolden(stage, "mfa-\(view.rawValue)")
    }
}

@Suite("What the header says of retries")
struct RetryNoticeTests {
    private func header(columns: Int, left: Int) -> String {
        var stage = Stage(JobsScreen(), columns: columns)
        _ = stage.state.update(
            .notice(
                .retrying(
                    ServiceNotice.Retry(
                        reason: "throttled by SageMaker",
                        nextTry: Timestamp(secondsSinceEpoch: Samples.now.secondsSinceEpoch + 4), attempt: 2,
                        maxAttempts: 3, retriesLeft: left))))
        return stage.text.split(separator: "\n").first.map(String.init) ?? ""
    }

    @Test("Attempt, time and what is left of the allowance")
    func whole() {
        #expect(header(columns: 120, left: 98).contains("throttled by SageMaker, try 2 of 3 in 4 s, 98 retries left"))
        #expect(header(columns: 80, left: 98).contains("throttled by SageMaker, try 2 of 3 in 4 s"))
        #expect(!header(columns: 80, left: 98).contains("98"))
        #expect(header(columns: 60, left: 1).contains("try 2 of 3, 1 left"))
        #expect(header(columns: 80, left: 1).contains("throttled by SageMaker, try 2 of 3 in 4 s, 1 left"))
    }
}
