import FoundationEssentials
import PythonOracle
import SeededNumbers
import Testing

@testable import AWSSigning

/// Random requests, signed by botocore and by this package, compared byte for byte.
@Suite struct BotocoreOracleTests {
    struct Case: Codable {
        var service: String
        var region: String
        var method: String
        var path: String
        var query: String
        var headers: [String: String]
        var body: String
        var token: String?
        var seconds: Int
        var presigns: Bool
    }

    private static let host = "bucket.example.com:8443"
    private static let key = "AKIDEXAMPLE"
    /// Shared by all cases, as requests share them.
    private static let keys = SigningKeys()
    private static let secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"

    /// Reads cases from standard input and writes what botocore makes of each.
    private static let program = #"""
        import datetime, json, sys
        try:
            from botocore import auth, awsrequest, credentials
        except ImportError:
            sys.exit("botocore is missing in " + sys.executable + ": run make test, or set FLIGHTDECK_PYTHON")
        results = []
        for case in json.load(sys.stdin):
            now = datetime.datetime.fromtimestamp(case["seconds"], datetime.timezone.utc)
            auth.get_current_datetime = lambda: now
            keys = credentials.Credentials(sys.argv[1], sys.argv[2], case.get("token"))
            url = "https://" + sys.argv[3] + case["path"] + ("?" + case["query"] if case["query"] else "")
            request = awsrequest.AWSRequest(
                case["method"], url, headers=case["headers"], data=case["body"].encode())
            request.context["timestamp"] = ""
            request.context["payload_signing_enabled"] = True
            s3 = case["service"] == "s3"
            if case["presigns"]:
                signer = (auth.S3SigV4QueryAuth if s3 else auth.SigV4QueryAuth)(
                    keys, case["service"], case["region"], expires=900)
                request.data = b""
                signer.add_auth(request)
                results.append(request.url.split("?", 1)[1])
            else:
                signer = (auth.S3SigV4Auth if s3 else auth.SigV4Auth)(keys, case["service"], case["region"])
                signer.add_auth(request)
                results.append(request.headers["Authorization"])
        json.dump(results, sys.stdout)
        """#

    @Test(arguments: [1, 2, 3, 4] as [UInt64]) func signsAsBotocore(seed: UInt64) async throws {
        var random = SeededRandom(seed: seed)
        let cases = (0..<150).map { _ in Self.randomCase(&random) }
        let theirs = try await Self.botocore(cases)
        try #require(theirs.count == cases.count)
        for (index, item) in cases.enumerated() {
            #expect(Self.ours(item) == theirs[index], "seed \(seed), case \(index): \(item)")
        }
    }

    private static func botocore(_ cases: [Case]) async throws -> [String] {
        try await PythonOracle.answer(program, to: cases, arguments: [key, secret, host])
    }

    private static func ours(_ item: Case) -> String {
        let credentials = Credentials(accessKeyID: key, secretAccessKey: secret, sessionToken: item.token)
        let headers = item.headers.map { (name: $0.key, value: $0.value) } + [(name: "Host", value: host)]
        let scope = SigningScope(region: item.region, service: item.service)
        let time = SigningTime(secondsSinceEpoch: Double(item.seconds))
        if item.presigns {
            return SignatureV4.presign(
                method: item.method, path: item.path, query: item.query, headers: headers,
                bodyHash: item.service == "s3" ? SignatureV4.unsignedPayload : SHA256.ofNothing, expiresIn: 900,
                credentials: credentials, scope: scope, time: time)
        }
        let added = SignatureV4.sign(
            method: item.method, path: item.path, query: item.query, headers: headers,
            bodyHash: SHA256.hexDigest(Array(item.body.utf8)), credentials: credentials, scope: scope, time: time,
            keys: keys)
        return added.first { $0.name == "Authorization" }?.value ?? ""
    }

    private static let pieces = [
        "a", "Z", "0", " ", "  ", "ü", "日本", "🦜", "+", "%", "%20", "/", "//", "/./", "/../", "..", ".", "~", "-", "_",
        "!", "*", "'", "(", ")", ":", "@", "&", "=", ";", ",", "$", "#", "?", "\"", "\\", "|", "\t", "é", "e\u{301}",
    ]

    private static func text(_ random: inout SeededRandom, upTo count: Int) -> String {
        (0..<Int.random(in: 0...count, using: &random)).map { _ in pieces.randomElement(using: &random)! }.joined()
    }

    private static func randomCase(_ random: inout SeededRandom) -> Case {
        let isS3 = Bool.random(using: &random)
        let presigns = Int.random(in: 0..<4, using: &random) == 0
        var item = Case(
            service: isS3 ? "s3" : ["sagemaker", "logs", "monitoring", "sts"].randomElement(using: &random)!,
            region: ["us-east-1", "eu-central-1", "cn-north-1"].randomElement(using: &random)!,
            method: isS3 || presigns ? "GET" : "POST", path: "/", query: "", headers: [:], body: "",
            token: Bool.random(using: &random) ? text(&random, upTo: 20).filter { $0.isASCII && $0 != "\t" } : nil,
            seconds: Int.random(in: 0..<4_000_000_000, using: &random), presigns: presigns)
        if item.token?.allSatisfy({ $0 == " " }) == true { item.token = nil }
        if isS3 || Int.random(in: 0..<4, using: &random) == 0 {
            item.path = "/" + PercentEncoding.encode(text(&random, upTo: 12), keepingSlashes: true)
        }
        if isS3 {
            // Names differ, since botocore's presigner keeps one value a name.
            item.query = (0..<Int.random(in: 0...4, using: &random)).map { index in
                let name = PercentEncoding.encode(text(&random, upTo: 3) + "\(index)")
                let value = PercentEncoding.encode(text(&random, upTo: 4))
                // A parameter without a value is sent without its equals sign now and then.
                return value.isEmpty && !presigns && Bool.random(using: &random) ? name : "\(name)=\(value)"
            }.shuffled(using: &random).joined(separator: "&")
            if Bool.random(using: &random), !presigns { item.headers["Range"] = "bytes=0-99" }
        } else if !presigns {
            item.headers = [
                "Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": "SageMaker.ListTransformJobs",
            ]
            item.body = "{\"NameContains\": \"\(text(&random, upTo: 20).filter { $0 != "\"" && $0 != "\\" })\"}"
        }
        return item
    }
}
