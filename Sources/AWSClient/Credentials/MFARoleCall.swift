import AWSOperations
import AWSSigning

/// Takes a role that needs a code of an MFA device: asks for one at each call of STS, since a code is good once, and
/// again where it is refused.
struct MFARoleCall {
    /// More wrong codes in a row than this end it, before the account's guard against guessing does.
    static let attempts = 5

    let services: CredentialsServices
    let profile: String
    /// `mfa_serial`.
    let device: Setting<String>

    func assume(
        _ request: AssumeRoleRequest, with credentials: Credentials
    ) async throws(AWSFailure) -> AssumeRoleResponse {
        let needed = "the role of the profile \(profile) needs an MFA code (\(device.origin))"
        guard let prompt = services.mfaPrompt else {
            throw .brokenCredentials("\(needed), but this isn't interactive", remedy: Self.exportLine(profile))
        }
        var asked = MFAPrompt.Request(
            serialNumber: device.value, profile: profile, roleArn: request.roleArn)
        var request = request
        for _ in 0..<Self.attempts {
            guard let code = await prompt.ask(asked)?.trimmed, !code.isEmpty else {
                if Task.isCancelled { throw .cancelled }
                throw .brokenCredentials("\(needed), and none was given", remedy: "try again, and type the code")
            }
            guard MFAPrompt.isCode(code) else {
                asked.problem = "a code has six digits"
                continue
            }
            request.tokenCode = code
            do {
                return try await services.assumeRole(request, credentials)
            } catch .service(let error) where Self.refusesCode(error) {
                asked.problem = "that code was refused; codes work once: wait for the next one"
            }
        }
        throw .brokenCredentials(
            "\(needed): \(asked.problem ?? "")",
            remedy: "check that the code is from \(device.value), and check this machine's clock")
    }

    /// STS has no code of its own for this.
    private static func refusesCode(_ error: ServiceError) -> Bool {
        switch error.code {
        case "AccessDenied": error.message.contains("one time pass code")
        case "ValidationError": error.message.contains("tokenCode")
        default: false
        }
    }

    private static func exportLine(_ profile: String) -> String {
        "run it in a terminal, or get the credentials with: "
            + "eval \"$(aws configure export-credentials --profile \(ShellWords.quoted(profile)) --format env)\""
    }
}

/// Asks a person for the code that an MFA device shows.
public struct MFAPrompt: Sendable {
    /// What is asked.
    public struct Request: Hashable, Sendable {
        /// The device's ARN or serial number, as the profile has it.
        public var serialNumber: String
        public var profile: String
        public var roleArn: String
        /// Why the code given before was no good; nil for the first time.
        public var problem: String?

        public init(serialNumber: String, profile: String, roleArn: String, problem: String? = nil) {
            self.serialNumber = serialNumber
            self.profile = profile
            self.roleArn = roleArn
            self.problem = problem
        }
    }

    /// The code; nil where the person declines.
    public var ask: @Sendable (Request) async -> String?

    public init(ask: @escaping @Sendable (Request) async -> String?) {
        self.ask = ask
    }

    /// Whether a text can be a code: six ASCII digits.
    public static func isCode(_ text: some StringProtocol) -> Bool {
        text.utf8.count == 6 && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }
}
