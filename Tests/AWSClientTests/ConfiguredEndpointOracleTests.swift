import AWSOperations
import FoundationEssentials
import PythonOracle
import SeededNumbers
import Testing

@testable import AWSClient

/// Endpoints that people configure, in every place and in random company, compared with botocore's choice.
@Suite struct ConfiguredEndpointOracleTests {
    private struct Case: Encodable {
        var config: String
        var environment: [String: String]
    }

    /// By botocore's name of each service.
    private static let services: [String: AWSService] = [
        "sagemaker": .sageMaker, "s3": .s3, "sts": .sts, "logs": .cloudWatchLogs, "cloudwatch": .cloudWatch,
        "sso": .sso, "sso-oidc": .ssoOIDC, "signin": .signIn, "iam": .iam, "service-quotas": .serviceQuotas,
        "pricing": .pricing,
    ]

    /// Writes for each case the endpoints that are configured, by service; null where botocore refuses.
    private static let program = """
        import json, os, sys, tempfile
        import botocore.session
        from botocore.configprovider import ConfiguredEndpointProvider
        results = []
        for case in json.load(sys.stdin):
            os.environ.clear()
            os.environ.update(case["environment"])
            with tempfile.NamedTemporaryFile("w") as file:
                file.write(case["config"])
                file.flush()
                os.environ["AWS_CONFIG_FILE"] = file.name
                session = botocore.session.Session()
                found = {}
                try:
                    for name in sys.argv[1].split():
                        if not session.get_config_variable("ignore_configured_endpoint_urls"):
                            provider = ConfiguredEndpointProvider(
                                session.full_config, session.get_scoped_config(), name)
                            if url := provider.provide():
                                found[name] = url
                except Exception as error:
                    found = None
                results.append(found)
        json.dump(results, sys.stdout)
        """

    private static func randomCase(_ random: inout SeededRandom) -> Case {
        func chance(_ share: Double) -> Bool { Double.random(in: 0..<1, using: &random) < share }
        let names = services.values.map(\.endpointEnvironmentName).sorted()
        var config = "[default]\nregion = us-east-1\n"
        var environment = ["AWS_EC2_METADATA_DISABLED": "true", "HOME": "/nonexistent"]
        var number = 0
        func url() -> String {
            number += 1
            return "http://h\(number):80\(number)/base"
        }
        if chance(0.4) { config += "endpoint_url = \(url())\n" }
        if chance(0.7) { config += "services = \(chance(0.1) ? "missing" : "own")\n" }
        if chance(0.2) {
            config +=
                "ignore_configured_endpoint_urls = "
                + ["true", "True", "false", "yes"].randomElement(using: &random)! + "\n"
        }
        config += "[services own]\n"
        for name in names where chance(0.5) {
            config += "\(chance(0.2) ? name : name.lowercased()) =\n"
            config += chance(0.8) ? "  endpoint_url = \(url())\n" : "  other = \(url())\n"
        }
        if chance(0.3) { environment["AWS_ENDPOINT_URL"] = chance(0.1) ? "" : url() }
        for name in names where chance(0.2) { environment["AWS_ENDPOINT_URL_\(name)"] = chance(0.1) ? "" : url() }
        if chance(0.2) {
            environment["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"] = ["true", "TRUE", "false", "1"].randomElement(
                using: &random)!
        }
        return Case(config: config, environment: environment)
    }

    @Test(arguments: [1, 2] as [UInt64]) func choosesAsBotocore(seed: UInt64) async throws {
        var random = SeededRandom(seed: seed)
        let cases = (0..<150).map { _ in Self.randomCase(&random) }
        let theirs: [[String: String]?] = try await PythonOracle.answer(
            Self.program, to: cases, arguments: [Self.services.keys.joined(separator: " ")])
        try #require(theirs.count == cases.count)
        #expect(theirs.contains { $0 == nil } && theirs.contains { ($0?.count ?? 0) > 5 })
        for (item, expected) in zip(cases, theirs) {
            let home = try TestHome(config: item.config, environment: item.environment)
            let configuration = try? home.resolve()
            var own: [String: String]?
            if let endpoints = configuration?.endpoints {
                own = [:]
                for (name, service) in Self.services { own?[name] = endpoints[service]?.value }
            }
            #expect(own == expected, "\(item)")
        }
    }
}
