import AWSOperations
import BatchInference
import Console
import Testing

@testable import Monitor

@Suite("The line ahead of the end of credentials")
struct CredentialsOutlookTests {
    private let login = "run: aws sso login --profile ml-dev"

    private func state(endingIn seconds: Double, id: String = "ASIAONE") -> State {
        var state = Samples.state()
        _ = state.start()
        tell(
            .found(accessKeyID: id, expiration: Samples.now.adding(seconds: seconds), renewal: login), to: &state)
        return state
    }

    private func tell(_ news: CredentialsNews, to state: inout State) {
        _ = state.update(.notice(.credentials(news)))
    }

    /// The row below the header.
    private func line(_ state: State) -> String {
        String(SurfaceDump.text(state.frame().surface).split(separator: "\n", omittingEmptySubsequences: false)[1])
    }

    @Test("it comes 15 minutes ahead, by one timer, and then counts minutes")
    func ahead() {
        var state = state(endingIn: 3600)
        #expect(line(state).hasPrefix("──"))
        #expect(state.outlook?.nextChange(now: state.now) == 2700)
        state.now = Samples.now.adding(seconds: 2700)
        #expect(line(state) == " ! credentials expire in 15 min; \(login)")
        state.now = Samples.now.adding(seconds: 2710)
        #expect(line(state).contains("expire in 15 min"))
        #expect(state.outlook?.nextChange(now: state.now) == 50)
        state.now = Samples.now.adding(seconds: 2760)
        #expect(line(state).contains("expire in 14 min"))
    }

    @Test("once they have ended it says so, and nothing changes by itself any more")
    func over() {
        var state = state(endingIn: 60)
        state.now = Samples.now.adding(seconds: 61)
        #expect(line(state).contains("✗ credentials expired \(DisplayText.moment(Samples.now.adding(seconds: 60)))"))
        #expect(line(state).contains(login))
        #expect(state.outlook?.nextChange(now: state.now) == nil)
    }

    @Test("fresh credentials take it away; those that renew themselves never bring it")
    func fresh() {
        var state = state(endingIn: 300)
        tell(
            .found(accessKeyID: "ASIATWO", expiration: Samples.now.adding(seconds: 36_000), renewal: nil), to: &state)
        #expect(state.outlook == nil)
        #expect(line(state).hasPrefix("──"))
        tell(.found(accessKeyID: "ASIATWO", expiration: Samples.now.adding(seconds: 60), renewal: nil), to: &state)
        #expect(line(state).hasPrefix("──"))
    }

    @Test("a renewal that failed brings it, one that succeeds takes it away")
    func notRenewed() {
        var state = Samples.state()
        _ = state.start()
        tell(
            .notRenewed(
                accessKeyID: "ASIAONE", expiration: Samples.now.adding(seconds: 500), remedy: "check role_arn"),
            to: &state)
        #expect(line(state).contains("credentials expire in 9 min; check role_arn"))
        tell(.found(accessKeyID: "ASIATWO", expiration: nil, renewal: nil), to: &state)
        #expect(line(state).hasPrefix("──"))
    }

    @Test("refused credentials say so until others are found, or until they are taken again")
    func refused() {
        var state = Samples.state()
        _ = state.start()
        tell(.refused(accessKeyID: "AKIDEXAMPLE", remedy: "log in again"), to: &state)
        #expect(line(state).contains("✗ AWS rejects these credentials; log in again"))
        tell(.found(accessKeyID: "AKIDEXAMPLE", expiration: nil, renewal: nil), to: &state)
        #expect(line(state).contains("rejects"), "the same key was found again")
        let identity = GetCallerIdentityResponse(userID: "AIDA", account: "111122223333", arn: "arn:aws:iam::1:user/me")
        _ = state.update(.identity(identity))
        #expect(line(state).hasPrefix("──"))
        tell(.refused(accessKeyID: "AKIDEXAMPLE", remedy: "log in again"), to: &state)
        tell(.found(accessKeyID: "AKIDOTHER", expiration: nil, renewal: nil), to: &state)
        #expect(line(state).hasPrefix("──"))
    }

    @Test("a refusal asks again who the caller is, so that its end is noticed")
    func asksAgain() {
        var state = Samples.state()
        _ = state.start()
        let effects = state.update(.notice(.credentials(.refused(accessKeyID: "A", remedy: "log in"))))
        let asks = effects.contains { if case .run("identity", .program, _) = $0 { true } else { false } }
        #expect(asks)
    }

    @Test("it fits into narrow terminals and into ASCII")
    func narrow() {
        var state = Samples.state(columns: 40, rows: 10)
        state.glyphs = .ascii
        _ = state.start()
        tell(.refused(accessKeyID: "A", remedy: login), to: &state)
        #expect(TextWidth.columns(line(state)) <= 40)
        #expect(line(state).hasPrefix(" x AWS rejects"))
    }
}
