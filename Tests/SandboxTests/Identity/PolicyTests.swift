import AWSOperations
import AWSSigning
import Testing

@testable import Sandbox

/// What the sandbox's roles may do, and what it says of them.
struct PolicyTests {
    @Test func denialsGoBeforePermissions() {
        let policy = PolicyDocument([
            .allow(["s3:*", "iam:PassRole"]), .deny(["s3:Delete*"], on: ["arn:aws:s3:::kept*"]),
        ])
        #expect(policy.decide("s3:GetObject", on: "arn:aws:s3:::kept/x").decision == .allowed)
        #expect(policy.decide("S3:deleteobject", on: "arn:aws:s3:::kept/x").decision == .explicitDeny)
        #expect(policy.decide("s3:DeleteObject", on: "arn:aws:s3:::other").decision == .allowed)
        #expect(policy.decide("sagemaker:CreateModel", on: "*").decision == .implicitDeny)
    }

    @Test(arguments: [("a*c", "abc", true), ("a*c", "ac", true), ("a*c", "ab", false), ("aba*aba", "aba", false)])
    func patterns(pattern: String, text: String, matches: Bool) {
        let policy = PolicyDocument([.allow([pattern])])
        #expect((policy.decide(text, on: "*").decision == .allowed) == matches)
    }

    @Test func theLauncherMayLaunchAndNotAsk() async throws {
        try await RunningSandbox.use { running in
            let session = try await running.client.send(
                AssumeRoleRequest(roleArn: Account.home.launcherRole.arn, roleSessionName: "test"))
            let client = RunningSandbox.client(
                of: running.sandbox,
                Credentials(
                    accessKeyID: session.credentials.accessKeyID, secretAccessKey: session.credentials.secretAccessKey,
                    sessionToken: session.credentials.sessionToken))
            #expect(try await !client.send(ListModelsRequest()).models.isEmpty)
            let refusals = [
                await running.refusal { try await client.send(GetRoleRequest(roleName: "flightdeck-reader")) },
                await running.refusal { try await client.send(ListServiceQuotasRequest(serviceCode: "sagemaker")) },
                await running.refusal { try await client.send(GetProductsRequest(serviceCode: "AmazonSageMaker")) },
            ]
            let actions = ["iam:GetRole", "servicequotas:ListServiceQuotas", "pricing:GetProducts"]
            for (refusal, action) in zip(refusals, actions) {
                let error = try #require(refusal)
                #expect(AWSFailure.service(error).isAccessDenied)
                #expect(error.message.contains(action))
                #expect(AWSFailure.service(error).remedy.contains(action))
            }
        }
    }

    @Test func simulationsFollowTheRolesPolicies() async throws {
        try await RunningSandbox.use { running in
            func decision(_ role: Role, _ action: String, _ resource: String) async throws -> PolicyEvaluation.Decision
            {
                let answer = try await running.client.send(
                    SimulatePrincipalPolicyRequest(
                        policySourceArn: role.arn, actionNames: [action], resourceArns: [resource],
                        contextEntries: [
                            PolicyContextEntry(keyName: "iam:PassedToService", keyValues: ["sagemaker.amazonaws.com"])
                        ]))
                return try #require(answer.evaluationResults.first).decision
            }
            let role = Account.home.executionRole.arn
            #expect(try await decision(Account.home.launcherRole, "iam:PassRole", role) == .allowed)
            #expect(try await decision(Account.home.readerRole, "iam:PassRole", role) == .implicitDeny)
            #expect(try await decision(Account.home.operatorRole, "sagemaker:CreateModel", "*") == .allowed)
            #expect(try await decision(Account.home.executionRole, "s3:GetObject", "arn:aws:s3:::b/k") == .allowed)
            let trust = try await running.client.send(GetRoleRequest(roleName: "sagemaker-execution-role")).role
            #expect(trust.trustPolicy?.contains(#""Service":"sagemaker.amazonaws.com""#) == true)
        }
    }
}
