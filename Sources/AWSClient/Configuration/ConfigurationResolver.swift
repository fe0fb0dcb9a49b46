import AWSOperations
import Logging

extension ClientConfiguration {
    /// Finds profile, region, endpoints and the rest as the AWS CLI v2 does.
    ///
    /// Profile: the option, `AWS_PROFILE`, `AWS_DEFAULT_PROFILE`, `default`. Region: the option, `AWS_REGION`,
    /// `AWS_DEFAULT_REGION`, the profile. Endpoint: the option, `AWS_ENDPOINT_URL_<SERVICE>`, `AWS_ENDPOINT_URL`, the
    /// profile's `services` section, its `endpoint_url`. Reads the two shared files and nothing else.
    ///
    /// Throws `AWSFailure.configuration`, with the file and line where there is one.
    public static func resolve(
        environment: [String: String], profile: String? = nil, region: String? = nil, endpointURL: String? = nil,
        caBundle: String? = nil, logger: Logger? = nil
    ) throws(AWSFailure) -> ClientConfiguration {
        let resolver = try ConfigurationResolver(environment: environment, profileOption: profile)
        let endpoints = try resolver.endpoints(option: endpointURL)
        var configuration = ClientConfiguration(
            profile: resolver.profileName, region: try resolver.region(option: region), endpoints: endpoints,
            caBundle: resolver.caBundles(option: caBundle).first,
            maxAttempts: try resolver.maxAttempts(), s3Addressing: try resolver.s3Addressing(),
            credentials: .chain(
                CredentialsContext(
                    environment: environment, files: resolver.files, profile: resolver.profileName,
                    region: nil)),
            logger: logger)
        configuration.notes = resolver.profiles.unreadable.map(\.problem)
        configuration.retryMode = try resolver.retryMode()
        configuration.proxies = ProxySettings(environment: environment)
        configuration.endpointOptions = try resolver.endpointOptions()
        if let given = configuration.region, let region = EndpointRules.pseudoRegion(given.value) {
            configuration.region = Setting(region, from: given.origin)
            configuration.endpointOptions.usesFIPS = true
            configuration.notes.append(
                "the region \(given.value) (\(given.origin)) means \(region) with FIPS endpoints")
        }
        if configuration.retryMode.value == .legacy {
            configuration.notes.append(
                "the retry mode legacy (\(configuration.retryMode.origin)) is treated as standard")
        }
        if case .chain(var context) = configuration.credentials {
            context.region = configuration.region?.value
            configuration.credentials = .chain(context)
        }
        return configuration
    }

    /// Throws `AWSFailure.configuration` where the CA bundle cannot be read: each request would fail, and less clearly.
    public func checkCABundle() throws(AWSFailure) {
        guard let caBundle else { return }
        var reason = "no such file"
        do throws(FileText.Unreadable) {
            if try FileText.read(caBundle.value) != nil { return }
        } catch {
            reason = error.reason
        }
        throw .configuration(
            problem: "can't read the CA bundle \(caBundle.shown) (\(caBundle.origin)): \(reason)",
            remedy: "use a PEM file of certificate authorities, or remove it to trust the system's")
    }

    /// The names of the profiles in the shared files, sorted.
    public static func profileNames(environment: [String: String]) throws(AWSFailure) -> [String] {
        try SharedFiles(environment: environment).read().names
    }
}

/// Looks each setting up, in order of who wins.
struct ConfigurationResolver {
    let environment: [String: String]
    let files: SharedFiles
    let profiles: ProfileSet
    let profileName: Setting<String>?
    let profile: ProfileSet.Profile?

    init(environment: [String: String], profileOption: String?) throws(AWSFailure) {
        self.environment = environment
        files = SharedFiles(environment: environment)
        profiles = try files.read()
        profileName = Self.profileCandidates(option: profileOption, environment: environment).first
        profile = profiles.profile(profileName?.value ?? "default")
        if let profileName, profile == nil { throw missing(profileName) }
    }

