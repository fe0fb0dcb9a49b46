import AWSOperations

/// What the likely causes ask to be changed in a plan before the same inputs are sent again.
public struct RepairFix: Hashable, Sendable {
    /// One option and its values.
    public struct Change: Hashable, Sendable {
        /// As the API calls it.
        public var option: String
        public var before: String
        public var after: String

        /// `MaxPayloadInMB 6 → 3`.
        public var text: String { "\(option) \(before) → \(after)" }
    }

    /// The likeliest cause.
    public var diagnosis: Diagnosis
    /// Empty where nothing in the plan fixes it.
    public var changes: [Change]

    /// The known causes, applied to a plan; nil where no cause is known.
    init?(_ diagnoses: [Diagnosis], to plan: inout LaunchPlan) {
        let known = diagnoses.filter(\.isKnown)
        guard let first = known.first else { return nil }
        let before = plan
        for diagnosis in known {
            for edit in diagnosis.edits(of: plan) { edit.apply(to: &plan) }
        }
        diagnosis = first
        changes = Self.changes(from: before, to: plan)
    }

    public var isEmpty: Bool { changes.isEmpty }

    private static func changes(from before: LaunchPlan, to after: LaunchPlan) -> [Change] {
        options.compactMap { option, value in
            let (one, other) = (value(before), value(after))
            return one == other ? nil : Change(option: option, before: one, after: other)
        }
    }

    /// What causes may change, and how its value is told.
    private static let options: [(name: String, value: @Sendable (LaunchPlan) -> String)] = [
        ("ContentType", { $0.contentType }), ("CompressionType", { $0.compression.rawValue }),
        ("SplitType", { $0.split.rawValue }), ("AssembleWith", { $0.assemble.rawValue }),
        ("Accept", { $0.accept.isEmpty ? "default" : $0.accept }), ("InputFilter", { $0.inputFilter }),
        ("BatchStrategy", { $0.batchStrategy?.rawValue ?? "default" }),
        ("MaxPayloadInMB", { text($0.maxPayloadInMB) }),
        ("MaxConcurrentTransforms", { text($0.maxConcurrentTransforms) }),
        ("InvocationsTimeoutInSeconds", { text($0.invocationTimeout) }),
        ("InstanceType", { $0.instanceType.rawValue }), ("InstanceCount", { "\($0.instanceCount)" }),
        ("DataCaptureConfig", { $0.captureDestination.isEmpty ? "none" : $0.captureDestination }),
    ]

    private static func text(_ number: Int?) -> String { number.map(String.init) ?? "default" }
}
