import AWSOperations
import Testing

@testable import AWSClient

/// Who wins, and whether its origin is told.
@Suite struct ConfigurationTests {
    static let config = """
        [default]
        region = us-west-1
        [profile dev]
        region = eu-west-1
        ca_bundle = /dev.pem
        max_attempts = 7
        services = local
        endpoint_url = http://profile:1
        s3 =
          addressing_style = path
        [services local]
        s3 =
          endpoint_url = http://services-s3:2
        [bare]
        region = never
        """

    @Test func profileOrder() throws {
        var home = try TestHome(config: Self.config, credentials: "[keys]\naws_access_key_id=a\n")
        #expect(try home.resolve().profile == nil)
        #expect(try home.resolve().region?.value == "us-west-1")
        home.environment["AWS_DEFAULT_PROFILE"] = "dev"
        #expect(try home.resolve().profile == Setting("dev", from: .environment("AWS_DEFAULT_PROFILE")))
        home.environment["AWS_PROFILE"] = "keys"
        #expect(try home.resolve().profile == Setting("keys", from: .environment("AWS_PROFILE")))
        #expect(try home.resolve(profile: "dev").profile == Setting("dev", from: .commandLine("--profile")))
        #expect(try ClientConfiguration.profileNames(environment: home.environment) == ["default", "dev", "keys"])
    }

    @Test func unknownProfilesAreErrors() throws {
        let home = try TestHome(config: Self.config)
        for name in ["nope", "bare"] {
            do throws(AWSFailure) {
                _ = try home.resolve(profile: name)
                Issue.record("\(name) was found")
            } catch {
                #expect(error.problem.contains("\(name) (--profile)"))
                #expect(error.remedy.contains("default, dev"))
            }
        }
    }

    @Test func regionOrder() throws {
        var home = try TestHome(config: Self.config)
        let fromFile = try home.resolve(profile: "dev").region
        #expect(fromFile?.value == "eu-west-1")
        #expect(fromFile?.origin.description.contains("region in [profile dev]") == true)
        #expect(fromFile?.origin.description.hasSuffix("/config:4") == true)
        home.environment["AWS_DEFAULT_REGION"] = "eu-west-2"
        #expect(try home.resolve().region == Setting("eu-west-2", from: .environment("AWS_DEFAULT_REGION")))
        home.environment["AWS_REGION"] = "eu-west-3"
        #expect(try home.resolve().region == Setting("eu-west-3", from: .environment("AWS_REGION")))
        #expect(try home.resolve(region: "x-1").region == Setting("x-1", from: .commandLine("--region")))
        home.environment["AWS_REGION"] = ""
        #expect(try home.resolve().region?.value == "eu-west-2")
        #expect(throws: AWSFailure.self) { try home.resolve(region: "evil.example.com/") }
    }

    @Test func endpointOrder() throws {
        var home = try TestHome(config: Self.config)
        func endpoint(_ service: AWSService, option: String? = nil) throws -> String? {
            try home.resolve(profile: "dev", endpointURL: option).endpoints[service]?.value
        }
        #expect(try home.resolve().endpoints.isEmpty)
        #expect(try endpoint(.sageMaker) == "http://profile:1")
        #expect(try endpoint(.s3) == "http://services-s3:2")
        home.environment["AWS_ENDPOINT_URL"] = "http://env:3"
        #expect(try endpoint(.s3) == "http://env:3")
        home.environment["AWS_ENDPOINT_URL_CLOUDWATCH_LOGS"] = "http://logs:4"
        #expect(try endpoint(.cloudWatchLogs) == "http://logs:4")
        #expect(try endpoint(.cloudWatch) == "http://env:3")
        #expect(try endpoint(.cloudWatchLogs, option: "http://flag:5") == "http://flag:5")
        home.environment["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"] = "true"
        #expect(try endpoint(.s3) == nil)
        #expect(try endpoint(.s3, option: "http://flag:5") == "http://flag:5")
        for bad in ["localhost:80", "ftp://x", "http://", "http://a b", "http://u:p@h", "http://h:99999", "http://h:x"]
        {
            #expect(throws: AWSFailure.self, "\(bad)") { try home.resolve(endpointURL: bad) }
        }
    }

    @Test func theRest() throws {
        var home = try TestHome(config: Self.config)
        #expect(try home.resolve().maxAttempts == Setting(3, from: .standard))
        let dev = try home.resolve(profile: "dev")
        #expect(dev.maxAttempts.value == 7)
        #expect(dev.caBundle?.value == "/dev.pem")
        #expect(dev.s3Addressing == .path)
        home.environment["AWS_MAX_ATTEMPTS"] = "2"
        home.environment["AWS_CA_BUNDLE"] = "/env.pem"
        #expect(try home.resolve(profile: "dev").maxAttempts == Setting(2, from: .environment("AWS_MAX_ATTEMPTS")))
        #expect(try home.resolve(profile: "dev").caBundle?.value == "/env.pem")
        #expect(try home.resolve(profile: "dev", caBundle: "/o.pem").caBundle?.origin == .commandLine("--ca-bundle"))
        home.environment["AWS_MAX_ATTEMPTS"] = "none"
        #expect(throws: AWSFailure.self) { try home.resolve() }
    }

