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
        let request = ListTransformJobsRequest(sortBy: .creationTime, sortOrder: .descending, maxResults: 1)
        var newest: (summary: TransformJobSummary, context: CommandContext)?
        var failure: AWSFailure?
        for member in members {
            do {
                let context = try await context(of: member)
                let page = try await context.cloud.listTransformJobs(request)
                guard let summary = page.transformJobSummaries.first(where: { !$0.transformJobName.isEmpty }) else {
                    continue
                }
                if newest.map({ $0.summary.creationTime < summary.creationTime }) ?? true {
                    newest = (summary, context)
                }
            } catch {
                let problem = AWSFailure(wrapping: error)
                if problem == .cancelled { throw problem }
                failure = failure ?? problem
                if members.count > 1 {
                    let title = FleetPlace(profile: member.profile, region: member.region).title
                    context.output.note("\(title): \(problem.problem)")
                }
            }
        }
        guard let newest else {
            throw failure ?? .configuration(problem: "there are no transforms to watch", remedy: "")
        }
        return (newest.summary.transformJobName, newest.context)
    }
}
