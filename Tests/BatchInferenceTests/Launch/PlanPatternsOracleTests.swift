import FoundationEssentials
import PythonOracle
import SeededNumbers
import Testing

@testable import BatchInference

/// The patterns that are matched by hand, compared with those of botocore's service model and Python's own matching.
@Suite struct PlanPatternsOracleTests {
    private struct Case: Codable {
        var shape: String
        var text: String
        var fits: Bool?
    }

    private static let program = #"""
        import json, re, sys
        try:
            import botocore.session
        except ImportError:
            sys.exit("botocore is missing in " + sys.executable + ": run make test, or set FLIGHTDECK_PYTHON")
        service = botocore.session.get_session().get_service_model("sagemaker")
        cases = json.load(sys.stdin)
        for case in cases:
            limits = service.shape_for(case["shape"]).metadata
            text = case["text"]
            case["fits"] = (limits.get("min", 0) <= len(text) <= limits["max"]
                            and re.fullmatch(limits["pattern"], text) is not None)
        json.dump(cases, sys.stdout)
        """#

    private static let patterns: [(shape: String, fits: @Sendable (String) -> Bool)] = [
        ("TransformAmiVersion", { PlanPatterns.isSinglyHyphenated($0, limit: 63) }),
        ("ExperimentEntityName", { PlanPatterns.isHyphenated($0, limit: 120) }),
        ("TransformJobName", { LaunchNames.isValid($0) && $0.utf8.count <= LaunchNames.maximumLength }),
        ("KmsKeyId", { PlanPatterns.isKmsKey($0) }),
        ("SecurityGroupId", { PlanPatterns.isNetworkID($0) }),
        ("SubnetId", { PlanPatterns.isNetworkID($0) }),
        ("TransformEnvironmentKey", { PlanPatterns.isVariableName($0) }),
        ("RoleArn", { PlanPatterns.isRoleArn($0) }),
    ]

    @Test func decidesAsTheServiceModel() async throws {
        var random = SeededRandom(seed: 16)
        let role = "arn:aws-us-gov:iam::111122223333:role/a/b"
        var cases: [Case] = []
        for (shape, _) in Self.patterns {
            var texts = [
                "a--b", "a-b", "-a", "a-", "a", "9", "_", "a_b", "a b", "", "alias/x", "al2-ami-gpu-535", role, "é",
            ]
            texts += [30, 32, 33, 62, 63, 64, 119, 120, 121].map { String(repeating: "a", count: $0) }
            for _ in 0..<60 {
                let length = Int.random(in: 1...12, using: &random)
                texts.append(String((0..<length).map { _ in "ab9A-_:/.".randomElement(using: &random)! }))
                var changed = Array(role)
                changed[Int.random(in: 0..<changed.count, using: &random)] = "a1:-/+".randomElement(using: &random)!
                texts.append(String(changed))
            }
            cases += texts.map { Case(shape: shape, text: $0) }
        }
        let theirs: [Case] = try await PythonOracle.answer(Self.program, to: cases)
        #expect(theirs.count == cases.count)
        let ours = Dictionary(uniqueKeysWithValues: Self.patterns.map { ($0.shape, $0.fits) })
        for their in theirs { #expect(ours[their.shape]?(their.text) == their.fits, "\(their.shape) \(their.text)") }
        for (shape, _) in Self.patterns {
            let answers = Set(theirs.filter { $0.shape == shape }.map(\.fits))
            #expect(answers == [true, false], "\(shape) is met by both kinds")
        }
    }
}
