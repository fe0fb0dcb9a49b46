import AWSOperations
import AWSSigning

/// Keeps the credentials that the chain found, and renews them ahead of their end.
///
/// With under 15 minutes left they are renewed in the background, where a failure costs nothing; with under 10 a request
/// waits for it (botocore's times). Where a person must type a code for it, requests go on with what still holds.
/// However many requests wait, there is one search.
actor CredentialsStore: CredentialsSource {
    static let advisory = 15.0 * 60
    static let mandatory = 10.0 * 60
    /// Where a person is asked: what is left must last for a request.
    static let lastMoment = 30.0
    private static let renewalPause = 60.0

    private let chain: CredentialsChain
    private let roleCache: RoleCache
    private let clock: ClientClock
    private let events: EventHub
    private let searches = SharedWork<String, Credentials>()
    /// The keys that were refused last, by which searches are distinguished: one that began before may come back with them.
    private var lastRefused = ""
    private var cached: Credentials?
    private var asksAPerson = false
    /// False where what was found last stays what it is for as long as the program runs.
    private(set) var keysMayChange = true
    private var isRenewing = false
    /// After a renewal that failed, the next one waits: each may ask a person for a code.
    private var nextRenewal = 0.0
    private(set) var reports: [ProviderReport] = []
    /// What a person must do at the end of the credentials at hand.
    private(set) var renewal: RenewalNeed?

    init(chain: CredentialsChain, roleCache: RoleCache, clock: ClientClock, events: EventHub) {
        self.chain = chain
        self.roleCache = roleCache
        self.clock = clock
        self.events = events
    }

    func current() async throws(AWSFailure) -> Credentials {
        guard let cached else { return try await search() }
        guard let expiration = cached.expiration else { return cached }
        let left = expiration - clock.now()
        if left > Self.advisory { return cached }
        if left > (asksAPerson ? Self.lastMoment : Self.mandatory) {
            renewInBackground()
            return cached
        }
        return try await search()
    }

    func replace(_ refused: Credentials) async throws(AWSFailure) -> Bool {
        // Another request may have replaced them already.
        if let cached, cached != refused { return true }
        cached = nil
        lastRefused = refused.accessKeyID
        roleCache.markRejected(refused)
        do throws(AWSFailure) {
            if try await search() != refused { return true }
        } catch {
            if error.isExpiredCredentials { announceRefusal(of: refused, remedy: error.remedy) }
            throw error
        }
        announceRefusal(of: refused, remedy: renewal?.remedy)
        return false
    }

    private func announceRefusal(of refused: Credentials, remedy: String?) {
        events.send(
            .credentialsRefused(
                accessKeyID: refused.accessKeyID,
                remedy: remedy ?? "log in again; new credentials are picked up without a restart"))
    }

    private func renewInBackground() {
        guard !isRenewing, clock.now() >= nextRenewal else { return }
        isRenewing = true
        Task {
            do throws(AWSFailure) {
                _ = try await search()
            } catch {
                nextRenewal = clock.now() + Self.renewalPause
            }
            isRenewing = false
        }
    }

    private func search() async throws(AWSFailure) -> Credentials {
        do {
            return try await searches.value(for: lastRefused) { try await self.searchOnce() }
        } catch let failure as AWSFailure {
            throw failure
        } catch {
            throw .cancelled
        }
    }

    private func searchOnce() async throws -> Credentials {
        let search = await chain.search()
        reports = search.reports
        if case .failure(let failure) = search.result, let cached, let end = cached.expiration {
            events.send(
                .credentialsRefreshFailed(
                    problem: failure.problem, remedy: failure.remedy, accessKeyID: cached.accessKeyID,
                    expiration: Timestamp(secondsSinceEpoch: end)))
        }
        let found = try search.result.get()
        renewal = search.renewal
        if let expiration = found.expiration, expiration <= clock.now() {
            throw AWSFailure.credentials(
                CredentialsError(
                    kind: .expired,
                    problem: "the credentials (\(search.winner)) expired at "
                        + Timestamp(secondsSinceEpoch: expiration).iso8601,
                    remedy: "log in again; new credentials are picked up without a restart"))
        }
        if found != cached {
            events.send(
                .credentialsFound(
                    provider: search.winner, accessKeyID: found.accessKeyID,
                    expiration: found.expiration.map { Timestamp(secondsSinceEpoch: $0) },
                    renewal: search.renewal))
        }
        cached = found
        asksAPerson = search.asksAPerson
        keysMayChange = search.keysMayChange
        return found
    }
}

extension CredentialsProvider {
    /// A provider renews by itself unless it says otherwise.
    func renewalNeed(of found: Credentials) -> RenewalNeed? { nil }
}

extension EnvironmentCredentials {
    func renewalNeed(of found: Credentials) -> RenewalNeed? {
        found.expiration.map { _ in RenewalNeed(remedy: "export new ones, and start flightdeck again") }
    }
}

extension SingleSignOnCredentials {
    /// A login that neither lasts nor can be renewed until the role's credentials end must be made again.
    func renewalNeed(of found: Credentials) -> RenewalNeed? {
        guard let end = found.expiration, let profiles = try? scope.context.files.read(),
            let profile = profiles.profile(scope.profileName),
            let settings = (try? SingleSignOnSettings.read(profile, in: profiles)) ?? nil
        else { return nil }
        let need = RenewalNeed(remedy: "run: \(settings.loginCommand)")
        guard let path = SingleSignOnToken.path(settings, home: scope.context.files.home),
            let token = SingleSignOnToken.read(path)
        else { return need }
        // Renewal begins ahead of the end.
        let needed = end - CredentialsStore.mandatory
        let isRenewable = settings.sessionName != nil && token.renewal(at: needed) != nil
        let lasts = token.left(at: needed).map { $0 > 0 } ?? false
        return isRenewable || lasts ? nil : need
    }
}

extension AssumeRoleCredentials {
    /// A role whose chain of profiles asks for a code, or begins at a login that must be made again.
    func renewalNeed(of found: Credentials) -> RenewalNeed? {
        guard let profiles = try? context.files.read() else { return nil }
        var name = context.profile?.value ?? "default"
        var visited: Set<String> = []
        while visited.insert(name).inserted, let profile = profiles.profile(name) {
            if profile["role_arn"] != nil, profile["mfa_serial"] != nil {
                return RenewalNeed(
                    remedy: "have the MFA device of the profile \(name) ready: you'll be asked for a code")
            }
            guard profile["role_arn"] != nil, let source = profile["source_profile"], source != name else {
                let scope = ProfileScope(context: context, source: name)
                return SingleSignOnCredentials(scope: scope, services: services).renewalNeed(of: found)
            }
            name = source
        }
        return nil
    }
}
