import AWSOperations

extension Launcher {
    typealias Report = @Sendable (LaunchEvent) -> Void

    /// How often a create is sent when the service says each time that nothing came of it.
    private static let createAttempts = 2

    /// Takes a launch from wherever it is to its end.
    func advance(
        _ start: LaunchRecord, cleanUpAfterRefusal: Bool, report: @escaping Report
    ) async throws(LaunchFailure) -> LaunchEvent {
        var record = start
        // A step that an earlier run may have begun is looked for before it is taken.
        var mayHaveHappened = start.state != .planned
        while true {
            switch record.state {
            case .planned:
                try await checkNames(&record, report: report)
            case .copyingArtifacts:
                try await copyArtifacts(&record, report: report)
            case .creatingModel:
                try await makeModel(&record, mayHaveHappened: mayHaveHappened, report: report)
                mayHaveHappened = false
            case .modelCreated:
                let hasModel = try await confirmModel(&record, isNeeded: mayHaveHappened)
                mayHaveHappened = false
                if hasModel { try await save(&record, .creatingTransform) }
            case .creatingTransform:
                try await makeTransform(
                    &record, mayHaveHappened: mayHaveHappened, cleanUpAfterRefusal: cleanUpAfterRefusal, report: report)
            case .cleaningUp:
                return try await removeLeftovers(of: record, report: report)
            case .launched:
                return .launched(record)
            case .cleanedUp, .refused:
                return .cleanedUp(record)
            }
        }
    }

    /// Before anything is made: the transform's name must be free, the model's free or that of the same model.
    private func checkNames(_ record: inout LaunchRecord, report: Report) async throws(LaunchFailure) {
        report(.checkingNames)
        switch await lookUpTransform(of: record, patient: false) {
        case .same, .other:
            await saveEnd(&record, .refused)
            throw .transformNameTaken(record)
        case .unknown(let failure) where !failure.isAccessDenied || failure.isExpiredCredentials:
            await saveEnd(&record, .refused)
            throw .service(failure, record)
        case .absent, .unknown: break
        }
        switch await lookUpModel(of: record, patient: false) {
        case .same:
            record.reusesModel = true
            try await save(&record, .modelCreated)
            report(.modelReused(name: record.modelName))
        case .other(let differences):
            await saveEnd(&record, .refused)
            throw .modelNameTaken(record, differences: differences)
        case .unknown(let failure) where !failure.isAccessDenied || failure.isExpiredCredentials:
            await saveEnd(&record, .refused)
            throw .service(failure, record)
        case .absent, .unknown:
            try await save(&record, record.copies.isEmpty ? .creatingModel : .copyingArtifacts)
        }
    }

    private func makeModel(
        _ record: inout LaunchRecord, mayHaveHappened: Bool, report: Report
    ) async throws(LaunchFailure) {
        if mayHaveHappened {
            switch await lookUpModel(of: record, patient: true) {
            case .same: return try await noteModel(&record, report: report)
            case .other(let differences): try await refuseModelName(&record, differences)
            case .unknown(let failure): throw .unresolved(failure, record)
            case .absent: break
            }
        }
        // Whether a try of this launch may have made what stands in its way.
        var isInDoubt = mayHaveHappened
        for attempt in 1...Self.createAttempts {
            report(.creatingModel(name: record.modelName))
            let failure: AWSFailure
            do {
                _ = try await models.createModel(record.createModel)
                return try await noteModel(&record, report: report)
            } catch let refused as LaunchFailure {
                throw refused
            } catch {
                failure = AWSFailure(wrapping: error)
            }
            guard failure.leavesDoubt || failure.isAlreadyExists else {
                await saveEnd(&record, .refused)
                throw .service(failure, record)
            }
            if failure.leavesDoubt { isInDoubt = true }
            report(.askingAfterDoubt(name: record.modelName, failure: failure))
            switch await lookUpModel(of: record, patient: true) {
            case .same:
                // The same model of somebody else's serves as well, and is theirs to delete.
                if !isInDoubt, await !wasMade(duringLaunchOf: record, { try await modelTime(of: record) }) {
                    record.reusesModel = true
                    try await save(&record, .modelCreated)
                    return report(.modelReused(name: record.modelName))
                }
                return try await noteModel(&record, report: report)
            case .other(let differences): try await refuseModelName(&record, differences)
            case .unknown where failure.isAlreadyExists:
                try await refuseModelName(&record, ["it can't be read for comparison"])
            case .absent where failure.isAlreadyExists && !isInDoubt:
                try await refuseModelName(&record, ["SageMaker says so, and can't describe it"])
            case .unknown: throw .unresolved(failure, record)
            case .absent: if attempt == Self.createAttempts { throw .unresolved(failure, record) }
            }
        }
    }

