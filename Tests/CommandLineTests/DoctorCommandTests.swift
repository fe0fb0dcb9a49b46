import AWSClient
import AWSOperations
import ArgumentParser
import BatchInference
import Glibc
import Synchronization
import Testing

@testable import flightdeck

@Suite("The doctor command's words")
struct DoctorCommandTests {
    private func report(says problem: String = "over") -> DoctorReport {
        var report = DoctorReport(startedAt: Timestamp(secondsSinceEpoch: 1_800_000_000))
        report.setup = SetupFindings(region: Sourced("eu-west-1", from: "AWS_REGION"))
        report.credentials = CredentialFindings(
            failure: .credentials(
                CredentialsError(kind: .expired, problem: problem, remedy: "run: aws sso login")))
        report.isFinished = true
        return report
    }

    private func output(color: Bool, ascii: Bool) -> CommandOutput {
        CommandOutput(
            isTerminal: color, isErrorTerminal: false, usesColor: color, isASCII: ascii, writeResult: { _ in },
            writeError: { _ in })
    }

    @Test("it fits 80 columns, holds nothing that a terminal acts on, and is coloured on a terminal alone")
    func lines() {
        let plain = DoctorCommand.lines(report(), output: output(color: false, ascii: true), columns: 80)
        #expect(plain.allSatisfy { $0.utf8.count <= 80 && $0.utf8.allSatisfy { (0x20..<0x7F).contains($0) } })
        #expect(plain.contains { $0.contains("-> run: aws sso login") })
        let colored = DoctorCommand.lines(
            report(says: "over \u{1B}[2J"), output: output(color: true, ascii: false), columns: 80)
        #expect(colored.joined().contains("\u{1B}[31m"))
        #expect(!colored.joined().contains("\u{1B}[2J"))
    }

    @Test(
        "a bucket is a name or an S3 URI",
        arguments: [("my-bucket", "my-bucket"), ("s3://my-bucket/in/", "my-bucket"), ("s3://my-bucket", "my-bucket")])
    func buckets(_ given: String, _ name: String) throws {
        #expect(try DoctorCommand.name(of: given) == name)
        #expect(throws: ValidationError.self) { try DoctorCommand.name(of: "Not A Bucket") }
        #expect(throws: (any Error).self) { try FlightdeckCommand.parseAsRoot(["doctor", "--timeout", "0"]) }
    }

    @Test("an override is said in a sentence, and what beats a profile has its remedy")
    func overrides() {
        let keys = Setting("", from: SettingOrigin.environment("AWS_ACCESS_KEY_ID"))
        let profile = Setting("dev", from: SettingOrigin.environment("AWS_PROFILE"))
        let beaten = SetupFindings.Override(SettingOverride(setting: "credentials", winner: keys, loser: profile))
        #expect(beaten.text == "AWS_ACCESS_KEY_ID in the environment overrides AWS_PROFILE = dev")
        #expect(beaten.remedy.contains("--profile dev"))
        let region = SetupFindings.Override(
            SettingOverride(
                setting: "region", winner: Setting("r1", from: .environment("AWS_REGION")),
                loser: Setting("r2", from: .file(path: "/c", line: 3, section: "profile dev", key: "region"))))
        #expect(region.text == "AWS_REGION = r1 overrides region in [profile dev], /c:3 = r2")
        #expect(region.remedy.isEmpty)
    }

    @Test("legacy retries and a missing region are said")
    func setup() {
        var report = SetupReport()
        report.retryMode = Setting(.legacy, from: .environment("AWS_RETRY_MODE"))
        let findings = SetupFindings(report)
        #expect(findings.retryNote.hasPrefix("legacy is treated as standard"))
        #expect(findings.problems.map(\.problem) == ["no region is set"])
        report.region = Setting("eu-west-1", from: .environment("AWS_REGION"))
        #expect(SetupFindings(report).problems.isEmpty)
    }

    @Test("directories that cannot be written to, and terminals that cannot be drawn on")
    func environmentChecks() throws {
        let folder = "/tmp/flightdeck-doctor-\(getpid())"
        #expect(mkdir(folder, 0o700) == 0)
        defer { rmdir(folder) }
        func checks(_ variables: [String: String]) -> [String: DoctorCheck] {
            let directories = UserDirectories(home: folder) { variables[$0] }
            let found = EnvironmentChecks.checks(directories: directories) { variables[$0] }
            return Dictionary(uniqueKeysWithValues: found.map { ($0.id, $0) })
        }
        let good = checks(["TERM": "xterm", "LANG": "de_DE.UTF-8", "XDG_STATE_HOME": "\(folder)/a/b"])
        #expect(good["directory.state"]?.outcome == .passed)
        #expect(good["directory.state"]?.detail.contains("created when needed") == true)
        #expect(access("\(folder)/a", F_OK) != 0, "nothing is made")
        #expect(good["terminal"]?.outcome == .passed)
        #expect(good["locale"]?.detail == "de_DE.UTF-8")
        let bad = checks(["TERM": "no-such-terminal", "XDG_STATE_HOME": "/dev/null"])
        #expect(bad["directory.state"]?.outcome == .failed)
        #expect(bad["directory.state"]?.detail.contains("isn't a directory") == true)
        #expect(bad["terminal"]?.detail.contains("terminfo doesn't know it") == true)
        #expect(bad["locale"]?.detail.contains("C.UTF-8") == true)
        #expect(checks([:])["terminal"]?.remedy.contains("TERM") == true)
    }

    @Test(
        "an unknown name has the command that lists them",
        arguments: [
            ("DescribeTransformJob", "flightdeck transforms"), ("StopTransformJob", "flightdeck transforms"),
            ("ListCandidatesForAutoMLJob", "flightdeck jobs"), ("DescribeAutoMLJobV2", "flightdeck jobs"),
        ])
    func names(_ operation: String, _ command: String) {
        let failure = AWSFailure.service(
            ServiceError(
                operation: OperationDescriptor(service: .sageMaker, name: operation, effect: .read),
                code: "ValidationException", message: "Could not find requested job.", httpStatus: 400,
                requestID: nil))
        #expect(CommandFailure(failure).remedy.hasSuffix(command))
        #expect(CommandFailure(failure).pointer.isEmpty)
        let none = AWSFailure.credentials(CredentialsError(kind: .notFound, problem: "none", remedy: "log in"))
        #expect(CommandFailure(none).lines.last?.contains("flightdeck doctor") == true)
    }

    @Test(
        "a cut listing of one row is said as such", arguments: [(1, "the first of the jobs"), (2, "the first 2 jobs")])
    func cut(_ count: Int, _ words: String) {
        let said = Said()
        let output = CommandOutput(
            isTerminal: false, isErrorTerminal: false, usesColor: false, isASCII: false, writeResult: { _ in },
            writeError: { said.add($0) })
        output.noteCut(after: count, things: "jobs")
        #expect(said.text == "\(words); there are more\n")
    }

    /// What was written to standard error.
    private final class Said: Sendable {
        private let kept = Mutex("")
        var text: String { kept.withLock { $0 } }
        func add(_ text: String) { kept.withLock { $0 += text } }
    }
}
