import BatchInference
import Testing

@testable import flightdeck

@Suite("What to do about missing policies")
struct PolicyRemedyTests {
    private static func policy(_ present: MissingPolicy.Present, profile: String? = "home") -> MissingPolicy {
        MissingPolicy(
            kind: .bucketPolicy, resource: "b", account: "111122223333", region: "eu-west-1", profile: profile,
            purpose: "p", present: present, document: .object([]))
    }

    @Test("a command that would replace a policy unseen is not to be run as it stands")
    func unseen() {
        let seen = PoliciesCommand.remedy(for: [Self.policy(.merged), Self.policy(.none)])
        #expect(seen.hasPrefix("run the commands above"))
        let unseen = PoliciesCommand.remedy(for: [Self.policy(.merged), Self.policy(.unknown(because: "denied"))])
        #expect(unseen.contains("add the statement to it first"))
    }

    @Test("a command without a profile says whose account it is for")
    func place() {
        #expect(Self.policy(.none).whereToRun == nil)
        #expect(Self.policy(.none, profile: nil).whereToRun?.contains("1111-2222-3333") == true)
    }
}
