import AWSOperations

/// One trained candidate: its names, its measured metrics and its artifacts.
struct TrainedCandidate: Sendable {
    var name: String
    var status: CandidateStatus
    var failureReason: String?
    /// The objective's value on the validation set; absent for a failed candidate.
    var objectiveValue: Double?

    /// The candidate as the API answers it, trained from `createdAt` on.
    func candidate(account: String, region: String, bucket: String, createdAt: Timestamp) -> AutoMLCandidate {
        AutoMLCandidate(
            candidateName: name, objectiveStatus: .pending, candidateSteps: [], candidateStatus: status,
            creationTime: createdAt, lastModifiedTime: createdAt)
    }

    /// Every object that the training wrote below `bucket`: model artifacts and reports.
    func artifacts(bucket: String) -> [(location: S3Location, bytes: [UInt8])] {
        []
    }
}
