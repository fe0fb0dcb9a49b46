/// What the checks before a launch ask of AWS: nothing but reads.
public typealias PreflightServices = AutopilotJobs & Buckets & CallerIdentity & ContainerImages & Models & ObjectStorage
    & ResourcePolicies & Roles & ServiceQuotas & TransformJobs
