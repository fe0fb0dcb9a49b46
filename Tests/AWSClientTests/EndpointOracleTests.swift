import AWSOperations
import FoundationEssentials
import PythonOracle
import Testing

@testable import AWSClient

/// Endpoints and signing regions compared with botocore's rule sets, for every region it knows and some it does not.
@Suite struct EndpointOracleTests {
    private struct Resolved: Decodable {
        var prefix: String
        var region: String
        var fips: Bool
        var dualStack: Bool
        /// Of S3 in us-east-1: whether it keeps its first name.
        var legacy: Bool
        /// Nil where botocore refuses.
        var host: String?
        var signingRegion: String
    }

    private static let program = """
        import json, sys
        from urllib.parse import urlsplit
        import botocore.session
        from botocore.endpoint_provider import EndpointProvider
        from botocore.exceptions import EndpointProviderError
        loader = botocore.session.get_session().get_component("data_loader")
        partitions = loader.load_data("partitions")
        regions = [r for p in partitions["partitions"] for r in p["regions"]]
        regions += ["mars-west-9", "us-gov-far-12", "cn-x-1", "us-iso-x", "eu-isoe-a-b-1", "us-gov", "il-x-77"]
        services = {"sagemaker": "api.sagemaker", "s3": "s3", "sts": "sts", "logs": "logs", "cloudwatch": "monitoring",
                    "iam": "iam", "service-quotas": "servicequotas", "pricing": "api.pricing", "sso": "portal.sso",
                    "sso-oidc": "oidc", "signin": "signin", "kms": "kms", "ecr": "api.ecr"}
        rows = []
        for name, prefix in services.items():
            provider = EndpointProvider(loader.load_service_model(name, "endpoint-rule-set-1"), partitions)
            for region in regions:
                for fips in (False, True):
                    for dual in (False, True):
                        for legacy in ((False, True) if name == "s3" else (False,)):
                            given = dict(Region=region, UseFIPS=fips, UseDualStack=dual)
                            if name == "signin":
                                given.update(IsControlPlane=False)
                            if name == "s3":
                                given.update(Bucket="my-bucket", UseGlobalEndpoint=legacy)
                            host, signing = None, region
                            try:
                                found = provider.resolve_endpoint(**given)
                                host = urlsplit(found.url).netloc.removeprefix("my-bucket.")
                                schemes = found.properties.get("authSchemes") or [{}]
                                signing = schemes[0].get("signingRegion") or region
                            except EndpointProviderError:
                                pass
                            rows.append(dict(prefix=prefix, region=region, fips=fips, dualStack=dual, legacy=legacy,
                                             host=host, signingRegion=signing))
        json.dump(rows, sys.stdout)
        """

    @Test func everyRegionServiceAndVariant() async throws {
        let rows: [Resolved] = try await PythonOracle.answer(Self.program)
        #expect(rows.count > 1500)
        #expect(Set(rows.map(\.prefix)) == Set(EndpointTable.rows.keys))
        var different: [String] = []
        for row in rows {
            let own: Endpoint?
            if row.prefix == "s3" {
                var options = EndpointOptions()
                options.usesFIPS = row.fips
                options.usesDualStack = row.dualStack
                options.s3IsRegionalInUSEast1 = !row.legacy
                own = EndpointRules.endpoint(for: .s3, region: row.region, options: options)
            } else {
                own = EndpointRules.endpoint(
                    prefix: row.prefix, region: row.region,
                    variant: EndpointVariant(fips: row.fips, dualStack: row.dualStack))
            }
            // The first name is still signed for the region itself.
            if own?.authority != row.host || (row.host != nil && own?.region != row.signingRegion) {
                different.append("\(row) is \(own?.authority ?? "none"), signed for \(own?.region ?? "none")")
            }
        }
        #expect(different.isEmpty, "\(different.count): \(different.prefix(10).joined(separator: "\n"))")
    }

