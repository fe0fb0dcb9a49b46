import AWSOperations

/// Runs one batch transform for real: reads, splits, batches, predicts, joins, assembles.
struct TransformEngine: Sendable {
    let request: CreateTransformJobRequest
    /// The model's containers, in order, as CreateModel received them.
    let containers: [ContainerDefinition]
    let objects: any TransformObjects
    /// For messages only.
    let region: String
    /// The model's role, for messages only.
    let executionRoleArn: String

    init(request: CreateTransformJobRequest, model: DescribeModelResponse, objects: any TransformObjects) {
        self.init(
            request: request, containers: model.containers ?? model.primaryContainer.map { [$0] } ?? [],
            objects: objects, executionRoleArn: model.executionRoleArn ?? "")
    }

    init(
        request: CreateTransformJobRequest, containers: [ContainerDefinition], objects: any TransformObjects,
        region: String = Account.region, executionRoleArn: String = ""
    ) {
        self.request = request
        self.containers = containers
        self.objects = objects
        self.region = region
        self.executionRoleArn = executionRoleArn
    }

    typealias Pace = @Sendable (TransformProgress) async throws -> Void
    typealias Emit = @Sendable (TransformEvent) async throws -> Void

    /// What is wrong with the request itself, as the message of a ValidationException; nothing where it is sound.
    static func validationProblem(of request: CreateTransformJobRequest) -> String? {
        TransformValidation.problem(of: request)
    }

    /// Runs the job to its end.
    ///
    /// - Parameters:
    ///   - pace: called before every mini-batch and after every object with the progress so far; it may sleep, and by
    ///     throwing it stops the job.
    ///   - emit: receives everything that the job does, in order; an error from it fails the job as an internal error.
    ///
    /// Cancelling the task stops the job too. Objects are worked on in the order of keys; the first that fails ends the
    /// job, and the outputs before it stay.
    func run(pace: Pace = { _ in }, emit: Emit) async -> TransformOutcome {
        var run = TransformRun(engine: self)
        do {
            try await run.start(pace: pace, emit: emit)
            return .completed(run.progress)
        } catch let failure as TransformFailure {
            return .failed(reason: failure.reason, run.progress)
        } catch is CancellationError {
            try? await emit(.withdrawn(run.written))
            return .stopped(run.progress)
        } catch {
            return .failed(reason: TransformFailure.internalError.reason, run.progress)
        }
    }
}

/// Fetches a model's artifacts and starts its containers.
struct TransformModel: Sendable {
    let containers: [ContainerDefinition]
    let objects: any TransformObjects
    let region: String
    let executionRoleArn: String

    /// `environment` is the transform's own and wins over the containers'.
    func start(environment: [String: String]) async throws(TransformFailure) -> InferencePipeline {
        var loaded: [ModelContainer] = []
        for container in containers {
            guard let url = container.modelDataUrl, let location = S3Location(url) else {
                throw TransformFailure(
                    reason: "ClientError: The container \(container.image ?? "") has no usable ModelDataUrl")
            }
            let bytes: [UInt8]?
            do {
                bytes = try await objects.bytes(inBucket: location.bucket, key: location.key)
            } catch is TransformObjectDenied {
                bytes = nil
            } catch {
                throw .internalError
            }
            guard let bytes else { throw inaccessible(url) }
            loaded.append(
                ModelContainer(
                    image: container.image ?? "",
                    environment: (container.environment ?? [:]).merging(environment) { $1 }, artifact: bytes,
                    modelDataUrl: url))
        }
        do throws(ModelLoadFailure) {
            return try InferencePipeline(loaded)
        } catch {
            switch error {
            case .notAnArchive(let url):
                throw TransformFailure(
                    reason: "ClientError: Failed to extract model data archive from URL \"\(url)\". Please ensure that "
                        + "the object located at the URL is a valid tar.gz archive.")
            case .unusable(let container, let detail):
                throw TransformFailure(
                    reason: "AlgorithmError: Container \(container) did not pass the ping health check: \(detail). See "
                        + "job logs for more information")
            }
        }
    }

    private func inaccessible(_ url: String) -> TransformFailure {
        TransformFailure(
            reason: "ClientError: Could not access model data at \(url). Please ensure that the role "
                + "\"\(executionRoleArn)\" exists and that its trust relationship policy allows the action "
                + "\"sts:AssumeRole\" for the service principal \"sagemaker.amazonaws.com\". Also ensure that the role "
                + "has \"s3:GetObject\" permissions and that the object is located in \(region).")
    }
}

/// What a running transform tells the service, in order.
enum TransformEvent: Hashable, Sendable {
    /// A line for a log stream; the service adds the time.
    case log(stream: TransformLogStream, line: String)
    /// A whole output object, to be stored.
    case output(location: S3Location, bytes: [UInt8])
    /// Outputs to be removed again: a stopped job keeps none.
    case withdrawn([S3Location])
    case progress(TransformProgress)
}

/// A log stream of a transform job, by what writes it.
enum TransformLogStream: Hashable, Sendable {
    /// Container `number` (from 1) of `count` on instance `instance` (from 0).
    ///
    /// A single container's stream is `<job>/<instance>-<epoch>`; the streams of a pipeline end in `/container-N`.
    case container(instance: Int, number: Int, count: Int)
    /// `<job>/<instance>-<epoch>/data-log`: what the agent beside the containers writes.
    case data(instance: Int)
}

/// How far a transform has come.
struct TransformProgress: Hashable, Sendable {
    var objectsDone = 0
    var objects = 0
    var bytesDone = 0
    var bytes = 0
    var recordsDone = 0
    var batchesDone = 0

    /// From 0 to 1, by bytes read.
    var fraction: Double {
        bytes == 0 ? (objects == 0 ? 1 : Double(objectsDone) / Double(objects)) : Double(bytesDone) / Double(bytes)
    }
}

/// How a transform ended.
enum TransformOutcome: Hashable, Sendable {
    case completed(TransformProgress)
    /// `reason` is DescribeTransformJob's FailureReason.
    case failed(reason: String, TransformProgress)
    case stopped(TransformProgress)
}
