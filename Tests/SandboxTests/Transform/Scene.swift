import AWSOperations

@testable import Sandbox

/// Objects in memory.
struct MemoryObjects: TransformObjects {
    /// By `bucket/key`.
    var contents: [String: [UInt8]]

    func objects(inBucket bucket: String, withPrefix prefix: String) async throws -> [TransformObject] {
        contents.compactMap { path, bytes in
            guard path.hasPrefix("\(bucket)/\(prefix)") else { return nil }
            return TransformObject(key: String(path.dropFirst(bucket.count + 1)), size: bytes.count)
        }.sorted { $0.key < $1.key }
    }

    func bytes(inBucket bucket: String, key: String) async throws -> [UInt8]? { contents["\(bucket)/\(key)"] }
}

/// Keeps what an engine emits.
actor Recorder {
    private(set) var events: [TransformEvent] = []

    func keep(_ event: TransformEvent) {
        events.append(event)
    }

    /// Outputs by key, as text.
    var outputs: [String: String] {
        events.reduce(into: [:]) { outputs, event in
            if case .output(let location, let bytes) = event {
                outputs[location.key] = String(decoding: bytes, as: UTF8.self)
            }
        }
    }

    func lines(of stream: TransformLogStream) -> [String] {
        events.compactMap { event in
            guard case .log(stream, let line) = event else { return nil }
            return line
        }
    }
}

/// A transform with everything that it needs, to be changed before it runs.
struct Scene {
    var request: CreateTransformJobRequest
    var containers: [ContainerDefinition]
    var objects: MemoryObjects

    /// A job on `inputs` by key, all below `in/`, with the best candidate of a job.
    init(_ inputs: [String: String], of job: TrainedJob = DemoTraining.species) throws {
        guard let best = job.best else { throw InvocationFailure.badRequest("no candidate") }
        containers = try Model.definitions(of: best)
        objects = MemoryObjects(contents: [:])
        for artifact in best.artifacts(bucket: Model.bucket) {
            objects.contents["\(Model.bucket)/\(artifact.location.key)"] = artifact.bytes
        }
        for (key, text) in inputs { objects.contents["\(Model.bucket)/\(key)"] = Array(text.utf8) }
        request = CreateTransformJobRequest(
            transformJobName: "job", modelName: "model",
            transformInput: TransformInput(
                dataSource: TransformDataSource(
                    s3DataSource: TransformS3DataSource(s3DataType: .s3Prefix, s3Uri: "s3://\(Model.bucket)/in/")),
                contentType: "text/csv", splitType: .line),
            transformOutput: TransformOutput(s3OutputPath: "s3://\(Model.bucket)/out", assembleWith: .line),
            transformResources: TransformResources(
                instanceType: TransformInstanceType(rawValue: "ml.m5.large"), instanceCount: 1))
    }

    /// Reads another prefix, or a manifest.
    mutating func read(_ key: String, as type: S3DataType = .s3Prefix) {
        request.transformInput.dataSource.s3DataSource = TransformS3DataSource(
            s3DataType: type, s3Uri: "s3://\(Model.bucket)/\(key)")
    }

    /// Asks the classification's containers for these keys, as the SageMaker SDK does.
    mutating func ask(for keys: String) {
        for index in containers.indices where containers[index].environment?["SAGEMAKER_INFERENCE_SUPPORTED"] != nil {
            containers[index].environment?["SAGEMAKER_INFERENCE_OUTPUT"] = keys
            if containers[index].environment?["SAGEMAKER_INFERENCE_INPUT"] != nil {
                containers[index].environment?["SAGEMAKER_INFERENCE_INPUT"] = keys
            }
        }
    }

    func run(pace: TransformEngine.Pace = { _ in }) async -> (outcome: TransformOutcome, record: Recorder) {
        let recorder = Recorder()
        let engine = TransformEngine(
            request: request, containers: containers, objects: objects,
            executionRoleArn: "arn:aws:iam::123456789012:role/demo")
        return (await engine.run(pace: pace, emit: { await recorder.keep($0) }), recorder)
    }
}

/// Rows of the species job, one of each species.
enum Birds {
    static let adelie = "Torgersen,39.1,18.7,181,3750,male,2007\n"
    static let gentoo = "Biscoe,50.0,16.3,230,5700,male,2007\n"
    static let chinstrap = "Dream,46.5,17.9,192,3500,female,2007\n"
}
