/// A code of an MFA device that the shared client waits for.
public struct MFAQuestion: Sendable {
    public var id: Int
    public var profile: String
    public var roleArn: String
    /// The device's ARN or serial number.
    public var serialNumber: String
    /// Why the code given before was no good; nil for the first time.
    public var problem: String?
    /// Hands the code on; nil declines.
    public let answer: @Sendable (String?) -> Void

    public init(
        id: Int, profile: String, roleArn: String, serialNumber: String, problem: String? = nil,
        answer: @escaping @Sendable (String?) -> Void
    ) {
        self.id = id
        self.profile = profile
        self.roleArn = roleArn
        self.serialNumber = serialNumber
        self.problem = problem
        self.answer = answer
    }
}
