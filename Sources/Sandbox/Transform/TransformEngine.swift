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
