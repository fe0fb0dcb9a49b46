import AWSOperations
import Testing

@testable import BatchInference

@Suite struct MisspelledTypeTests {
    private func misspelled(_ name: String) -> String? {
        InstanceType.misspelled(TransformInstanceType(rawValue: name))?.rawValue
    }

    @Test(arguments: [
        ("ml.m5.xlarg", "ml.m5.xlarge"), ("ml.m5.2xlrage", "ml.m5.2xlarge"), ("ml.mm5.xlarge", "ml.m5.xlarge"),
        ("ml.c5.18xlage", "ml.c5.18xlarge"), ("mlm5.xlarge", "ml.m5.xlarge"),
        // Of several that are as near, the first by name is told.
        ("ml.m5.3xlarge", "ml.m5.2xlarge"),
    ])
    func slipsOfTheHandAreToldApart(name: String, meant: String) {
        #expect(misspelled(name) == meant)
    }

    @Test(arguments: [
        "ml.m8i.2xlarge", "ml.g6e.xlarge", "ml.c7g.4xlarge", "ml.p5.48xlarge", "ml.r7iz.large", "ml.m7i-flex.large",
        "ml.trn2.48xlarge", "ml.m5.8xlarge", "ml.t3.medium", "ml.m5.metal-24xl", "ml.p4de.24xlarge",
    ])
    func typesThatMayBeNewerThanTheListAreLeftToTheService(name: String) {
        #expect(misspelled(name) == nil)
        var plan = Samples.plan
        plan.instanceType = TransformInstanceType(rawValue: name)
        let problems = plan.problems()
        #expect(problems.contains { $0.field == .instanceType && $0.severity == .warning })
        #expect(!problems.contains { $0.severity == .error })
    }

    @Test func everyKnownTypeIsItself() {
        for type in TransformInstanceType.known { #expect(InstanceType.misspelled(type) == nil) }
    }

    @Test func aMisspelledTypeFailsTheCheckAndItsFixIsTheOneThatWasMeant() async {
        var bench = PreflightBench()
        bench.plan.instanceType = TransformInstanceType(rawValue: "ml.m5.xlarg")
        let findings = await bench.report([.instances, .options]).findings
        #expect(
            findings.troubles == ["failed: transforms have no instance type ml.m5.xlarg: did you mean ml.m5.xlarge?"])
        findings.first?.edit?.apply(to: &bench.plan)
        #expect(bench.plan.instanceType == .mlM5Xlarge)
    }
}