    private func noteModel(_ record: inout LaunchRecord, report: Report) async throws(LaunchFailure) {
        try await save(&record, .modelCreated)
        report(.modelCreated(name: record.modelName))
    }

    private func refuseModelName(
        _ record: inout LaunchRecord, _ differences: [String]
    ) async throws(LaunchFailure) {
        await saveEnd(&record, .refused)
        throw .modelNameTaken(record, differences: differences)
    }

    /// For a launch that rested: is its model still there? If it went, it is made again.
    private func confirmModel(_ record: inout LaunchRecord, isNeeded: Bool) async throws(LaunchFailure) -> Bool {
        guard isNeeded else { return true }
        switch await lookUpModel(of: record, patient: false) {
        case .same: return true
        case .absent:
            record.reusesModel = false
            try await save(&record, .creatingModel)
            return false
        case .other(let differences):
            await saveEnd(&record, .refused)
            throw .modelNameTaken(record, differences: differences)
        case .unknown(let failure):
            if failure.isAccessDenied, !failure.isExpiredCredentials { return true }
            throw .service(failure, record)
        }
    }

    private func makeTransform(
        _ record: inout LaunchRecord, mayHaveHappened: Bool, cleanUpAfterRefusal: Bool, report: @escaping Report
    ) async throws(LaunchFailure) {
        if mayHaveHappened {
            switch await lookUpTransform(of: record, patient: true) {
            case .same: return await saveEnd(&record, .launched)
            case .other: return try await giveUpTransform(&record, .transformNameTaken, cleanUpAfterRefusal, report)
            case .unknown(let failure): throw .unresolved(failure, record)
            case .absent:
                // The model may have gone, too, since the launch rested.
                guard try await confirmModel(&record, isNeeded: true) else { return }
            }
        }
        var isInDoubt = mayHaveHappened
        for attempt in 1...Self.createAttempts {
            report(.creatingTransform(name: record.transformJobName))
            let failure: AWSFailure
            do {
                _ = try await transforms.createTransformJob(record.createTransformJob)
                return await saveEnd(&record, .launched)
            } catch {
                failure = AWSFailure(wrapping: error)
            }
            guard failure.leavesDoubt || failure.isAlreadyExists else {
                return try await giveUpTransform(&record, .service(failure), cleanUpAfterRefusal, report)
            }
            if failure.leavesDoubt { isInDoubt = true }
            report(.askingAfterDoubt(name: record.transformJobName, failure: failure))
            switch await lookUpTransform(of: record, patient: true) {
            case .same:
                if !isInDoubt, await !wasMade(duringLaunchOf: record, { try await transformTime(of: record) }) {
                    return try await giveUpTransform(&record, .transformNameTaken, cleanUpAfterRefusal, report)
                }
                return await saveEnd(&record, .launched)
            case .absent where failure.isAlreadyExists && !isInDoubt,
                .unknown where failure.isAlreadyExists && !isInDoubt:
                // A refusal like any other: no try of this launch can have made it.
                return try await giveUpTransform(&record, .transformNameTaken, cleanUpAfterRefusal, report)
            case .other: return try await giveUpTransform(&record, .transformNameTaken, cleanUpAfterRefusal, report)
            case .unknown: throw .unresolved(failure, record)
            case .absent: if attempt == Self.createAttempts { throw .unresolved(failure, record) }
            }
        }
    }

    /// The transform was refused: keeps the model for another try, or removes it at once where asked, and where no
    /// other try can succeed.
    private func giveUpTransform(
        _ record: inout LaunchRecord, _ reason: LaunchFailure.Reason, _ cleanUpAfterRefusal: Bool,
        _ report: @escaping Report
    ) async throws(LaunchFailure) {
        func failure(_ record: LaunchRecord) -> LaunchFailure {
            if case .service(let failure) = reason { .service(failure, record) } else { .transformNameTaken(record) }
        }
        guard !record.reusesModel else {
            await saveEnd(&record, .refused)
            throw failure(record)
        }
        try await save(&record, .modelCreated)
        guard cleanUpAfterRefusal || reason.isFinal else { throw failure(record) }
        do throws(LaunchFailure) {
            switch try await removeLeftovers(
                of: record, transformIsAnothers: reason == .transformNameTaken, report: report)
            {
            // Whoever refused it was not the service: the transform job exists.
            case .launched(let launched):
                record = launched
                return
            case .cleanedUp(let cleaned): record = cleaned
            default: break
            }
        } catch {
            // Why there is no transform matters more than why its model is still there.
            var told = failure(error.record ?? record)
            told.problem += "; its model couldn't be deleted: \(error.problem)"
            throw told
        }
        throw failure(record)
    }
}
