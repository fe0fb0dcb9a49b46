import AWSOperations
import BatchInference
import Foundation
import Testing

@testable import Sandbox

/// Exported launches, run as printed by the programs that they are for; what arrives is compared with our own requests.
@Suite struct ExportedCodeTests {
    /// A plan that has something in every option, with values that quoting could break.
    static func everyOption(_ plan: LaunchPlan) -> LaunchPlan {
        var plan = plan
        plan.responseKeys = ["predicted_label", "probability"]
        plan.subnets = ["subnet-0a1", "subnet-0b2"]
        plan.securityGroupIDs = ["sg-0c3"]
        plan.networkIsolation = true
        plan.compression = .gzip
        plan.accept = "text/csv"
        plan.outputKmsKey = "alias/predictions"
        plan.volumeKmsKey = "arn:aws:kms:eu-west-1:000000000000:key/1234"
        plan.instanceCount = 2
        plan.batchStrategy = .multiRecord
        plan.maxPayloadInMB = 4
        plan.maxConcurrentTransforms = 2
        plan.invocationTimeout = 600
        plan.invocationRetries = 1
        plan.environment = awkward.enumerated().map {
            EnvironmentEntry(name: "VALUE_\($0.offset)", value: $0.element)
        }
        plan.inputFilter = "$[1:]"
        plan.outputFilter = "$[0,-1]"
        plan.join = .input
        plan.tags = [
            ResourceTag(key: "team", value: "Pingüinos & co".filter { $0 != "&" }),
            ResourceTag(key: "cost", value: "42"),
        ]
        plan.captureDestination = "s3://flightdeck-demo/capture/"
        plan.captureKmsKey = "alias/capture"
        plan.captureGeneratesInferenceID = true
        plan.experiment = ExperimentConfig(
            experimentName: "spring", trialName: "first", trialComponentDisplayName: "batch", runName: "run-1")
        return plan
    }

    static let awkward = [
        "it's", "$HOME `id` $(id) \\ \\n", "two\nlines\r\n", "\"quoted\" 'both'", "Größe – 鳥 🐧 e\u{301}", "tab\there",
        "", " ", "file:///etc/passwd", "{\"json\": [1]}", "\u{1b}[31m \u{202e}rtl", "!history #comment %d {0} \u{7f}",
    ]

    static func plain(of running: RunningSandbox, job: String = "penguins-species") async throws -> LaunchPlan {
        let description = try await running.client.send(DescribeAutoMLJobV2Request(autoMLJobName: job))
        let best = try #require(description.bestCandidate)
        var plan = LaunchPlan.proposed(for: best, of: JobOverview(.v2(description)), now: .now)
        plan.input = "s3://flightdeck-demo/inbox/march/"
        return plan
    }

    @Test(arguments: [ExportForm.awsCLI, .boto3, .sageMakerSDK])
    func whatArrivesIsWhatWeWouldSend(_ form: ExportForm) async throws {
        let python = try await PythonProgram(needing: ["awscli", "boto3", "sagemaker"])
        try await RunningSandbox.use { running in
            let plain = try await Self.plain(of: running)
            var untagged = Self.everyOption(plain)
            untagged.tags = []
            var plans = [plain, Self.everyOption(plain), untagged]
            var series = try await Self.plain(of: running, job: "penguins-ensemble")
            series.split = .none
            series.assemble = .none
            series.contentType = ""
            series.inputKind = .manifestFile
            plans.append(series)
            for (number, original) in plans.enumerated() {
                var plan = original
                plan.modelName = "export-\(number)"
                plan.transformJobName = "export-\(number)-run"
                await running.sandbox.record.clear()
                let export = LaunchExport(plan, at: .init(region: running.sandbox.region))
                #expect(export.gaps(in: form).isEmpty)
                try await python.run(
                    text: export.text(as: form), as: form.fileExtension, against: running.sandbox)
                let sent = await running.sandbox.record.entries
                #expect(sent.map(\.operation) == ["CreateModel", "CreateTransformJob"])
                let wanted = [
                    try JSONEncoder().encode(plan.requests.createModel),
                    try JSONEncoder().encode(plan.requests.createTransformJob),
                ]
                for (entry, wanted) in zip(sent, wanted) {
                    let arrived = try Self.normalised(Data(entry.body))
                    let ours = try Self.normalised(wanted)
                    #expect(arrived == ours, "\(entry.operation) of plan \(number)")
                }
            }
        }
    }

    /// A document without the empty objects that the SDK adds for what is not set.
    private static func normalised(_ document: Data) throws -> NSDictionary {
        func cleaned(_ value: Any) -> Any {
            switch value {
            case let object as [String: Any]:
                return object.mapValues(cleaned).filter { !(($0.value as? NSDictionary)?.count == 0) } as NSDictionary
            case let array as [Any]: return array.map(cleaned) as NSArray
            default: return value
            }
        }
        let object = try JSONSerialization.jsonObject(with: document)
        return try #require(cleaned(object) as? NSDictionary)
    }
}
