import AWSOperations
import AWSSigning
import FoundationEssentials
import PythonOracle
import SeededNumbers
import Subprocess
import Testing

@testable import AWSClient

/// Whole presigned URLs, host and path and query, compared with botocore's: buckets and keys of every kind, regions,
/// styles of addressing, and endpoints of others.
@Suite struct PresignedURLOracleTests {
    private struct Case: Codable {
        var bucket: String
        var key: String
        var region: String
        var style: String
        var endpoint: String?
        var token: String?
        var expires: Int
        var seconds: Int
    }

    private static let program = """
        import datetime, json, sys
        import botocore.session
        from botocore import auth
        from botocore.config import Config
        results, clients = [], {}
        for case in json.load(sys.stdin):
            now = datetime.datetime.fromtimestamp(case["seconds"], datetime.timezone.utc)
            auth.get_current_datetime = lambda: now
            # In its style auto, botocore presigns for the host of us-east-1 in every region; the AWS CLI v2 does not.
            style = "virtual" if case["style"] == "auto" and not case.get("endpoint") else case["style"]
            place = (case["region"], style, case.get("endpoint"), case.get("token"))
            if place not in clients:
                clients[place] = botocore.session.Session().create_client(
                    "s3", region_name=case["region"], endpoint_url=case.get("endpoint"), aws_access_key_id="AKIDEXAMPLE",
                    aws_secret_access_key="secret", aws_session_token=case.get("token"),
                    config=Config(signature_version="s3v4", s3={
                        "addressing_style": style, "us_east_1_regional_endpoint": "regional"}))
            results.append(clients[place].generate_presigned_url(
                "get_object", Params={"Bucket": case["bucket"], "Key": case["key"]}, ExpiresIn=case["expires"]))
        json.dump(results, sys.stdout)
        """

    private static func randomCase(_ random: inout SeededRandom) -> Case {
        let pieces = [
            "a", "Z0", " ", "ü", "日本", "🦜", "+", "%", "%20", "/", "//", "/./", "/../", "..", "~", "-_.", "!*'()",
            ":@&=;,$",
            "#", "?", "\"", "\\", "|", "é", "e\u{301}", ".csv",
        ]
        func one<Value>(_ values: [Value]) -> Value { values.randomElement(using: &random)! }
        return Case(
            bucket: one(["my-bucket", "my.dotted.bucket", "MyBucket", "0123", "with_underscore"]),
            key: one(["k", "/", "ü"])
                + (0..<Int.random(in: 0..<10, using: &random)).map { _ in one(pieces) }.joined(),
            region: one(["us-east-1", "eu-central-1", "cn-north-1", "us-gov-west-1"]),
            style: one(["auto", "auto", "virtual", "path"]),
            endpoint: one([nil, nil, "http://127.0.0.1:9000", "https://storage.example:8443", "http://h/base"]),
            token: one([nil, "to/ken+with=signs"]), expires: Int.random(in: 1...604_800, using: &random),
            seconds: Int.random(in: 1_000_000_000..<4_000_000_000, using: &random))
    }

    @Test(arguments: [1, 2] as [UInt64]) func presignsAsBotocore(seed: UInt64) async throws {
        var random = SeededRandom(seed: seed)
        let cases = (0..<200).map { _ in Self.randomCase(&random) }
        let theirs: [String] = try await PythonOracle.answer(
            Self.program, to: cases,
            environment: .inherit.updating(["AWS_CONFIG_FILE": "/nonexistent", "AWS_PROFILE": nil]))
        try #require(theirs.count == cases.count)
        for (item, expected) in zip(cases, theirs) {
            // botocore puts dotted names, and these alone, in front of addresses, where no name server knows them.
            if item.endpoint == "http://127.0.0.1:9000", item.style == "virtual", item.bucket.contains(".") { continue }
            var configuration = ClientConfiguration(
                credentials: Credentials(
                    accessKeyID: "AKIDEXAMPLE", secretAccessKey: "secret", sessionToken: item.token),
                region: item.region, endpointURL: item.endpoint)
            configuration.s3Addressing = try #require(.init(rawValue: item.style))
            let client = AWSClient(configuration: configuration, clock: FakeClock(now: Double(item.seconds)).clock)
            let own = try await client.presignedURL(
                for: S3Location(bucket: item.bucket, key: item.key), expiresIn: item.expires)
            #expect(own == expected, "\(item)")
        }
    }
}
