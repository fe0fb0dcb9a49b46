import AWSOperations

/// A transform of the past: really run when the sandbox is seeded, and dated back.
struct PastTransform {
    enum End {
        case itsOwn
        /// Stopped by somebody after a part of the work.
        case stopped(atFraction: Double)
    }

    var name: String
    /// Not the candidate's own name: that one is left to whoever launches it next.
    var modelName: String
    var candidate: AutoMLCandidate
    var inputPrefix: String
    var outputPrefix: String
    var instanceType = "ml.m5.xlarge"
    var instanceCount = 1
    var hoursAgo: Double
    /// Seconds from the request to the start, and from there to the end.
    var provisioning: Double
    var running: Double
    var joinsInput = false
    var end = End.itsOwn

    var model: CreateModelRequest {
        CreateModelRequest(
            modelName: modelName,
            containers: (candidate.inferenceContainers ?? candidate.inferenceContainerDefinitions?["CPU"] ?? []).map {
                ContainerDefinition(image: $0.image, modelDataUrl: $0.modelDataUrl, environment: $0.environment)
            }, executionRoleArn: Account.home.executionRole.arn)
    }

    var request: CreateTransformJobRequest {
        CreateTransformJobRequest(
            transformJobName: name, modelName: modelName,
            transformInput: TransformInput(
                dataSource: TransformDataSource(
                    s3DataSource: TransformS3DataSource(
                        s3DataType: .s3Prefix, s3Uri: DemoPlaces.input(inputPrefix).uri)),
                contentType: "text/csv", splitType: .line),
            transformOutput: TransformOutput(
                s3OutputPath: DemoPlaces.input(outputPrefix).uri, accept: joinsInput ? "text/csv" : nil,
                assembleWith: .line),
            transformResources: TransformResources(
                instanceType: TransformInstanceType(rawValue: instanceType), instanceCount: instanceCount),
            dataProcessing: joinsInput ? DataProcessing(joinSource: .input) : nil)
    }

    /// Does the work at once, with every trace of it dated as if it had taken its time.
    func replay(seededAt: Timestamp, runner: TransformRunner) async throws -> TransformJobRecord {
        let created = seededAt.adding(seconds: -hoursAgo * 3600)
        let started = created.adding(seconds: provisioning)
        var record = TransformJobRecord(
            request: request, created: created, status: .inProgress, started: started, lastModified: started)
        let role = runner.account.executionRole.serviceSession
        let replayClock = ReplayClock(started: started, seconds: running)
        let engine = TransformEngine(
            request: request, containers: model.containers ?? [], objects: runner.objects(as: role),
            executionRoleArn: model.executionRoleArn ?? "")
        let begun = record
        let outcome = await engine.run(
            pace: { progress in
                await replayClock.advance(to: progress.fraction)
                if case .stopped(let fraction) = end, progress.fraction >= fraction { throw CancellationError() }
            },
            emit: { event in
                try await runner.keep(event, of: begun, by: role, at: await replayClock.now)
            })
        let ended = outcome.isCompleted ? started.adding(seconds: running) : await replayClock.now.adding(seconds: 4)
        record.apply(outcome, at: ended)
        await runner.sampleEveryMinute(of: record, from: started, to: ended)
        try await runner.logs.save(job: name)
        try await runner.metrics.save(job: name)
        return record
    }
}

/// Maps how far a replayed transform is to the moment that it claims.
private actor ReplayClock {
    let started: Timestamp
    let seconds: Double
    private var fraction = 0.0

    init(started: Timestamp, seconds: Double) {
        self.started = started
        self.seconds = seconds
    }

    var now: Timestamp { started.adding(seconds: seconds * fraction) }

    func advance(to fraction: Double) {
        self.fraction = max(self.fraction, min(fraction, 1))
    }
}

extension TransformOutcome {
    fileprivate var isCompleted: Bool {
        if case .completed = self { true } else { false }
    }
}

extension TransformRunner {
    /// Metric points one a minute, as CloudWatch keeps them of a job that is over.
    fileprivate func sampleEveryMinute(of record: TransformJobRecord, from start: Timestamp, to end: Timestamp) async {
        var moment = start.adding(seconds: 30)
        while moment < end {
            for instance in record.instances {
                await metrics.append(
                    HostLoad.point(0.9, on: record.request.transformResources.instanceType, at: moment),
                    host: "\(record.name)/\(instance)")
            }
            moment = moment.adding(seconds: 60)
        }
    }
}