    @Test func homesOfBundlesAndTheLastOfThem() throws {
        var home = try TestHome(config: "[default]\n[profile dev]\nca_bundle = ~/dev.pem\n")
        let path = home.directory.path
        home.environment["REQUESTS_CA_BUNDLE"] = "~/requests.pem"
        let last = try home.resolve().caBundle
        #expect(last == Setting("\(path)/requests.pem", from: .environment("REQUESTS_CA_BUNDLE")))
        #expect(try home.resolve(profile: "dev").caBundle?.value == "\(path)/dev.pem")
        home.environment["AWS_CA_BUNDLE"] = "~/env.pem"
        #expect(try home.resolve(profile: "dev").caBundle?.value == "\(path)/env.pem")
        #expect(throws: AWSFailure.self) { try home.resolve().checkCABundle() }
        try home.directory.write("", to: "env.pem")
        #expect(throws: Never.self) { try home.resolve().checkCABundle() }
        #expect(try home.resolve(caBundle: "~other/x.pem").caBundle?.value == "~other/x.pem")
    }

    @Test func attemptsAreReadAsPythonDoes() throws {
        let home = try TestHome(environment: ["AWS_MAX_ATTEMPTS": " 2\r"])
        #expect(try home.resolve().maxAttempts.value == 2)
    }

    @Test func namesShowWhatIsAtTheirEnds() throws {
        let home = try TestHome(config: Self.config)
        let profile = #expect(throws: AWSFailure.self) { try home.resolve(profile: "dev\r") }
        #expect(profile?.problem.contains(#"the profile "dev\r" (--profile)"#) == true)
        #expect(profile?.remedy == "remove the white space at its ends")
        let region = #expect(throws: AWSFailure.self) { try home.resolve(region: "eu-west-1 ") }
        #expect(region?.problem == #""eu-west-1 " (--region) isn't a region"#)
        #expect(region?.remedy == "remove the white space at its ends")
        let secret = #expect(throws: AWSFailure.self) {
            try home.resolve(region: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
        }
        #expect(secret?.problem == "[redacted] (--region) isn't a region")
    }

    /// What is wrong for one service stops that one alone.
    @Test func aBadEndpointIsSaidWhereItIsUsed() async throws {
        let server = LoopbackServer { _, _ in .json(transformPage([])) }
        defer { server.stop() }
        let home = try TestHome(
            config: "[default]\nregion = us-east-1\n", credentials: "[default]\n\(CredentialsScenario.keys("F"))",
            environment: ["AWS_ENDPOINT_URL": server.url, "AWS_ENDPOINT_URL_PRICING": "http://me:hush@pricing"])
        let client = try home.client()
        #expect(await CredentialsScenario.failure(client) == nil)
        let failure = await TestClient.failure { () throws(AWSFailure) in
            try await client.send(GetProductsRequest(serviceCode: "x"))
        }
        #expect(failure?.problem.hasSuffix("(AWS_ENDPOINT_URL_PRICING) isn't an endpoint URL") == true)
        #expect(failure?.problem.contains("hush") == false)
    }

    @Test func unreadableFilesAreNamedWithWhatHelps() throws {
        let home = try TestHome(credentials: "[dev]\n", environment: ["AWS_CONFIG_FILE": "/"])
        let failure = #expect(throws: AWSFailure.self) { try home.resolve(profile: "nope") }
        #expect(failure?.problem.hasSuffix("; can't read /: it isn't a file") == true)
        #expect(failure?.remedy == "put a file there, or use another; or choose one of: dev")
        let denied = FileText.Unreadable(path: "/tmp/a b", reason: "Permission denied", isDenied: true)
        #expect(denied.problem == "can't read /tmp/a b: Permission denied")
        #expect(
            denied.remedy == #"make it private: sudo chown -R "$USER" '/tmp/a b' && chmod -R u+rwX,go= '/tmp/a b'"#)
    }

    @Test func brokenFilesSayTheirLine() throws {
        let home = try TestHome(config: "[default]\nregion\n")
        do throws(AWSFailure) {
            _ = try home.resolve()
            Issue.record("no error")
        } catch {
            #expect(error.problem.contains("/config:2: "))
        }
    }

    @Test func missingFilesAreNoError() throws {
        let configuration = try ClientConfiguration.resolve(environment: ["HOME": "/nonexistent"])
        #expect(configuration.region == nil)
        let files = SharedFiles(environment: ["HOME": "/h", "AWS_CONFIG_FILE": "~/c"])
        #expect(files.configPath == "/h/c")
        #expect(files.credentialsPath == "/h/.aws/credentials")
    }

