import AWSOperations

extension TrialRun {
    /// Takes a trial back that was cut short: stops its transform and waits for its end, then deletes its rows, its
    /// predictions, and its model where the trial made it.
    ///
    /// The last event is `.cleanedUp` or `.failed`.
    public func cleanUp(_ record: LaunchRecord) -> AsyncStream<LaunchEvent> {
        AsyncStream { continuation in
            Task {
                do throws(LaunchFailure) {
                    let claimed = try await launcher().claim(record)
                    continuation.yield(await takeBack(claimed) { continuation.yield($0) })
                } catch {
                    continuation.yield(.failed(error))
                }
                continuation.finish()
            }
        }
    }

    private func takeBack(_ record: LaunchRecord, _ report: @escaping @Sendable (LaunchEvent) -> Void) async
        -> LaunchEvent
    {
        let name = record.transformJobName
        guard record.isOpenTrial, let scratch = TrialScratch(services: services, record: record) else {
            await journal.release(record.id)
            return .failed(
                .trial(record, problem: "\(name) isn't an open sample run", remedy: "list the launches again"))
        }
        var record = record
        switch await status(of: name) {
        case .failure(let failure):
            await journal.release(record.id)
            return .failed(.trial(record, problem: failure.problem, remedy: failure.remedy))
        case .success(nil): break
        case .success(let status?):
            // It was made, whatever the journal saw of it.
            record.state = .launched
            if status == .inProgress || status == .stopping {
                report(.stoppingTransform(name: name))
                guard await stopTransform(named: name) else {
                    await journal.release(record.id)
                    return .failed(
                        .trial(
                            record, problem: "the transform \(name) doesn't end", remedy: "try again in a few minutes")
                    )
                }
            }
        }
        report(.deletingObjects(folder: scratch.place.folder))
        let left = await scratch.removeAll()
        guard left.isEmpty else {
            await settle(record, isTidy: false)
            return .failed(
                .trial(
                    record, problem: left.joined(separator: "; "), remedy: "allow s3:DeleteObject there, or try again"))
        }
        return await removeModel(of: record, report)
    }

    private func removeModel(
        of record: LaunchRecord, _ report: @escaping @Sendable (LaunchEvent) -> Void
    ) async -> LaunchEvent {
        do throws(LaunchFailure) {
            if record.state == .launched {
                if !record.reusesModel { report(.deletingModel(name: record.modelName)) }
                let left = await deleteModel(of: record)
                guard left.isEmpty else {
                    throw .trial(
                        record, problem: left.joined(separator: "; ") + " couldn't be deleted", remedy: "try again")
                }
            } else {
                _ = try await launcher().removeLeftovers(of: record, report: report)
            }
        } catch {
            await settle(record, isTidy: false)
            return .failed(error)
        }
        var ended = record
        ended.state = .cleanedUp
        ended.isOpenTrial = false
        await settle(ended, isTidy: true)
        return .cleanedUp(ended)
    }

    /// Stops a trial that nobody waits for, and removes everything that it made.
    func abandon(_ record: LaunchRecord, _ scratch: TrialScratch) async -> TrialFailure {
        let name = record.transformJobName
        let hasEnded = await stopTransform(named: name)
        var left = await scratch.removeAll()
        if hasEnded {
            left += await deleteModel(of: record)
        } else {
            left.append("the transform \(name) and its model \(record.modelName)")
        }
        await settle(record, isTidy: left.isEmpty)
        return TrialFailure(problem: "the sample run was stopped", remedy: "", leftBehind: left)
    }

    /// Writes down how far a trial was taken away, and lets it go.
    func settle(_ record: LaunchRecord, isTidy: Bool) async {
        var record = record
        // Nothing of the launch itself had been asked of the service.
        if isTidy, record.state == .planned { record.state = .cleanedUp }
        // A model or transform may exist is still to be looked for.
        if isTidy, record.state.isFinal { record.isOpenTrial = false }
        record.updatedAt = clock.now
        // A journal that fails here does no harm: the next start looks again and finds the same end.
        try? await journal.update(record)
        await journal.release(record.id)
    }

    /// Asks a transform to stop; whether it has ended after a while.
    private func stopTransform(named name: String) async -> Bool {
        do {
            try await services.stopTransformJob(named: name)
        } catch {
            // One that has ended cannot be stopped, and need not be.
        }
        for _ in 0..<60 {
            if case .success(let status?) = await status(of: name), status != .inProgress, status != .stopping {
                return true
            }
            try? await clock.sleep(seconds: pace.description.longest)
        }
        return false
    }

    /// How a transform stands; nil where there is none of the name.
    private func status(of name: String) async -> Result<TransformJobStatus?, AWSFailure> {
        do {
            return .success(try await services.describeTransformJob(named: name).transformJobStatus)
        } catch {
            let failure = AWSFailure(wrapping: error)
            return failure.isNotFound ? .success(nil) : .failure(failure)
        }
    }

    /// Deletes the model that a trial made; what could not be, a phrase.
    func deleteModel(of record: LaunchRecord) async -> [String] {
        guard !record.reusesModel else { return [] }
        do {
            try await services.deleteModel(named: record.modelName)
            return []
        } catch {
            return AWSFailure(wrapping: error).isNotFound ? [] : ["the model \(record.modelName)"]
        }
    }
}

extension LaunchFailure {
    static func trial(_ record: LaunchRecord, problem: String, remedy: String) -> LaunchFailure {
        LaunchFailure(
            reason: .trial, problem: problem, remedy: remedy, leftBehind: record.leftBehind, record: record)
    }
}
