import AWSOperations
import AWSSigning
import Testing

@testable import Sandbox

/// What the accounts have apart: names, quotas and tags.
struct TwoAccountsTests {
    /// Both accounts' users against one sandbox whose instances never get ready.
    private func use(_ body: (_ home: RunningSandbox, _ deploying: RunningSandbox) async throws -> Void) async throws {
        let timing = SandboxTiming(
            provisioning: 600, perObject: 0, stopping: 0, metricInterval: 60, candidateInterval: 60)
        try await RunningSandbox.use(timing: timing) { home in
            let profile = home.sandbox.profiles[1]
            let client = RunningSandbox.client(
                of: home.sandbox,
                Credentials(accessKeyID: profile.accessKeyID, secretAccessKey: profile.secretAccessKey))
            try await body(home, RunningSandbox(sandbox: home.sandbox, client: client))
        }
    }

    private func makeModel(in account: Account, _ running: RunningSandbox, bucket: String) async throws -> String {
        _ = try await running.client.send(PutObjectRequest(bucket: bucket, key: "model.tar.gz", body: [1]))
        return try await running.client.send(
            CreateModelRequest(
                modelName: "same-name",
                containers: [ContainerDefinition(image: "i", modelDataUrl: "s3://\(bucket)/model.tar.gz")],
                executionRoleArn: account.executionRole.arn)
        ).modelArn
    }

    @Test func namesAndQuotasAreEachAccountsOwn() async throws {
        try await use { home, deploying in
            let models = [
                try await makeModel(in: .home, home, bucket: "flightdeck-demo"),
                try await makeModel(in: .deploying, deploying, bucket: "flightdeck-deploy"),
            ]
            #expect(models == Account.all.map { $0.arn("sagemaker", "model/same-name") })
            func start(_ name: String, _ running: RunningSandbox) async throws -> String {
                try await running.client.send(
                    RunningSandbox.transform(name, model: "same-name", output: "x/", instanceCount: 4)
                ).transformJobArn
            }
            let jobs = [try await start("same-job", home), try await start("same-job", deploying)]
            #expect(jobs == Account.all.map { $0.arn("sagemaker", "transform-job/same-job") })
            for running in [home, deploying] {
                let refusal = await running.refusal { try await start("beyond", running) }
                #expect(refusal?.code == "ResourceLimitExceeded")
            }
            #expect(
                try await deploying.client.send(ListTransformJobsRequest()).transformJobSummaries.map(\.transformJobArn)
                    == [jobs[1]])
            _ = try await home.client.send(DeleteModelRequest(modelName: "same-name"))
            let kept = try await deploying.client.send(DescribeModelRequest(modelName: "same-name"))
            #expect(kept.modelArn == models[1])
        }
    }

    @Test func whoMayNotPassTheRoleMakesNoModel() async throws {
        try await use { home, _ in
            let session = try await home.client.send(
                AssumeRoleRequest(roleArn: Account.home.launcherRole.arn, roleSessionName: "test")
            ).credentials
            let launcher = RunningSandbox(
                sandbox: home.sandbox,
                client: RunningSandbox.client(
                    of: home.sandbox,
                    Credentials(
                        accessKeyID: session.accessKeyID, secretAccessKey: session.secretAccessKey,
                        sessionToken: session.sessionToken)))
            try await launcher.createModel("allowed")
            let refusal = await launcher.refusal {
                try await launcher.client.send(
                    CreateModelRequest(
                        modelName: "refused", containers: [ContainerDefinition(image: "i")],
                        executionRoleArn: Account.autopilotReader.arn))
            }
            #expect(refusal?.code == "AccessDeniedException")
            #expect(refusal?.message.contains("iam:PassRole on resource: \(Account.autopilotReader.arn)") == true)
        }
    }
}
