import AWSOperations
import BatchInference
import Testing

@Suite struct EnvironmentChangeTests {
    private var plan: LaunchPlan { Samples.plan }

    @Test func changesComeAfterTheResponseKeysAndReachTheRequest() {
        var plan = plan
        plan.responseKeys = ["predicted_label", "probability"]
        let last = plan.containers.count
        plan.setEnvironment(container: last, name: "SAGEMAKER_INFERENCE_OUTPUT", value: "probability")
        plan.setEnvironment(container: 1, name: "NEW", value: "1")
        let containers = plan.requests.createModel.containers ?? []
        #expect(containers[last - 1].environment?["SAGEMAKER_INFERENCE_OUTPUT"] == "probability")
        #expect(containers[0].environment?["NEW"] == "1")
        #expect(plan.effectiveResponseKeys == ["probability"])
        #expect(plan.environmentDifferences.contains { $0.text() == "1 + NEW=1" })
    }

    @Test func whatEqualsTheCandidateIsNoChange() {
        var plan = plan
        let name = "SAGEMAKER_INFERENCE_OUTPUT"
        let last = plan.containers.count
        let value = plan.containers[last - 1].environment?[name]
        plan.setEnvironment(container: last, name: name, value: "labels")
        plan.setEnvironment(container: last, name: name, value: nil)
        #expect(plan.requests.createModel.containers?[last - 1].environment?[name] == nil)
        #expect(plan.environmentDifferences.map { $0.text(ascii: true) } == ["\(last) - \(name) (\(value ?? ""))"])
        plan.setEnvironment(container: last, name: name, value: value)
        #expect(plan.environmentChanges.isEmpty && plan.environmentDifferences.isEmpty)
    }

    @Test(arguments: [
        (EnvironmentChange(container: 9, name: "A", value: "1"), "no container 9"),
        (EnvironmentChange(container: 0, name: "A", value: "1"), "no container 0"),
        (EnvironmentChange(container: 1, name: "1A", value: "1"), "isn't a variable name"),
        (EnvironmentChange(container: 1, name: "", value: "1"), "isn't a variable name"),
        (EnvironmentChange(container: 1, name: String(repeating: "A", count: 1025), value: "1"), "at most 1024"),
        (EnvironmentChange(container: 1, name: "A", value: String(repeating: "é", count: 513)), "1026 bytes"),
    ])
    func whatCreateModelWouldRefuseIsSaid(change: EnvironmentChange, words: String) {
        var plan = plan
        plan.environmentChanges = [change]
        let problem = plan.problems().first { $0.field == .containerEnvironment }
        #expect(problem?.severity == .error)
        #expect(problem?.message.contains(words) == true, "\(problem?.message ?? "")")
        #expect(problem?.source.contains("CreateModel") == true)
    }

    @Test func allVariablesTogetherHaveALimit() {
        var plan = plan
        plan.environmentChanges = (0..<40).map {
            EnvironmentChange(container: 1, name: "A\($0)", value: String(repeating: "x", count: 1000))
        }
        #expect(plan.problems().contains { $0.message.contains("32 KB") })
        plan.environmentChanges = (0..<101).map { EnvironmentChange(container: 1, name: "A\($0)", value: "") }
        #expect(plan.problems().contains { $0.message.contains("at most 100 are allowed") })
    }

    @Test(arguments: [
        "$", "$[1:]", "$[:-1]", "$[0,-1]", "$.features", "$['id','SageMakerOutput']", "$.*", "$[*]",
        "$.a.b[0]['c d']",
    ])
    func filtersThatAreWellFormed(filter: String) {
        var plan = plan
        plan.contentType = "application/json"
        plan.outputFilter = filter
        #expect(plan.problems().filter { $0.severity == .error } == [])
    }

    @Test(arguments: [
        ("$[0,5:]", "only one range"), ("$[\"x\"]", "single quotes"), ("features", "starts with $"),
        ("$..a", "no .. operator"), ("$[?(@.a)]", "no expressions"),
        ("$[1", "isn't closed"), ("$['a]", "isn't closed"), ("$[]", "empty"), ("$[a]", "isn't a column number"),
        ("$[1:2:3]", "isn't a column number"), ("$x", "a dot or ["), ("$.", "missing after a dot"),
        ("$.a b", "write it as"), ("$[1 2]", ", or ]"), ("$['']", "is empty"),
        ("$[" + String(repeating: "1", count: 70) + "]", "63"),
    ])
    func filtersThatAreNot(filter: String, words: String) {
        var plan = plan
        plan.contentType = "application/json"
        plan.inputFilter = filter
        let messages = plan.problems().filter { $0.field == .inputFilter && $0.severity == .error }.map(\.message)
        #expect(messages.contains { $0.contains(words) }, "\(messages)")
    }

    @Test func filtersAndJoinsNeedCSVOrJSON() {
        var plan = plan
        plan.contentType = "application/x-recordio-protobuf"
        plan.split = .recordIO
        plan.inputFilter = "$[1:]"
        #expect(plan.problems().contains { $0.field == .inputFilter && $0.message.contains("CSV or JSON") })
        plan.contentType = "text/csv; charset=utf-8"
        plan.split = .line
        #expect(!plan.problems().contains { $0.field == .inputFilter && $0.severity == .error })
    }

    @Test func timeSeriesAreReadWhole() {
        var plan = plan
        plan.kind = .timeSeries
        plan.split = .line
        plan.join = .input
        plan.accept = "text/csv"
        let problems = plan.problems()
        #expect(problems.contains { $0.field == .split && $0.severity == .error })
        #expect(problems.contains { $0.field == .join && $0.severity == .error })
        #expect(problems.contains { $0.field == .instanceType && $0.severity == .warning })
        plan.split = .none
        plan.assemble = .none
        plan.join = .none
        plan.accept = ""
        plan.instanceType = .mlM512xlarge
        #expect(plan.problems().filter { $0.severity == .error || $0.field == .instanceType } == [])
    }
}
