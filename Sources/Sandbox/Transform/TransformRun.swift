import AWSOperations

/// The state of one run of a `TransformEngine`.
struct TransformRun {
    let engine: TransformEngine
    private(set) var progress = TransformProgress()
    /// The outputs so far.
    private(set) var written: [S3Location] = []

    init(engine: TransformEngine) {
        self.engine = engine
    }

    /// Throws `TransformFailure`, `CancellationError` where the job is stopped, or what `emit` throws.
    mutating func start(pace: TransformEngine.Pace, emit: TransformEngine.Emit) async throws {
        let request = engine.request
        let pipeline = try await TransformModel(
            containers: engine.containers, objects: engine.objects, region: engine.region,
            executionRoleArn: engine.executionRoleArn
        ).start(environment: request.environment ?? [:])
        let tasks = try await TransformInputs(
            request: request, objects: engine.objects, region: engine.region,
            executionRoleArn: engine.executionRoleArn
        ).tasks()
        let payload = request.maxPayloadInMB ?? pipeline.preferredPayloadInMB ?? 6
        let transform: ObjectTransform
        do throws(JSONPathProblem) {
            transform = try ObjectTransform(request, payloadInMB: payload)
        } catch {
            throw TransformFailure(reason: "ClientError: \(error.message)")
        }
        progress.objects = tasks.count
        progress.bytes = tasks.reduce(0) { $0 + $1.size }
        for instance in Set(tasks.map(\.instance)).sorted() {
            try await announce(instance, transform: transform, payload: payload, stages: pipeline.stages.count, emit)
        }
        try await emit(.progress(progress))
        for task in tasks {
            try await self.transform(task, by: transform, through: pipeline, pace: pace, emit: emit)
            progress.objectsDone += 1
            try await emit(.progress(progress))
            try await checkpoint(pace)
        }
    }

    /// Waits as `pace` likes; every way of ending it early is a stop.
    private func checkpoint(_ pace: TransformEngine.Pace) async throws {
        do {
            try await pace(progress)
            try Task.checkCancellation()
        } catch {
            throw CancellationError()
        }
    }

    /// What containers and agent log before the first request.
    private func announce(
        _ instance: Int, transform: ObjectTransform, payload: Int, stages: Int, _ emit: TransformEngine.Emit
    ) async throws {
        for number in 1...max(1, stages) {
            let stream = TransformLogStream.container(instance: instance, number: number, count: stages)
            for line in [
                "[INFO] Starting gunicorn 20.0.4", "[INFO] Listening at: unix:/tmp/gunicorn.sock (17)",
                "169.254.255.130 - - \"GET /ping HTTP/1.1\" 200 0 \"-\" \"Go-http-client/1.1\"",
                "169.254.255.130 - - \"GET /execution-parameters HTTP/1.1\" 200 84 \"-\" \"Go-http-client/1.1\"",
            ] {
                try await emit(.log(stream: stream, line: line))
            }
        }
        let concurrent = max(1, engine.request.maxConcurrentTransforms ?? 1)
        let strategy = transform.strategy == .singleRecord ? "SINGLE_RECORD" : "MULTI_RECORD"
        try await emit(
            .log(
                stream: .data(instance: instance),
                line: "[sagemaker logs]: MaxConcurrentTransforms=\(concurrent), MaxPayloadInMB=\(payload), "
                    + "BatchStrategy=\(strategy)"))
    }

    private mutating func transform(
        _ task: TransformTask, by transform: ObjectTransform, through pipeline: InferencePipeline,
        pace: TransformEngine.Pace, emit: TransformEngine.Emit
    ) async throws {
        let bytesBefore = progress.bytesDone
        let found: [UInt8]?
        do {
            found = try await engine.objects.bytes(inBucket: task.input.bucket, key: task.input.key)
        } catch let denied as TransformObjectDenied {
            try await log(["AccessDenied: \(denied.message)"], of: task, emit)
            throw TransformFailure.clientError
        }
        guard let bytes = found else {
            try await log(["NoSuchKey: The specified key does not exist."], of: task, emit)
            throw TransformFailure.clientError
        }
        var output: [UInt8] = []
        do {
            let plan = try transform.plan(bytes)
            for (index, batch) in plan.batches.enumerated() {
                try await checkpoint(pace)
                let invocation = pipeline.invoke(
                    transform.body(of: batch, in: plan), contentType: transform.contentType, accept: transform.accept)
                try await log(invocation, of: task, emit)
                let reply = try invocation.outcome.get()
                try transform.append(reply.body, for: batch, in: plan, to: &output)
                progress.batchesDone += 1
                progress.recordsDone += batch.count
                progress.bytesDone = bytesBefore + task.size * (index + 1) / plan.batches.count
                if index < plan.batches.count - 1 { try await emit(.progress(progress)) }
            }
        } catch let problem as RecordProblem {
            try await log(problem.logLines, of: task, emit)
            throw TransformFailure.clientError
        } catch let failure as InvocationFailure {
            let kind = failure.status >= 500 ? "AlgorithmError" : "ClientError"
            try await log(
                ["\(kind): \(failure.status)", "", "Message:"] + failure.message.logLines, of: task, emit)
            throw failure.status >= 500 ? TransformFailure.algorithmError : TransformFailure.clientError
        }
        progress.bytesDone = bytesBefore + task.size
        try await emit(.output(location: task.output, bytes: output))
        written.append(task.output)
    }

    private func log(_ invocation: Invocation, of task: TransformTask, _ emit: TransformEngine.Emit) async throws {
        for (index, lines) in invocation.logs.enumerated() {
            let stream = TransformLogStream.container(
                instance: task.instance, number: index + 1, count: invocation.logs.count)
            for line in lines { try await emit(.log(stream: stream, line: line)) }
        }
    }

    /// Lines of the data log, each led by the object that they are about.
    private func log(_ lines: [String], of task: TransformTask, _ emit: TransformEngine.Emit) async throws {
        for line in lines {
            try await emit(
                .log(
                    stream: .data(instance: task.instance),
                    line: "[sagemaker logs]: \(task.input.bucket)/\(task.input.key): \(line)"))
        }
    }
}

/// Reads the objects that a transform needs: its inputs, manifests and model artifacts.
protocol TransformObjects: Sendable {
    /// Every object whose key begins with `prefix`, in the order of keys; none where the bucket does not exist.
    func objects(inBucket bucket: String, withPrefix prefix: String) async throws -> [TransformObject]
    /// The bytes of an object, or nothing where it does not exist.
    func bytes(inBucket bucket: String, key: String) async throws -> [UInt8]?
}

/// An input object as a listing names it.
struct TransformObject: Hashable, Sendable {
    var key: String
    var size: Int
}

/// An object is there or not: the role may not read it.
struct TransformObjectDenied: Error, Hashable, Sendable {
    var message: String
}
