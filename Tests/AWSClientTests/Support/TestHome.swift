import AWSOperations
import Glibc

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
            "HOME": directory.path,
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
        clock: FakeClock = FakeClock(), profile: String? = nil, endpointURL: String? = nil,
        mfaPrompt: MFAPrompt? = nil
    ) throws(AWSFailure) -> AWSClient {
        var configuration = try resolve(profile: profile, endpointURL: endpointURL)
        configuration.bypassesProxy = true
        configuration.mfaPrompt = mfaPrompt
        return AWSClient(configuration: configuration, clock: clock.clock)
    }
}

extension TestHome {
    /// A file's permissions.
    static func mode(_ path: String) -> UInt32 {
        var information = stat()
        return stat(path, &information) == 0 ? information.st_mode & 0o777 : 0
    }
}
