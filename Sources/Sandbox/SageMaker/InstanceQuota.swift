import AWSOperations

/// How many instances transform jobs may use at once: a few of the common types, none of the others.
enum InstanceQuota {
    static let overallName = "Number of instances across all transform jobs"
    static let overall = 8

    static func name(of type: TransformInstanceType) -> String { "\(type.rawValue) for transform job usage" }

    /// The quota of one instance type: 0 for what is not given.
    static func limit(of type: TransformInstanceType) -> Int { perType[type] ?? 0 }

    private static let perType: [TransformInstanceType: Int] = [
        TransformInstanceType(rawValue: "ml.m5.large"): 4, TransformInstanceType(rawValue: "ml.m5.xlarge"): 4,
        TransformInstanceType(rawValue: "ml.m5.2xlarge"): 4, TransformInstanceType(rawValue: "ml.m5.4xlarge"): 2,
        TransformInstanceType(rawValue: "ml.c5.xlarge"): 4, TransformInstanceType(rawValue: "ml.c5.2xlarge"): 2,
        TransformInstanceType(rawValue: "ml.c5.4xlarge"): 1, TransformInstanceType(rawValue: "ml.m5.12xlarge"): 1,
        TransformInstanceType(rawValue: "ml.g5.xlarge"): 1,
    ]

    /// Throws ResourceLimitExceeded where a job would go beyond a quota.
    ///
    /// - Parameter running: The resources of the jobs that run now.
    static func check(_ wanted: TransformResources, running: [TransformResources]) throws(ServiceFault) {
        let used = running.filter { $0.instanceType == wanted.instanceType }.map(\.instanceCount).reduce(0, +)
        try check(
            name(of: wanted.instanceType), limit: limit(of: wanted.instanceType),
            used: used, wanted: wanted.instanceCount)
        try check(
            overallName, limit: overall,
            used: running.map(\.instanceCount).reduce(0, +), wanted: wanted.instanceCount)
    }

    private static func check(_ name: String, limit: Int, used: Int, wanted: Int) throws(ServiceFault) {
        guard used + wanted > limit else { return }
        throw ServiceFault(
            "ResourceLimitExceeded",
            "The account-level service limit '\(name)' is \(limit) Instances, with current utilization of \(used) "
                + "Instances and a request delta of \(wanted) Instances. Please use AWS Service Quotas to request an "
                + "increase for this quota. If AWS Service Quotas is not available, contact AWS support to request an "
                + "increase for this quota.")
    }
}
