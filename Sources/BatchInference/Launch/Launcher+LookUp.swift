import AWSOperations

extension Launcher {
    /// What stands under a name that a launch uses.
    enum LookUp: Sendable {
        /// The very thing that the launch would make.
        case same
        /// Something else, and how it differs.
        case other(differences: [String])
        case absent
        /// The service did not say.
        case unknown(AWSFailure)
    }

    /// Looks for the launch's model; a patient look waits for one that may still be in the making.
    func lookUpModel(of record: LaunchRecord, patient: Bool) async -> LookUp {
        await lookUp(patient: patient) {
            let differences = try await models.describeModel(named: record.modelName)
                .differences(from: record.createModel)
            return differences.isEmpty ? .same : .other(differences: differences)
        }
    }

    /// Looks for the launch's transform job.
    func lookUpTransform(of record: LaunchRecord, patient: Bool) async -> LookUp {
        await lookUp(patient: patient) {
            let found = try await transforms.describeTransformJob(named: record.transformJobName)
            return found.matches(record.createTransformJob)
                ? .same : .other(differences: ["it was started differently"])
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

    private func lookUp(patient: Bool, look: () async throws -> LookUp) async -> LookUp {
        var pauses = patient ? doubtPauses[...] : []
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
