import AWSOperations

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
    /// Autopilot's own transforms count, too. A job that has gone when it is described counts nothing.
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
                leftOut += page.itemsLeftOut
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
                    guard !name.isEmpty else { throw UnknownInstances(transform: DisplayText.unnamed) }
                    do {
                        let job = try await transforms.describeTransformJob(named: name)
                        guard !TransformOverview(job).isEnded else { return nil }
                        return try job.knownResources(named: name)
                    } catch  where AWSFailure(wrapping: error).isNotFound {
                        return nil
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

    var description: String { "the answer doesn't say which instances the transform \(transform) uses" }
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
