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
            return found.matches(record.createTransformJob) ? .same : .other(differences: ["it was started otherwise"])
        }
    }

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
