import AWSOperations
import Testing

@testable import BatchInference

/// What an account can reach, with each operation denied in turn on each side: the report says what was denied.
@Suite struct DeniedAccessTests {
    private static let artifact = "s3://home/models/a/model.tar.gz"
    private static let key = "arn:aws:kms:eu-west-1:111122223333:key/k-1"

    private static let operations: [(isTarget: Bool, operation: String, service: AWSService)] = [
        (false, "HeadObject", .s3), (false, "GetBucketPolicy", .s3), (false, "GetKeyPolicy", .kms),
        (false, "DescribeKey", .kms), (false, "GetRepositoryPolicy", .ecr), (true, "GetObject", .s3),
        (true, "GetRole", .iam), (true, "SimulatePrincipalPolicy", .iam), (true, "BatchGetImage", .ecr),
    ]

    @Test(arguments: operations.indices)
    func whatIsDeniedIsNamed(index: Int) async throws {
        let (isTarget, operation, service) = Self.operations[index]
        let (home, away) = (CheckedAccount(), CheckedAccount())
        home.put(Self.artifact, "model")
        away.put(Self.artifact, "model")
        home.change { $0.kmsKeys[S3Location(Self.artifact)!] = Self.key }
        away.change {
            $0.account = "444455556666"
            $0.callerArn = "arn:aws:sts::444455556666:assumed-role/launcher/ada"
            $0.lockedObjects = [S3Location(Self.artifact)!]
        }
        (isTarget ? away : home).deny(operation, service: service)
        var plan = Samples.plan
        plan.containerSets = ContainerSets(plain: [
            AutoMLContainerDefinition(
                image: "111122223333.dkr.ecr.eu-west-1.amazonaws.com/own:1", modelDataUrl: Self.artifact)
        ])
        plan.roleArn = "arn:aws:iam::444455556666:role/sagemaker-execution-role"
        plan.sourceProfile = "home"
        let report = try await CrossAccountAccess.report(
            on: plan, region: "eu-west-1", profile: "away", target: away, source: home,
            now: Timestamp(secondsSinceEpoch: 0))
        let said =
            report.items.compactMap { item -> String? in
                switch item.outcome {
                case .passed: nil
                case .failed(let text, _), .unknown(let text, _): text
                }
            } + report.missingPolicies.compactMap(\.caution)
        // An artifact that can't be read is a failure of its own, whoever says so.
        let isNamed = said.contains { $0.contains("denied") || $0.contains(operation) || $0.contains("isn't allowed") }
        #expect(isNamed, "\(operation): \(said)")
        #expect(!report.items.isEmpty)
    }
}
