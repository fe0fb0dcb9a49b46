import AWSOperations

/// Makes the model and the transform job of a plan, finishes interrupted launches, and removes what they left.
///
/// Every step is in the journal before its request goes out. None of the create calls has a client token, so after an
/// answer that did not come the service is asked by name, and what is found is compared before anything is decided.
public struct Launcher: Sendable {
    let models: any Models
    let transforms: any TransformJobs
    let journal: any LaunchJournal
    let clock: any Clock
    /// Seconds to wait before each look for a thing that may still be in the making.
    let lookUpPauses: [Double]
    /// What copies artifacts from another account; nil where no launch needs it.
    public let copier: ArtifactCopier?
    /// Ends the copying, and nothing else of a launch.
    let copyStop: CopyStop

    public init(
        models: any Models, transforms: any TransformJobs, journal: any LaunchJournal, clock: any Clock,
        lookUpPauses: [Double] = [1, 3], copier: ArtifactCopier? = nil, copyStop: CopyStop = CopyStop()
    ) {
        self.models = models
        self.transforms = transforms
        self.journal = journal
        self.clock = clock
        self.lookUpPauses = lookUpPauses
        self.copier = copier
        self.copyStop = copyStop
    }

    /// Launches a plan; the last event is `.launched` or `.failed`.
    ///
    /// With `cleanUpAfterRefusal`, a model that was made for a refused transform is deleted before the failure is
    /// reported, which then leaves nothing behind.
    ///
    /// A launch under way goes on when nobody listens to its events any more: it is never cut between its two steps.
    public func launch(
        _ plan: LaunchPlan, as identity: LaunchIdentity, cleanUpAfterRefusal: Bool = false
    ) -> AsyncStream<LaunchEvent> {
        working { () async throws(LaunchFailure) -> LaunchRecord in
            try await begin(plan, as: identity)
        } to: { (record, report) async throws(LaunchFailure) -> LaunchEvent in
            try await advance(record, cleanUpAfterRefusal: cleanUpAfterRefusal, report: report)
        }
    }

    /// Continues a launch that `begin` has just written down, and keeps it taken: a sample run lets it go in the end.
    ///
    /// Ends as `launch` does with `cleanUpAfterRefusal`.
    func launch(begun record: LaunchRecord) -> AsyncStream<LaunchEvent> {
        stream { (report) async throws(LaunchFailure) -> LaunchEvent in
            try await advance(record, cleanUpAfterRefusal: true, report: report)
        }
    }

    /// Finishes a launch from wherever it stopped; never makes a second job. Ends as `launch` does.
    public func resume(_ record: LaunchRecord) -> AsyncStream<LaunchEvent> {
        working { () async throws(LaunchFailure) -> LaunchRecord in
            try await claim(record)
        } to: { (record, report) async throws(LaunchFailure) -> LaunchEvent in
            switch record.state {
            case .cleaningUp: try await removeLeftovers(of: record, report: report)
            default: try await advance(record, cleanUpAfterRefusal: false, report: report)
            }
        }
    }

    /// Removes what a launch left: only a model that it made itself.
    ///
    /// Ends with `.launched` instead where the transform job turns out to exist, for then the launch is done and its
    /// model in use.
    public func cleanUp(_ record: LaunchRecord) -> AsyncStream<LaunchEvent> {
        working { () async throws(LaunchFailure) -> LaunchRecord in
            try await claim(record)
        } to: { (record, report) async throws(LaunchFailure) -> LaunchEvent in
            try await removeLeftovers(of: record, report: report)
        }
    }

    /// Takes a launch in the journal, works on it to its end, and lets it go however that is: its corrected input is then
    /// the launch's, or nobody's.
    private func working(
        on taken: @escaping @Sendable () async throws(LaunchFailure) -> LaunchRecord,
        to end: @escaping @Sendable (LaunchRecord, @escaping Report) async throws(LaunchFailure) -> LaunchEvent
    ) -> AsyncStream<LaunchEvent> {
        stream { (report) async throws(LaunchFailure) -> LaunchEvent in
            let record = try await taken()
            do throws(LaunchFailure) {
                let event = try await end(record, report)
                await journal.release(record.id)
                await settleInput(after: event)
                return event
            } catch {
                await journal.release(record.id)
                await settleInput(after: .failed(error))
                throw error
            }
        }
    }

