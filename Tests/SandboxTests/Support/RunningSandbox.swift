import AWSClient
import AWSOperations
import AWSSigning
import Testing

@testable import Sandbox

/// A sandbox of a test's own, with a client for it.
struct RunningSandbox {
    let sandbox: Sandbox
    let client: AWSClient

    /// Runs a body against a fresh sandbox, and stops it whatever happens.
    static func use(
        timing: SandboxTiming = .immediate, dataDirectory: String? = nil,
        _ body: (RunningSandbox) async throws -> Void
    ) async throws {
        let sandbox = try await Sandbox.start(port: 0, dataDirectory: dataDirectory, timing: timing)
        let running = RunningSandbox(
            sandbox: sandbox,
            client: client(
                of: sandbox,
                Credentials(accessKeyID: sandbox.accessKeyID, secretAccessKey: sandbox.secretAccessKey)))
        do {
            try await body(running)
        } catch {
            await sandbox.stop()
            throw error
        }
        await sandbox.stop()
    }

    static func client(of sandbox: Sandbox, _ credentials: Credentials) -> AWSClient {
        AWSClient(
            configuration: ClientConfiguration(
                credentials: credentials, region: sandbox.region, endpointURL: sandbox.endpointURL))
    }

    /// The service's error code and message that a call ends with; nil where it succeeds.
    func refusal<Answer>(of call: () async throws -> Answer) async -> ServiceError? {
        do {
            _ = try await call()
            return nil
        } catch AWSFailure.service(let error) {
            return error
        } catch {
            return ServiceError(
                operation: OperationDescriptor(service: .sageMaker, name: "none", effect: .read), code: "\(error)",
                message: "\(error)", httpStatus: 0, requestID: nil)
        }
    }

    /// Creates a model of a job's best candidate.
    func createModel(_ name: String, ofJob job: String = "penguins-species") async throws {
        let best = try #require(
            try await client.send(DescribeAutoMLJobV2Request(autoMLJobName: job)).bestCandidate)
        _ = try await client.send(
            CreateModelRequest(
                modelName: name,
                containers: (best.inferenceContainers ?? best.inferenceContainerDefinitions?["CPU"] ?? []).map {
                    ContainerDefinition(image: $0.image, modelDataUrl: $0.modelDataUrl, environment: $0.environment)
                }, executionRoleArn: Account.home.executionRole.arn))
    }

    /// Asks for a transform job's description until it is over.
    func waitForEnd(of job: String) async throws -> DescribeTransformJobResponse {
        while true {
            let description = try await client.send(DescribeTransformJobRequest(transformJobName: job))
            if ![.inProgress, .stopping].contains(description.transformJobStatus) { return description }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    static func transform(
        _ name: String, model: String, input: String = "inbox/march/", output: String,
        instanceType: String = "ml.m5.xlarge", instanceCount: Int = 1
    ) -> CreateTransformJobRequest {
        CreateTransformJobRequest(
            transformJobName: name, modelName: model,
            transformInput: TransformInput(
                dataSource: TransformDataSource(
                    s3DataSource: TransformS3DataSource(
                        s3DataType: .s3Prefix, s3Uri: "s3://flightdeck-demo/\(input)")),
                contentType: "text/csv", splitType: .line),
            transformOutput: TransformOutput(
                s3OutputPath: "s3://flightdeck-demo/\(output)", assembleWith: .line),
            transformResources: TransformResources(
                instanceType: TransformInstanceType(rawValue: instanceType), instanceCount: instanceCount))
    }

    /// The keys below a prefix, in order.
    func keys(_ prefix: String, bucket: String = "flightdeck-demo") async throws -> [String] {
        try await client.send(ListObjectsV2Request(bucket: bucket, prefix: prefix)).contents.map(\.key)
    }

    /// An object's bytes as text.
    func text(_ key: String) async throws -> String {
        String(
            decoding: try await client.send(GetObjectRequest(bucket: "flightdeck-demo", key: key)).body, as: UTF8.self)
    }
}
