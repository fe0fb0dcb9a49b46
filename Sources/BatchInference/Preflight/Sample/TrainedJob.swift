import AWSOperations

extension PreflightLookups {
    /// The Autopilot job of that name; with an empty one, the job that artifacts come from, nil where that is not known.
    /// Throws `AWSFailure`.
    ///
    /// A past transform names no job, but its artifacts lie in a folder of the job's name, below the job's output. Others
    /// may keep artifacts in folders of the same names, so the output is compared.
    func trainedJob(named name: String, artifacts: [String]) async throws -> AutopilotJobDescription? {
        guard name.isEmpty else { return try await job(named: name) }
        for artifact in artifacts {
            guard let name = Self.jobName(inArtifact: artifact) else { continue }
            do {
                let found = try await job(named: name)
                let output = found.outputLocation
                if artifact.hasBytePrefix("\(output.asFolder)\(name)/") { return found }
            } catch {
                guard AWSFailure(wrapping: error).isNotFound else { throw error }
            }
        }
        return nil
    }

    /// The name of the folder in which one of Autopilot's own lies; nil where none does.
    static func jobName(inArtifact uri: String) -> String? {
        let parts = uri.byteParts(at: "/", omittingEmpty: true)
        guard let place = parts.firstIndex(where: { jobFolders.contains(String($0)) }), place > 2 else { return nil }
        return String(parts[place - 1])
    }

    /// What Autopilot makes in the folder of a job.
    private static let jobFolders: Set<String> = [
        "data-processor-models", "tuning", "sagemaker-automl-candidates", "preprocessed-data", "transformed-data",
    ]
}
