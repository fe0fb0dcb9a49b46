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

extension ConfigurationResolver {
    /// Anything but `true` is false, as for botocore.
    func endpointOptions() throws(AWSFailure) -> EndpointOptions {
        func isSet(_ variable: String, _ key: String) -> Bool {
            setting("", nil, variables: [variable], key: key)?.value.lowercased() == "true"
        }
        var options = EndpointOptions()
        options.usesFIPS = isSet("AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint")
        options.usesDualStack = isSet("AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint")
        options.s3UsesDualStack = profile?.nested("s3", "use_dualstack_endpoint")?.lowercased() == "true"
        let found = setting(
            "", nil, variables: ["AWS_S3_US_EAST_1_REGIONAL_ENDPOINT"], key: "s3_us_east_1_regional_endpoint")
        let text = found?.value ?? profile?.nested("s3", "us_east_1_regional_endpoint") ?? "regional"
        let origin = found?.origin.description ?? "under s3 in the profile"
        guard text.lowercased() == "legacy" || text.lowercased() == "regional" else {
            throw .configuration(
                problem: "\(text) (\(origin)) is no choice for S3 in us-east-1",
                remedy: "write legacy or regional")
        }
        options.s3IsRegionalInUSEast1 = text.lowercased() == "regional"
        if let sts = setting("", nil, variables: ["AWS_STS_REGIONAL_ENDPOINTS"], key: "sts_regional_endpoints") {
            guard ["legacy", "regional"].contains(sts.value.lowercased()) else {
                throw .configuration(
                    problem: "\(sts.value) (\(sts.origin)) is no choice for STS", remedy: "write legacy or regional")
            }
            options.stsIsGlobal = sts.value.lowercased() == "legacy"
        }
        return options
    }
}
