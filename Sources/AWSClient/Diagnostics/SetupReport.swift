import AWSOperations
import Glibc

/// What a client goes by, read without a request: each setting with its origin, and what has no effect.
public struct SetupReport: Sendable {
    /// Where requests of a service go.
    public struct ServiceEndpoint: Hashable, Sendable {
        public var service: AWSService
        /// Nil where there is no such service requested.
        public var url: String?
        /// The region that requests are signed for.
        public var region: String
        /// `standard` for AWS's own.
        public var origin: SettingOrigin
    }

    /// One of the two shared files.
    public struct SharedFile: Hashable, Sendable {
        public enum State: Hashable, Sendable {
            case read
            case missing
            case broken(String, remedy: String)
            /// It holds keys, and others than its owner may read it.
            case readableByOthers
        }

        public var path: String
        public var origin: SettingOrigin
        public var state: State
    }

    /// The profile used; nil for the default one that nobody asked for.
    public var profile: Setting<String>?
    public var region: Setting<String>?
    public var files: [SharedFile] = []
    /// Empty without a region.
    public var endpoints: [ServiceEndpoint] = []
    /// The setting that has an effect, and the one that has none for its sake.
    public var overrides: [SettingOverride] = []
    public var caBundle: Setting<String>?
    public var retryMode = Setting(RetryMode.standard, from: .standard)
    public var maxAttempts = ClientConfiguration.standardMaxAttempts
    /// Without passwords.
    public var proxies: [Setting<String>] = []
    public var noProxy: Setting<String>?
    /// What makes requests impossible.
    public var problems: [AWSFailure] = []
    /// The MFA device that the profile's role asks for a code of.
    public var mfaDevice: Setting<String>?

    public init() {}
}

/// A setting that has no effect, since another goes before it.
public struct SettingOverride: Hashable, Sendable {
    /// For example `region`.
    public var setting: String
    public var winner: Setting<String>
    public var loser: Setting<String>

    public init(setting: String, winner: Setting<String>, loser: Setting<String>) {
        self.setting = setting
        self.winner = winner
        self.loser = loser
    }
}

extension SetupReport {
    /// The services that screens and commands ask.
    static let services: [AWSService] = [
        .sageMaker, .s3, .sts, .cloudWatchLogs, .cloudWatch, .iam, .serviceQuotas, .pricing,
    ]

    /// Reads environment and shared files as `ClientConfiguration.resolve` does; where that would throw, the report has
    /// the problem and all that can be told besides.
    public static func read(
        environment: [String: String], profile: String? = nil, region: String? = nil, endpointURL: String? = nil,
        caBundle: String? = nil
    ) -> SetupReport {
        var report = SetupReport()
        let profiles = ConfigurationResolver.profileCandidates(option: profile, environment: environment)
        report.profile = profiles.first
        report.add("profile", profiles)
        report.addCredentialOverrides(environment)
        report.files = files(environment)
        report.readProxies(environment)
        let resolver: ConfigurationResolver
        do throws(AWSFailure) {
            resolver = try ConfigurationResolver(environment: environment, profileOption: profile)
        } catch {
            report.problems.append(error)
            return report
        }
        report.take(resolver, region: region, endpointURL: endpointURL, caBundle: caBundle)
        return report
    }

    /// The report of a client whose settings the program gave itself.
    public init(_ configuration: ClientConfiguration) {
        profile = configuration.profile
        region = configuration.region
        caBundle = configuration.caBundle
        retryMode = configuration.retryMode
        maxAttempts = configuration.maxAttempts
        endpoints = Self.endpoints(configuration)
    }

    /// Takes over a region that nothing names and that was found where the program runs.
    public mutating func locate(_ configuration: ClientConfiguration) {
        guard region == nil else { return }
        region = configuration.region
        endpoints = Self.endpoints(configuration)
    }

    private mutating func take(
        _ resolver: ConfigurationResolver, region: String?, endpointURL: String?, caBundle: String?
    ) {
        // What is no region's name may be a key.
        let regions = resolver.regions(option: region).map { Setting(Redactor.region($0.value), from: $0.origin) }
        self.region = regions.first
        add("region", regions)
        let bundles = resolver.caBundles(option: caBundle).map {
            Setting(Redactor.misplaced($0.value), from: $0.origin)
        }
        self.caBundle = bundles.first
        add("CA bundle", bundles)
        add("retry mode", resolver.candidates("", nil, variables: ["AWS_RETRY_MODE"], key: "retry_mode"))
        add("attempts", resolver.candidates("", nil, variables: ["AWS_MAX_ATTEMPTS"], key: "max_attempts"))
        addEndpointOverrides(resolver, option: endpointURL)
        addDefaultOverride(resolver)
        mfaDevice = resolver.profile?.setting("mfa_serial")
        do throws(AWSFailure) {
            retryMode = try resolver.retryMode()
            maxAttempts = try resolver.maxAttempts()
            let configuration = try ClientConfiguration.resolve(
                environment: resolver.environment, profile: profile?.commandLineValue, region: region,
                endpointURL: endpointURL, caBundle: caBundle)
            // A region may be written as one with FIPS endpoints.
            self.region = configuration.region
            endpoints = Self.endpoints(configuration)
            try configuration.checkCABundle()
        } catch {
            problems.append(error)
        }
    }

    /// Adds what the first of the candidates puts out of effect; equal values put nothing out.
    mutating func add(_ setting: String, _ candidates: [Setting<String>]) {
        guard let winner = candidates.first else { return }
        for loser in candidates.dropFirst() where loser.value != winner.value {
            let override = SettingOverride(setting: setting, winner: winner, loser: loser)
            if !overrides.contains(override) { overrides.append(override) }
        }
    }