    /// Observed from botocore 1.43.
    @Test(arguments: [
        (AWSService.sageMaker, "us-east-1", "api.sagemaker.us-east-1.amazonaws.com"),
        (.sageMaker, "cn-north-1", "api.sagemaker.cn-north-1.amazonaws.com.cn"),
        (.sageMaker, "us-gov-west-1", "api.sagemaker.us-gov-west-1.amazonaws.com"),
        (.sageMaker, "us-iso-east-1", "api.sagemaker.us-iso-east-1.c2s.ic.gov"),
        (.sageMaker, "eusc-de-east-1", "api.sagemaker.eusc-de-east-1.amazonaws.eu"),
        (.sageMaker, "mars-west-9", "api.sagemaker.mars-west-9.amazonaws.com"),
        (.s3, "us-east-1", "s3.us-east-1.amazonaws.com"), (.s3, "eu-central-1", "s3.eu-central-1.amazonaws.com"),
        (.s3, "cn-north-1", "s3.cn-north-1.amazonaws.com.cn"), (.sts, "us-east-1", "sts.us-east-1.amazonaws.com"),
        (.cloudWatchLogs, "ap-south-1", "logs.ap-south-1.amazonaws.com"),
        (.cloudWatch, "cn-northwest-1", "monitoring.cn-northwest-1.amazonaws.com.cn"),
    ])
    func awsEndpoints(_ service: AWSService, _ region: String, _ host: String) {
        #expect(EndpointRules.endpoint(for: service, region: region)?.authority == host)
    }

    @Test(arguments: [
        ("http://127.0.0.1:8080", "http", "127.0.0.1:8080", ""), ("https://H.example:443/", "https", "h.example", ""),
        ("http://h:80/base//", "http", "h", "/base"), ("http://[::1]:9/x", "http", "[::1]:9", "/x"),
        ("https://[::1]", "https", "[::1]", ""),
    ])
    func customEndpoints(_ url: String, _ scheme: String, _ authority: String, _ path: String) throws {
        let endpoint = try #require(Endpoint(url: url, region: "r"))
        #expect(endpoint.scheme == scheme)
        #expect(endpoint.authority == authority)
        #expect(endpoint.basePath == path)
    }

    @Test(arguments: [
        ("my-bucket", "k", S3Addressing.auto, false, "my-bucket.s3.us-east-1.amazonaws.com", "/k"),
        ("my.bucket", "k", .auto, false, "s3.us-east-1.amazonaws.com", "/my.bucket/k"),
        ("MyBucket", "k", .virtual, false, "s3.us-east-1.amazonaws.com", "/MyBucket/k"),
        ("my-bucket", "", .path, false, "s3.us-east-1.amazonaws.com", "/my-bucket"),
        ("my-bucket", "", .auto, false, "my-bucket.s3.us-east-1.amazonaws.com", "/"),
        ("my-bucket", "k", .auto, true, "h:1", "/b/my-bucket/k"),
        ("my-bucket", "k", .virtual, true, "my-bucket.h:1", "/b/k"),
        (
            "my-bucket", "a b/ü+%20~/(x)!*'//./../z.csv", .auto, false, "my-bucket.s3.us-east-1.amazonaws.com",
            "/a%20b/%C3%BC%2B%2520~/%28x%29%21%2A%27//./../z.csv"
        ),
    ])
    func s3Addressing(
        _ bucket: String, _ key: String, _ style: S3Addressing, _ isCustom: Bool,
        _ authority: String, _ path: String
    ) {
        let endpoint =
            isCustom
            ? Endpoint(url: "http://h:1/b", region: "us-east-1")!
            : EndpointRules.endpoint(for: .s3, region: "us-east-1")!
        let place = S3AddressingRules.locate(bucket: bucket, key: key, at: endpoint, style: style)
        #expect(place.authority == authority)
        #expect(place.path == path)
    }

    @Test func secretsStayOutOfTheLog() {
        #expect(Redactor.header(name: "Authorization", value: "s") == "Authorization: [redacted]")
        #expect(Redactor.header(name: "X-Amz-Security-Token", value: "s") == "X-Amz-Security-Token: [redacted]")
        #expect(Redactor.header(name: "x-aws-ec2-metadata-token", value: "s") == "x-aws-ec2-metadata-token: [redacted]")
        #expect(Redactor.header(name: "X-Amz-Target", value: "SageMaker.X") == "X-Amz-Target: SageMaker.X")
        #expect(
            Redactor.url("https://u:p@h/p?a=b&X-Amz-Signature=s&x-amz-security-token=t")
                == "https://[redacted]@h/p?a=b&X-Amz-Signature=[redacted]&x-amz-security-token=[redacted]")
        #expect(Redactor.url("http://h/p@q") == "http://h/p@q")
    }
}
