import AWSOperations

/// Which of AWS's own endpoints are asked; endpoints that a person configured stay as they are.
public struct EndpointOptions: Hashable, Sendable {
    /// Only hosts with validated cryptography: `AWS_USE_FIPS_ENDPOINT`, `use_fips_endpoint`.
    public var usesFIPS = false
    /// Hosts with IPv6 too: `AWS_USE_DUALSTACK_ENDPOINT`, `use_dualstack_endpoint`.
    public var usesDualStack = false
    /// The same for S3 alone: `use_dualstack_endpoint` under the profile's `s3`.
    public var s3UsesDualStack = false
    /// Whether S3 in us-east-1 is asked as in any other region, as by version 2 of the AWS CLI: `AWS_S3_US_EAST_1_REGIONAL_ENDPOINT`,
    /// `s3_us_east_1_regional_endpoint`, and `us_east_1_regional_endpoint` under `s3`; each `legacy` or `regional`.
    public var s3IsRegionalInUSEast1 = true

    /// Whether STS is asked at its first name where the region is one of the oldest: `AWS_STS_REGIONAL_ENDPOINTS`,
    /// `sts_regional_endpoints`; each `legacy` or `regional`.
    public var stsIsGlobal = false

    public init() {}
}