    private func missing(_ profile: Setting<String>) -> AWSFailure {
        let unreadable = profiles.unreadable
        let known = profiles.names
        let name = profile.value.stripped
        let remedy =
            if known.contains(name) {
                Self.stripRemedy
            } else if known.isEmpty {
                "create one with: aws configure --profile \(ShellWords.quoted(name))"
            } else {
                "choose one of: \(known.prefix(20).joined(separator: ", "))"
            }
        return .configuration(
            problem: "the profile \(profile.shown) (\(profile.origin)) is in neither "
                + "\(files.configPath) nor \(files.credentialsPath)" + unreadable.map { "; \($0.problem)" }.joined(),
            remedy: (unreadable.map(\.remedy) + [remedy]).joined(separator: "; or "))
    }

    /// Where a value would do without its ends.
    private static let stripRemedy = "remove the white space at its ends"

    private static func variable(_ names: [String], in environment: [String: String]) -> [Setting<String>] {
        names.compactMap { name in
            environment[name].flatMap { $0.isEmpty ? nil : Setting($0, from: .environment(name)) }
        }
    }

    /// Every profile that is named, the one used first: the option, then the variables.
    static func profileCandidates(option: String?, environment: [String: String]) -> [Setting<String>] {
        given("--profile", option) + variable(["AWS_PROFILE", "AWS_DEFAULT_PROFILE"], in: environment)
    }

    private static func given(_ option: String, _ value: String?) -> [Setting<String>] {
        value.flatMap { $0.isEmpty ? nil : [Setting($0, from: .commandLine(option))] } ?? []
    }

    /// Everything that says something, the winner first: the option, then the variables, then the profile's key.
    func candidates(_ option: String, _ value: String?, variables: [String], key: String) -> [Setting<String>] {
        Self.given(option, value) + Self.variable(variables, in: environment) + (profile?.settings(key) ?? [])
    }

    /// The first of the candidates.
    func setting(_ option: String, _ value: String?, variables: [String], key: String) -> Setting<String>? {
        candidates(option, value, variables: variables, key: key).first
    }

    /// Every region that is named, the one used first.
    func regions(option: String?) -> [Setting<String>] {
        candidates("--region", option, variables: ["AWS_REGION", "AWS_DEFAULT_REGION"], key: "region")
    }

    func region(option: String?) throws(AWSFailure) -> Setting<String>? {
        let found = regions(option: option).first
        if let found, !RegionName.isValid(found.value) {
            throw .configuration(
                problem: "\(Redactor.region(found.value)) (\(found.origin)) isn't a region",
                remedy: RegionName.isValid(found.value.stripped)
                    ? Self.stripRemedy : "use a name such as us-east-1")
        }
        return found
    }

    /// Every CA bundle that is named, the one used first. `REQUESTS_CA_BUNDLE` comes last, as for botocore.
    func caBundles(option: String?) -> [Setting<String>] {
        let named =
            candidates("--ca-bundle", option, variables: ["AWS_CA_BUNDLE"], key: "ca_bundle")
            + Self.variable(["REQUESTS_CA_BUNDLE"], in: environment)
        return named.map { Setting(files.expandingHome($0.value), from: $0.origin) }
    }

    func maxAttempts() throws(AWSFailure) -> Setting<Int> {
        guard let found = setting("", nil, variables: ["AWS_MAX_ATTEMPTS"], key: "max_attempts") else {
            return ClientConfiguration.standardMaxAttempts
        }
        guard let number = Int(found.value.stripped), number >= 1 else {
            throw .configuration(
                problem: "\(Redactor.value(found.value)) (\(found.origin)) isn't a number of attempts",
                remedy: "use 1 or more")
        }
        return Setting(number, from: found.origin)
    }

    func s3Addressing() throws(AWSFailure) -> S3Addressing {
        guard let text = profile?.nested("s3", "addressing_style") else { return .auto }
        guard let style = S3Addressing(rawValue: text) else {
            throw .configuration(
                problem: "addressing_style \(Redactor.value(text)) of the profile \(profile?.name ?? "") is unknown",
                remedy: "use auto, virtual or path")
        }
        return style
    }

    func endpoints(option: String?) throws(AWSFailure) -> [AWSService: Setting<String>] {
        var endpoints: [AWSService: Setting<String>] = [:]
        for service in AWSService.allCases {
            let candidates = endpointCandidates(of: service, option: option)
            switch candidates.first?.origin {
            case .commandLine, .environment: break
            default: try checkServicesSection()
            }
            guard let found = candidates.first else { continue }
            // What is set for one service must not stop the others: it is said where that service is called.
            if case .commandLine = found.origin, Endpoint(url: found.value, region: "") == nil {
                throw .configuration(
                    problem: "\(Redactor.url(found.value)) (\(found.origin)) isn't an endpoint URL",
                    remedy: "use a URL such as https://HOST or http://127.0.0.1:PORT")
            }
            endpoints[service] = found
        }
        return endpoints
    }

