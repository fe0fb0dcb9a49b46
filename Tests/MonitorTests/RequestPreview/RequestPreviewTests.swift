import AWSOperations
import BatchInference
import Console
import Foundation
import JSONCoding
import Testing

@testable import Monitor

@Suite("The preview of requests")
struct RequestPreviewTests {
    private var requests: LaunchPlan.Requests {
        var plan = Samples.launchScreen.plan
        plan.input = "s3://flightdeck-demo/inbox/march/"
        plan.responseKeys = ["predicted_label", "probability"]
        plan.maxPayloadInMB = 6
        plan.networkIsolation = true
        plan.tags = [ResourceTag(key: "team", value: "penguins \"and\" more\n")]
        return plan.requests
    }

    @Test("the text is JSON that reads back as the very requests")
    func roundTrip() throws {
        let screen = RequestPreviewScreen(requests)
        let texts = screen.requests.map(\.body.prettyText)
        let model = try JSONDecoder().decode(CreateModelRequest.self, from: Data(texts[0].utf8))
        let transform = try JSONDecoder().decode(CreateTransformJobRequest.self, from: Data(texts[1].utf8))
        #expect(model == requests.createModel)
        #expect(transform == requests.createTransformJob)
    }

    @Test("dictionaries are written in the order of their keys")
    func sorted() throws {
        let tree = try JSONValue(encoding: ["b": "2", "a": "1", "c": "\u{1}\\"])
        #expect(tree.prettyText == "{\n  \"a\": \"1\",\n  \"b\": \"2\",\n  \"c\": \"\\u0001\\\\\"\n}")
    }

    @Test("numbers, flags, gaps and empty things are written as JSON has them")
    func values() throws {
        struct Thing: Encodable {
            var whole = 3
            var part = 0.5
            var flag = true
            var gap: [Int?] = [1, nil]
            var empty: [String] = []
            var none: [String: String] = [:]
        }
        let text = try JSONValue(encoding: Thing()).prettyText
        let read = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? NSDictionary
        #expect(read?["whole"] as? Int == 3)
        #expect(read?["part"] as? Double == 0.5)
        #expect(read?["flag"] as? Bool == true)
        #expect((read?["gap"] as? [Any])?.count == 2)
        #expect(text.contains("\"empty\": []"))
        #expect(try JSONValue(encoding: Double.nan) == .string("NaN"))
    }

    @Test("y copies the request that is shown")
    func copies() {
        var stage = Stage(RequestPreviewScreen(requests))
        let screen: RequestPreviewScreen = stage.top()
        for (chords, index) in [(["y"], 0), (["Tab", "y"], 1)] as [([Chord], Int)] {
            let effects = chords.flatMap { stage.press($0) }
            let copied = effects.compactMap { if case .copy(let text) = $0 { text } else { nil } }
            #expect(copied == [screen.requests[index].body.prettyText])
        }
    }

    @Test("looks as kept", arguments: GoldenView.allCases)
    func frames(view: GoldenView) throws {
        var stage = view.stage(RequestPreviewScreen(requests))
        try expectGolden(stage, "requests-model-\(view.rawValue)")
        stage.press("Tab", "j")
        try expectGolden(stage, "requests-transform-\(view.rawValue)")
    }
}
