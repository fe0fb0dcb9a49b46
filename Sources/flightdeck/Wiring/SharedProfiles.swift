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

    /// Finds the settings of a profile, or of what the run began with; the region goes before the profile's own.
    typealias Configure =
        @Sendable (
            _ place: Place, _ profile: String?, _ region: String?
        ) async throws -> ClientConfiguration

    private let place: @Sendable () async throws -> Place
    private let configure: Configure
    private let report: @Sendable (ClientEvent) -> Void
    private var accesses: [Key: ProfileAccess] = [:]

    private struct Key: Hashable {
        var profile: String?
        var region: String?
    }

    /// `place` may take its time, as where the sandbox has to be started first.
    init(
        place: @escaping @Sendable () async throws -> Place,
        report: @escaping @Sendable (ClientEvent) -> Void,
        configure: @escaping Configure
    ) {
        self.place = place
        self.report = report
        self.configure = configure
    }

    func all() async throws -> [ProfileSummary] {
        try ProfileDescription.all(environment: try await place().environment).map(ProfileSummary.init)
    }

    func access(to name: String) async throws -> ProfileAccess { try await access(to: name, inRegion: nil) }

    func access(to name: String?, inRegion wanted: String?) async throws -> ProfileAccess {
        let key = Key(profile: name, region: wanted)
        if let access = accesses[key] { return access }
        let place = try await place()
        let configuration = try await configure(place, name, wanted)
        let profile = name ?? configuration.profile?.value
        let summary = try ProfileDescription.all(environment: place.environment).first { $0.name == profile }
        guard let region = wanted ?? configuration.region?.value ?? place.region else { throw AWSFailure.noRegion }
        let source = ClientSource(report: report) { AWSClient(configuration: configuration) }
        let access = ProfileAccess(
            profile: summary.map(ProfileSummary.init) ?? ProfileSummary(name: profile ?? ""), region: region,
            endpoint: configuration.endpoints[.sageMaker]?.value, cloud: ClientServices(source))
        // Another caller may have been first while this one waited: one client for all.
        if let first = accesses[key] { return first }
        accesses[key] = access
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
            configure: { place, profile, region in
                var named = options
                if let profile { named.profile = profile }
                if let region { named.region = region }
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
