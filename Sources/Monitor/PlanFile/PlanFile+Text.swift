import AWSOperations
import BatchInference

extension PlanFile {
    /// What of a plan is written beside its options.
    public struct Contents: OptionSet, Hashable, Sendable {
        public var rawValue: Int
        public init(rawValue: Int) { self.rawValue = rawValue }

        /// The names of model and transform; without them each launch makes new ones.
        public static let names = Contents(rawValue: 1)
        /// The containers; without them they are the candidate's at the time of the launch.
        public static let containers = Contents(rawValue: 2)
    }

    /// A plan as the text of a file. Containers are always written where no Autopilot job is known.
    public static func text(of plan: LaunchPlan, with contents: Contents = []) -> String {
        // Where the artifacts are says what is to be copied anew.
        var plan = plan.withoutCopies()
        if !contents.contains(.names) {
            let name = plan.transformJobName
            plan.output = replacingComponents(of: plan.output) { $0 == name ? namePlaceholder : nil }
        }
        var lines = ["# A launch plan of Flightdeck: flightdeck launch --plan FILE", "\(versionKey) = \(version)", ""]
        if !plan.jobName.isEmpty { lines.append("job = \(PlanFileValue.quoted(plan.jobName))") }
        if !plan.candidateName.isEmpty { lines.append("candidate = \(PlanFileValue.quoted(plan.candidateName))") }
        if contents.contains(.names) { lines += entries(PlanFileKey.names, of: plan) }
        for group in PlanFileKey.groups {
            let entries = entries(group.keys, of: plan)
            if !entries.isEmpty { lines += ["", "# \(group.title)"] + entries }
        }
        if contents.contains(.containers) || plan.jobName.isEmpty {
            if let mode = plan.containerSets.execution?.mode {
                lines += ["", "\(executionKey) = \(PlanFileValue.quoted(mode))"]
            }
            for container in plan.containers {
                lines += ["", "[[container]]", "image = \(PlanFileValue.quoted(container.image))"]
                lines.append("model-data-url = \(PlanFileValue.quoted(container.modelDataUrl))")
                lines += PlanFileContainer.lines(of: container.settings)
                if let environment = container.environment {
                    lines.append("[container.environment]")
                    lines += environment.sorted { $0.key < $1.key }.map {
                        "\(PlanFileValue.key($0.key)) = \(PlanFileValue.quoted($0.value))"
                    }
                }
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func entries(_ keys: [PlanFileKey], of plan: LaunchPlan) -> [String] {
        keys.compactMap { key in key.read(plan).map { "\(key.name) = \($0.tomlText)" } }
    }
}
