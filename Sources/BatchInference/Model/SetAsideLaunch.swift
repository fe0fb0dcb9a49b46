import AWSOperations

/// A launch that the journal can't read any more, with what is still known of it.
public struct SetAsideLaunch: Hashable, Sendable {
    public var transformJobName: String?
    public var modelName: String?
    /// Why it can't be read.
    public var reason: String
    public var setAsideAt: Timestamp

    public init(transformJobName: String?, modelName: String?, reason: String, setAsideAt: Timestamp) {
        self.transformJobName = transformJobName
        self.modelName = modelName
        self.reason = reason
        self.setAsideAt = setAsideAt
    }

    /// What happened and what to do, in a line.
    public var text: String {
        let transform = transformJobName.map { "the launch of \($0)" } ?? "a launch without a readable name"
        let model = modelName.map { ", model \($0)," } ?? ""
        let look =
            transformJobName.map { "follow its transform, if it was started, with: flightdeck watch \($0)" }
            ?? "look for its transform with: flightdeck transforms"
        return "\(transform)\(model) was set aside in the journal (\(reason)); \(look); "
            + "delete a model that it left with: flightdeck clean-up"
    }
}

extension LaunchJournal {
    /// Launches that can't be read any more, newest first; a journal that never loses one has none.
    public func setAside() async throws -> [SetAsideLaunch] { [] }
}