    /// Keys in the environment beat every profile but one of the command line, which surprises people.
    private mutating func addCredentialOverrides(_ environment: [String: String]) {
        guard let key = environment["AWS_ACCESS_KEY_ID"], !key.isEmpty, let profile else { return }
        // The key's id says nothing here; the names do.
        let keys = Setting("", from: SettingOrigin.environment("AWS_ACCESS_KEY_ID"))
        let isCommandLine = profile.commandLineValue != nil
        overrides.append(
            SettingOverride(
                setting: "credentials", winner: isCommandLine ? profile : keys, loser: isCommandLine ? keys : profile))
    }

    /// Of two sections for the default profile, botocore takes the later one; here it is always the same.
    private mutating func addDefaultOverride(_ resolver: ConfigurationResolver) {
        guard resolver.profileName?.value ?? "default" == "default", let both = resolver.profiles.doubledDefault else {
            return
        }
        func setting(_ section: ProfileFile.Section) -> Setting<String> {
            Setting("", from: .section(section.title, path: resolver.files.configPath, line: section.line))
        }
        overrides.append(
            SettingOverride(setting: "default profile", winner: setting(both.used), loser: setting(both.unused)))
    }

    private mutating func addEndpointOverrides(_ resolver: ConfigurationResolver, option: String?) {
        let ignoring = resolver.ignoresConfiguredEndpoints
        for service in Self.services {
            let name = "endpoint"
            add(name, resolver.endpointCandidates(of: service, option: option).map(\.shownURL))
            guard ignoring?.value == true, let ignoring else { continue }
            for ignored in resolver.configuredEndpoints(of: service) {
                let override = SettingOverride(
                    setting: name, winner: Setting("true", from: ignoring.origin), loser: ignored.shownURL)
                if !overrides.contains(override) { overrides.append(override) }
            }
        }
    }

    private static func endpoints(_ configuration: ClientConfiguration) -> [ServiceEndpoint] {
        guard let region = configuration.region?.value else { return [] }
        return services.map { service in
            let region = EndpointRules.servingRegion(of: service, for: region)
            if let own = configuration.endpoints[service] {
                return ServiceEndpoint(
                    service: service, url: own.shownURL.value, region: region, origin: own.origin)
            }
            let found =
                EndpointRules.isOffered(service, in: region)
                ? EndpointRules.endpoint(for: service, region: region, options: configuration.endpointOptions) : nil
            return ServiceEndpoint(
                service: service, url: found.map { "\($0.scheme)://\($0.authority)" }, region: found?.region ?? region,
                origin: .standard)
        }
    }
}

extension Setting<String> {
    /// A URL that may be none and hold a password.
    fileprivate var shownURL: Setting<String> { Setting(Redactor.url(value), from: origin) }

    /// The value where it was given as an option.
    fileprivate var commandLineValue: String? {
        if case .commandLine = origin { value } else { nil }
    }
}

extension SetupReport {
    /// What is there of the two shared files.
    static func files(_ environment: [String: String]) -> [SharedFile] {
        let files = SharedFiles(environment: environment)
        func origin(_ variable: String) -> SettingOrigin {
            environment[variable]?.isEmpty == false ? .environment(variable) : .standard
        }
        return [
            SharedFile(
                path: files.configPath, origin: origin("AWS_CONFIG_FILE"), state: state(of: files.configPath)),
            SharedFile(
                path: files.credentialsPath, origin: origin("AWS_SHARED_CREDENTIALS_FILE"),
                state: state(of: files.credentialsPath)),
        ]
    }

    private static func state(of path: String) -> SharedFile.State {
        do {
            guard let text = try SharedFiles.text(path) else { return .missing }
            let file = try ProfileFile.parse(text, path: path)
            return holdsKeys(file) && isReadableByOthers(path) ? .readableByOthers : .read
        } catch let malformed as ProfileFile.Malformed {
            return .broken(malformed.sentence(of: path), remedy: malformed.remedy)
        } catch {
            let unreadable = error as? FileText.Unreadable ?? FileText.Unreadable(path: path, reason: "\(error)")
            return .broken(unreadable.problem, remedy: unreadable.remedy)
        }
    }

    private static func holdsKeys(_ file: ProfileFile) -> Bool {
        file.sections.values.contains { $0.values["aws_secret_access_key"]?.text.isEmpty == false }
    }

    private static func isReadableByOthers(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & 0o077 != 0
    }

    /// The proxies of the environment, and what goes without one.
    mutating func readProxies(_ environment: [String: String]) {
        for scheme in ["https", "all", "http"] {
            let candidates = ProxySettings.candidates(scheme, in: environment).map {
                Setting(Self.withoutPassword($0.value), from: $0.origin)
            }
            if let first = candidates.first { proxies.append(first) }
            add("proxy", candidates)
        }
        let exceptions = ProxySettings.candidates("no", in: environment).map {
            Setting(Redactor.misplaced($0.value), from: $0.origin)
        }
        noProxy = exceptions.first
        add("no proxy for", exceptions)
    }

    /// A proxy's URL with its password hidden; a name without one may be a token, and is hidden as well.
    static func withoutPassword(_ url: String) -> String {
        let place = Redactor.userInformation(of: url)
        guard !place.isEmpty else { return url }
        let user = url[place].untilByte(of: ":")
        let shown = user.endIndex < place.upperBound ? "\(user):****" : "****"
        return url[..<place.lowerBound] + shown + url[place.upperBound...]
    }
}
