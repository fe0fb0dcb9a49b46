import AWSOperations
import Foundation
import Testing

@testable import BatchInference

@Suite("An examination")
struct DoctorTests {
    /// A clock whose waits end only by cancellation, or at once.
    private struct Waits: Clock {
        var areOver = false
        var now: Timestamp { Timestamp(secondsSinceEpoch: 1_800_000_000) }

        func sleep(seconds: Double) async throws {
            if areOver { return await Task.yield() }
            try await Task.sleep(for: .seconds(3600))
        }
    }

    private func examine(_ inspection: FakeInspection, isImpatient: Bool = false) async -> DoctorReport {
        var last = DoctorReport(startedAt: Timestamp(secondsSinceEpoch: 0))
        for await report in Doctor(inspection, clock: Waits(areOver: isImpatient)).reports() { last = report }
        return last
    }

    private func outcome(_ report: DoctorReport, _ id: String) -> DoctorCheck.Outcome? {
        report.checks.first { $0.id == id }?.outcome
    }

    @Test("where all works, that what is asked for is not there proves each permission")
    func sound() async {
        let inspection = FakeInspection()
        let report = await examine(inspection)
        #expect(report.verdict == .sound)
        #expect(report.advice.isEmpty)
        #expect(report.identity?.account == "111122223333")
        #expect(report.clockOffset == 0.4)
        for probe in PermissionProbe.all { #expect(outcome(report, "permission.\(probe.action)") == .passed) }
        #expect(outcome(report, "permission.s3:ListBucket") == .passed)
        #expect(outcome(report, "permission.s3:GetObject") == .passed)
        for (action, _) in PermissionProbe.untried { #expect(outcome(report, "permission.\(action)") == .notTried) }
    }

    @Test("a check that found no identity has not passed", arguments: [true, false])
    func withoutIdentity(isServicesOwn: Bool) async throws {
        let inspection = FakeInspection()
        inspection.account.fail(
            "GetCallerIdentity",
            with: .service(
                ServiceError(
                    operation: GetCallerIdentityRequest.operation, code: isServicesOwn ? "ValidationException" : "404",
                    message: "Not found", httpStatus: 404, requestID: nil, isServicesOwn: isServicesOwn)))
        inspection.account.fail(
            "ListTransformJobs",
            with: .service(
                ServiceError(
                    operation: ListTransformJobsRequest.operation, code: "404", message: "<html>", httpStatus: 404,
                    requestID: nil, isServicesOwn: false)))
        let report = await examine(inspection)
        let check = try #require(report.checks.first { $0.id == "identity" })
        #expect(check.outcome == .failed)
        #expect(!check.detail.isEmpty)
        #expect(report.identity == nil)
        #expect(outcome(report, "permission.sagemaker:ListTransformJobs") == .failed)
        #expect(report.checks.allSatisfy { !$0.detail.isEmpty || $0.outcome == .waiting })
        #expect(report.verdict == .failed)
    }

    @Test("every action that the program calls is listed, tried or not, and the sentence counts both")
    func complete() async throws {
        // The names of all operations, as the sources of their requests have them, that the program sends.
        let root = "/" + #filePath.split(separator: "/").dropLast(4).joined(separator: "/") + "/Sources"
        func texts(in folder: String) throws -> [String] {
            let place = URL(fileURLWithPath: "\(root)/\(folder)").resolvingSymlinksInPath()
            let files = try #require(FileManager.default.enumerator(at: place, includingPropertiesForKeys: nil))
            return try files.compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }
                .map { try String(contentsOf: $0, encoding: .utf8) }
        }
        let senders = try ["AWSClient", "BatchInference", "flightdeck"].flatMap(texts).joined()
        var operations: Set<String> = []
        let pattern = /OperationDescriptor\(\s*service: \.(\w+), name: "(\w+)"/
        for text in try texts(in: "AWSOperations") {
            for match in text.matches(of: pattern) where senders.contains("\(match.2)Request") {
                operations.insert("\(match.1):\(match.2)")
            }
        }
        #expect(operations.count > 40)
        let prefixes = [
            "sageMaker": "sagemaker", "cloudWatch": "cloudwatch", "cloudWatchLogs": "logs",
            "serviceQuotas": "servicequotas",
        ]
        // Where IAM's action isn't named like the operation, and what no policy of the caller's is asked for.
        let others = [
            "s3:ListObjectsV2": "s3:ListBucket", "s3:HeadBucket": "s3:ListBucket", "s3:HeadObject": "s3:GetObject",
            "s3:ListBuckets": "s3:ListAllMyBuckets", "s3:CreateMultipartUpload": "s3:PutObject",
            "s3:UploadPart": "s3:PutObject", "s3:CompleteMultipartUpload": "s3:PutObject",
            "s3:ListParts": "s3:ListMultipartUploadParts", "s3:ListMultipartUploads": "s3:ListBucketMultipartUploads",
            "sts:GetCallerIdentity": nil, "sso:GetRoleCredentials": nil, "ssoOIDC:CreateToken": nil,
            "signIn:CreateOAuth2Token": nil,
        ]
        let listed = Set(Doctor.waitingChecks.map(\.id))
        for operation in operations {
            let parts = operation.split(separator: ":").map(String.init)
            let usual: String? = "\(prefixes[parts[0]] ?? parts[0]):\(parts[1])"
            guard let action = others[operation] ?? usual else { continue }
            #expect(listed.contains("permission.\(action)"), "\(operation)")
        }
        let report = await examine(FakeInspection())
        let untried = report.checks.count { $0.outcome == .notTried }
        #expect(untried == PermissionProbe.untried.count)
        let last = DoctorPage(report, now: report.startedAt).sections.last?.rows.first?.text
        #expect(last?.contains("\(untried) weren't tried") == true)
        let rows = DoctorPage(report, now: report.startedAt).sections.first { $0.title == "Permissions" }?.rows ?? []
        #expect(rows.allSatisfy { $0.text.hasPrefix("allowed: ") || $0.text.hasPrefix("not tried: ") })
        #expect(rows.count == PermissionProbe.all.count + PermissionProbe.untried.count + 2)
    }

    @Test("nothing is made, changed or removed")
    func harmless() async {
        let inspection = FakeInspection()
        _ = await examine(inspection)
        let asked = Set(inspection.account.asked.withLock { $0.operations })
        #expect(
            asked == [
                "ListAutoMLJobs", "DescribeAutoMLJobV2", "ListCandidatesForAutoMLJob", "ListTransformJobs",
                "DescribeTransformJob", "DescribeModel", "DescribeLogStreams", "GetLogEvents", "GetMetricData",
                "GetRole", "ListServiceQuotas", "GetProducts", "ListObjectsV2", "GetObject", "GetCallerIdentity",
                "ListModels", "ListTags", "SimulatePrincipalPolicy", "ListBuckets",
            ])
    }

    @Test("a denial names the action that is missing, as the service says it or by the operation")
    func denied() async throws {
        let inspection = FakeInspection()
        inspection.account.fail(
            "ListTransformJobs", with: .denial(.sageMaker, "ListTransformJobs", says: "sagemaker:ListTransformJobs"))
        inspection.account.fail("GetMetricData", with: .denial(.cloudWatch, "GetMetricData"))
        let report = await examine(inspection)
        #expect(report.verdict == .noAccess)
        let missing = report.checks.compactMap(\.missingAction)
        #expect(missing == ["sagemaker:ListTransformJobs", "cloudwatch:GetMetricData"])
        let advice = try #require(report.advice.first)
        #expect(
            advice.problem
                == "2 permissions are missing: sagemaker:ListTransformJobs, cloudwatch:GetMetricData")
        #expect(advice.remedy.contains("arn:aws:iam::111122223333:user/me"))
    }

