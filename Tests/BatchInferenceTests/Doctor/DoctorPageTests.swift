import AWSOperations
import Foundation
import Testing

@testable import BatchInference

@Suite("A report on a page and as JSON")
struct DoctorPageTests {
    static let now = Timestamp(secondsSinceEpoch: 1_800_000_000)

    private var report: DoctorReport {
        var report = DoctorReport(startedAt: Self.now, checks: Doctor.waitingChecks)
        var setup = SetupFindings(region: Sourced("eu-west-1", from: "AWS_REGION"))
        setup.files = [.init(path: "/home/me/.aws/config", origin: "default", state: .missing)]
        setup.endpoints = [
            .init(service: "SageMaker", url: "https://a", region: "eu-west-1", origin: "AWS's own"),
            .init(service: "the price list", url: "", region: "cn-north-1", origin: "AWS's own"),
        ]
        setup.retryNote = "legacy is treated as standard"
        report.setup = setup
        report.credentials = CredentialFindings(
            providers: [
                .init(name: "environment", outcome: .skipped(reason: "AWS_ACCESS_KEY_ID is not set")),
                .init(name: "single sign-on", outcome: .found, origin: "sso_role_name in [dev]"),
                .init(name: "config file", outcome: .overridden(by: "single sign-on"), origin: "x"),
                .init(name: "container", outcome: .notReached),
            ], winner: "single sign-on", accessKey: CredentialFindings.shortened("ASIAFLIGHTDECKABCD"),
            expiration: Self.now.adding(seconds: 600), renewal: "run: aws sso login")
        return report
    }

    private func row(_ page: DoctorPage, _ label: String) -> DoctorPage.Row? {
        page.sections.flatMap(\.rows).first { $0.label == label }
    }

    @Test("each provider says what it did, and the used one shows the end of its key alone")
    func providers() {
        let page = DoctorPage(report, now: Self.now)
        #expect(row(page, "environment")?.text == "AWS_ACCESS_KEY_ID is not set")
        #expect(row(page, "single sign-on")?.text == "used: ****************ABCD")
        #expect(row(page, "single sign-on")?.mark == .passed)
        #expect(row(page, "config file")?.text == "set up, but single sign-on takes precedence")
        #expect(row(page, "container")?.text == "not tried")
        #expect(row(page, "expire")?.mark == .warned)
        #expect(row(page, "expire")?.text == "in 10 m; then: run: aws sso login")
        #expect(row(page, "the price list")?.mark == .failed)
    }

    @Test("what to do stands at the end, once all checks are over")
    func ending() {
        var report = report
        #expect(!DoctorPage(report, now: Self.now).sections.contains { $0.title == "What to do" })
        report.isFinished = true
        let last = DoctorPage(report, now: Self.now).sections.last
        #expect(last?.title == "What to do")
        #expect(last?.rows.first?.remedy == "run: aws sso login")
    }

    @Test("many checks that were left out for one reason are one row")
    func folded() {
        var report = report
        for check in report.checks where check.outcome == .waiting {
            report.put(check.with(.notTried, "no usable credentials"))
        }
        let rows = DoctorPage(report, now: Self.now).sections.first { $0.title == "Permissions" }?.rows ?? []
        #expect(rows.filter { $0.text.contains("no usable credentials") }.count == 1)
        let left = PermissionProbe.all.count + 2
        #expect(rows.first?.label == "\(left) others")
        #expect(rows.contains { $0.label == "sagemaker:CreateModel" })
    }

    @Test("the JSON document has its keys, and no more of the key than its end")
    func document() throws {
        var report = report
        report.isFinished = true
        let data = try JSONEncoder().encode(DoctorDocument(report))
        let read = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        #expect(read["Version"] as? Int == 1)
        #expect(read["Verdict"] as? String == "sound")
        #expect((read["Region"] as? [String: String]) == ["Value": "eu-west-1", "Origin": "AWS_REGION"])
        #expect(read["Profile"] == nil)
        let credentials = try #require(read["Credentials"] as? [String: Any])
        #expect(credentials["AccessKeyId"] as? String == "****************ABCD")
        #expect(
            (credentials["Providers"] as? [[String: String]])?.map { $0["Outcome"]! } == [
                "skipped", "found", "overridden", "not-reached",
            ])
        let checks = try #require(read["Checks"] as? [[String: String]])
        #expect(checks.count == Doctor.waitingChecks.count)
        #expect(checks.allSatisfy { $0["Id"] != nil && $0["Outcome"] != nil && $0["Area"] != nil })
        #expect(!String(decoding: data, as: UTF8.self).contains("FLIGHTDECK"))
    }

    @Test("every stage of a report can be shown")
    func stages() {
        var bare = DoctorReport(startedAt: Self.now)
        #expect(!DoctorPage(bare, now: Self.now).sections.isEmpty)
        bare.checks = Doctor.waitingChecks
        let marks = DoctorPage(bare, now: Self.now).sections.flatMap(\.rows).map(\.mark)
        #expect(marks.contains(.waiting))
    }
}
