import AWSOperations

/// One change to the environment that a candidate's container brings.
public struct EnvironmentChange: Hashable, Sendable {
    /// From 1, in the order in which a record passes through.
    public var container: Int
    public var name: String
    /// The variable's own value; nil leaves the variable out.
    public var value: String?

    public init(container: Int, name: String, value: String?) {
        self.container = container
        self.name = name
        self.value = value
    }
}

/// A variable that a plan's model has otherwise than its candidate.
public struct EnvironmentDifference: Hashable, Sendable {
    /// From 1.
    public var container: Int
    public var name: String
    /// The candidate's value; nil where it has none.
    public var before: String?
    /// The model's value; nil where it has none.
    public var after: String?

    /// `2 NAME: old → new`, `2 + NAME=new` or `2 - NAME (old)`; the arrow is two ASCII characters where asked for.
    public func text(ascii: Bool = false) -> String {
        switch (before, after) {
        case (let before?, let after?): "\(container) \(name): \(before) \(ascii ? "->" : "→") \(after)"
        case (nil, let after?): "\(container) + \(name)=\(after)"
        case (let before?, nil) where !before.isEmpty: "\(container) - \(name) (\(before))"
        default: "\(container) - \(name)"
        }
    }
}

extension LaunchPlan {
    /// The containers of the model that the plan makes: those of the candidate with the response keys set by the
    /// SDK's rules, then the plan's own changes.
    ///
    /// Response keys that cannot be asked for, and changes to containers that are not there, are left out here and
    /// reported by `problems()`.
    public var modelContainers: [AutoMLContainerDefinition] {
        var definitions = containersWithResponseKeys
        for change in environmentChanges where definitions.indices.contains(change.container - 1) {
            definitions[change.container - 1].environment =
                (definitions[change.container - 1].environment ?? [:]).merging([change.name: change.value ?? ""]) { $1 }
            if change.value == nil { definitions[change.container - 1].environment?[change.name] = nil }
        }
        return definitions
    }

    /// The candidate's containers with the response keys set.
    public var containersWithResponseKeys: [AutoMLContainerDefinition] {
        (try? ResponseKeys.applied(responseKeys, to: containers).get()) ?? containers
    }

    /// What the model's containers have otherwise than the candidate's, by container and name.
    public var environmentDifferences: [EnvironmentDifference] {
        zip(containers, modelContainers).enumerated().flatMap { index, pair in
            Self.differences(from: pair.0.environment ?? [:], to: pair.1.environment ?? [:], container: index + 1)
        }
    }

    /// Sets a variable of a container, or leaves it out with nil; what equals the containers as they are is no change.
    public mutating func setEnvironment(container: Int, name: String, value: String?) {
        environmentChanges.removeAll { $0.container == container && $0.name == name }
        guard modelEnvironment(of: container)[name] != value else { return }
        environmentChanges.append(EnvironmentChange(container: container, name: name, value: value))
    }

    /// The environment of one container of the model, counted from 1; empty where there is none.
    public func modelEnvironment(of container: Int) -> [String: String] {
        let definitions = modelContainers
        return definitions.indices.contains(container - 1) ? definitions[container - 1].environment ?? [:] : [:]
    }

    private static func differences(
        from before: [String: String], to after: [String: String], container: Int
    ) -> [EnvironmentDifference] {
        Set(before.keys).union(after.keys).sorted().compactMap { name in
            guard before[name] != after[name] else { return nil }
            return EnvironmentDifference(
                container: container, name: name, before: before[name], after: after[name])
        }
    }
}
