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
        #expect(option("pack and upload it again", .input) == nil)
        #expect(option("put records there, or choose another prefix", .input) == "--input")
        #expect(option("drop it with the input filter $[1:]", .input, edit: .inputFilter("$[1:]")) == "--input-filter")
        #expect(option("add the missing policies, or copy the artifacts", .candidate) == "--copy-artifacts")
        #expect(option("choose another candidate, or restore the artifact", .candidate) == "--candidate")
        #expect(option("columns are counted from 0", .inputFilter) == "--input-filter")
        #expect(option("ask for the permission iam:GetRole", .instanceType, .unknown) == nil)
        #expect(option("end it in a slash", .input, of: "options") == "--input")
        #expect(option("wait", nil) == nil)
    }
}
