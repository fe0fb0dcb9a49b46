/// Asks a person for the code that an MFA device shows.
public struct MFAPrompt: Sendable {
    /// What is asked.
    public struct Question: Hashable, Sendable {
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
    public var ask: @Sendable (Question) async -> String?

    public init(ask: @escaping @Sendable (Question) async -> String?) {
        self.ask = ask
    }

    /// Whether a text can be a code: six ASCII digits.
    public static func isCode(_ text: some StringProtocol) -> Bool {
        text.utf8.count == 6 && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }
}
