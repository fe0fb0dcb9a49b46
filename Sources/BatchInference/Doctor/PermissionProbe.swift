import AWSOperations

/// One permission, and a call that shows whether it is there without making or changing anything.
struct PermissionProbe: Sendable {
    /// What a probe works with.
    struct Patient: Sendable {
        var cloud: any CloudServices
        var now: Timestamp
        /// Nil while it isn't known: for probes that need it, that is a reason not to be tried.
        var account: AccountScope?
        var partition = "aws"
    }

    /// As IAM writes it.
    var action: String
    /// What cannot be done without it.
    var purpose: String
    /// Whether all but that purpose works without it.
    var isOptional = false
    /// Whether the call names the account, so that it waits for the identity.
    var needsAccount = false
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
        PermissionProbe(action: "sagemaker:ListModels", purpose: "the list of models, clean-up", isOptional: true) {
            _ = try await $0.cloud.listModels(ListModelsRequest(maxResults: 1))
        },
        PermissionProbe(
            action: "sagemaker:ListTags", purpose: "copying the tags of an earlier launch", isOptional: true,
            needsAccount: true
        ) { patient in
            guard let account = patient.account else { return }
            _ = try await patient.cloud.listTags(
                ListTagsRequest(
                    resourceArn:
                        "arn:\(patient.partition):sagemaker:\(account.region):\(account.account):model/\(absentName)"))
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
            action: "iam:SimulatePrincipalPolicy", purpose: "checking what a launch's role is allowed to do",
            isOptional: true, needsAccount: true
        ) { patient in
            guard let account = patient.account else { return }
            _ = try await patient.cloud.simulatePolicies(
                SimulatePrincipalPolicyRequest(
                    policySourceArn: "arn:\(patient.partition):iam::\(account.account):role/\(absentName)",
                    actionNames: ["s3:GetObject"]))
        },
        PermissionProbe(
            action: "servicequotas:ListServiceQuotas", purpose: "quotas of instance types", isOptional: true
        ) {
            _ = try await $0.cloud.listQuotas(ListServiceQuotasRequest(serviceCode: "sagemaker", maxResults: 1))
        },
        PermissionProbe(action: "pricing:GetProducts", purpose: "prices of instance types", isOptional: true) {
            _ = try await $0.cloud.listProducts(GetProductsRequest(serviceCode: "AmazonSageMaker", maxResults: 1))
        },
        PermissionProbe(
            action: "s3:ListAllMyBuckets", purpose: "choosing a bucket from a list", isOptional: true
        ) {
            _ = try await $0.cloud.listBuckets()
        },
    ]

    private static let logGroup = "/aws/sagemaker/TransformJobs"

    /// Permissions that only making, changing or removing something would show, or that depend on what isn't known here.
    static let untried: [(action: String, reason: String)] = [
        ("sagemaker:DescribeAutoMLJob", "used only where DescribeAutoMLJobV2 is denied"),
        ("sagemaker:CreateModel", "it would create a model"),
        ("sagemaker:CreateTransformJob", "it would start instances"),
        ("sagemaker:AddTags", "needed only for a launch with tags; it would tag something"),
        ("iam:PassRole", "only creating a model shows it"),
        ("sagemaker:StopTransformJob", "it would stop a transform"),
        ("sagemaker:StopAutoMLJob", "it would stop an Autopilot job"),
        ("sagemaker:DescribeEndpoint", deployed),
        ("sagemaker:DescribeEndpointConfig", deployed),
        ("sagemaker:DeleteModel", "it would delete a model"),
        ("s3:PutObject", "it would write an object"),
        ("s3:DeleteObject", "it would delete an object"),
        ("s3:GetBucketPolicy", acrossAccounts),
        ("s3:ListBucketMultipartUploads", acrossAccounts),
        ("s3:ListMultipartUploadParts", acrossAccounts),
        ("s3:AbortMultipartUpload", acrossAccounts),
        ("kms:DescribeKey", acrossAccounts),
        ("kms:GetKeyPolicy", acrossAccounts),
        ("ecr:GetRepositoryPolicy", acrossAccounts),
        ("ecr:BatchGetImage", acrossAccounts),
        ("sts:AssumeRole", "used only by profiles with a role_arn, see Credentials"),
        ("sts:AssumeRoleWithWebIdentity", "used only by profiles with a web identity, see Credentials"),
    ]

    private static let deployed = "used only for the price of an endpoint that Autopilot has deployed"
    private static let acrossAccounts = "used only by launches across accounts, on their own buckets, keys and images"

    static func id(_ action: String) -> String { "permission.\(action)" }

    var check: DoctorCheck {
        var check = DoctorCheck(id: Self.id(action), area: .permissions, title: action, detail: purpose)
        check.isOptional = isOptional
        return check
    }
}
