import AWSOperations

/// How many instances transforms may use at once, by the quotas applied to the account in the region.
public struct TransformQuotas: Hashable, Sendable {
    /// One quota: its number, and the code by which an increase is asked for.
    public struct Quota: Hashable, Sendable {
        public var value: Int
        public var code: String?

        public init(value: Int, code: String? = nil) {
            self.value = value
            self.code = code
        }
    }

    /// The service whose quotas they are among.
    public static let serviceCode = "sagemaker"
    /// The quota over all types.
    public static let overallName = "Number of instances across all transform jobs"

    public var perType: [TransformInstanceType: Quota]
    /// Over all types; nil where the service did not list it.
    public var overall: Quota?
    /// Types whose quota is listed without a value that a quota can have.
    public var unusable: Set<TransformInstanceType> = []
    /// Whether that is so of the quota over all types.
    public var overallIsUnusable = false
    /// Why quotas are missing that the service may have; nil where all were listed.
    public var shortfall: AWSFailure?
    /// Quotas that were listed without a name that can be read: any type's may be among them.
    public var unnamed = 0

    public init(perType: [TransformInstanceType: Quota] = [:], overall: Quota? = nil) {
        self.perType = perType
        self.overall = overall
    }

    /// Finds the quotas by their names: codes are no older than the quotas, and types come and go.
    public init(_ quotas: [ServiceQuota]) {
        perType = [:]
        for quota in quotas {
            guard let name = quota.quotaName, !name.isEmpty else {
                unnamed += 1
                continue
            }
            let found = quota.usableValue.map { Quota(value: $0, code: quota.quotaCode) }
            if name == Self.overallName {
                overall = found
                overallIsUnusable = found == nil
            } else if name.hasSuffix(Self.suffix) {
                let type = TransformInstanceType(rawValue: String(name.dropLast(Self.suffix.count)))
                perType[type] = found
                if found == nil { unusable.insert(type) }
            }
        }
    }

    private static let suffix = " for transform job usage"

    /// The name of a type's quota, for example `ml.m5.large for transform job usage`.
    public static func name(of type: TransformInstanceType) -> String { type.rawValue + suffix }

    /// Reads every page of the account's quotas of SageMaker.
    public static func load(from service: any ServiceQuotas) async throws -> TransformQuotas {
        var quotas: [ServiceQuota] = []
        let pages = PageSequence(ListServiceQuotasRequest(serviceCode: serviceCode, maxResults: 100)) {
            try await service.listQuotas($0)
        }
        var leftOut = 0
        let shortfall = try await pages.read { page in
            quotas += page.items
            leftOut += page.itemsLeftOut
            return true
        }
        try Task.checkCancellation()
        var found = TransformQuotas(quotas)
        found.unnamed += leftOut
        // SageMaker has hundreds: none at all is an answer that could not be read, not an account without any.
        found.shortfall =
            shortfall
            ?? (quotas.isEmpty
                ? .undecodable(
                    operation: ListServiceQuotasRequest.operation, detail: "it lists no quotas", requestID: nil)
                : nil)
        return found
    }
}

/// How many more instances of a type may be started now, and what says so.
public struct QuotaLeft: Hashable, Sendable {
    /// The applied quota of the type.
    public var applied: Int
    /// What runs of the type; nil while that is unknown.
    public var running: Int?
    /// What may still be started: within the type's quota and the one over all types.
    public var left: Int
    /// Whether the quota over all types is the narrower one.
    public var isHeldByOverall: Bool

    /// Nil where the service lists no quota of the type.
    public init?(of type: TransformInstanceType, quotas: TransformQuotas, running: RunningInstances?) {
        guard let quota = quotas.perType[type] else { return nil }
        // What is left of a quota can't be told from half a list.
        let running = running.flatMap { $0.shortfall == nil ? $0 : nil }
        applied = quota.value
        self.running = running.map { $0.perType[type] ?? 0 }
        let ownLeft = max(0, quota.value - (self.running ?? 0))
        let overallLeft = quotas.overall.map { max(0, $0.value - (running?.total ?? 0)) } ?? ownLeft
        left = min(ownLeft, overallLeft)
        isHeldByOverall = overallLeft < ownLeft
    }
}

/// The instances that transforms use now: what counts against the quotas.
public struct RunningInstances: Hashable, Sendable {
    public var perType: [TransformInstanceType: Int]
    /// Why transforms in progress may be missing, so that the numbers are lower bounds; nil where all were listed.
    public var shortfall: AWSFailure?

    public init(perType: [TransformInstanceType: Int] = [:]) {
        self.perType = perType
    }

    public var total: Int { perType.values.reduce(0, +) }

    /// Jobs described at one time.
    private static let concurrency = 8

    /// Adds up the instances of the transforms in progress and stopping, which the usage metric tells later.
    ///
    /// Autopilot's own transforms count, too. Throws where one is listed that can't be described.
    public static func load(from transforms: any TransformJobs) async throws -> RunningInstances {
        // A job that is being stopped may be in both listings.
        var names: Set<String> = []
        var shortfall: AWSFailure?
        for status in [TransformJobStatus.inProgress, .stopping] {
            let pages = PageSequence(ListTransformJobsRequest(statusEquals: status, maxResults: 100)) {
                try await transforms.listTransformJobs($0)
            }
            var leftOut = 0
            let failure = try await pages.read { page in
                // An ARN has the name in lower case, under which nothing or another transform is described.
                leftOut += page.itemsLeftOut + page.items.count { $0.sentName?.isEmpty != false }
                names.formUnion(page.items.map(\.transformJobName))
                return leftOut == 0
            }
            guard leftOut == 0 else { throw UnknownInstances(transform: DisplayText.unnamed) }
            shortfall = shortfall ?? failure
        }
        return try await withThrowingTaskGroup(of: TransformResources?.self) { group in
            var running = RunningInstances()
            running.shortfall = shortfall
            var waiting = names.makeIterator()
            func startNext() {
                guard let name = waiting.next() else { return }
                group.addTask {
                    do {
                        let job = try await transforms.describeTransformJob(named: name)
                        guard !TransformOverview(job).isEnded else { return nil }
                        return try job.knownResources(named: name)
                    } catch  where AWSFailure(wrapping: error).isNotFound {
                        // Transforms can't be deleted: one that is listed and not found isn't known to have ended.
                        throw UnknownInstances(transform: name)
                    }
                }
            }
            for _ in 0..<concurrency { startNext() }
            while let resources = try await group.next() {
                if let resources { running.perType[resources.instanceType, default: 0] += resources.instanceCount }
                startNext()
            }
            return running
        }
    }
}

/// A transform in progress whose instances are unknown, so that none can be counted.
struct UnknownInstances: Error, CustomStringConvertible {
    var transform: String

    var description: String { "the response doesn't say which instances the transform \(transform) uses" }
}

extension DescribeTransformJobResponse {
    /// Its instances; throws where their type or count was not sent.
    func knownResources(named name: String) throws(UnknownInstances) -> TransformResources {
        guard transformResources.$instanceType != nil, let count = transformResources.$instanceCount,
            (0...1_000_000).contains(count)
        else {
            throw UnknownInstances(transform: name)
        }
        return transformResources
    }
}
