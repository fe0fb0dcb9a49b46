import AWSOperations

extension Diagnosis {
    /// What a plan is to be like so that a run of it doesn't fail in the same way; empty where no change of the plan alone
    /// does it, and where what it should be isn't known.
    ///
    /// - Parameter plan: The failed run's own.
    public func edits(of plan: LaunchPlan) -> [PlanEdit] {
        switch id {
        case "payload-too-large": Self.smallerRequests(of: plan)
        case "record-too-large": Self.roomForRecords(in: plan)
        case "timeout", "no-answer":
            Self.longerTimeout(of: plan) + (side == .container ? Self.smallerRequests(of: plan) : [])
        case "memory", "model-too-large": Self.moreMemory(for: plan)
        case "capacity", "quota", "instance-type":
            InstanceType.like(plan.instanceType).map { [.instanceType($0)] } ?? []
        case "gpu-memory": Self.smallerRequests(of: plan) + Self.oneAtATime(plan)
        case "answer-format", "join":
            plan.contentType.isEmpty || plan.accept == plan.contentType ? [] : [.accept(plan.contentType)]
        case "accept": plan.accept.isEmpty || plan.accept == "text/csv" ? [] : [.accept("text/csv")]
        case "compressed-input": plan.compression == .gzip ? [] : [.compression(gzip: true)]
        case "not-compressed": plan.compression == .gzip ? [.compression(gzip: false)] : []
        case "single-record": plan.batchStrategy == .multiRecord || plan.split == .none ? [] : [.manyRecords]
        case "input-json": plan.split != .none && plan.batchStrategy != .singleRecord ? [.singleRecord] : []
        case "not-split": plan.split == .none ? [.splitByLine] : []
        case "internal-error": plan.captureDestination.isEmpty ? [] : [.withoutCapture]
        default: []
        }
    }

    /// What SageMaker sends at most where neither plan nor container says, in megabytes.
    private static let usualPayload = 6

    private static func smallerRequests(of plan: LaunchPlan) -> [PlanEdit] {
        if plan.split == .none { return plan.contentType.hasBytePrefix("text/csv") ? [.splitByLine] : [] }
        let payload = plan.maxPayloadInMB ?? usualPayload
        if payload > 1 { return [.payload(megabytes: payload / 2)] }
        return plan.batchStrategy == .singleRecord ? [] : [.singleRecord]
    }

    private static func roomForRecords(in plan: LaunchPlan) -> [PlanEdit] {
        var edits: [PlanEdit] = []
        if plan.split == .none, plan.contentType.hasBytePrefix("text/csv") { edits.append(.splitByLine) }
        let payload = plan.maxPayloadInMB ?? usualPayload
        let more = min(100, max(payload * 4, 20))
        guard payload != 0, more > payload else { return edits }
        edits.append(.payload(megabytes: more))
        // SageMaker takes no more than 100 MB in all requests that are under way.
        if let concurrent = plan.maxConcurrentTransforms, concurrent * more > 100 {
            edits.append(.concurrency(max(1, 100 / more)))
        }
        return edits
    }

    private static func longerTimeout(of plan: LaunchPlan) -> [PlanEdit] {
        let set = plan.invocationTimeout ?? 600
        return set >= 3600 ? [] : [.invocationTimeout(seconds: min(3600, max(1200, set * 3)))]
    }

    /// The next type of the family with more memory, and fewer requests at a time.
    private static func moreMemory(for plan: LaunchPlan) -> [PlanEdit] {
        guard let type = InstanceType(plan.instanceType) else { return oneAtATime(plan) }
        let larger = InstanceType.all.filter { $0.family == type.family && $0.memoryGiB > type.memoryGiB }
            .min { $0.memoryGiB < $1.memoryGiB }
        return larger.map { [.instanceType($0.name)] } ?? oneAtATime(plan) + smallerRequests(of: plan)
    }

    private static func oneAtATime(_ plan: LaunchPlan) -> [PlanEdit] {
        plan.maxConcurrentTransforms == 1 ? [] : [.concurrency(1)]
    }
}

extension InstanceType {
    /// The smallest type of another family that has no less of anything; nil for a type that isn't known.
    static func like(_ name: TransformInstanceType) -> TransformInstanceType? {
        guard let type = InstanceType(name) else { return nil }
        return all.filter {
            $0.family != type.family && $0.hasGPU == type.hasGPU
                && ($0.accelerator?.count ?? 0) >= (type.accelerator?.count ?? 0)
                && ($0.accelerator == nil) == (type.accelerator == nil)
                && $0.vCPU >= type.vCPU && $0.memoryGiB >= type.memoryGiB
        }.min { ($0.memoryGiB, $0.vCPU) < ($1.memoryGiB, $1.vCPU) }?.name
    }
}

extension PlanEdit {
    /// What the edit makes of the plan, as a phrase: `MaxPayloadInMB 3`.
    public var phrase: String {
        switch self {
        case .input(let uri): "input \(uri)"
        case .output(let uri): "output \(uri)"
        case .inputFilter(let path): path.isEmpty ? "no input filter" : "input filter \(path)"
        case .compression(let gzip): "CompressionType \(gzip ? "Gzip" : "None")"
        case .splitByLine: "split and assembled by line"
        case .instanceCount(let count): DisplayText.counted(count, "instance")
        case .payload(let megabytes): "MaxPayloadInMB \(megabytes)"
        case .instanceType(let type): "instance type \(type.rawValue)"
        case .images(let type): "content type \(type)"
        case .manyRecords: "BatchStrategy MultiRecord"
        case .singleRecord: "BatchStrategy SingleRecord"
        case .invocationTimeout(let seconds): "invocation timeout \(seconds) s"
        case .concurrency(let count): "MaxConcurrentTransforms \(count)"
        case .accept(let type): "Accept \(type)"
        case .withoutCapture: "no data capture"
        case .corrected(let input): "corrected input \(input.uri)"
        }
    }
}
