import AWSOperations
import AWSSigning
import Logging

/// Everything that a client needs to know before its first request, each value with its origin.
public struct ClientConfiguration: Sendable {
    /// How often a request is sent where nothing says it, as for the AWS CLI.
    static let standardMaxAttempts = Setting(3, from: .standard)

    /// Nil where the default profile is used without having been asked for.
    public var profile: Setting<String>?
    /// Nil where none is set; only calls to a service then fail.
    public var region: Setting<String>?
    /// Endpoints that replace AWS's own.
    public var endpoints: [AWSService: Setting<String>]
    /// A PEM file of certificate authorities; nil for the system's.
    public var caBundle: Setting<String>?
    /// How often a request is sent in all, the first time included.
    public var maxAttempts: Setting<Int>
    public var s3Addressing: S3Addressing
    public var retryMode = Setting(RetryMode.standard, from: .standard)
    /// FIPS, dual-stack, and S3 in us-east-1.
    public var endpointOptions = EndpointOptions()
    /// What is set and taken another way than it is written, as sentences without a full stop.
    public var notes: [String] = []
    /// Whether proxies from the environment are left out.
    public var bypassesProxy: Bool
    /// Seconds without a byte, after which a connection counts as lost.
    var idleTimeout = 60
    /// Nil for what libcurl finds in the process's own environment.
    var proxies: ProxySettings?
    public var budget: BudgetLimits
    /// The `User-Agent` header.
    public var userAgent: String
    /// Gets a line a request at debug level, without secrets; nil for silence.
    public var logger: Logger?
    /// Asks a person for codes of MFA devices; nil where nobody can be asked, and such roles are an error.
    public var mfaPrompt: MFAPrompt?
    var credentials: CredentialsSetting

    /// Keys at hand and one endpoint for every service: for a service inside this process, such as the sandbox.
    public init(credentials: Credentials, region: String, endpointURL: String? = nil, logger: Logger? = nil) {
        profile = nil
        self.region = Setting(region, from: .program)
        endpoints = [:]
        if let endpointURL {
            for service in AWSService.allCases { endpoints[service] = Setting(endpointURL, from: .program) }
        }
        caBundle = nil
        maxAttempts = Self.standardMaxAttempts
        s3Addressing = .auto
        bypassesProxy = endpointURL != nil
        budget = endpointURL == nil ? BudgetLimits() : .unmetered
        userAgent = "flightdeck"
        self.logger = logger
        self.credentials = .fixed(credentials)
    }

    init(
        profile: Setting<String>?, region: Setting<String>?, endpoints: [AWSService: Setting<String>],
        caBundle: Setting<String>?, maxAttempts: Setting<Int>, s3Addressing: S3Addressing,
        credentials: CredentialsSetting, logger: Logger?
    ) {
        self.profile = profile
        self.region = region
        self.endpoints = endpoints
        self.caBundle = caBundle
        self.maxAttempts = maxAttempts
        self.s3Addressing = s3Addressing
        bypassesProxy = false
        budget = BudgetLimits()
        userAgent = "flightdeck"
        self.logger = logger
        self.credentials = credentials
    }
}

/// Where a client's credentials come from.
enum CredentialsSetting: Sendable {
    case fixed(Credentials)
    case chain(CredentialsContext)
}
