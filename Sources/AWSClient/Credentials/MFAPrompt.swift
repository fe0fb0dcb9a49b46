/// Asks a person for the code that an MFA device shows.
public struct MFAPrompt: Sendable {
    /// What is asked.
    public struct Question: Hashable, Sendable {
        /// The device's ARN or serial number, as the profile has it.
        public var serialNumber: String
        public var profile: String
        public var roleArn: String
    }

    /// The code; nil where the person declines.
    public var ask: @Sendable (Question) async -> String?

    public init(ask: @escaping @Sendable (Question) async -> String?) {
        self.ask = ask
    }
}
