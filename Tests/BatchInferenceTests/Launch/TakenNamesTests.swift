import AWSOperations
import BatchInference
import Testing

/// Creates that are refused because the name is taken: a definite answer, unless an earlier try may have taken it.
@Suite struct TakenNamesTests {
    private let sageMaker = FakeSageMaker()
    private let journal = FakeJournal()
    private static let inUse = AWSFailure.refusal("CreateTransformJob", "ResourceInUse", "Job name must be unique")
    private static let exists = AWSFailure.refusal(
        "CreateModel", "ValidationException", "Cannot create already existing model")

    private func launch() async -> LaunchEvent? {
        await Launcher(models: sageMaker, transforms: sageMaker, journal: journal, clock: ManualClock())
            .launch(Samples.plan, as: Samples.identity).last()
    }

    private func reason(_ end: LaunchEvent?) -> LaunchFailure.Reason? {
        if case .failed(let failure) = end { failure.reason } else { nil }
    }

    @Test("a name in use that can't be looked up is a refusal, and the model goes", arguments: [true, false])
    func unseen(isDenied: Bool) async throws {
        sageMaker.change { $0.standing["CreateTransformJob"] = Self.inUse }
        if isDenied {
            sageMaker.change {
                $0.standing["DescribeTransformJob"] = .refusal("DescribeTransformJob", "AccessDeniedException", "no")
            }
        }
        let end = await launch()
        #expect(reason(end) == .transformNameTaken)
        if !isDenied {
            #expect(sageMaker.models.isEmpty)
            #expect(try await journal.unfinished().isEmpty)
        }
    }

    @Test("an equal job is this launch's if it was made since", arguments: [0.0, -86_400])
    func equalJob(age: Double) async {
        var job = DescribeTransformJobResponse.created(by: Samples.plan.requests.createTransformJob)
        job.creationTime = ManualClock().now.adding(seconds: age)
        // It is not there yet when the names are looked up.
        sageMaker.plan(
            "DescribeTransformJob",
            .refuse(.refusal("DescribeTransformJob", "ValidationException", "Could not find it")))
        sageMaker.change { [job] in $0.transforms[Samples.plan.transformJobName] = job }
        let end = await launch()
        if age == 0 {
            #expect({ if case .launched = end { true } else { false } }())
        } else {
            #expect(reason(end) == .transformNameTaken)
            #expect(sageMaker.models.isEmpty)
        }
        #expect(sageMaker.state.withLock { $0.transformCreations } == 0)
    }

    @Test("after a try without an answer, the job of that name is this launch's")
    func afterDoubt() async {
        sageMaker.plan("CreateTransformJob", .loseAnswer(.timedOut))
        let missing = AWSFailure.refusal("DescribeTransformJob", "ValidationException", "Could not find it")
        sageMaker.plan(
            "DescribeTransformJob", .refuse(missing), .refuse(missing), .refuse(missing), .refuse(missing))
        let end = await launch()
        #expect({ if case .launched = end { true } else { false } }())
        #expect(sageMaker.state.withLock { $0.transformCreations } == 1)
    }

    @Test("a model name that is taken and can't be described is refused")
    func unseenModel() async {
        sageMaker.change { $0.standing["CreateModel"] = Self.exists }
        guard case .modelNameTaken? = reason(await launch()) else {
            Issue.record("the outcome is not unknown")
            return
        }
    }

    @Test("an equal model that somebody made before is used, and is not this launch's to delete")
    func equalModel() async throws {
        sageMaker.plan(
            "DescribeModel", .refuse(.refusal("DescribeModel", "ValidationException", "Could not find model")))
        _ = try await sageMaker.createModel(Samples.plan.requests.createModel)
        guard case .launched(let record) = await launch() else {
            Issue.record("it was not launched")
            return
        }
        #expect(record.reusesModel)
    }
}
