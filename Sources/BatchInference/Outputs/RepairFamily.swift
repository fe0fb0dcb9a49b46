import AWSOperations

/// What was repaired by what, as far as a transform's outputs are concerned.
public struct RepairFamily: Hashable, Sendable {
    /// The transform's repairs, also repairs of repairs, oldest first.
    public var repairs: [RepairRun]
    /// Where the transform is itself a repair: the run that began it all. Its `startedAt` is its creation.
    public var first: RepairRun?
    /// Why repairs may be missing here; nil where the journal could be read.
    public var problem: String?

    public init(repairs: [RepairRun] = [], first: RepairRun? = nil, problem: String? = nil) {
        self.repairs = repairs
        self.first = first
        self.problem = problem
    }

    public static let none = RepairFamily()

    func start(of job: DescribeTransformJobResponse) -> RunStart {
        RunStart(job.creationTime, repairs: repairs, repaired: first)
    }
}

/// Looks up in the journal which transforms repair which, and asks the service when they ran.
public struct RepairFinder: Sendable {
    private let transforms: any TransformJobs
    private let journal: any LaunchJournal
    /// Links that are followed at most: a journal that leads round in a circle ends somewhere.
    private static let linkLimit = 200

    public init(transforms: any TransformJobs, journal: any LaunchJournal) {
        self.transforms = transforms
        self.journal = journal
    }

    /// The family of one transform, seen from it: what repairs it, and the first run where it is a repair.
    public func family(of job: DescribeTransformJobResponse) async -> RepairFamily {
        let links: Links
        do {
            links = try await self.links(around: job)
        } catch {
            let known = (error as? any JournalProblem)?.problem ?? "\(error)"
            return RepairFamily(problem: "repairs aren't shown separately, because the journal can't be read: \(known)")
        }
        let name = job.transformJobName
        var family = RepairFamily()
        if let first = links.first(of: name) {
            family.first = await run(first, startsWithCreation: true)
            return family
        }
        for repair in links.descendants(of: name) { family.repairs.append(await run(repair)) }
        return family
    }

    /// The transform that a repair goes back to, described; the job itself where it is no repair. Throws `AWSFailure`
    /// where the first run can't be described.
    public func firstRun(of job: DescribeTransformJobResponse) async throws -> DescribeTransformJobResponse {
        guard let links = try? await links(around: job), let first = links.first(of: job.transformJobName) else {
            return job
        }
        return try await transforms.describeTransformJob(named: first)
    }

    /// Every repair of the first run that a transform goes back to, oldest first; the transform itself may be among them.
    func all(around job: DescribeTransformJobResponse) async throws -> (first: String, repairs: [String]) {
        let links = try await links(around: job)
        let first = links.first(of: job.transformJobName) ?? job.transformJobName
        return (first, links.descendants(of: first))
    }

    private func run(_ name: String, startsWithCreation: Bool = false) async -> RepairRun {
        guard let job = try? await transforms.describeTransformJob(named: name) else {
            return RepairRun(name: name, startedAt: nil, isKnown: false)
        }
        var run = RepairRun(job, name: name)
        if startsWithCreation { run.startedAt = job.creationTime }
        return run
    }

    private func links(around job: DescribeTransformJobResponse) async throws -> Links {
        let scope = AccountScope(arn: job.transformJobArn)
        return Links(
            try await journal.repairs().filter {
                scope == nil || $0.account == scope?.account && $0.region == scope?.region
            })
    }

    /// Who repairs whom.
    private struct Links {
        private var repaired: [String: String] = [:]
        /// In the order of their launches.
        private var names: [String] = []

        init(_ records: [LaunchRecord]) {
            for record in records {
                guard let target = record.repairs, target != record.transformJobName else { continue }
                if repaired.updateValue(target, forKey: record.transformJobName) == nil {
                    names.append(record.transformJobName)
                }
            }
        }

        /// Where a repair's links lead to; nil for what is no repair.
        func first(of name: String) -> String? {
            guard var first = repaired[name] else { return nil }
            for _ in 0..<RepairFinder.linkLimit {
                guard let next = repaired[first], next != name else { break }
                first = next
            }
            return first
        }

        func descendants(of name: String) -> [String] {
            names.filter { $0 != name && leads($0, to: name) }
        }

        private func leads(_ name: String, to target: String) -> Bool {
            var place = name
            for _ in 0..<RepairFinder.linkLimit {
                guard let next = repaired[place] else { return false }
                if next == target { return true }
                place = next
            }
            return false
        }
    }
}
