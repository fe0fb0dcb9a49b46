import AWSOperations

@testable import BatchInference

/// A plan and an account in which every check passes; tests spoil one thing each.
struct PreflightBench {
    let account = CheckedAccount()
    var plan: LaunchPlan

    /// Training: a target, then four features.
    static let trainingCSV = """
        churn,state,calls,minutes,plan
        yes,KS,3,265.1,basic
        no,OH,1,161.6,plus
        no,NJ,0,243.4,basic
        yes,OK,2,166.7,basic

        """
    static let rows = "KS,3,265.1,basic\nOH,1,161.6,plus\nNJ,0,243.4,basic\n"

    init() {
        plan = Samples.plan
        plan.roleArn = Samples.role
        plan.input = "s3://demo-data/in/march/"
        plan.output = "s3://demo-data/out/march/"
        for container in Samples.churnContainers { account.put(container.modelDataUrl, "model") }
        account.put("s3://demo-data/train/churn.csv", Self.trainingCSV)
        account.put("s3://demo-data/in/march/part-1.csv", Self.rows)
        account.put("s3://demo-data/in/march/part-2.csv", Self.rows)
        let type = plan.instanceType.rawValue
        account.change { state in
            state.job = Self.job
            state.roles["SageMakerExecution"] = IAMRole(
                path: "/service-role/", roleName: "SageMakerExecution", roleID: "AROAEXAMPLE", arn: Samples.role,
                createDate: Timestamp(secondsSinceEpoch: 0),
                assumeRolePolicyDocument: Self.encoded(
                    #"{"Statement":[{"Effect":"Allow","Principal":{"Service":["sagemaker.amazonaws.com"]},"Action":"sts:AssumeRole"}]}"#
                ))
            state.quotas = [
                ServiceQuota(quotaName: "\(type) for transform job usage", value: 4),
                ServiceQuota(quotaName: "Number of instances across all transform jobs", value: 8),
            ]
        }
    }

    /// As IAM sends policies: every byte beyond letters and digits as `%XX`.
    static func encoded(_ text: String) -> String {
        text.utf8.map { byte in
            let digits = String(byte, radix: 16, uppercase: true)
            return "%" + (digits.count == 1 ? "0" : "") + digits
        }.joined()
    }

    static let job = AutopilotJobDescription.v1(
        DescribeAutoMLJobResponse(
            autoMLJobName: "automl-churn", autoMLJobArn: "arn:aws:sagemaker:eu-west-1:111122223333:automl-job/churn",
            inputDataConfig: [
                AutoMLChannel(
                    targetAttributeName: "churn",
                    dataSource: AutoMLDataSource(
                        s3DataSource: AutoMLS3DataSource(s3DataType: .s3Prefix, s3Uri: "s3://demo-data/train/")),
                    contentType: "text/csv;header=present")
            ], outputDataConfig: AutoMLOutputDataConfig(s3OutputPath: "s3://demo-data/out/"), roleArn: Samples.role,
            creationTime: Timestamp(secondsSinceEpoch: 0), lastModifiedTime: Timestamp(secondsSinceEpoch: 0),
            autoMLJobStatus: .completed, autoMLJobSecondaryStatus: .completed))

    var subject: PreflightSubject { PreflightSubject(plan: plan, region: "eu-west-1") }

    func report(_ checks: [PreflightCheck] = PreflightCheck.all) async -> PreflightReport {
        await PreflightSession(checks: checks).report(on: subject, from: account, clock: ManualClock())
    }

    func findings(_ check: PreflightCheck) async -> [PreflightFinding] { await report([check]).findings }
}

extension [PreflightFinding] {
    /// `failed: text` for each, those that passed left out.
    var troubles: [String] { filter { $0.verdict != .passed }.map { "\($0.verdict.rawValue): \($0.text)" } }
}
