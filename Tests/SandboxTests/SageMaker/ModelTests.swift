import AWSOperations
import Testing

@testable import Sandbox

struct ModelTests {
    @Test func createsDescribesAndDeletes() async throws {
        try await RunningSandbox.use { running in
            try await running.createModel("mine")
            let model = try await running.client.send(DescribeModelRequest(modelName: "mine"))
            #expect(model.modelArn == "arn:aws:sagemaker:us-west-2:111122223333:model/mine")
            #expect(model.containers?.count == 3)
            let again = await running.refusal { try await running.createModel("mine") }
            #expect(again?.code == "ValidationException")
            #expect(again?.message == "Cannot create already existing model \"\(model.modelArn)\".")
            _ = try await running.client.send(DeleteModelRequest(modelName: "mine"))
            let gone = await running.refusal {
                try await running.client.send(DescribeModelRequest(modelName: "mine"))
            }
            #expect(gone?.message == "Could not find model \"\(model.modelArn)\".")
        }
    }

    @Test(arguments: [
        ("a_b", "Member must satisfy regular expression pattern"), ("-a", "Member must satisfy"),
        (String(repeating: "a", count: 64), "Member must have length less than or equal to 63"),
    ])
    func refusesNames(name: String, rule: String) async throws {
        try await RunningSandbox.use { running in
            let error = await running.refusal { try await running.createModel(name) }
            #expect(error?.code == "ValidationException")
            #expect(error?.message.contains(rule) == true)
            #expect(error?.message.hasPrefix("1 validation error detected: Value '\(name)' at 'modelName'") == true)
        }
    }

    @Test func refusesRolesAndArtifactsThatCannotBeUsed() async throws {
        try await RunningSandbox.use { running in
            func create(role: String, artifact: String, name: String = "x") async -> ServiceError? {
                await running.refusal {
                    try await running.client.send(
                        CreateModelRequest(
                            modelName: name, containers: [ContainerDefinition(image: "i", modelDataUrl: artifact)],
                            executionRoleArn: role))
                }
            }
            let artifact = try #require(try await running.keys("out/penguins-species/").first { $0.hasSuffix("gz") })
            let url = "s3://flightdeck-demo/\(artifact)"
            #expect(await create(role: Account.home.executionRole.arn, artifact: url, name: "sound") == nil)
            let foreign = await create(role: "arn:aws:iam::444455556666:role/other-role", artifact: url)
            #expect(foreign?.code == "ValidationException")
            #expect(foreign?.message == "RoleArn: Cross-account pass role is not allowed.")
            let unknown = await create(role: "arn:aws:iam::111122223333:role/other-role", artifact: url)
            #expect(
                unknown?.message.hasPrefix("Could not assume role arn:aws:iam::111122223333:role/other-role") == true)
            let untrusted = await create(role: Account.home.operatorRole.arn, artifact: url)
            #expect(untrusted?.message.hasPrefix("Could not assume role") == true)
            let malformed = await create(role: "arn:aws:iam::1234567890:role/execution-role", artifact: url)
            #expect(malformed?.message.contains("at 'executionRoleArn' failed to satisfy constraint") == true)
            let missing = await create(
                role: Account.home.executionRole.arn, artifact: "s3://flightdeck-demo/none.tar.gz")
            #expect(
                missing?.message.hasPrefix("Could not access model data at s3://flightdeck-demo/none.tar.gz.") == true)
        }
    }

    @Test func readersMayReadAndNothingElse() async throws {
        try await RunningSandbox.use { running in
            let role = try await running.client.send(
                AssumeRoleRequest(roleArn: Account.home.readerRole.arn, roleSessionName: "tests"))
            let reader = RunningSandbox(
                sandbox: running.sandbox,
                client: RunningSandbox.client(
                    of: running.sandbox,
                    .init(
                        accessKeyID: role.credentials.accessKeyID, secretAccessKey: role.credentials.secretAccessKey,
                        sessionToken: role.credentials.sessionToken)))
            let identity = try await reader.client.send(GetCallerIdentityRequest())
            #expect(identity.arn == "arn:aws:sts::111122223333:assumed-role/flightdeck-reader/tests")
            let jobs = try await reader.client.send(ListAutoMLJobsRequest())
            #expect(!jobs.autoMLJobSummaries.isEmpty)
            let create = await reader.refusal { try await reader.createModel("forbidden") }
            #expect(create?.code == "AccessDeniedException")
            let write = await reader.refusal {
                try await reader.client.send(PutObjectRequest(bucket: "flightdeck-demo", key: "x", body: []))
            }
            #expect(write?.code == "AccessDenied")
            let foreign = await running.refusal {
                try await running.client.send(
                    AssumeRoleRequest(roleArn: "arn:aws:iam::444455556666:role/other", roleSessionName: "tests"))
            }
            #expect(foreign?.code == "AccessDenied")
        }
    }
}
