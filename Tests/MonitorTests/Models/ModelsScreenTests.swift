import AWSOperations
import BatchInference
import Console
import Testing

@testable import Monitor

@Suite("The models that launches left")
struct ModelsScreenTests {
    private static func model(
        _ name: String, _ use: LeftoverModel.Use = .none, origin: LeftoverModel.Origin? = nil, hoursAgo: Double = 3
    ) -> LeftoverModel {
        LeftoverModel(
            name: name, arn: FakeCloud.modelArn(name), createdAt: Samples.now.adding(seconds: -hoursAgo * 3600),
            origin: origin ?? .journal(transform: name), use: use)
    }

    private static let models = [
        model(
            "penguins-species-softmax-004-20261118-104000", .running(["penguins-species-softmax-004-20261118-104000"])),
        model("penguins-species-knn5-002-20261117-170200", hoursAgo: 30),
        model("churn-xgb-20261101-080000", origin: .name, hoursAgo: 500),
        model("cut-model", .unfinishedLaunch("cut-transform"), origin: .journal(transform: "cut-transform")),
    ]

    private func shown(_ stage: Stage) -> Stage {
        var stage = stage
        stage.send(ModelsScreen.Event.loaded(ModelCleaner.Found(models: Self.models, shortfalls: [])))
        return stage
    }

    @Test("looks as kept", arguments: GoldenView.allCases)
    func frames(view: GoldenView) throws {
        try expectGolden(shown(view.stage(ModelsScreen())), "models-\(view.rawValue)")
        var none = view.stage(ModelsScreen())
        none.send(ModelsScreen.Event.loaded(ModelCleaner.Found(models: [], shortfalls: [])))
        try expectGolden(none, "models-none-\(view.rawValue)")
    }

    @Test("a model in use is not deleted, and the reason is said")
    func inUse() {
        var stage = shown(Stage(ModelsScreen()))
        stage.press("Home", "d")
        #expect(!stage.isAsking)
        #expect(stage.toasts.last?.contains("used by penguins-species-softmax-004") == true)
        stage.press("End", "Space")
        let screen: ModelsScreen = stage.top()
        #expect(screen.marked.isEmpty)
    }

    @Test("marking all takes those of this machine that are free")
    func markAll() {
        var stage = shown(Stage(ModelsScreen()))
        stage.press("a")
        var screen: ModelsScreen = stage.top()
        #expect(screen.marked.map(\.name) == ["penguins-species-knn5-002-20261117-170200"])
        stage.press("a")
        screen = stage.top()
        #expect(screen.marked.isEmpty)
    }

    @Test("Enter on the question does not delete; yes deletes exactly what was shown")
    func deleting() async throws {
        let cloud = FakeCloud()
        let journal = FakeJournal()
        let services = Services.fake(cloud, journal: journal)
        _ = try await cloud.createModel(CreateModelRequest(modelName: "left-20261117-170200"))
        _ = try await cloud.createModel(CreateModelRequest(modelName: "somebody-elses"))
        var stage = Stage(TransformsScreen())
        await stage.run(stage.state.apply([.navigate(.push(ModelsScreen()))]), on: services)
        #expect(stage.line(with: "left-20261117-170200") != nil)
        #expect(stage.line(with: "somebody-elses") == nil)
        stage.press("d")
        #expect(stage.isAsking)
        #expect(stage.text.contains("1111-2222-3333, eu-west-1"))
        await stage.run(stage.press("Enter"), on: services)
        #expect(cloud.contents.withLock { $0.models.count } == 2)
        stage.press("d")
        await stage.run(stage.press("y"), on: services)
        #expect(cloud.contents.withLock { $0.models.map(\.modelName) } == ["somebody-elses"])
        #expect(stage.toasts.contains { $0.contains("deleted the model left-20261117-170200") })
    }

    @Test("a failed load says why, and what to do")
    func failure() async {
        let cloud = FakeCloud()
        cloud.fail("ListModels", with: FakeCloud.refusal("ListModels", "AccessDeniedException", "not authorized"))
        var stage = Stage(TransformsScreen())
        await stage.run(stage.state.apply([.navigate(.push(ModelsScreen()))]), on: .fake(cloud))
        #expect(stage.text.contains("request the permission sagemaker:ListModels"))
    }
}