    @Test("what is not needed for the rest is a warning, and a stand-in need not have it")
    func optional() async {
        let inspection = FakeInspection()
        inspection.account.fail("GetProducts", with: .denial(.pricing, "GetProducts"))
        inspection.account.fail(
            "GetRole",
            with: .service(
                ServiceError(
                    operation: GetRoleRequest.operation, code: "InvalidAction", message: "no", httpStatus: 400,
                    requestID: nil)))
        let report = await examine(inspection)
        #expect(report.verdict == .sound)
        #expect(outcome(report, "permission.pricing:GetProducts") == .warned)
        #expect(outcome(report, "permission.iam:GetRole") == .notTried)
        #expect(report.advice.count == 1)
        #expect(report.advice.first?.problem.contains("pricing:GetProducts") == true)
    }

    @Test("reading objects cannot be told where listing is denied")
    func storage() async {
        let inspection = FakeInspection()
        inspection.account.fail("ListObjectsV2", with: .denial(.s3, "ListObjectsV2"))
        inspection.account.fail("GetObject", with: .denial(.s3, "GetObject"))
        let both = await examine(inspection)
        #expect(outcome(both, "permission.s3:ListBucket") == .denied)
        #expect(outcome(both, "permission.s3:GetObject") == .notTried)
        let reading = FakeInspection()
        reading.account.fail("GetObject", with: .denial(.s3, "GetObject"))
        let report = await examine(reading)
        #expect(outcome(report, "permission.s3:GetObject") == .denied)
        #expect(report.checks.compactMap(\.missingAction) == ["s3:GetObject"])
    }

