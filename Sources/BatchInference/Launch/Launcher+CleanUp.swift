import AWSOperations

extension Launcher {
    /// Takes a launch back: deletes its model where the launch made it, and leaves everything else.
    ///
    /// - Parameter transformIsAnothers: Whether a transform job of its name is known to be none of this launch's.
    func removeLeftovers(
        of start: LaunchRecord, transformIsAnothers: Bool = false, report: @escaping Report
    ) async throws(LaunchFailure) -> LaunchEvent {
        var record = start
        switch record.state {
        case .launched: return .launched(record)
        case .cleanedUp, .refused: return .cleanedUp(record)
        case .planned:
            await saveEnd(&record, .cleanedUp)
            return .cleanedUp(record)
        case .copyingArtifacts:
            try await dropCopies(of: record)
            await saveEnd(&record, .cleanedUp)
            return .cleanedUp(record)
        case .creatingModel: break
        // Also where it was refused: whoever refused it may not have been the service.
        case .modelCreated where transformIsAnothers: break
        case .modelCreated, .creatingTransform, .cleaningUp:
            switch await lookUpTransform(of: record, patient: record.state == .creatingTransform) {
            case .same:
                await saveEnd(&record, .launched)
                return .launched(record)
            case .other, .absent: break
            case .unknown(let failure): throw .unresolved(failure, record)
            }
        }
        if record.reusesModel {
            await saveEnd(&record, .cleanedUp)
            return .cleanedUp(record)
        }
        let mayBeInTheMaking = record.state == .creatingModel
        try await save(&record, .cleaningUp)
        switch await lookUpModel(of: record, patient: mayBeInTheMaking) {
        case .absent, .other: break
        case .unknown(let failure): throw .service(failure, record)
        case .same: try await deleteModel(of: record, report: report)
        }
        await saveEnd(&record, .cleanedUp)
        return .cleanedUp(record)
    }

    private func deleteModel(of record: LaunchRecord, report: Report) async throws(LaunchFailure) {
        report(.deletingModel(name: record.modelName))
        do {
            try await models.deleteModel(named: record.modelName)
        } catch {
            let failure = AWSFailure(wrapping: error)
            if failure.isNotFound { return }
            if failure.leavesDoubt, case .absent = await lookUpModel(of: record, patient: false) { return }
            throw .service(failure, record)
        }
    }
}
