import AWSOperations

@testable import AWSClient

/// A made-up home directory with the two shared files.
struct TestHome {
    let directory: TemporaryDirectory
    var environment: [String: String]

    init(config: String = "", credentials: String = "", environment: [String: String] = [:]) throws {
        directory = try TemporaryDirectory()
        try directory.write(config, to: "config")
        try directory.write(credentials, to: "credentials")
        self.environment = [
            "AWS_CONFIG_FILE": directory.path + "/config",
            "AWS_SHARED_CREDENTIALS_FILE": directory.path + "/credentials", "AWS_EC2_METADATA_DISABLED": "true",
        ].merging(environment) { $1 }
    }

    func resolve(
        profile: String? = nil, region: String? = nil, endpointURL: String? = nil, caBundle: String? = nil
    ) throws(AWSFailure) -> ClientConfiguration {
        try ClientConfiguration.resolve(
            environment: environment, profile: profile, region: region, endpointURL: endpointURL, caBundle: caBundle)
    }

    /// A client with this home.
    func client(
        clock: FakeClock = FakeClock(), profile: String? = nil, endpointURL: String? = nil
    ) throws(AWSFailure) -> AWSClient {
        var configuration = try resolve(profile: profile, endpointURL: endpointURL)
        configuration.bypassesProxy = true
        return AWSClient(configuration: configuration, clock: clock.clock)
    }
}
