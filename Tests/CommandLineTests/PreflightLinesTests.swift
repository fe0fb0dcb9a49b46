import BatchInference
import Testing

@testable import flightdeck

@Suite("The option behind a fix of the preflight")
struct PreflightLinesTests {
    @Test("is the one that the fix changes, and none where the data has to be mended")
    func options() {
        func option(
            _ fix: String, _ field: PlanProblem.Field?, edit: PlanEdit? = nil,
            _ verdict: PreflightFinding.Verdict = .failed, of check: String = "input"
        ) -> String? {
            PreflightLines.option(
                in: PreflightFinding(verdict, "text", fix: fix, field: field, edit: edit), of: check)
        }
        #expect(option("compress and upload it again", .input) == nil)
        #expect(option("add records, or choose another prefix", .input) == "--input")
        #expect(option("drop it with the input filter $[1:]", .input, edit: .inputFilter("$[1:]")) == "--input-filter")
        #expect(option("add the missing policies, or copy the artifacts", .candidate) == "--copy-artifacts")
        #expect(option("choose another candidate, or restore the artifact", .candidate) == "--candidate")
        #expect(option("columns are counted from 0", .inputFilter) == "--input-filter")
        #expect(option("request the permission iam:GetRole", .instanceType, .unknown) == nil)
        #expect(option("end it in a slash", .input, of: "options") == "--input")
        #expect(option("wait", nil) == nil)
        let headed = PreflightFinding(
            .failed, "a header row", fix: "take it out", field: .input, correction: .dataAlone)
        #expect(PreflightLines.option(in: headed, of: "columns") == "--correct-input")
        #expect(
            option("choose it", .instanceType, edit: .instanceType(.mlM5Xlarge), of: "instances") == "--instance-type")
    }

    @Test("a correction that mends most is taken: copies without a header are of the data alone, too")
    func corrections() {
        func report(_ corrections: InputCorrection?...) -> PreflightReport {
            let plan = LaunchPlan(
                jobName: "j", candidateName: "c", containerSets: ContainerSets(), modelName: "m", roleArn: "",
                input: "",
                output: "", transformJobName: "t")
            return PreflightReport(
                subject: PreflightSubject(plan: plan, region: "eu-west-1"),
                lines: [
                    .init(
                        id: "strays", title: "",
                        findings: corrections.map { PreflightFinding(.failed, "x", correction: $0) })
                ])
        }
        #expect(LaunchCommand.correction(in: report(nil)) == nil)
        #expect(LaunchCommand.correction(in: report(nil, .dataAlone)) == .dataAlone)
        #expect(LaunchCommand.correction(in: report(.dataAlone, .withoutHeader(["a"]))) == .withoutHeader(["a"]))
    }
}
