import AWSOperations

/// A plan that sends the inputs without an output of a run again, and nothing else, into the same place.
public struct RepairProposal: Hashable, Sendable {
    /// Inputs that have no output and are not sent again.
    public struct LeftOut: Hashable, Sendable {
        public enum Reason: Hashable, Sendable, CaseIterable {
            /// A marker such as `_SUCCESS`, a manifest, or an earlier output that lies below the input prefix.
            case notData
            case empty
            /// A manifest names it, and it isn't there any more.
            case gone
            /// Behind what one manifest can name: the next repair takes them.
            case beyondManifest
        }

        public var reason: Reason
        public var count: Int
        /// The first one, below the input's folder.
        @ByteText public var example: String

        /// `1 marker file or earlier output (_SUCCESS)`.
        public var text: String {
            let number = DisplayText.count(count)
            let example = count == 1 ? " (\(example))" : " (such as \(example))"
            switch reason {
            case .notData:
                return
                    "\(number) marker \(DisplayText.noun(count, "file")) or earlier \(DisplayText.noun(count, "output"))\(example)"
            case .empty: return "\(number) empty \(DisplayText.noun(count, "object"))\(example)"
            case .gone:
                return
                    "\(number) \(DisplayText.noun(count, "input that no longer exists", "inputs that no longer exist"))\(example)"
            case .beyondManifest:
                return "\(number) more than one manifest can name: repair again once these are done"
            }
        }
    }

    /// The first run: its inputs and outputs are what is counted.
    public var firstRun: String
    /// The run that is repaired: the first one, or its newest repair.
    public var repaired: String
    public var status: TransformJobStatus
    public var plan: LaunchPlan
    /// The manifest that is to be written before.
    public var manifest: CorrectionWork
    public var inputCount: Int
    public var writtenCount: Int
    /// Inputs that are sent again.
    public var repairedCount: Int
    public var leftOut: [LeftOut]
    /// Nil where no cause is known.
    public var fix: RepairFix?
    /// What else is to be known, a sentence each.
    public var notes: [String]

    /// The URI of the manifest.
    public var manifestURI: String { manifest.result.uri }

    /// `12 of 100 inputs have no output of this run`.
    public var countText: String {
        let missing = repairedCount + leftOut.reduce(0) { $0 + $1.count }
        return "\(DisplayText.count(missing)) of \(DisplayText.count(inputCount)) "
            + "inputs \(DisplayText.noun(missing, "has", "have")) no output of this run"
    }

    /// What of the plan is changed, or why nothing is: a line.
    public var fixText: String {
        guard let fix else { return "none: the cause isn't known, so the settings stay as they were" }
        guard !fix.isEmpty else { return "none in the settings: \(fix.diagnosis.fix)" }
        return fix.changes.map(\.text).joined(separator: ", ")
    }
}

/// Why a transform can't be repaired, or need not be.
public struct RepairProblem: ProblemWithRemedy, Hashable {
    public var problem: String
    public var remedy: String
    /// Whether nothing is missing.
    public var isNothingToDo = false

    public init(problem: String, remedy: String, isNothingToDo: Bool = false) {
        self.problem = problem
        self.remedy = remedy
        self.isNothingToDo = isNothingToDo
    }
}
