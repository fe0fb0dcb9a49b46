import AWSOperations
import BatchInference

extension Samples {
    private static var setup: SetupFindings {
        let file = "/home/me/.aws/config"
        var setup = SetupFindings(
            profile: Sourced("ml-dev", from: "AWS_PROFILE"), region: Sourced("eu-west-1", from: "AWS_REGION"))
        setup.files = [
            .init(path: file, origin: "default", state: .read),
            .init(path: "/home/me/.aws/credentials", origin: "default", state: .missing),
        ]
        setup.endpoints = [
            .init(
                service: "SageMaker", url: "https://api.sagemaker.eu-west-1.amazonaws.com", region: "eu-west-1",
                origin: "AWS's own"),
            .init(
                service: "S3", url: "http://127.0.0.1:9000", region: "eu-west-1",
                origin: "s3.endpoint_url in [services local], \(file):12"),
        ]
        setup.overrides = [
            .init(
                winner: "AWS_REGION", loser: "region",
                text: "AWS_REGION = eu-west-1 overrides region in [profile ml-dev], \(file):3 = us-east-1")
        ]
        setup.proxies = [Sourced("http://me:****@proxy.example.com:3128", from: "https_proxy")]
        setup.retryMode = Sourced("legacy", from: "AWS_RETRY_MODE")
        setup.retryNote = "legacy is treated as standard"
        return setup
    }

    private static func check(
        _ action: String, _ outcome: DoctorCheck.Outcome, _ detail: String, area: DoctorCheck.Area = .permissions
    ) -> DoctorCheck {
        var check = DoctorCheck(id: action, area: area, title: action, outcome: outcome, detail: detail)
        if outcome == .denied { check.missingAction = action }
        return check
    }

    /// Settings are read, credentials are looked for.
    static var runningReport: DoctorReport {
        var report = DoctorReport(
            startedAt: now,
            checks: [
                check("clock", .passed, "within 2 s of AWS's clock", area: .clock),
                check("sts:GetCallerIdentity", .waiting, "", area: .identity),
                check("sagemaker:ListAutoMLJobs", .waiting, "the list of Autopilot jobs"),
                check("sagemaker:CreateModel", .notTried, "it would create a model"),
            ])
        report.setup = setup
        return report
    }

    /// A login that ends soon, and two permissions short.
    static var finishedReport: DoctorReport {
        var report = runningReport
        report.credentials = CredentialFindings(
            providers: [
                .init(name: "environment", outcome: .skipped(reason: "AWS_ACCESS_KEY_ID is not set")),
                .init(name: "assumed role", outcome: .skipped(reason: "the profile ml-dev has no role_arn")),
                .init(
                    name: "single sign-on", outcome: .found,
                    origin: "sso_role_name in [profile ml-dev], /home/me/.aws/config:7"),
                .init(
                    name: "credential process", outcome: .overridden(by: "single sign-on"),
                    origin: "credential_process in [profile ml-dev], /home/me/.aws/config:9"),
                .init(name: "container", outcome: .notReached),
            ], winner: "single sign-on", accessKey: CredentialFindings.shortened("ASIAFLIGHTDECKABCD"),
            expiration: now.adding(seconds: 540), renewal: "run: aws sso login --profile ml-dev")
        report.identity = GetCallerIdentityResponse(
            userID: "AROA:me", account: "111122223333",
            arn: "arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_DataScientist_0123456789abcdef/me")
        report.checks = [
            check("clock", .passed, "within 2 s of AWS's clock", area: .clock),
            check("sts:GetCallerIdentity", .passed, report.identity?.arn ?? "", area: .identity),
            check("sagemaker:ListAutoMLJobs", .passed, "the list of Autopilot jobs"),
            check("logs:GetLogEvents", .denied, "denied: needed for the lines of a log"),
            check("cloudwatch:GetMetricData", .denied, "denied: needed for CPU and memory of a transform"),
            check("sagemaker:CreateModel", .notTried, "it would create a model"),
            check("state directory", .passed, "/home/me/.local/state/flightdeck, for journal", area: .machine),
        ]
        report.isFinished = true
        return report
    }
}
