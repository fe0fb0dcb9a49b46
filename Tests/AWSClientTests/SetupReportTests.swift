import AWSOperations
import Glibc
import Testing

@testable import AWSClient

/// What the settings are, where they come from, and which have no effect.
@Suite struct SetupReportTests {
    static let config = """
        [default]
        region = us-west-1
        [profile dev]
        region = eu-west-1
        retry_mode = legacy
        max_attempts = 7
        services = local
        endpoint_url = http://profile:1
        mfa_serial = arn:aws:iam::111122223333:mfa/me
        [services local]
        s3 =
          endpoint_url = http://services-s3:2
        """

    private func read(
        _ home: TestHome, profile: String? = nil, region: String? = nil, endpointURL: String? = nil,
        caBundle: String? = nil
    ) -> SetupReport {
        SetupReport.read(
            environment: home.environment, profile: profile, region: region, endpointURL: endpointURL,
            caBundle: caBundle)
    }

    private func pairs(_ report: SetupReport) -> [String] {
        report.overrides.map { "\($0.winner.value) > \($0.loser.value)" }
    }

    @Test func agreesWithWhatTheClientGoesBy() throws {
        var home = try TestHome(config: Self.config)
        home.environment["AWS_PROFILE"] = "dev"
        home.environment["AWS_REGION"] = "eu-central-1"
        let report = read(home)
        let configuration = try home.resolve()
        #expect(report.profile == configuration.profile)
        #expect(report.region == configuration.region)
        #expect(report.retryMode == configuration.retryMode)
        #expect(report.maxAttempts == configuration.maxAttempts)
        #expect(report.retryMode.value == .legacy)
        #expect(report.mfaDevice?.value == "arn:aws:iam::111122223333:mfa/me")
        #expect(report.problems.isEmpty)
        for endpoint in report.endpoints where endpoint.service != .pricing {
            #expect(endpoint.url == configuration.endpoints[endpoint.service]?.value)
        }
    }

    @Test func eachSettingGoesBeforeTheNext() throws {
        var home = try TestHome(config: Self.config)
        home.environment["AWS_REGION"] = "r1"
        home.environment["AWS_DEFAULT_REGION"] = "r2"
        home.environment["AWS_PROFILE"] = "dev"
        home.environment["AWS_DEFAULT_PROFILE"] = "default"
        #expect(pairs(read(home)).prefix(3) == ["dev > default", "r1 > r2", "r1 > eu-west-1"])
        let named = read(home, profile: "default", region: "r0")
        #expect(pairs(named) == ["default > dev", "r0 > r1", "r0 > r2", "r0 > us-west-1"])
        #expect(named.overrides[0].winner.origin == .commandLine("--profile"))
        home.environment["AWS_DEFAULT_REGION"] = "r1"
        #expect(!pairs(read(home)).contains("r1 > r1"), "the same value overrides nothing")
    }

    @Test func keysInTheEnvironmentBeatAProfileOfTheEnvironmentAlone() throws {
        var home = try TestHome(config: Self.config)
        home.environment["AWS_ACCESS_KEY_ID"] = "AKIDEXAMPLE"
        #expect(read(home).overrides.isEmpty, "the default profile was not asked for")
        home.environment["AWS_PROFILE"] = "dev"
        let beaten = try #require(read(home).overrides.first { $0.setting == "credentials" })
        #expect(beaten.winner.origin == .environment("AWS_ACCESS_KEY_ID"))
        #expect(beaten.loser == Setting("dev", from: .environment("AWS_PROFILE")))
        let named = try #require(read(home, profile: "dev").overrides.first { $0.setting == "credentials" })
        #expect(named.winner.origin == .commandLine("--profile"))
        #expect(named.loser.origin == .environment("AWS_ACCESS_KEY_ID"))
    }

