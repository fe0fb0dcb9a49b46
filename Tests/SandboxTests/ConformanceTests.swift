import Testing

@testable import Sandbox

/// The AWS CLI, boto3 and the SageMaker Python SDK against the sandbox, unmodified.
struct ConformanceTests {
    private static let demo = "s3://flightdeck-demo"

    @Test func thePagesCommandsWork() async throws {
        let python = try await PythonProgram(needing: ["awscli"])
        try await RunningSandbox.use { running in
            _ = try await python.run(
                "page-cli.sh", against: running.sandbox,
                [
                    "JOB": "penguins-species", "INPUT": "\(Self.demo)/inbox/single/penguins.csv",
                    "OUTPUT": "\(Self.demo)/page-cli/",
                ])
        }
    }

    @Test func thePagesBoto3CodeWorks() async throws {
        let python = try await PythonProgram(needing: ["boto3", "sagemaker"])
        try await RunningSandbox.use { running in
            _ = try await python.run(
                "page_boto3.py", against: running.sandbox,
                [
                    "JOB": "penguins-body-mass", "INPUT": "\(Self.demo)/inbox/body-mass/",
                    "OUTPUT": "\(Self.demo)/page-boto3",
                ])
        }
    }

    @Test func thePagesSDKCodeWorks() async throws {
        let python = try await PythonProgram(needing: ["sagemaker"])
        try await RunningSandbox.use { running in
            _ = try await python.run(
                "page_sdk.py", against: running.sandbox,
                [
                    "JOB": "penguins-species", "INPUT": "\(Self.demo)/inbox/single/penguins.csv",
                    "OUTPUT": "\(Self.demo)/page-sdk",
                ])
        }
    }

    @Test func theCommandLinesS3CommandsWork() async throws {
        let python = try await PythonProgram(needing: ["awscli"])
        try await RunningSandbox.use { running in
            _ = try await python.run("s3-cli.sh", against: running.sandbox)
        }
    }

    @Test func boto3sOtherClientsWork() async throws {
        let python = try await PythonProgram(needing: ["boto3"])
        try await RunningSandbox.use { running in
            _ = try await python.run("clients.py", against: running.sandbox)
        }
    }

    @Test(arguments: ["accounts.py", "accounts-cli.sh"])
    func twoAccountsWork(script: String) async throws {
        let python = try await PythonProgram(needing: ["boto3", "awscli"])
        try await TemporaryDirectory.use { directory in
            try await RunningSandbox.use { running in
                let files = try running.sandbox.writeProfiles(inDirectory: directory)
                _ = try await python.run(
                    script, against: running.sandbox,
                    ["AWS_CONFIG_FILE": files.config, "AWS_SHARED_CREDENTIALS_FILE": files.credentials])
            }
        }
    }
}
