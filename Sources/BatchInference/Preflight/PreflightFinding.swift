import AWSOperations

/// One thing that a check found out about a launch.
public struct PreflightFinding: Hashable, Sendable {
    public enum Verdict: String, Hashable, Sendable, CaseIterable {
        case passed
        /// Works, but perhaps not as meant.
        case warned
        /// The launch, or what runs after it, would fail.
        case failed
        /// What the user may not look up, or what could not be read.
        case unknown
    }

    public var verdict: Verdict
    /// What was found, in one line without a full stop.
    public var text: String
    /// What to do about it; empty where nothing is to be done.
    public var fix: String
    /// Where in the form it belongs.
    public var field: PlanProblem.Field?
    /// The change to the plan that the fix asks for, where there is such a one.
    public var edit: PlanEdit?
    /// What can be written to be read in the input's place, where that mends it.
    public var correction: InputCorrection?
    /// How much of the input was read for it: `read 64 kB of each of 12 of 340 objects`; empty where that was all.
    public var extent = ""

    /// The text, with how much was read where that was not all.
    public var sentence: String { extent.isEmpty ? text : "\(text) (\(extent))" }

    public init(
        _ verdict: Verdict, _ text: String, fix: String = "", field: PlanProblem.Field? = nil, edit: PlanEdit? = nil,
        correction: InputCorrection? = nil
    ) {
        self.verdict = verdict
        self.text = text
        self.fix = fix
        self.field = field
        self.edit = edit
        self.correction = correction
    }
}

/// A change to a plan that a finding proposes.
public enum PlanEdit: Hashable, Sendable {
    case input(String)
    case output(String)
    case inputFilter(String)
    case compression(gzip: Bool)
    case splitByLine
    case instanceCount(Int)
    case payload(megabytes: Int)
    case instanceType(TransformInstanceType)
    /// Each object is an image of that media type, and one request.
    case images(String)
    /// Many records go with each request.
    case manyRecords
    /// What was written in the input's place.
    case corrected(CorrectedInput)

    public func apply(to plan: inout LaunchPlan) {
        switch self {
        case .input(let uri): plan.input = uri
        case .output(let uri): plan.output = uri
        case .inputFilter(let path): plan.inputFilter = path
        case .compression(let gzip): plan.compression = gzip ? .gzip : .none
        case .splitByLine: (plan.split, plan.assemble) = (.line, .line)
        case .instanceCount(let count): plan.instanceCount = count
        case .payload(let megabytes): plan.maxPayloadInMB = megabytes
        case .instanceType(let type): plan.instanceType = type
        case .images(let type):
            plan.contentType = type
            (plan.split, plan.assemble, plan.batchStrategy) = (.none, .none, nil)
        case .manyRecords: plan.batchStrategy = .multiRecord
        case .corrected(let input):
            plan.input = input.uri
            plan.inputKind = input.isManifest ? .manifestFile : .s3Prefix
            if input.isUnpacked { plan.compression = .none }
        }
    }
}
