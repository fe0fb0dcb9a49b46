import AWSClient
import AWSOperations
import BatchInference
import Logging

/// The profiles of shared files, each with one client, which is made with its first request.
actor SharedProfiles: Profiles {
    /// Where the files are, and what else the settings of a profile are found by.
    struct Place: Sendable {
        var environment: [String: String]
        /// For profiles that name none.
        var region: String?
        var endpointURL: String?
    }

    private let place: @Sendable () async throws -> Place
    private let configure: @Sendable (_ place: Place, _ profile: String) async throws -> ClientConfiguration
    private let report: @Sendable (ClientEvent) -> Void
    private var accesses: [String: ProfileAccess] = [:]

    /// `place` may take its time, as where the sandbox has to be started first.
    init(
        place: @escaping @Sendable () async throws -> Place,
        report: @escaping @Sendable (ClientEvent) -> Void,
        configure: @escaping @Sendable (_ place: Place, _ profile: String) async throws -> ClientConfiguration
    ) {
        self.place = place
        self.report = report
        self.configure = configure
    }

    func all() async throws -> [ProfileSummary] {
        try ProfileDescription.all(environment: try await place().environment).map(ProfileSummary.init)
    }

    func access(to name: String) async throws -> ProfileAccess {
        if let access = accesses[name] { return access }
        let place = try await place()
        let configuration = try await configure(place, name)
        let summary = try ProfileDescription.all(environment: place.environment).first { $0.name == name }
        guard let region = configuration.region?.value ?? place.region else { throw AWSFailure.noRegion }
        let source = ClientSource(report: report) { AWSClient(configuration: configuration) }
        let access = ProfileAccess(
            profile: summary.map(ProfileSummary.init) ?? ProfileSummary(name: name), region: region,
            endpoint: configuration.endpoints[.sageMaker]?.value, cloud: ClientServices(source))
        // Another caller may have been first while this one waited: one client for all.
        if let first = accesses[name] { return first }
        accesses[name] = access
        return access
    }
}

extension SharedProfiles {
    /// The user's own profiles, by the options and the environment.
    static func ofUser(
        _ options: GlobalOptions, environment: [String: String], mfaPrompt: MFAPrompt?, logger: Logger?,
        report: @escaping @Sendable (ClientEvent) -> Void
    ) -> SharedProfiles {
        SharedProfiles(
            place: {
                let own = try? ServiceAccess.configuration(options, logger: nil).region?.value
                return Place(
                    environment: environment, region: options.region ?? own, endpointURL: options.endpointURL)
            }, report: report,
            configure: { place, profile in
                var named = options
                named.profile = profile
                var configuration = try ServiceAccess.configuration(named, logger: logger)
                if configuration.region == nil, let region = place.region {
                    // The artifacts have to be in the launch's region anyway.
                    named.region = region
                    configuration = try ServiceAccess.configuration(named, logger: logger)
                }
                configuration.mfaPrompt = mfaPrompt
                return configuration
            })
    }
}

extension ProfileSummary {
    init(_ profile: ProfileDescription) {
        self.init(
            name: profile.name, region: profile.region, account: profile.account, roleArn: profile.roleArn,
            sourceProfile: profile.sourceProfile)
    }
}
