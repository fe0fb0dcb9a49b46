/// A value of the API's `CandidateStepType`; one that this list does not know is kept as its text.
public struct CandidateStepType: APIEnumeration {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let trainingJob = CandidateStepType(rawValue: "AWS::SageMaker::TrainingJob")
    public static let transformJob = CandidateStepType(rawValue: "AWS::SageMaker::TransformJob")
    public static let processingJob = CandidateStepType(rawValue: "AWS::SageMaker::ProcessingJob")

    /// The values that the service model names, in its order.
    public static let known: [CandidateStepType] = [
        .trainingJob, .transformJob, .processingJob,
    ]
}
