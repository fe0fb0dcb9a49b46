/// What the checks before a launch ask of AWS: nothing but reads.
public typealias PreflightServices = AutopilotJobs & Buckets & CallerIdentity & Models & ObjectStorage & Roles
    & ServiceQuotas & TransformJobs
