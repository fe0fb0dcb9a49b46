import AWSOperations
import Testing

@testable import BatchInference

@Suite struct TransformClonerTests {
    private static let now = Timestamp(secondsSinceEpoch: 1_795_000_000)

    /// Launches a plan with the real launcher, and clones what came of it.
    private func launched(_ plan: LaunchPlan) async -> (FakeSageMaker, FakeJournal) {
        let (service, journal) = (FakeSageMaker(), FakeJournal())
        let launcher = Launcher(models: service, transforms: service, journal: journal, clock: ManualClock())
        for await _ in launcher.launch(plan, as: LaunchIdentity(account: "111122223333", region: "eu-west-1")) {}
        return (service, journal)
    }

    private static var plan: LaunchPlan {
        var plan = Samples.plan
        plan.transformJobName = "churn-xgb-20261101-101010"
        plan.modelName = "churn-xgb-20261101-101010"
        plan.output = "s3://bucket/predictions/churn-xgb-20261101-101010/"
        plan.responseKeys = ["predicted_label", "probability"]
        plan.inputFilter = "$[1:]"
        plan.maxPayloadInMB = 3
        plan.environment = [EnvironmentEntry(name: "A", value: "b")]
        return plan
    }

    @Test func aCloneAsksForTheSameUnderNewNames() async throws {
        let plan = Self.plan
        let (service, journal) = await launched(plan)
        let clone = try await TransformCloner(models: service, transforms: service, journal: journal)
            .plan(like: plan.transformJobName, now: Self.now)
        var again = clone.plan.requests
        #expect(again.createModel.modelName != plan.modelName)
        #expect(again.createTransformJob.transformJobName != plan.transformJobName)
        #expect(
            again.createTransformJob.transformOutput.s3OutputPath
                == "s3://bucket/predictions/\(clone.plan.transformJobName)/")
        again.createModel.modelName = plan.modelName
        again.createTransformJob.transformJobName = plan.transformJobName
        again.createTransformJob.modelName = plan.modelName
        again.createTransformJob.transformOutput.s3OutputPath = plan.output
        #expect(again.createModel == plan.requests.createModel)
        #expect(again.createTransformJob == plan.requests.createTransformJob)
        #expect(clone.plan.candidateName == plan.candidateName)
        #expect(clone.notes.isEmpty)
        #expect(clone.plan.problems().allSatisfy { $0.severity == .warning })
    }

    @Test func aCloneNeverWritesWhereTheOldRunDid() async throws {
        for (old, isRenamed) in [
            ("s3://bucket/predictions/churn-xgb-20261101-101010/", true), ("s3://bucket/predictions/march/", false),
            ("s3://bucket/march", false), ("s3://bucket", false),
        ] {
            var plan = Self.plan
            plan.output = old
            let (service, journal) = await launched(plan)
            let clone = try await TransformCloner(models: service, transforms: service, journal: journal)
                .plan(like: plan.transformJobName, now: Self.now)
            #expect(clone.plan.output == "s3://bucket/predictions/\(clone.plan.transformJobName)/", "\(isRenamed)")
            let note = try #require(clone.outputNote)
            #expect(note.contains(old) && note.contains(clone.plan.output))
        }
    }

    @Test func aDeletedModelIsTakenFromTheJournal() async throws {
        let plan = Self.plan
        let (service, journal) = await launched(plan)
        try await service.deleteModel(named: plan.modelName)
        let clone = try await TransformCloner(models: service, transforms: service, journal: journal)
            .plan(like: plan.transformJobName, now: Self.now)
        #expect(clone.plan.requests.createModel.containers == plan.requests.createModel.containers)
        #expect(clone.notes.count == 1)
        await #expect(throws: CloneProblem.self) {
            try await TransformCloner(models: service, transforms: service, journal: FakeJournal())
                .plan(like: plan.transformJobName, now: Self.now)
        }
    }

    @Test(arguments: [
        ("churn-20261101-101010", "churn"), ("churn-20261101-101010-073", "churn"),
        ("churn-20261101-101010-07", "churn-20261101-101010-07"), ("churn-2026-10", "churn-2026-10"),
        ("20261101-101010", "20261101-101010"),
        ("x-20261101-10101a", "x-20261101-10101a"),
    ])
    func anOldTimeIsTakenFromAName(name: String, rest: String) {
        #expect(LaunchNames.withoutStamp(name) == rest)
    }
}
