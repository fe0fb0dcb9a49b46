import AWSOperations
import BatchInference
import Console
import Testing

@testable import Monitor

@Suite("A filter asks the service where the list is not whole")
struct TransformSearchTests {
    private static let newest = [
        Samples.transform("churn-1", status: .inProgress, minutesAgo: 5), Samples.transform("churn-2", minutesAgo: 60),
    ]
    private static let old = Samples.transform("penguins-old", status: .failed, minutesAgo: 60_000, failure: "no")

    private func stage(isComplete: Bool) -> Stage {
        var stage = Stage(TransformsScreen(), columns: 160)
        stage.send(TransformsScreen.Event.listing(.page(Self.newest)))
        stage.send(TransformsScreen.Event.listing(.finished(isComplete: isComplete)))
        return stage
    }

    private func asks(_ effects: [RunnerEffect]) -> Bool {
        effects.contains { if case .run(let id, _, _) = $0 { id.name == "search" } else { false } }
    }

    private static func search(_ text: String) -> TransformSearch? {
        TransformSearch(text, columns: TransformColumns.all, Samples.state().context)
    }

    @Test("Status, a part of the name and the age are the service's own; anything else isn't")
    func terms() {
        #expect(Self.search("status:failed")?.remark(.underWay).contains("status Failed") == true)
        #expect(Self.search("status:running")?.remark(.underWay).contains("status InProgress") == true)
        #expect(Self.search("Churn")?.remark(.underWay).contains("name Churn") == true)
        let both = Self.search("status:stopped transform:penguins age:<3d age:>2h")?.remark(.underWay)
        #expect(both?.contains("status Stopped, name penguins, younger than 3 d, older than 2 h") == true)
        #expect(Self.search("model:churn") == nil)
        #expect(Self.search("status:fai") == nil)
        #expect(Self.search("ünï") == nil)
        #expect(Self.search("") == nil)
    }

    @Test("What the service has is shown among the rows, until the filter asks for something else")
    func finding() {
        var stage = stage(isComplete: false)
        stage.press("/")
        let effects = stage.type("status:failed")
        #expect(asks(effects))
        #expect(stage.text.contains("asking SageMaker for status Failed"))
        guard let search = Self.search("status:failed") else { return }
        stage.send(TransformsScreen.Event.found(search, .page([Self.old])))
        stage.send(TransformsScreen.Event.found(search, .finished(isComplete: true)))
        #expect(stage.line(with: "penguins-old")?.contains("Failed") == true)
        #expect(stage.text.contains("SageMaker has 1 with status Failed"))
        // A refresh of the list keeps it.
        stage.send(TransformsScreen.Event.refreshDue)
        stage.send(TransformsScreen.Event.listing(.page(Self.newest)))
        stage.send(TransformsScreen.Event.listing(.finished(isComplete: false)))
        #expect(stage.line(with: "penguins-old") != nil)
        // An answer to an older question is dropped.
        stage.press("Esc")
        stage.send(TransformsScreen.Event.found(search, .page([Samples.transform("late", minutesAgo: 9)])))
        #expect(stage.line(with: "late") == nil)
    }

    @Test("A list that is whole is filtered here alone")
    func wholeList() {
        var stage = stage(isComplete: true)
        stage.press("/")
        #expect(!asks(stage.type("status:failed")))
        #expect(!stage.text.contains("SageMaker for"))
    }

    @Test("A service that can't be asked is named with the reason")
    func failing() {
        var stage = stage(isComplete: false)
        stage.press("/")
        stage.type("penguins")
        guard let search = Self.search("penguins") else { return }
        let failure = FakeCloud.refusal("ListTransformJobs", "ThrottlingException", "Rate exceeded")
        stage.send(TransformsScreen.Event.found(search, .failed(failure)))
        #expect(stage.text.contains("SageMaker can't be asked for name penguins: throttled"))
    }

    @Test("Ages are compared as times")
    func ages() {
        var stage = stage(isComplete: true)
        stage.press("/")
        stage.type("age:<30m")
        #expect(stage.line(with: "churn-1") != nil && stage.line(with: "churn-2") == nil)
        stage.press("Esc", "/")
        stage.type("age:>30m")
        #expect(stage.line(with: "churn-1") == nil && stage.line(with: "churn-2") != nil)
    }
}
