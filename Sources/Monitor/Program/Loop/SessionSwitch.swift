import AWSOperations
import BatchInference

extension State {
    /// Looks a profile up, for the switch to it.
    static func profileWork(_ name: String, carrying screen: (any Screen)?) -> RunnerEffect {
        .run("switch profile", .program) { services, send in
            do {
                send(.profileReady(try await services.profiles.access(to: name), carrying: screen))
            } catch {
                if !Task.isCancelled { send(.profileFailed(name: name, AWSFailure(wrapping: error))) }
            }
        }
    }

    /// The one place where the session changes: header, services and screens go together.
    ///
    /// Every screen is closed, so that nothing of the older session's is shown or taken any more; what must outlive its
    /// screen, such as a launch, goes on with the services that it began with.
    mutating func go(to access: ProfileAccess, carrying screen: (any Screen)?) -> [RunnerEffect] {
        var effects: [RunnerEffect] = Tab.allCases.flatMap { tab in
            stacks[tab]!.map { .cancelWork(of: $0.id, closing: true) }
        }
        connection = Connection(
            profile: access.profile.name, region: access.region, isSandbox: connection.isSandbox,
            endpoint: access.endpoint)
        (identityProblem, outlook, retry) = (nil, nil, nil)
        tab = .jobs
        for tab in Tab.allCases { stacks[tab] = [makeEntry(tab.makeScreen())] }
        effects.append(.use(access))
        effects += absorb(loadIdentity())
        if let screen { stacks[tab]!.append(makeEntry(screen)) }
        return effects + absorb(top.screen.appear(as: top.id, context))
    }
}
