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
        ("ml.m5.1xlarge", "ml.m5.xlarge"), ("m5.xlarge", "ml.m5.xlarge"), ("ml.m5xlarge", "ml.m5.xlarge"),
        ("ml.c5.9xlarg", "ml.c5.9xlarge"), ("ml.m5.24xlage", "ml.m5.24xlarge"), ("ml-m5-xlarge", "ml.m5.xlarge"),
        ("ML.M5.XLARGE", "ml.m5.xlarge"), ("ml.m5.xxlarge", "ml.m5.xlarge"), ("ml.m5.lrage", "ml.m5.large"),
        ("ml.m5.2xl", "ml.m5.2xlarge"), ("ml_g4dn_xlarge", "ml.g4dn.xlarge"), ("ml.m5.x-large", "ml.m5.xlarge"),
        ("ml.g5.12xlareg", "ml.g5.12xlarge"), ("ml.c5.7xlarge", "ml.c5.9xlarge"), ("ml.m5..xlarge", "ml.m5.xlarge"),
    ])
    func slipsOfTheHandAreToldApart(name: String, meant: String) {
        #expect(misspelled(name) == meant)
        var plan = Samples.plan
        plan.instanceType = TransformInstanceType(rawValue: name)
        let errors = plan.problems().filter { $0.severity == .error }
        #expect(errors.map(\.field) == [.instanceType] && errors[0].remedy == "did you mean \(meant)?")
    }

    @Test(arguments: ["banana", "ml.", "ml.m5", "ml.M9.huge", "ml.x y.large", "…"])
    func whatIsNoNameOfATypeIsRefused(name: String) {
        var plan = Samples.plan
        plan.instanceType = TransformInstanceType(rawValue: name)
        #expect(plan.problems().contains { $0.field == .instanceType && $0.severity == .error })
    }

    @Test func theSameFamilyComesFirst() {
        #expect(InstanceType.nearest(to: TransformInstanceType(rawValue: "ml.g4.xlarge"))?.rawValue == "ml.g4dn.xlarge")
        #expect(InstanceType.nearest(to: TransformInstanceType(rawValue: "ml.m5.8xlarge"))?.rawValue == "ml.m5.4xlarge")
    }

    @Test func aMisspelledTypeIsRefusedBeforeAnythingIsMade() async {
        let sageMaker = FakeSageMaker()
        var plan = Samples.plan
        plan.instanceType = TransformInstanceType(rawValue: "ml.m5.xlarg")
        let journal = FakeJournal()
        let launcher = Launcher(models: sageMaker, transforms: sageMaker, journal: journal, clock: ManualClock())
        guard case .failed(let failure) = await launcher.launch(plan, as: Samples.identity).last() else {
            Issue.record("it was launched")
            return
        }
        #expect(failure.remedy == "did you mean ml.m5.xlarge?")
        #expect(sageMaker.calls.isEmpty && journal.all.isEmpty)
    }

    @Test(arguments: [
        "ml.m8i.2xlarge", "ml.g6e.xlarge", "ml.c7g.4xlarge", "ml.p5.48xlarge", "ml.r7iz.large", "ml.m7i-flex.large",
        "ml.trn2.48xlarge", "ml.m5.8xlarge", "ml.t3.medium", "ml.m5.metal-24xl", "ml.p4de.24xlarge",
        "ml.i3en.3xlarge", "ml.u-6tb1.112xlarge",
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
            findings.troubles.first == "failed: ml.m5.xlarg isn't a transform instance type"
                && findings.first?.fix == "use ml.m5.xlarge")
        findings.first?.edit?.apply(to: &bench.plan)
        #expect(bench.plan.instanceType == .mlM5Xlarge)
    }
}
