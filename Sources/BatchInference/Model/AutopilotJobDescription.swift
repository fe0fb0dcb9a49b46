import AWSOperations

/// An Autopilot job as either version of the API describes it.
public enum AutopilotJobDescription: Hashable, Sendable {
    case v1(DescribeAutoMLJobResponse)
    case v2(DescribeAutoMLJobV2Response)

    /// The candidate that the job names as its best so far.
    var bestCandidate: AutoMLCandidate? {
        switch self {
        case .v1(let job): job.bestCandidate
        case .v2(let job): job.bestCandidate
        }
    }

    /// The S3 URI below which the job writes a folder of its own name.
    var outputLocation: String {
        switch self {
        case .v1(let job): job.outputDataConfig.s3OutputPath
        case .v2(let job): job.outputDataConfig.s3OutputPath
        }
    }
}
