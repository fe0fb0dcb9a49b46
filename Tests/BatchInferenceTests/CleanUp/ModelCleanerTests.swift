import AWSOperations
import BatchInference
import Testing

@Suite struct ModelCleanerTests {
    private let sageMaker = FakeSageMaker()
    private let journal = FakeJournal()
    private let clock = ManualClock()
    private let scope = AccountScope(account: "111122223333", region: "eu-west-1")

    private var cleaner: ModelCleaner {
        ModelCleaner(models: sageMaker, transforms: sageMaker, journal: journal, scope: scope)
    }

    /// Launches the sample plan under a name, and puts its job into the list.
    private func launch(_ name: String, status: TransformJobStatus = .completed) async throws {
        var plan = Samples.plan
        plan.modelName = "\(name)-model"
        plan.transformJobName = name
        let launcher = Launcher(models: sageMaker, transforms: sageMaker, journal: journal, clock: clock)
        _ = await launcher.launch(plan, as: Samples.identity).all()
        sageMaker.change { state in
            state.transforms[name]?.transformJobStatus = status
            if status == .inProgress || status == .stopping {
                state.transformList.append(
                    TransformJobSummary(
                        transformJobName: name, transformJobArn: "arn:transform-job/\(name)",
                        creationTime: Timestamp(secondsSinceEpoch: 0), transformJobStatus: status))
            }
        }
    }

    private func make(_ model: String) async throws {
        var plan = Samples.plan
        plan.modelName = model
        _ = try await sageMaker.createModel(plan.requests.createModel)
    }

    @Test func aModelWithoutItsNameIsFoundByItsARN() {
        let arn = "arn:aws:sagemaker:eu-west-1:111122223333:model/a-20261118-104000"
        for name in [nil, ""] {
            var model = ModelSummary(modelName: "", modelArn: arn, creationTime: clock.now)
            model.sentName = name
            #expect(model.modelName == "a-20261118-104000")
        }
    }

    @Test func listsWhatLaunchesMadeAndLeavesOtherModelsAlone() async throws {
        try await launch("done")
        try await launch("running", status: .inProgress)
        try await make("somebody-elses")
        try await make("churn-xgb-20261122-191400")
        try await make("not-a-date-20261399-191400")
        let found = try await cleaner.models().models
        #expect(
            Dictionary(uniqueKeysWithValues: found.map { ($0.name, $0.useText) }) == [
                "done-model": "not in use", "running-model": "used by running",
                "churn-xgb-20261122-191400": "not in use",
            ])
        #expect(found.first { $0.name == "done-model" }?.origin == .journal(transform: "done"))
        #expect(found.first { $0.name == "churn-xgb-20261122-191400" }?.origin == .name)
    }

    /// A transform in progress of which it isn't certain what it uses keeps every model.
    @Test(arguments: ["no name", "empty name", "not found", "", "7", "true"])
    func whatATransformUsesIsNotGuessed(oddity: String) async throws {
        try await launch("Done")
        let model = try #require(try await cleaner.models().models.first)
        sageMaker.change { state in
            state.transforms["Done"]?.transformJobStatus = .inProgress
            // ARNs have names in lower case.
            var item = TransformJobSummary(
                transformJobName: "Done",
                transformJobArn: "arn:aws:sagemaker:eu-west-1:111122223333:transform-job/done",
                creationTime: Timestamp(secondsSinceEpoch: 0), transformJobStatus: .inProgress)
            switch oddity {
            case "no name": item.sentName = nil
            case "empty name": item.sentName = ""
            case "not found": item.sentName = "other"
            default: state.transforms["Done"]?.modelName = oddity
            }
            state.transformList = [item]
        }
        await #expect(throws: (any Error).self) { try await cleaner.delete(model) }
        #expect(sageMaker.models.keys.contains("Done-model"))
        let found = try await cleaner.models()
        #expect(found.models.allSatisfy { $0.use == .unknown } && found.shortfalls.count == 1)
    }

    @Test func manyModelsAreFoundOverAllPages() async throws {
        for number in 0..<25 { try await launch("t\(number)") }
        #expect(try await cleaner.models().models.count == 25)
    }

    @Test func deletesOnlyWhatIsNotInUse() async throws {
        try await launch("done")
        try await launch("running", status: .inProgress)
        for model in try await cleaner.models().models {
            do {
                try await cleaner.delete(model)
                #expect(model.name == "done-model")
            } catch let kept as ModelNotDeleted {
                #expect(kept == ModelNotDeleted(model: "running-model", reason: "it is used by running"))
            }
        }
        #expect(sageMaker.models.keys.sorted() == ["running-model"])
    }

    @Test func aTransformThatBeganAfterTheListingKeepsItsModel() async throws {
        try await launch("done")
        let model = try #require(try await cleaner.models().models.first)
        #expect(model.isFree)
        sageMaker.change { state in
            state.transforms["done"]?.transformJobStatus = .inProgress
            state.transformList = [
                TransformJobSummary(
                    transformJobName: "done", transformJobArn: "arn", creationTime: Timestamp(secondsSinceEpoch: 0),
                    transformJobStatus: .inProgress)
            ]
        }
        await #expect(throws: ModelNotDeleted(model: "done-model", reason: "it is used by done")) {
            try await cleaner.delete(model)
        }
        #expect(sageMaker.models.keys.contains("done-model"))
    }

    @Test func aModelMadeAnewUnderTheNameIsKept() async throws {
        try await launch("done")
        var model = try #require(try await cleaner.models().models.first)
        model.createdAt = model.createdAt.adding(seconds: -5)
        await #expect(throws: ModelNotDeleted.self) { try await cleaner.delete(model) }
        model.createdAt = model.createdAt.adding(seconds: 5)
        sageMaker.change { $0.models["done-model"]?.executionRoleArn = "arn:aws:iam::111122223333:role/other" }
        await #expect(throws: ModelNotDeleted.self) { try await cleaner.delete(model) }
        #expect(sageMaker.models.count == 1)
    }

    @Test func anUnfinishedLaunchKeepsItsModel() async throws {
        sageMaker.plan("CreateTransformJob", .refuse(.refusal("CreateTransformJob", "ResourceLimitExceeded", "none")))
        try await launch("cut")
        let model = try #require(try await cleaner.models().models.first)
        #expect(model.use == .unfinishedLaunch("cut"))
        await #expect(throws: ModelNotDeleted.self) { try await cleaner.delete(model) }
        #expect(sageMaker.models.count == 1)
    }

    @Test func aModelThatHasGoneIsNoFailure() async throws {
        try await launch("done")
        let model = try #require(try await cleaner.models().models.first)
        try await cleaner.delete(model)
        try await cleaner.delete(model)
        #expect(sageMaker.models.isEmpty)
    }

    @Test func launchesOfOtherAccountsSayNothingHere() async throws {
        try await launch("done")
        let elsewhere = ModelCleaner(
            models: sageMaker, transforms: sageMaker, journal: journal,
            scope: AccountScope(account: "444455556666", region: "eu-west-1"))
        #expect(try await elsewhere.models().models.isEmpty)
    }
}
