import AWSOperations
import BatchInference
import FoundationEssentials
import PythonOracle
import SeededNumbers
import Testing

/// Random containers and keys, set by the SageMaker Python SDK's own function and by this package, and compared.
@Suite struct ResponseKeysOracleTests {
    private struct Case: Codable, Equatable {
        var environments: [[String: String]]
        var keys: [String]
        /// What came of it; nil where it was refused.
        var result: [[String: String]]?
    }

    /// Reads cases from standard input and writes what the SDK makes of each.
    private static let program = #"""
        import copy, json, sys
        # The SDK may log where the answer belongs.
        answer, sys.stdout = sys.stdout, sys.stderr
        try:
            from sagemaker.automl.automl import AutoML
        except ImportError:
            sys.exit("sagemaker is missing in " + sys.executable + ": run make test, or set FLIGHTDECK_PYTHON")
        cases = json.load(sys.stdin)
        for case in cases:
            containers = [
                {"Image": "i", "ModelDataUrl": "s3://b/m", "Environment": copy.deepcopy(environment)}
                for environment in case["environments"]]
            try:
                AutoML.validate_and_update_inference_response(containers, case["keys"])
                case["result"] = [container["Environment"] for container in containers]
            except ValueError:
                case["result"] = None
        json.dump(cases, answer)
        """#

    @Test(arguments: [1, 2, 3] as [UInt64]) func setsTheEnvironmentAsTheSDK(seed: UInt64) async throws {
        var random = SeededRandom(seed: seed)
        let cases = (0..<400).map { _ in Self.randomCase(&random) }
        let theirs = try await Self.sdk(cases)
        #expect(theirs.count == cases.count)
        var accepted = 0
        for their in theirs {
            let containers = their.environments.map {
                AutoMLContainerDefinition(image: "i", modelDataUrl: "s3://b/m", environment: $0)
            }
            let ours = try? ResponseKeys.applied(their.keys, to: containers).get().map { $0.environment ?? [:] }
            #expect(ours == their.result, "\(their.environments) \(their.keys)")
            accepted += their.result == nil ? 0 : 1
        }
        #expect((50..<390).contains(accepted), "both kinds of answers are met: \(accepted)")
    }

    private static let keys = ["predicted_label", "probability", "probabilities", "labels"]

    private static func randomCase(_ random: inout SeededRandom) -> Case {
        var environments: [[String: String]] = []
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            var environment = ["SAGEMAKER_PROGRAM": "serve"]
            if Int.random(in: 0..<4, using: &random) > 0 {
                // Mostly everything, as a real list is; with the blanks and gaps that a hand may have left.
                var supported = keys.shuffled(using: &random).filter { _ in Int.random(in: 0..<6, using: &random) > 0 }
                if Int.random(in: 0..<8, using: &random) == 0 { supported.append("") }
                let comma = [",", ", ", " ,\t"].randomElement(using: &random) ?? ","
                environment["SAGEMAKER_INFERENCE_SUPPORTED"] = supported.joined(separator: comma)
            }
            if Bool.random(using: &random) { environment["SAGEMAKER_INFERENCE_OUTPUT"] = "predicted_label" }
            if Bool.random(using: &random) { environment["SAGEMAKER_INFERENCE_INPUT"] = "predicted_label" }
            environments.append(environment)
        }
        let asked = keys.shuffled(using: &random).prefix(Int.random(in: 0...4, using: &random))
        return Case(environments: environments, keys: Array(asked), result: nil)
    }

    private static func sdk(_ cases: [Case]) async throws -> [Case] {
        try await PythonOracle.answer(program, to: cases)
    }
}