    private func stream(
        _ work:
            @escaping @Sendable (_ report: @escaping @Sendable (LaunchEvent) -> Void) async throws(LaunchFailure) ->
            LaunchEvent
    ) -> AsyncStream<LaunchEvent> {
        AsyncStream { continuation in
            Task {
                do throws(LaunchFailure) {
                    continuation.yield(try await work { continuation.yield($0) })
                } catch {
                    continuation.yield(.failed(error))
                }
                continuation.finish()
            }
        }
    }
}

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
        var mayExist = mayHaveHappened
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
            guard failure.outcomeIsUnknown || failure.isAlreadyExists else {
                await saveEnd(&record, .refused)
                throw .service(failure, record)
            }
            if failure.outcomeIsUnknown { mayExist = true }
            report(.checkingUnknownOutcome(name: record.modelName, failure: failure))
            switch await lookUpModel(of: record, patient: true) {
            case .same:
                // The same model of somebody else's serves as well, and is theirs to delete.
                if !mayExist, await !wasMade(duringLaunchOf: record, { try await modelTime(of: record) }) {
                    record.reusesModel = true
                    try await save(&record, .modelCreated)
                    return report(.modelReused(name: record.modelName))
                }
                return try await noteModel(&record, report: report)
            case .other(let differences): try await refuseModelName(&record, differences)
            case .unknown where failure.isAlreadyExists:
                try await refuseModelName(&record, ["it can't be read for comparison"])
            case .absent where failure.isAlreadyExists && !mayExist:
                try await refuseModelName(&record, ["SageMaker says that it exists, but can't describe it"])
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
        var mayExist = mayHaveHappened
        for attempt in 1...Self.createAttempts {
            report(.creatingTransform(name: record.transformJobName))
            let failure: AWSFailure
            do {
                _ = try await transforms.createTransformJob(record.createTransformJob)
                return await saveEnd(&record, .launched)
            } catch {
                failure = AWSFailure(wrapping: error)
            }
            guard failure.outcomeIsUnknown || failure.isAlreadyExists else {
                return try await giveUpTransform(&record, .service(failure), cleanUpAfterRefusal, report)
            }
            if failure.outcomeIsUnknown { mayExist = true }
            report(.checkingUnknownOutcome(name: record.transformJobName, failure: failure))
            switch await lookUpTransform(of: record, patient: true) {
            case .same:
                if !mayExist, await !wasMade(duringLaunchOf: record, { try await transformTime(of: record) }) {
                    return try await giveUpTransform(&record, .transformNameTaken, cleanUpAfterRefusal, report)
                }
                return await saveEnd(&record, .launched)
            case .absent where failure.isAlreadyExists && !mayExist,
                .unknown where failure.isAlreadyExists && !mayExist:
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

extension Launcher {
    /// What stands under a name that a launch uses.
    enum LookUpResult: Sendable {
        /// The very thing that the launch would make.
        case same
        /// Something else, and how it differs.
        case other(differences: [String])
        case absent
        /// The service did not say.
        case unknown(AWSFailure)
    }

    /// Looks for the launch's model; a patient look waits for one that may still be in the making.
    func lookUpModel(of record: LaunchRecord, patient: Bool) async -> LookUpResult {
        await lookUp(patient: patient) {
            let differences = try await models.describeModel(named: record.modelName)
                .differences(from: record.createModel)
            return differences.isEmpty ? .same : .other(differences: differences)
        }
    }

    /// Looks for the launch's transform job.
    func lookUpTransform(of record: LaunchRecord, patient: Bool) async -> LookUpResult {
        await lookUp(patient: patient) {
            let found = try await transforms.describeTransformJob(named: record.transformJobName)
            return found.matches(record.createTransformJob)
                ? .same : .other(differences: ["it was started with other settings"])
        }
    }

    /// Whether something that equals what a launch would make was made since the launch began, as far as can be told.
    func wasMade(duringLaunchOf record: LaunchRecord, _ time: () async throws -> Timestamp) async -> Bool {
        guard let time = try? await time(), time.isKnown else { return false }
        return time >= record.createdAt.adding(seconds: -Self.clockTolerance)
    }

    func modelTime(of record: LaunchRecord) async throws -> Timestamp {
        try await models.describeModel(named: record.modelName).creationTime
    }

    func transformTime(of record: LaunchRecord) async throws -> Timestamp {
        try await transforms.describeTransformJob(named: record.transformJobName).creationTime
    }

    /// Seconds by which this machine's clock may be ahead of the service's: beyond, requests are refused.
    private static let clockTolerance = 900.0

    private func lookUp(patient: Bool, look: () async throws -> LookUpResult) async -> LookUpResult {
        var pauses = patient ? lookUpPauses[...] : []
        while true {
            do {
                return try await look()
            } catch {
                let failure = AWSFailure(wrapping: error)
                guard failure.isNotFound else { return .unknown(failure) }
                guard let pause = pauses.popFirst() else { return .absent }
                do {
                    try await clock.sleep(seconds: pause)
                } catch {
                    return .unknown(.cancelled)
                }
            }
        }
    }
}

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
            if failure.outcomeIsUnknown, case .absent = await lookUpModel(of: record, patient: false) { return }
            throw .service(failure, record)
        }
    }
}