    @Test func settings() throws {
        var home = try TestHome(
            config: """
                [default]
                use_fips_endpoint = true
                use_dualstack_endpoint = TRUE
                s3_us_east_1_regional_endpoint = regional
                [profile s3]
                s3 =
                    use_dualstack_endpoint = true
                    us_east_1_regional_endpoint = regional
                """)
        let options = try home.resolve(region: "us-east-1").endpointOptions
        #expect(options.usesFIPS && options.usesDualStack && options.s3IsRegionalInUSEast1)
        let ofS3 = try home.resolve(profile: "s3").endpointOptions
        #expect(!ofS3.usesFIPS && !ofS3.usesDualStack && ofS3.s3UsesDualStack && ofS3.s3IsRegionalInUSEast1)
        #expect(
            EndpointRules.endpoint(for: .s3, region: "us-east-1", options: ofS3)?.authority
                == "s3.dualstack.us-east-1.amazonaws.com")
        #expect(
            EndpointRules.endpoint(for: .sts, region: "us-east-1", options: ofS3)?.authority
                == "sts.us-east-1.amazonaws.com")
        home.environment["AWS_USE_FIPS_ENDPOINT"] = "false"
        home.environment["AWS_USE_DUALSTACK_ENDPOINT"] = "false"
        home.environment["AWS_S3_US_EAST_1_REGIONAL_ENDPOINT"] = "legacy"
        var legacy = EndpointOptions()
        legacy.s3IsRegionalInUSEast1 = false
        #expect(try home.resolve().endpointOptions == legacy)
        home.environment["AWS_S3_US_EAST_1_REGIONAL_ENDPOINT"] = "global"
        #expect(throws: AWSFailure.self) { try home.resolve() }
    }

    private static let firstNameProgram = """
        import json, os, sys
        import botocore.session
        found = {}
        for mode in ("legacy", "regional"):
            os.environ["AWS_S3_US_EAST_1_REGIONAL_ENDPOINT"] = mode
            client = botocore.session.get_session().create_client(
                "s3", region_name="us-east-1", aws_access_key_id="a", aws_secret_access_key="b")
            found[mode] = client.meta.endpoint_url
        json.dump(found, sys.stdout)
        """

    /// Version 2 of the AWS CLI asks the regional endpoint where nothing is set; botocore on its own keeps the first name.
    @Test func s3InUSEast1IsAskedAsByTheCommandLine() async throws {
        let theirs: [String: String] = try await PythonOracle.answer(Self.firstNameProgram)
        var home = try TestHome(config: "[default]\nregion = us-east-1\n")
        func ours() throws -> String {
            let options = try home.resolve(region: "us-east-1").endpointOptions
            let endpoint = try #require(EndpointRules.endpoint(for: .s3, region: "us-east-1", options: options))
            return "https://\(endpoint.authority)"
        }
        #expect(try ours() == theirs["regional"])
        for mode in ["legacy", "regional"] {
            home.environment["AWS_S3_US_EAST_1_REGIONAL_ENDPOINT"] = mode
            #expect(try ours() == theirs[mode])
        }
        #expect(theirs["legacy"] != theirs["regional"])
    }

    private static let securityTokenProgram = """
        import json, os, sys
        import botocore.session
        session = botocore.session.get_session()
        found = {}
        for region in session.get_available_regions("sts") + ["fips-us-east-1", "us-west-2-fips"]:
            for mode in ("legacy", "regional"):
                os.environ["AWS_STS_REGIONAL_ENDPOINTS"] = mode
                client = botocore.session.get_session().create_client(
                    "sts", region_name=region, aws_access_key_id="a", aws_secret_access_key="b")
                found[f"{region} {mode}"] = client.meta.endpoint_url
        json.dump(found, sys.stdout)
        """

    @Test func theFirstNameOfSTS() async throws {
        let found: [String: String] = try await PythonOracle.answer(Self.securityTokenProgram)
        #expect(found.count > 40)
        for (name, url) in found {
            let parts = name.split(separator: " ").map(String.init)
            let home = try TestHome(environment: ["AWS_REGION": parts[0], "AWS_STS_REGIONAL_ENDPOINTS": parts[1]])
            let configuration = try home.resolve()
            let region = try #require(configuration.region?.value)
            let own = EndpointRules.endpoint(for: .sts, region: region, options: configuration.endpointOptions)
            #expect(own.map { "https://\($0.authority)" } == url, "\(name)")
            if url == "https://sts.amazonaws.com" { #expect(own?.region == "us-east-1") }
        }
        #expect(throws: AWSFailure.self) {
            try TestHome(environment: ["AWS_STS_REGIONAL_ENDPOINTS": "global"]).resolve()
        }
    }
}
