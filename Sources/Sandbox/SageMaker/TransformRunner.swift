import AWSOperations

/// Runs a transform's work and writes what it makes: output objects, log lines, metric points.
struct TransformRunner: Sendable {
    let account: Account
    let access: ObjectAccess
    let roles: RoleDirectory
    let logs: LogStore
    let metrics: MetricStore

    /// Runs a job at the pace that the timing asks for; cancelling the task stops it.
    func run(
        _ record: TransformJobRecord, model: DescribeModelResponse, timing: SandboxTiming
    ) async -> TransformOutcome {
        let roleArn = model.executionRoleArn ?? ""
        guard let role = await roles.executionSession(roleArn, for: account) else {
            return .failed(
                reason: "ClientError: \(TransformFailure.unassumableRole(roleArn))", TransformProgress())
        }
        let started = record.started ?? .now
        let activity = ActivityMeter()
        let sampler = Task {
            while !Task.isCancelled {
                try? await Task.sleep(for: .seconds(timing.metricInterval))
                guard !Task.isCancelled else { return }
                await sample(record, load: await activity.take())
            }
        }
        let engine = TransformEngine(
            request: record.request, model: model, objects: objects(as: role))
        let outcome = await engine.run(
            pace: { progress in
                await activity.addBatch()
                let spent = timing.perObject * Self.effort(of: progress)
                let due = started.adding(seconds: spent)
                try await Task.sleep(for: .seconds(max(0, due.seconds(since: .now))))
                try Task.checkCancellation()
            },
            emit: { event in
                try await keep(event, of: record, by: role, at: .now)
            })
        await sample(record, load: await activity.take())
        sampler.cancel()
        await sampler.value
        // Logs and metrics that cannot be written are lost at the next start; the job itself is not.
        try? await logs.save(job: record.name)
        try? await metrics.save(job: record.name)
        return outcome
    }

    /// Objects done, with the part of the current one; 64 KB count as one object more.
    private static func effort(of progress: TransformProgress) -> Double {
        let weight = Double(progress.objects) + Double(progress.bytes) / 65_536
        return weight * progress.fraction
    }

    /// The objects that a transform may read with a role.
    func objects(as role: Principal) -> StoredObjects { StoredObjects(access: access, role: role) }

    /// Stores what the engine tells, as of a moment; throws `TransformFailure` where the role may not write an output.
    func keep(
        _ event: TransformEvent, of record: TransformJobRecord, by role: Principal, at moment: Timestamp
    ) async throws {
        switch event {
        case .log(let stream, let line):
            await logs.append(line, to: Self.name(of: stream, in: record), at: moment)
        case .output(let location, let bytes):
            let type = record.request.transformOutput.accept ?? record.request.transformInput.contentType
            do throws(ServiceFault) {
                try await access.require("s3:PutObject", on: location, by: role)
            } catch {
                throw TransformFailure.cannotWrite(location.uri, role.roleArn ?? role.arn)
            }
            try await access.store.write(
                bytes, to: location, attributes: ObjectAttributes(contentType: type ?? "binary/octet-stream"),
                at: moment)
        case .withdrawn(let locations):
            for location in locations { try await access.store.delete(location) }
        case .progress: break
        }
    }

    /// `<job>/<instance>-<epoch>`, with what writes it behind.
    private static func name(of stream: TransformLogStream, in record: TransformJobRecord) -> String {
        let epoch = Int((record.started ?? record.created).secondsSinceEpoch)
        func base(_ number: Int) -> String {
            "\(record.name)/\(record.instances[number % record.instances.count])-\(epoch)"
        }
        switch stream {
        case .data(let instance): return "\(base(instance))/data-log"
        case .container(let instance, let number, let count):
            return count == 1 ? base(instance) : "\(base(instance))/container-\(number)"
        }
    }

    private func sample(_ record: TransformJobRecord, load: Double) async {
        for instance in record.instances {
            await metrics.append(
                HostLoad.point(load, on: record.request.transformResources.instanceType, at: .now),
                host: "\(record.name)/\(instance)")
        }
    }
}

/// Whether the engine has worked since it was last asked.
private actor ActivityMeter {
    private var batches = 0

    func addBatch() {
        batches += 1
    }

    /// 0 where nothing happened, near 1 for many batches.
    func take() -> Double {
        defer { batches = 0 }
        return batches == 0 ? 0 : 1 - 1 / Double(batches + 1)
    }
}

/// What a host's metrics say of a load: no such machine exists, so they are told from the work done.
enum HostLoad {
    static func point(_ load: Double, on type: TransformInstanceType, at moment: Timestamp) -> MetricStore.Point {
        // A wave that follows from the time alone, so that a line moves as a real one does.
        let seconds = moment.secondsSinceEpoch
        let ripple = 0.5 + 0.5 * triangle(seconds / 3.7) * triangle(seconds / 1.3)
        let busyCores = load * (0.55 + 0.35 * ripple)
        return MetricStore.Point(
            time: moment, cpu: min(1, 0.02 + busyCores) * 100 * Double(cores(of: type)),
            memory: 14 + 6 * load + 2 * ripple)
    }

    private static func triangle(_ x: Double) -> Double {
        abs(2 * (x - x.rounded(.down)) - 1)
    }

    private static func cores(of type: TransformInstanceType) -> Int {
        let size = type.rawValue.split(separator: ".").last ?? ""
        return switch size {
        case "large": 2
        case "xlarge": 4
        default: (Int(size.prefix { $0.isNumber }) ?? 1) * 4
        }
    }
}