    @Test func endpointsOverrideEachOtherAndMayBeIgnored() throws {
        var home = try TestHome(config: Self.config)
        home.environment["AWS_PROFILE"] = "dev"
        #expect(pairs(read(home)) == ["http://services-s3:2 > http://profile:1"])
        home.environment["AWS_ENDPOINT_URL"] = "http://all:3"
        let all = pairs(read(home))
        #expect(all.filter { $0 == "http://all:3 > http://profile:1" }.count == 1, "once for all services")
        #expect(all.contains("http://all:3 > http://services-s3:2"))
        home.environment["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"] = "true"
        let ignored = read(home)
        #expect(
            Set(pairs(ignored)) == ["true > http://all:3", "true > http://profile:1", "true > http://services-s3:2"])
        #expect(ignored.endpoints.allSatisfy { $0.origin == .standard })
        let option = read(home, endpointURL: "http://option:4")
        #expect(option.endpoints.allSatisfy { $0.url == "http://option:4" }, "an option is never ignored")
    }

    @Test func oneProfileInBothFiles() throws {
        let home = try TestHome(
            config: "[default]\nregion = r1\nregion_note = x\n", credentials: "[default]\nregion = r2\n")
        let report = read(home)
        #expect(report.region?.value == "r2")
        #expect(pairs(report) == ["r2 > r1"])
        #expect(report.overrides[0].loser.origin.description.hasSuffix("/config:2"))
    }

    @Test func whatMakesRequestsImpossibleIsSaidBesideTheRest() throws {
        var home = try TestHome(config: "[default]\nregion = us-west-1\n")
        home.environment["AWS_PROFILE"] = "nope"
        let unknown = read(home)
        #expect(unknown.profile?.value == "nope")
        #expect(unknown.problems.first?.problem.contains("nope (AWS_PROFILE)") == true)
        #expect(unknown.files.map(\.state) == [.read, .read])
        home.environment["AWS_PROFILE"] = nil
        #expect(read(home, region: "not a region").problems.count == 1)
        home.environment["AWS_RETRY_MODE"] = "often"
        #expect(read(home).problems.first?.remedy == "use standard or adaptive")
        home.environment["AWS_RETRY_MODE"] = nil
        let missing = read(home, caBundle: home.directory.path + "/none.pem")
        #expect(missing.problems.first?.problem.contains("none.pem (--ca-bundle): no such file") == true)
        #expect(missing.region?.value == "us-west-1")
        #expect(read(home, caBundle: home.directory.path).problems.count == 1, "a directory is no bundle")
        try home.directory.write("", to: "ca.pem")
        #expect(read(home, caBundle: home.directory.path + "/ca.pem").problems.isEmpty)
    }

    @Test func filesThatAreBrokenMissingOrOpenToOthers() throws {
        var home = try TestHome(
            config: "region = us-west-1\n", credentials: "[default]\naws_secret_access_key = s\n")
        let path = home.environment["AWS_SHARED_CREDENTIALS_FILE"]!
        chmod(path, 0o644)
        let report = read(home)
        guard case .broken(let problem, _) = report.files[0].state else { return #expect(Bool(false)) }
        #expect(problem.contains("/config:1: a setting before the first [section]"))
        #expect(report.files[1].state == .readableByOthers)
        #expect(report.files[1].origin == .environment("AWS_SHARED_CREDENTIALS_FILE"))
        chmod(path, 0o600)
        #expect(read(home).files[1].state == .read)
        home.environment["AWS_CONFIG_FILE"] = home.directory.path + "/elsewhere"
        #expect(read(home).files[0].state == .missing)
    }

    @Test func filesThatCannotBeReadSayWhatToDo() throws {
        let home = try TestHome(environment: ["AWS_SHARED_CREDENTIALS_FILE": "/"])
        let remedy = "put a file there, or use another"
        #expect(read(home).files[1].state == .broken("can't read /: it isn't a file", remedy: remedy))
    }

    @Test func anEndpointThatIsNoneIsNoHindranceToOthers() throws {
        let home = try TestHome(
            config: "[default]\nregion = us-west-1\n",
            environment: ["AWS_ENDPOINT_URL_PRICING": "http://me:hush@h", "AWS_ENDPOINT_URL": "http://all:3"])
        let report = read(home)
        #expect(report.problems.isEmpty)
        #expect(report.endpoints.first { $0.service == .pricing }?.url == "http://[redacted]@h")
        #expect(!"\(report)".contains("hush"))
    }

    @Test func aKeyPastedAsARegionIsNotShown() throws {
        let secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
        let home = try TestHome(
            config: "[default]\nregion = \(secret)\n", environment: ["AWS_REGION": secret + "\r"])
        let report = read(home)
        #expect(report.region?.value == #""[redacted]\r""#)
        #expect(report.problems.count == 1)
        #expect(!"\(report)".contains("wJalr"))
    }

    @Test func theLastBundleIsToldWithItsHome() throws {
        let home = try TestHome(environment: ["REQUESTS_CA_BUNDLE": "~/ca.pem", "AWS_CA_BUNDLE": "~/own.pem"])
        try home.directory.write("", to: "own.pem")
        let report = read(home)
        #expect(report.caBundle?.value == home.directory.path + "/own.pem")
        #expect(pairs(report) == ["\(home.directory.path)/own.pem > \(home.directory.path)/ca.pem"])
        #expect(report.problems.isEmpty)
    }

    @Test func oneOfTwoDefaultSectionsHasNoEffect() throws {
        let home = try TestHome(config: "[default]\nregion = r1\n\n[profile default]\n[profile dev]\n")
        let override = try #require(read(home).overrides.first)
        #expect(override.winner.origin.description.hasPrefix("[profile default], "))
        #expect(override.winner.origin.description.hasSuffix("/config:4"))
        #expect(override.loser.origin.description.hasSuffix("/config:1"))
        #expect(read(home, profile: "dev").overrides.isEmpty)
        let emptied = try TestHome(config: "[default]\n[profile default]\nregion = r2\n")
        #expect(read(emptied).overrides.isEmpty)
    }

    @Test func proxiesHideTheirPasswords() throws {
        var home = try TestHome(config: "[default]\nregion = us-west-1\n")
        home.environment["HTTPS_PROXY"] = "http://big:1"
        home.environment["https_proxy"] = "http://me:hush@small:2/"
        home.environment["NO_PROXY"] = "localhost"
        let report = read(home)
        #expect(report.proxies == [Setting("http://me:****@small:2/", from: .environment("https_proxy"))])
        #expect(report.noProxy?.value == "localhost")
        #expect(pairs(report) == ["http://me:****@small:2/ > http://big:1"])
        for (url, shown) in [
            ("proxy:3128", "proxy:3128"), ("me:p@ss@proxy", "me:****@proxy"),
            ("http://token@proxy", "http://****@proxy"),
            ("http://proxy/a@b", "http://proxy/a@b"),
        ] { #expect(SetupReport.withoutPassword(url) == shown) }
    }
}
