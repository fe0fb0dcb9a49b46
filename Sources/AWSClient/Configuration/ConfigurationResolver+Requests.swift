import AWSOperations

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
                problem: "\(text) (\(origin)) isn't valid for S3 in us-east-1",
                remedy: "use legacy or regional")
        }
        options.s3IsRegionalInUSEast1 = text.lowercased() == "regional"
        if let sts = setting("", nil, variables: ["AWS_STS_REGIONAL_ENDPOINTS"], key: "sts_regional_endpoints") {
            guard ["legacy", "regional"].contains(sts.value.lowercased()) else {
                throw .configuration(
                    problem: "\(sts.value) (\(sts.origin)) isn't valid for STS", remedy: "use legacy or regional")
            }
            options.stsIsGlobal = sts.value.lowercased() == "legacy"
        }
        return options
    }

    func retryMode() throws(AWSFailure) -> Setting<RetryMode> {
        guard let found = setting("", nil, variables: ["AWS_RETRY_MODE"], key: "retry_mode") else {
            return Setting(.standard, from: .standard)
        }
        guard let mode = RetryMode(rawValue: found.value.lowercased()) else {
            throw .configuration(
                problem: "\(found.value) (\(found.origin)) isn't a retry mode", remedy: "use standard or adaptive")
        }
        return Setting(mode, from: found.origin)
    }
}