    /// What leaves every configured endpoint out, with whether it does; nil where nothing is said.
    var ignoresConfiguredEndpoints: Setting<Bool>? {
        setting("", nil, variables: ["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"], key: "ignore_configured_endpoint_urls")
            .map { Setting($0.value.lowercased() == "true", from: $0.origin) }
    }

    /// A profile that means a `[services NAME]` section must not go elsewhere where there is none.
    private func checkServicesSection() throws(AWSFailure) {
        guard ignoresConfiguredEndpoints?.value != true, let named = profile?.setting("services"),
            !profiles.hasServices(section: named.value)
        else { return }
        throw .configuration(
            problem: "no [services \(named.value)] in \(files.configPath) (\(named.origin))",
            remedy: "add that section, or remove the setting")
    }

    /// Every endpoint that is named for a service, the one used first.
    func endpointCandidates(of service: AWSService, option: String?) -> [Setting<String>] {
        let configured = ignoresConfiguredEndpoints?.value == true ? [] : configuredEndpoints(of: service)
        return Self.given("--endpoint-url", option) + configured
    }

    /// The service's variable, the variable of all, the profile's `services` section, its `endpoint_url`.
    func configuredEndpoints(of service: AWSService) -> [Setting<String>] {
        let own = "AWS_ENDPOINT_URL_" + service.endpointEnvironmentName
        let section = profile?["services"].flatMap { profiles.serviceEndpoint(section: $0, service: service) }
        return Self.variable([own, "AWS_ENDPOINT_URL"], in: environment) + (section.map { [$0] } ?? [])
            + (profile?.settings("endpoint_url") ?? [])
    }
}

extension ConfigurationResolver {
    /// Anything but `true` is false, as for botocore.
    func endpointOptions() throws(AWSFailure) -> EndpointOptions {
        func isSet(_ variable: String, _ key: String) -> Bool {
            setting("", nil, variables: [variable], key: key)?.value.lowercased() == "true"
        }
        var options = EndpointOptions()
        options.usesFIPS = isSet("AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint")
        options.usesDualStack = isSet("AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint")
        options.s3UsesDualStack = profile?.nested("s3", "use_dualstack_endpoint")?.lowercased() == "true"
        let found = setting(
            "", nil, variables: ["AWS_S3_US_EAST_1_REGIONAL_ENDPOINT"], key: "s3_us_east_1_regional_endpoint")
        let text = found?.value ?? profile?.nested("s3", "us_east_1_regional_endpoint") ?? "regional"
        let origin = found?.origin.description ?? "under s3 in the profile"
        guard text.lowercased() == "legacy" || text.lowercased() == "regional" else {
            throw .configuration(
                problem: "\(text) (\(origin)) isn't valid for S3 in us-east-1",
                remedy: "use legacy or regional")
        }
        options.s3IsRegionalInUSEast1 = text.lowercased() == "regional"
        if let sts = setting("", nil, variables: ["AWS_STS_REGIONAL_ENDPOINTS"], key: "sts_regional_endpoints") {
            guard ["legacy", "regional"].contains(sts.value.lowercased()) else {
                throw .configuration(
                    problem: "\(sts.value) (\(sts.origin)) isn't valid for STS", remedy: "use legacy or regional")
            }
            options.stsIsGlobal = sts.value.lowercased() == "legacy"
        }
        return options
    }

    func retryMode() throws(AWSFailure) -> Setting<RetryMode> {
        guard let found = setting("", nil, variables: ["AWS_RETRY_MODE"], key: "retry_mode") else {
            return Setting(.standard, from: .standard)
        }
        guard let mode = RetryMode(rawValue: found.value.lowercased()) else {
            throw .configuration(
                problem: "\(found.value) (\(found.origin)) isn't a retry mode", remedy: "use standard or adaptive")
        }
        return Setting(mode, from: found.origin)
    }
}
