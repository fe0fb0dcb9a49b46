import AWSOperations

extension Launcher {
    /// Copies the artifacts that the model's containers name; where they are there already, nothing is sent twice.
    func copyArtifacts(_ record: inout LaunchRecord, report: @escaping Report) async throws(LaunchFailure) {
        let copies = record.copies
        do {
            guard let copier else { throw ArtifactCopyProblem.noSource }
            try await copyStop.run { try await copier.copy(copies) { report(.copying($0)) } }
        } catch let problem as ArtifactCopyProblem {
            if case .changed = problem { await saveEnd(&record, .refused) }
            throw .copying(problem, record)
        } catch {
            let failure = AWSFailure(wrapping: error)
            throw failure == .cancelled ? .copyingStopped(record) : .service(failure, record)
        }
        try await save(&record, .creatingModel)
        report(.copied(count: copies.count))
    }

    /// Drops what arrived of copies that were not finished; whole copies stay, for others may use them.
    func dropCopies(of record: LaunchRecord) async throws(LaunchFailure) {
        do {
            guard let copier else { throw ArtifactCopyProblem.noSource }
            try await copier.dropUnfinished(record.copies)
        } catch let problem as ArtifactCopyProblem {
            throw .copying(problem, record)
        } catch {
            throw .service(AWSFailure(wrapping: error), record)
        }
    }
}

extension LaunchFailure {
    static func copying(_ problem: ArtifactCopyProblem, _ record: LaunchRecord) -> LaunchFailure {
        LaunchFailure(
            reason: .copying(problem), problem: problem.description, remedy: problem.remedy,
            leftBehind: record.leftBehind, record: record)
    }

    static func copyingStopped(_ record: LaunchRecord) -> LaunchFailure {
        LaunchFailure(
            reason: .service(.cancelled), problem: "copying the artifacts was stopped",
            remedy: "resume: finished parts are kept", leftBehind: record.leftBehind, record: record)
    }
}
