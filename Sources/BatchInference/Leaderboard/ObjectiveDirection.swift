import AWSOperations

/// Which way an objective gets better.
public enum ObjectiveDirection: Hashable, Sendable {
    case maximize
    case minimize

    /// An arrow that points where better is.
    public var arrow: String {
        switch self {
        case .maximize: "↑"
        case .minimize: "↓"
        }
    }

    /// Whether the left value is better than the right one.
    public func prefers(_ left: Double, over right: Double) -> Bool {
        switch self {
        case .maximize: left > right
        case .minimize: left < right
        }
    }

    init?(_ type: AutoMLJobObjectiveType?) {
        switch type {
        case .some(.maximize): self = .maximize
        case .some(.minimize): self = .minimize
        default: return nil
        }
    }
}
