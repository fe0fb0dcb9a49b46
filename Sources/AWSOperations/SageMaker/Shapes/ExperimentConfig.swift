/// The experiment that a transform belongs to.
public struct ExperimentConfig: Codable, Hashable, Sendable {
    /// 1 to 120 characters, matching `[a-zA-Z0-9](-*[a-zA-Z0-9]){0,119}`.
    public var experimentName: String?
    /// 1 to 120 characters, matching `[a-zA-Z0-9](-*[a-zA-Z0-9]){0,119}`.
    public var trialName: String?
    /// 1 to 120 characters, matching `[a-zA-Z0-9](-*[a-zA-Z0-9]){0,119}`.
    public var trialComponentDisplayName: String?
    /// 1 to 120 characters, matching `[a-zA-Z0-9](-*[a-zA-Z0-9]){0,119}`.
    public var runName: String?

    public init(
        experimentName: String? = nil,
        trialName: String? = nil,
        trialComponentDisplayName: String? = nil,
        runName: String? = nil
    ) {
        self.experimentName = experimentName
        self.trialName = trialName
        self.trialComponentDisplayName = trialComponentDisplayName
        self.runName = runName
    }

    private enum CodingKeys: String, CodingKey {
        case experimentName = "ExperimentName"
        case trialName = "TrialName"
        case trialComponentDisplayName = "TrialComponentDisplayName"
        case runName = "RunName"
    }
}
