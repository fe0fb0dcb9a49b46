import AWSOperations
import BatchInference
import Testing

/// A create that can never succeed leaves nothing, and nobody is asked to try it again.
@Suite struct RefusedForGoodTests {
    let sageMaker = FakeSageMaker()
    let journal = FakeJournal()
    var launcher: Launcher {
        Launcher(models: sageMaker, transforms: sageMaker, journal: journal, clock: ManualClock())
    }

    private func failure(_ end: LaunchEvent?) throws -> LaunchFailure {
        guard case .failed(let failure) = end else { throw Unexpected() }
        return failure
    }

    private struct Unexpected: Error {}

    private static let invalid = AWSFailure.refusal(
        "CreateTransformJob", "ValidationException", "Invalid OutputFilter: unexpected \"_\" in JsonPath")

    @Test(arguments: ["ValidationException", "SerializationException", "UnknownOperationException"])
    func aRequestThatIsRefusedForItsValuesTakesItsModelAway(code: String) async throws {
        sageMaker.plan("CreateTransformJob", .refuse(.refusal("CreateTransformJob", code, "no such value")))
        let events = await launcher.launch(Samples.plan, as: Samples.identity).all()
        #expect(events.contains(.deletingModel(name: Samples.plan.modelName)))
        let end = try failure(events.last)
        #expect(end.problem.contains("no such value"))
        #expect(end.leftBehind == .nothing && !end.isUnfinished && !end.canBeResumed)
        #expect(sageMaker.models.isEmpty)
        #expect(try await journal.unfinished().isEmpty)
    }

    @Test(arguments: ["ResourceLimitExceeded", "AccessDeniedException", "ThrottlingException", "ExpiredTokenException"])
    func whatMayPassKeepsTheModelAndCanBeResumed(code: String) async throws {
        sageMaker.plan("CreateTransformJob", .refuse(.refusal("CreateTransformJob", code, "not now")))
        let end = try failure(await launcher.launch(Samples.plan, as: Samples.identity).last())
        #expect(end.leftBehind == .model(name: Samples.plan.modelName) && end.canBeResumed)
        #expect(sageMaker.models.count == 1)
    }

    @Test func aModelThatWasThereBeforeStays() async throws {
        _ = try await sageMaker.createModel(Samples.plan.requests.createModel)
        sageMaker.plan("CreateTransformJob", .refuse(Self.invalid))
        let end = try failure(await launcher.launch(Samples.plan, as: Samples.identity).last())
        #expect(end.leftBehind == .nothing && !end.isUnfinished)
        #expect(sageMaker.models.count == 1)
    }

    @Test func whereTheModelCannotBeRemovedOnlyCleaningUpIsLeft() async throws {
        sageMaker.plan("CreateTransformJob", .refuse(Self.invalid))
        sageMaker.plan("DeleteModel", .refuse(.refusal("DeleteModel", "AccessDeniedException", "not allowed")))
        let end = try failure(await launcher.launch(Samples.plan, as: Samples.identity).last())
        #expect(end.reason == .service(Self.invalid))
        #expect(end.problem.contains("unexpected \"_\"") && end.problem.contains("its model couldn't be deleted"))
        #expect(end.isUnfinished && !end.canBeResumed)
        #expect(end.leftBehind == .perhapsModel(name: Samples.plan.modelName))
        // Whoever resumes it all the same cleans up, and starts nothing.
        let left = try #require(try await journal.unfinished().first)
        guard case .cleanedUp = await launcher.resume(left).last() else { throw Unexpected() }
        #expect(sageMaker.models.isEmpty && sageMaker.transforms.isEmpty)
    }

    @Test func aTransformNameThatWasTakenMeanwhileLeavesNoModel() async throws {
        let plan = Samples.plan
        var other = plan.requests.createTransformJob
        other.transformResources.instanceCount = 7
        let taken = other
        sageMaker.plan(
            "DescribeTransformJob",
            .refuse(.refusal("DescribeTransformJob", "ValidationException", "Could not find requested job")))
        sageMaker.change { $0.transforms[plan.transformJobName] = .created(by: taken) }
        let end = try failure(await launcher.launch(plan, as: Samples.identity).last())
        #expect(end.reason == .transformNameTaken && end.leftBehind == .nothing && !end.canBeResumed)
        #expect(sageMaker.models.isEmpty)
        #expect(sageMaker.transforms.count == 1)
    }

    @Test func aDenyStatementIsNotAnsweredWithAGrant() async throws {
        let message =
            "User: arn:aws:sts::111122223333:assumed-role/dev/i is not authorized to perform: "
            + "sagemaker:CreateTransformJob on resource: arn:aws:sagemaker:eu-west-1:111122223333:transform-job/x with an "
            + "explicit deny in a service control policy"
        sageMaker.plan("CreateTransformJob", .refuse(.refusal("CreateTransformJob", "AccessDeniedException", message)))
        let end = try failure(await launcher.launch(Samples.plan, as: Samples.identity).last())
        #expect(
            end.problem.hasPrefix(
                "a Deny statement in a service control policy denies you sagemaker:CreateTransformJob"))
        #expect(end.remedy.contains("an Allow doesn't override it") && end.canBeResumed)
    }

    @Test func aValueThatTheServiceDoesNotHaveIsToldWithTheNearest() async throws {
        let message =
            "1 validation error detected: Value 'ml.m5.xlarg' at 'transformResources.instanceType' failed to satisfy "
            + "constraint: Member must satisfy enum value set: [ml.p2.xlarge, ml.m5.4xlarge, ml.m5.xlarge]"
        sageMaker.plan("CreateTransformJob", .refuse(.refusal("CreateTransformJob", "ValidationException", message)))
        let end = try failure(await launcher.launch(Samples.plan, as: Samples.identity).last())
        #expect(end.problem == "SageMaker has no instanceType 'ml.m5.xlarg'")
        #expect(end.remedy == "did you mean ml.m5.xlarge? Change it, and launch again")
    }
}
