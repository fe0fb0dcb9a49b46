import AWSOperations

extension Launcher {
    /// Checks the plan and writes it down; nothing has been sent when this throws.
    func begin(
        _ plan: LaunchPlan, as identity: LaunchIdentity, isSampleRun: Bool = false
    ) async throws(LaunchFailure) -> LaunchRecord {
        let errors = plan.problems().filter { $0.severity == .error }
        guard errors.isEmpty else {
            throw LaunchFailure(
                reason: .invalidPlan(errors), problem: errors.map(\.message).joined(separator: "; "),
                remedy: errors.map(\.remedy).first { !$0.isEmpty } ?? "fix the marked fields",
                leftBehind: .nothing, record: nil)
        }
        let record = LaunchRecord(plan: plan, identity: identity, now: clock.now, isSampleRun: isSampleRun)
        do {
            try await journal.begin(record)
        } catch let known as LaunchAlreadyInJournal {
            var failure = LaunchFailure.transformNameTaken(record)
            failure.record = nil
            if !known.state.isFinal {
                failure.problem = "a launch of that name was interrupted: \(record.transformJobName)"
                failure.remedy = "resume or clean up that launch, or choose another name"
            }
            throw failure
        } catch is LaunchIsUnderWay {
            var failure = LaunchFailure.underWay(record)
            failure.record = nil
            throw failure
        } catch {
            throw Self.journalFailure(error, leftBehind: .nothing, record: nil)
        }
        await journal.handOver(to: record)
        return record
    }

    /// Takes an interrupted launch from the journal, as it stands there by now.
    func claim(_ record: LaunchRecord) async throws(LaunchFailure) -> LaunchRecord {
        do {
            return try await journal.claim(record)
        } catch is LaunchIsUnderWay {
            throw .underWay(record)
        } catch {
            throw Self.journalFailure(error, leftBehind: record.leftBehind, record: record)
        }
    }

    /// Writes a state down; where that fails, nothing may be sent.
    func save(_ record: inout LaunchRecord, _ state: LaunchRecord.State) async throws(LaunchFailure) {
        var changed = record
        changed.state = state
        changed.updatedAt = clock.now
        do {
            try await journal.update(changed)
        } catch {
            let left = state == .modelCreated ? changed.leftBehind : record.leftBehind
            throw Self.journalFailure(error, leftBehind: left, record: record)
        }
        record = changed
    }

    /// Writes an end down. A journal that fails here does no harm: the next start looks again and finds the same end.
    func saveEnd(_ record: inout LaunchRecord, _ state: LaunchRecord.State) async {
        record.state = state
        record.updatedAt = clock.now
        try? await journal.update(record)
    }

    private static func journalFailure(
        _ error: any Error, leftBehind: LaunchFailure.LeftBehind, record: LaunchRecord?
    ) -> LaunchFailure {
        let known = error as? any JournalProblem
        return LaunchFailure(
            reason: .journal("\(error)"),
            problem: "the launch was stopped, because its journal can't be written: \(known?.problem ?? "\(error)")",
            remedy: known.flatMap { $0.remedy.isEmpty ? nil : $0.remedy }
                ?? "free space or fix the permissions of the state folder, then try again",
            leftBehind: leftBehind, record: record)
    }
}

extension LaunchRecord {
    /// What the launch may have left in the account, as far as the journal knows.
    public var leftBehind: LaunchFailure.LeftBehind {
        switch state {
        case .planned, .refused, .cleanedUp, .launched: .nothing
        case .copyingArtifacts: .perhapsCopies(count: copies.count)
        case .creatingModel: .perhapsModel(name: modelName)
        case .modelCreated: reusesModel ? .nothing : .model(name: modelName)
        case .creatingTransform: .modelAndPerhapsTransform(model: modelName, transform: transformJobName)
        case .cleaningUp: reusesModel ? .nothing : .perhapsModel(name: modelName)
        }
    }
}

extension LaunchJournal {
    /// The record of the launch that made a transform; nil where it was not made from here, or the journal cannot be read.
    func record(of job: DescribeTransformJobResponse) async -> LaunchRecord? {
        let place = job.transformJobArn.split(separator: ":", omittingEmptySubsequences: false)
        return try? await history(limit: 1000).first { record in
            record.transformJobName == job.transformJobName
                && (place.count < 5 || (record.account == place[4] && record.region == place[3]))
        }
    }
}
