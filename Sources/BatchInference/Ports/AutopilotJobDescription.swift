import AWSOperations

/// An Autopilot job as either version of the API describes it.
public enum AutopilotJobDescription: Hashable, Sendable {
    case v1(DescribeAutoMLJobResponse)
    case v2(DescribeAutoMLJobV2Response)
}
