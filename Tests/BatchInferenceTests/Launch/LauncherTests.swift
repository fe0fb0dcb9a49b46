import AWSOperations
import BatchInference
import Testing

@Suite struct LauncherTests {
    let sageMaker = FakeSageMaker()
    let journal = FakeJournal()
    let clock = ManualClock()
    var launcher: Launcher {
        Launcher(models: sageMaker, transforms: sageMaker, journal: journal, clock: clock)
    }

    func failure(_ end: LaunchEvent?) throws -> LaunchFailure {
        guard case .failed(let failure) = end else {
            throw Unexpected(event: end)
        }
        return failure
    }

    private struct Unexpected: Error {
        var event: LaunchEvent?
    }

    @Test func tellsEachStepInOrderAndKeepsTheJournalAhead() async throws {
        let events = await launcher.launch(Samples.plan, as: Samples.identity).all()
        let record = try #require(journal.all.first)
        #expect(
            events == [
                .checkingNames, .creatingModel(name: record.modelName), .modelCreated(name: record.modelName),
                .creatingTransform(name: record.transformJobName), .launched(record),
            ])
        #expect(record.state == .launched)
        #expect(sageMaker.calls == ["DescribeTransformJob", "DescribeModel", "CreateModel", "CreateTransformJob"])
        #expect(sageMaker.models.values.first == Samples.plan.requests.createModel)
    }

    @Test func reusesAnEqualModelAndNeverDeletesIt() async throws {
        let plan = Samples.plan
        _ = try await sageMaker.createModel(plan.requests.createModel)
        sageMaker.plan(
            "CreateTransformJob", .refuse(.refusal("CreateTransformJob", "ResourceLimitExceeded", "no quota")))
        let events = await launcher.launch(plan, as: Samples.identity, cleanUpAfterRefusal: true).all()
        #expect(events.contains(.modelReused(name: plan.modelName)))
        let end = try failure(events.last)
        #expect(end.leftBehind == .nothing)
        #expect(sageMaker.models.count == 1)
        #expect(try await journal.unfinished().isEmpty)
    }

    @Test func refusesAnotherModelOfTheSameName() async throws {
        let plan = Samples.plan
        var other = plan.requests.createModel
        other.executionRoleArn = "arn:aws:iam::111122223333:role/other"
        other.containers?[1].environment?["SAGEMAKER_INFERENCE_OUTPUT"] = "probability"
        _ = try await sageMaker.createModel(other)
        let end = try failure(await launcher.launch(plan, as: Samples.identity).last())
        #expect(
            end.reason
                == .modelNameTaken(differences: [
                    "container 2 has another environment", "its role is arn:aws:iam::111122223333:role/other",
                ]))
        #expect(sageMaker.transforms.isEmpty)
        #expect(sageMaker.models.values.first == other)
        #expect(try await journal.unfinished().isEmpty)
    }

    @Test func refusesATakenTransformNameBeforeItMakesAnything() async throws {
        let plan = Samples.plan
        sageMaker.change { $0.transforms[plan.transformJobName] = .created(by: plan.requests.createTransformJob) }
        let end = try failure(await launcher.launch(plan, as: Samples.identity).last())
        #expect(end.reason == .transformNameTaken)
        #expect(sageMaker.models.isEmpty)
        #expect(sageMaker.state.withLock { $0.transformCreations } == 0)
    }

    @Test func aSecondLaunchOfTheSameNameIsRefusedAndTheFirstKept() async throws {
        _ = await launcher.launch(Samples.plan, as: Samples.identity).last()
        let end = try failure(await launcher.launch(Samples.plan, as: Samples.identity).last())
        #expect(end.reason == .transformNameTaken && end.leftBehind == .nothing)
        #expect(journal.all.map(\.state) == [.launched])
        #expect(sageMaker.state.withLock { $0.transformCreations } == 1)
    }

    @Test(arguments: ["CreateModel", "CreateTransformJob"])
    func anAnswerThatGotLostIsFoundByName(operation: String) async throws {
        sageMaker.plan(operation, .loseAnswer(.timedOut))
        let end = await launcher.launch(Samples.plan, as: Samples.identity).last()
        guard case .launched = end else {
            Issue.record("\(String(describing: end))")
            return
        }
        let state = sageMaker.state.withLock { $0 }
        #expect(state.modelCreations == 1)
        #expect(state.transformCreations == 1)
    }

    @Test(arguments: ["CreateModel", "CreateTransformJob"])
    func aRequestThatNeverArrivedIsSentAgainAfterPatientLooks(operation: String) async throws {
        sageMaker.plan(operation, .refuse(.timedOut))
        let end = await launcher.launch(Samples.plan, as: Samples.identity).last()
        guard case .launched = end else {
            Issue.record("\(String(describing: end))")
            return
        }
        #expect(clock.sleeps == [1, 3])
        #expect(sageMaker.calls.count { $0 == operation } == 2)
    }

    @Test func doubtThatCannotBeResolvedStaysInTheJournal() async throws {
        sageMaker.plan("CreateTransformJob", .loseAnswer(.timedOut))
        // The first look, before anything is made, works; the one after the doubt does not.
        let denied = AWSFailure.refusal("DescribeTransformJob", "ThrottlingException", "Rate exceeded")
        let plan = Samples.plan
        sageMaker.plan(
            "DescribeTransformJob",
            .refuse(.refusal("DescribeTransformJob", "ValidationException", "Could not find requested job")),
            .refuse(denied))
        let end = try failure(await launcher.launch(plan, as: Samples.identity).last())
        #expect(end.reason == .unknownOutcome(.timedOut))
        #expect(
            end.leftBehind
                == .modelAndPerhapsTransform(model: plan.modelName, transform: plan.transformJobName))
        let left = try #require(try await journal.unfinished().first)
        guard case .launched = await launcher.resume(left).last() else {
            Issue.record("not resumed")
            return
        }
        #expect(sageMaker.state.withLock { $0.transformCreations } == 1)
    }

    @Test func aRefusedTransformLeavesItsModelForAnotherTry() async throws {
        let message =
            "The account-level service limit 'ml.m5.large for transform job usage' is 0 Instances, with current "
            + "utilization of 0 Instances and a request delta of 1 Instances."
        sageMaker.plan("CreateTransformJob", .refuse(.refusal("CreateTransformJob", "ResourceLimitExceeded", message)))
        let end = try failure(await launcher.launch(Samples.plan, as: Samples.identity).last())
        #expect(end.leftBehind == .model(name: Samples.plan.modelName))
        #expect(end.remedy.contains("'ml.m5.large for transform job usage' in Service Quotas"))
        #expect(end.isUnfinished)
        let left = try #require(try await journal.unfinished().first)
        guard case .launched = await launcher.resume(left).last() else {
            Issue.record("not resumed")
            return
        }
        #expect(sageMaker.state.withLock { $0.modelCreations } == 1)
    }

    @Test func aRefusedTransformsModelIsRemovedAtOnceWhereAsked() async throws {
        sageMaker.plan("CreateTransformJob", .refuse(.refusal("CreateTransformJob", "ResourceLimitExceeded", "no")))
        let events = await launcher.launch(Samples.plan, as: Samples.identity, cleanUpAfterRefusal: true).all()
        #expect(events.contains(.deletingModel(name: Samples.plan.modelName)))
        #expect(try failure(events.last).leftBehind == .nothing)
        #expect(sageMaker.models.isEmpty)
        #expect(try await journal.unfinished().isEmpty)
    }

    @Test func aRefusedModelLeavesNothing() async throws {
        let message =
            "User: arn:aws:iam::111122223333:user/ann is not authorized to perform: iam:PassRole on resource: "
            + Samples.role
        sageMaker.plan("CreateModel", .refuse(.refusal("CreateModel", "AccessDeniedException", message)))
        let end = try failure(await launcher.launch(Samples.plan, as: Samples.identity).last())
        #expect(end.leftBehind == .nothing)
        #expect(end.remedy.contains("iam:PassRole"))
        #expect(end.problem.contains(Samples.role))
        #expect(!sageMaker.calls.contains("CreateTransformJob"))
    }

    @Test func cleanUpLeavesAForeignModelOfTheSameName() async throws {
        sageMaker.plan("CreateTransformJob", .refuse(.refusal("CreateTransformJob", "ResourceLimitExceeded", "no")))
        _ = await launcher.launch(Samples.plan, as: Samples.identity).last()
        let left = try #require(try await journal.unfinished().first)
        // Meanwhile somebody replaced the model.
        sageMaker.change { $0.models[left.modelName]?.executionRoleArn = "arn:aws:iam::111122223333:role/other" }
        guard case .cleanedUp = await launcher.cleanUp(left).last() else {
            Issue.record("not cleaned up")
            return
        }
        #expect(sageMaker.models.count == 1)
    }

    @Test func cleanUpOfALaunchThatSucceededKeepsIt() async throws {
        sageMaker.plan("CreateTransformJob", .loseAnswer(.timedOut))
        sageMaker.plan(
            "DescribeTransformJob",
            .refuse(.refusal("DescribeTransformJob", "ValidationException", "Could not find requested job")),
            .refuse(.refusal("DescribeTransformJob", "ThrottlingException", "Rate exceeded")))
        _ = await launcher.launch(Samples.plan, as: Samples.identity).last()
        let left = try #require(try await journal.unfinished().first)
        guard case .launched = await launcher.cleanUp(left).last() else {
            Issue.record("the running job was not found")
            return
        }
        #expect(sageMaker.models.count == 1)
    }

    @Test func aModelThatVanishedIsMadeAgainOnResuming() async throws {
        sageMaker.plan("CreateTransformJob", .refuse(.refusal("CreateTransformJob", "ResourceLimitExceeded", "no")))
        _ = await launcher.launch(Samples.plan, as: Samples.identity).last()
        let left = try #require(try await journal.unfinished().first)
        sageMaker.change { $0.models = [:] }
        guard case .launched = await launcher.resume(left).last() else {
            Issue.record("not resumed")
            return
        }
        #expect(sageMaker.models.count == 1)
    }

    @Test func anInvalidPlanIsRefusedWithoutACall() async throws {
        var plan = Samples.plan
        plan.input = "demo-data/in"
        let end = try failure(await launcher.launch(plan, as: Samples.identity).last())
        guard case .invalidPlan(let problems) = end.reason else {
            Issue.record("\(end)")
            return
        }
        #expect(problems.map(\.field) == [.input])
        #expect(sageMaker.calls.isEmpty)
        #expect(journal.all.isEmpty)
    }

    @Test func aLaunchGoesOnWhenNobodyListens() async throws {
        do {
            let events = launcher.launch(Samples.plan, as: Samples.identity)
            for await _ in events { break }
        }
        while sageMaker.transforms.isEmpty { await Task.yield() }
        #expect(sageMaker.transforms.count == 1)
    }
}

extension LauncherTests {
    @Test func aLaunchOfAnotherProgramIsLeftAlone() async throws {
        let record = LaunchRecord(plan: Samples.plan, identity: Samples.identity, now: clock.now)
        try await journal.begin(record)
        journal.elsewhere.withLock { _ = $0.insert(record.id) }
        for end in [await launcher.resume(record).last(), await launcher.cleanUp(record).last()] {
            let failure = try failure(end)
            #expect(failure.reason == .underWay)
            #expect(failure.problem.contains("another flightdeck"))
        }
        #expect(sageMaker.calls.isEmpty)
    }

    @Test func aLaunchIsLetGoHoweverItEnds() async throws {
        sageMaker.plan(
            "CreateTransformJob", .refuse(.refusal("CreateTransformJob", "ResourceLimitExceeded", "no quota")))
        _ = try failure(await launcher.launch(Samples.plan, as: Samples.identity).last())
        let record = try #require(journal.all.first)
        #expect(journal.released.withLock { $0 } == [record.id])
        journal.released.withLock { $0 = [] }
        _ = await launcher.resume(record).last()
        #expect(journal.released.withLock { $0 } == [record.id])
    }
}
