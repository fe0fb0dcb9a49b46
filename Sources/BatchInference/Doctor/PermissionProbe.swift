import AWSOperations

/// One permission, and a call that shows whether it is there without making or changing anything.
struct PermissionProbe: Sendable {
    /// What a probe works with.
    struct Patient: Sendable {
        var cloud: any CloudServices
        var now: Timestamp
    }

    /// As IAM writes it.
    var action: String
    /// What cannot be done without it.
    var purpose: String
    /// Whether all but that purpose works without it.
    var isOptional = false
    /// Throws `AWSFailure`.
    var call: @Sendable (Patient) async throws -> Void

    /// A name that is valid, so that the service looks for it, and that nobody gives to anything.
    static let absentName = "flightdeck-doctor-no-such-thing"

    /// What monitoring needs, in the order of the screens that ask for it.
    static let all: [PermissionProbe] = [
        PermissionProbe(action: "sagemaker:ListAutoMLJobs", purpose: "the list of Autopilot jobs") {
            _ = try await $0.cloud.listJobs(ListAutoMLJobsRequest(maxResults: 1))
        },
        PermissionProbe(action: "sagemaker:DescribeAutoMLJobV2", purpose: "a job's problem type and objective") {
            _ = try await $0.cloud.describeJob(named: absentName)
        },
        PermissionProbe(action: "sagemaker:ListCandidatesForAutoMLJob", purpose: "the leaderboard") {
            _ = try await $0.cloud.listCandidates(
                ListCandidatesForAutoMLJobRequest(autoMLJobName: absentName, maxResults: 1))
        },
        PermissionProbe(action: "sagemaker:ListTransformJobs", purpose: "the list of transforms") {
            _ = try await $0.cloud.listTransformJobs(ListTransformJobsRequest(maxResults: 1))
        },
        PermissionProbe(action: "sagemaker:DescribeTransformJob", purpose: "following a transform") {
            _ = try await $0.cloud.describeTransformJob(named: absentName)
        },
        PermissionProbe(action: "sagemaker:DescribeModel", purpose: "reusing a model, finishing a launch") {
            _ = try await $0.cloud.describeModel(named: absentName)
        },
        PermissionProbe(action: "logs:DescribeLogStreams", purpose: "a transform's log") {
            _ = try await $0.cloud.listLogStreams(
                DescribeLogStreamsRequest(logGroupName: logGroup, logStreamNamePrefix: absentName, limit: 1))
        },
        PermissionProbe(action: "logs:GetLogEvents", purpose: "the lines of a log") {
            _ = try await $0.cloud.readLogEvents(
                GetLogEventsRequest(logStreamName: absentName, logGroupName: logGroup, limit: 1))
        },
        PermissionProbe(action: "cloudwatch:GetMetricData", purpose: "CPU and memory of a transform") { patient in
            let metric = MetricIdentity(
                namespace: "/aws/sagemaker/TransformJobs", metricName: "CPUUtilization",
                dimensions: [MetricDimension(name: "Host", value: absentName)])
            _ = try await patient.cloud.readMetrics(
                GetMetricDataRequest(
                    metricDataQueries: [
                        MetricDataQuery(id: "m", metricStat: MetricStat(metric: metric, period: 60, stat: "Average"))
                    ], startTime: patient.now.adding(seconds: -120), endTime: patient.now))
        },
        PermissionProbe(action: "iam:GetRole", purpose: "checking a launch's role beforehand", isOptional: true) {
            _ = try await $0.cloud.describeRole(named: absentName)
        },
        PermissionProbe(
            action: "servicequotas:ListServiceQuotas", purpose: "quotas of instance types", isOptional: true
        ) {
            _ = try await $0.cloud.listQuotas(ListServiceQuotasRequest(serviceCode: "sagemaker", maxResults: 1))
        },
        PermissionProbe(action: "pricing:GetProducts", purpose: "prices of instance types", isOptional: true) {
            _ = try await $0.cloud.listProducts(GetProductsRequest(serviceCode: "AmazonSageMaker", maxResults: 1))
        },
    ]

    private static let logGroup = "/aws/sagemaker/TransformJobs"

    /// Permissions that only making, changing or removing something would show.
    static let untried: [(action: String, reason: String)] = [
        ("sagemaker:CreateModel", "it would create a model"),
        ("sagemaker:CreateTransformJob", "it would start instances"),
        ("iam:PassRole", "only a create shows it"),
        ("sagemaker:StopTransformJob", "it would stop a transform"),
        ("sagemaker:DeleteModel", "it would remove a model"),
        ("s3:PutObject", "it would write an object"),
    ]

    static func id(_ action: String) -> String { "permission.\(action)" }

    var check: DoctorCheck {
        var check = DoctorCheck(id: Self.id(action), area: .permissions, title: action, detail: purpose)
        check.isOptional = isOptional
        return check
    }
}
