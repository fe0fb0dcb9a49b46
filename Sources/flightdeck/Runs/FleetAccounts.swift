import AWSOperations
import BatchInference

/// The accounts of a fleet, each connected once.
struct FleetAccounts: Sendable {
    private let context: CommandContext

    init(_ context: CommandContext) { self.context = context }

    func connection(to member: FleetMember) async throws -> FleetConnection {
        guard member.profile != nil || member.region != nil else {
            return FleetConnection(
                services: context.cloud,
                place: FleetPlace(
                    profile: context.session.profile, region: context.session.region,
                    endpoint: context.session.endpoint))
        }
        let access = try await access(to: member)
        return FleetConnection(
            services: access.cloud,
            place: FleetPlace(
                profile: member.profile ?? context.session.profile, region: access.region,
                account: access.profile.account, endpoint: access.endpoint))
    }

    private func access(to member: FleetMember) async throws -> ProfileAccess {
        do {
            return try await context.profiles.access(to: member.profile, inRegion: member.region)
        } catch AWSFailure.configuration(let problem, let remedy) where member.profile != nil {
            // A profile is asked for by the option that named it.
            throw AWSFailure.configuration(
                problem: problem.replacing("(--profile)", with: "(--profiles)"), remedy: remedy)
        }
    }

    /// The same context with another account's services; nil for the one that is in use anyway.
    func context(of member: FleetMember) async throws -> CommandContext {
        guard member.profile != nil || member.region != nil else { return context }
        let access = try await access(to: member)
        var other = context
        other.cloud = access.cloud
        other.session.profile = member.profile ?? context.session.profile
        other.session.region = access.region
        other.session.endpoint = access.endpoint
        other.keysMayChange = { true }
        return other
    }

    /// The newest transform of all of them, in its account; says which accounts can't be asked.
    ///
    /// Throws where none has one.
    func newest(of members: [FleetMember]) async throws -> (name: String, context: CommandContext) {
        var newest: (summary: TransformJobSummary, context: CommandContext)?
        var failure: AWSFailure?
        for member in members {
            do {
                guard let (summary, context) = try await self.newest(of: member, amongOthers: members.count > 1) else {
                    continue
                }
                if newest.map({ $0.summary.creationTime < summary.creationTime }) ?? true {
                    newest = (summary, context)
                }
            } catch {
                let problem = AWSFailure(wrapping: error)
                if problem == .cancelled { throw problem }
                failure = failure ?? problem
                if members.count > 1 { context.output.note("\(title(of: member)): \(problem.problem)") }
            }
        }
        guard let newest else {
            throw failure ?? .configuration(problem: "no transforms to watch", remedy: "")
        }
        return (newest.summary.transformJobName, newest.context)
    }

    private func title(of member: FleetMember) -> String {
        FleetPlace(profile: member.profile, region: member.region).title
    }

    /// The newest transform of one account; what may pass is waited out as a watch does.
    ///
    /// - Parameter amongOthers: Whether others wait for the answer, so that it isn't waited for as long.
    private func newest(
        of member: FleetMember, amongOthers: Bool
    ) async throws -> (TransformJobSummary, CommandContext)? {
        let request = ListTransformJobsRequest(sortBy: .creationTime, sortOrder: .descending, maxResults: 1)
        let began = context.clock.now
        var wait = 2.0
        var told: String?
        while true {
            do {
                let context = try await context(of: member)
                let page = try await context.cloud.listTransformJobs(request)
                return page.transformJobSummaries.first { !$0.transformJobName.isEmpty }.map { ($0, context) }
            } catch {
                let problem = AWSFailure(wrapping: error)
                let limit = await patience(with: problem, of: member)
                let waited = context.clock.now.seconds(since: began)
                guard waited < (amongOthers ? min(limit, Self.patienceAmongOthers) : limit) else { throw problem }
                if told != problem.problem {
                    told = problem.problem
                    let subject = amongOthers ? "\(title(of: member)): " : ""
                    context.output.note("\(subject)\(problem.problem); trying again")
                }
                try await context.clock.sleep(seconds: wait)
                wait = min(30, wait * 2)
            }
        }
    }

    private static let patienceAmongOthers = 60.0

    /// For how many seconds it is worth asking again.
    private func patience(with failure: AWSFailure, of member: FleetMember) async -> Double {
        if failure == .cancelled || failure.isNotFound { return 0 }
        if case .configuration = failure { return 0 }
        if failure.concernsAccess, failure.deniedAction == nil, member.profile == nil {
            guard await context.keysMayChange() else { return 0 }
        }
        return WatchTimeouts.command.limit(for: failure)
    }
}
