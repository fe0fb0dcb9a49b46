import AWSOperations
import BatchInference
import Console
import JSONCoding
import Testing

@testable import Monitor

/// Screens that ask for many things, with each of them denied in turn: the rest is shown, and what was denied is named.
@Suite("Screens of denied operations")
struct DeniedScreensTests {
    private static func denial(_ operation: String, _ action: String) -> AWSFailure {
        FakeCloud.refusal(
            operation, "AccessDeniedException",
            "User: arn:aws:iam::111122223333:user/ada is not authorized to perform: \(action) on resource: *")
    }

    private func models(denying operation: String, _ action: String) async throws -> Stage {
        let cloud = FakeCloud()
        _ = try await cloud.createModel(CreateModelRequest(modelName: "left-20261117-170200"))
        cloud.contents.withLock { $0.account = "111122223333" }
        cloud.fail(operation, with: Self.denial(operation, action))
        var stage = Stage(TransformsScreen())
        await stage.run(stage.state.apply([.navigate(.push(ModelsScreen()))]), on: .fake(cloud))
        return stage
    }

    @Test("the models are already open, or why not")
    func models() async throws {
        let listed = try await models(denying: "ListTransformJobs", "sagemaker:ListTransformJobs")
        #expect(listed.text.contains("left-20261117-170200"))
        #expect(listed.text.contains("sagemaker:ListTransformJobs"))
        let identified = try await models(denying: "GetCallerIdentity", "sts:GetCallerIdentity")
        #expect(identified.text.contains("left-20261117-170200"))
        let none = try await models(denying: "ListModels", "sagemaker:ListModels")
        #expect(none.text.contains("sagemaker:ListModels"))
    }

    @Test("models that can't be read are counted in the status line")
    func unreadableModels() {
        var stage = Stage(ModelsScreen())
        stage.send(ModelsScreen.Event.loaded(ModelCleaner.Found(models: [], shortfalls: [], leftOut: 2)))
        #expect(stage.text.contains("2 unreadable"))
    }

    @Test("what could not be looked up stands beside the missing policies, and instead of them")
    func policies() {
        let policy = MissingPolicy(
            kind: .bucketPolicy, resource: "home", account: "111122223333", region: "eu-west-1", profile: "research",
            purpose: "lets account 4444-5555-6666 read 3 model artifacts", present: .none,
            document: JSONValue.object([.init(key: "Version", value: .string("2012-10-17"))]))
        let unknown = CrossAccountReport.Item(
            .role, "arn",
            .unknown("whether role r may read them: unknown: iam:SimulatePrincipalPolicy is denied", fix: ""))
        let gone = CrossAccountReport.Item(.image, "i", .failed("the image i no longer exists", fix: "push it again"))
        for missingPolicies in [[policy], []] {
            var stage = Stage(PoliciesScreen(Samples.launchScreen.plan))
            stage.send(
                PoliciesScreen.Event.examined(
                    CrossAccountReport(
                        source: .init(profile: "research", account: "111122223333", arn: "a"),
                        target: .init(profile: nil, account: "444455556666", arn: "b"), items: [unknown, gone],
                        missingPolicies: missingPolicies)))
            #expect(stage.text.contains("iam:SimulatePrincipalPolicy is denied"))
            #expect(stage.text.contains("the image i no longer exists: push it again"))
            #expect(!stage.text.contains("No policies are missing."))
            #expect(stage.text.contains("1 unknown"))
        }
    }
}