    @Test("the bucket is the one known, else the newest job's, else none is tried")
    func bucket() async {
        var inspection = FakeInspection()
        inspection.bucket = nil
        #expect(outcome(await examine(inspection), "permission.s3:ListBucket") == .notTried)
        inspection.account.asked.withLock {
            $0.jobs = [Samples.summary("newest")]
            $0.job = Samples.description("newest")
        }
        #expect(outcome(await examine(inspection), "permission.s3:ListBucket") == .passed)
        #expect(inspection.account.asked.withLock { $0.buckets }.count == 1)
        let absent = FakeInspection()
        absent.account.fail(
            "ListObjectsV2",
            with: .service(
                ServiceError(
                    operation: ListObjectsV2Request.operation, code: "NoSuchBucket", message: "none", httpStatus: 404,
                    requestID: nil)))
        let report = await examine(absent)
        #expect(outcome(report, "permission.s3:ListBucket") == .failed)
        #expect(report.verdict == .failed)
    }

    @Test("without credentials nothing is asked but the time, and the login line comes first")
    func noCredentials() async throws {
        var inspection = FakeInspection()
        inspection.credentialFindings = CredentialFindings(
            failure: .credentials(
                CredentialsError(
                    kind: .expired, problem: "the login has expired", remedy: "run: aws sso login --profile ml-dev")))
        inspection.offset = .success(-420)
        let report = await examine(inspection)
        #expect(report.verdict == .noAccess)
        #expect(inspection.account.asked.withLock { $0.operations }.isEmpty)
        #expect(
            report.advice.map(\.remedy).first == "run: aws sso login --profile ml-dev")
        #expect(report.advice.count == 2)
        #expect(report.advice[1].problem.contains("7 m ahead of AWS's clock"))
        #expect(outcome(report, "clock") == .warned)
        #expect(outcome(report, "identity") == .notTried)
    }

    @Test("settings that cannot be used come first, and nobody is asked")
    func settings() async {
        var inspection = FakeInspection()
        inspection.found.region = nil
        inspection.found.problems = [.init(problem: "no region is set", remedy: "name one with --region")]
        let report = await examine(inspection)
        #expect(report.verdict == .failed)
        #expect(report.advice.map(\.problem) == ["no region is set"])
        #expect(inspection.account.asked.withLock { $0.operations }.isEmpty)
        #expect(!report.checks.contains { $0.outcome == .waiting })
    }

    @Test("an answer that never comes ends by its own time, and the others are there")
    func silence() async {
        let inspection = FakeInspection()
        inspection.account.asked.withLock { $0.silent = ["GetProducts"] }
        let report = await examine(inspection, isImpatient: true)
        #expect(report.isFinished)
        let check = report.checks.first { $0.id == "permission.pricing:GetProducts" }
        #expect(check?.outcome == .failed)
        #expect(check?.detail == "no response within 10 s")
        var search = FakeInspection()
        search.isSilent = true
        let lost = await examine(search, isImpatient: true)
        #expect(lost.verdict == .noAccess)
        #expect(lost.credentials?.failure?.problem.contains("took more than 20 s") == true)
    }

    @Test("a host that cannot be reached is one thing to do, and its reason stands once")
    func grouped() async {
        let inspection = FakeInspection()
        for name in ["ListAutoMLJobs", "ListTransformJobs", "DescribeModel"] {
            let operation = OperationDescriptor(service: .sageMaker, name: name, effect: .read)
            inspection.account.fail(
                name,
                with: .transport(
                    TransportError(
                        operation: operation, kind: .nameNotResolved, host: "nowhere", detail: "could not resolve",
                        mayHaveArrived: false)))
        }
        let report = await examine(inspection)
        #expect(report.verdict == .failed)
        #expect(report.advice.count == 1)
        #expect(report.advice[0].problem == "nowhere: could not resolve (3 checks)")
        #expect(report.advice[0].remedy == "check the region, the endpoint URL and the network")
        let rows = DoctorPage(report, now: report.startedAt).sections.first { $0.title == "Permissions" }?.rows ?? []
        #expect(
            rows.filter { $0.mark == .failed }.map(\.text) == [
                "nowhere: could not resolve", "can't reach nowhere, as above",
                "can't reach nowhere, as above",
            ])
    }

    @Test("failures with one remedy are one thing to do")
    func oneRemedy() {
        var report = DoctorReport(startedAt: Timestamp(secondsSinceEpoch: 1_800_000_000))
        report.checks = ["a", "b", "c"].map {
            DoctorCheck(
                id: $0, area: .permissions, title: $0, outcome: .failed, detail: "no", remedy: $0 == "c" ? "x" : "y")
        }
        #expect(report.advice.map(\.problem) == ["a (and 1 more): no", "c: no"])
    }

    @Test("a file that cannot be read is something to do, once, with what helps")
    func brokenFiles() {
        var report = DoctorReport(startedAt: Timestamp(secondsSinceEpoch: 1_800_000_000))
        var setup = SetupFindings()
        setup.files = [
            .init(path: "/a", origin: "default", state: .broken("/a cannot be read", remedy: "chmod")),
            .init(path: "/b", origin: "default", state: .broken("/b:1: odd", remedy: "mend")),
        ]
        setup.problems = [.init(problem: "/b:1: odd", remedy: "mend")]
        report.setup = setup
        #expect(report.advice.map(\.problem) == ["/b:1: odd", "/a cannot be read"])
        #expect(report.advice.map(\.remedy) == ["mend", "chmod"])
    }

    @Test("the order of what to do: settings, credentials, network, clock, permissions, the rest")
    func order() {
        var report = DoctorReport(startedAt: Timestamp(secondsSinceEpoch: 1_800_000_000))
        var setup = SetupFindings()
        setup.problems = [.init(problem: "1", remedy: "")]
        setup.overrides = [
            .init(winner: "a", loser: "b", text: "7", remedy: "unset it"), .init(winner: "c", loser: "d", text: "no"),
        ]
        setup.files = [.init(path: "/f", origin: "default", state: .readableByOthers)]
        report.setup = setup
        report.credentials = CredentialFindings(
            expiration: report.startedAt.adding(seconds: 600), renewal: "log in",
            failure: .credentials(CredentialsError(kind: .broken, problem: "2", remedy: "")))
        report.clockOffset = 400
        var denied = DoctorCheck(id: "d", area: .permissions, title: "d", outcome: .denied)
        denied.missingAction = "s3:X"
        report.checks = [
            denied, DoctorCheck(id: "w", area: .machine, title: "6", outcome: .warned, detail: "", remedy: "r"),
            DoctorCheck(id: "f", area: .clock, title: "3", outcome: .failed, detail: "", remedy: "r"),
        ]
        let problems = report.advice.map(\.problem)
        #expect(problems.map { $0.prefix(1) } == ["1", "2", "3", "t", "a", "t", "6", "7", "/"])
        #expect(problems[5].hasPrefix("the credentials expire at"))
        #expect(report.verdict == .running)
    }
}
