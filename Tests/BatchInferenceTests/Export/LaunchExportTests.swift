import AWSOperations
import Testing

@testable import BatchInference

@Suite struct LaunchExportTests {
    private static let place = LaunchExport.Place(region: "eu-west-1")

    @Test(arguments: [
        ("ModelName", "model-name"), ("MaxPayloadInMB", "max-payload-in-mb"), ("VpcConfig", "vpc-config"),
        ("EnableNetworkIsolation", "enable-network-isolation"), ("ExecutionRoleArn", "execution-role-arn"),
        ("MaxConcurrentTransforms", "max-concurrent-transforms"), ("S3Uri", "s3-uri"),
    ])
    func optionsAreSpelledAsTheCommandLineHasThem(key: String, option: String) {
        #expect(AWSCommandLineExport.option(key) == option)
    }

    @Test func aNameCannotEndItsComment() {
        var plan = Samples.plan
        plan.jobName = "job\nrm -rf /\r\u{2028}\u{85}x"
        plan.candidateName = "c\u{1b}[2J\ny"
        for form in ExportForm.allCases {
            let text = LaunchExport(plan, at: Self.place).text(as: form)
            #expect(!text.split(whereSeparator: \.isNewline).contains { $0.hasPrefix("rm") || $0 == "y" })
            #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || !$0.isHidden })
        }
    }

    @Test(arguments: ["", "a b", "it's", "$(id)", "line\nbreak", "\\", "ü", "-x", "a*"])
    func wordsAreQuotedForAShell(text: String) {
        let word = ShellText.word(text)
        #expect(word == text || (word.hasPrefix("'") && word.hasSuffix("'")))
        #expect(ShellText.quoted("a'b") == "'a'\\''b'")
    }

    @Test func whatTheSDKCannotExpressIsSaidInTheTextAndBesideIt() {
        var plan = Samples.plan
        plan.amiVersion = "al2-ami-sagemaker-batch-gpu-470"
        let export = LaunchExport(plan, at: Self.place)
        #expect(export.gaps(in: .sageMakerSDK).count == 1)
        #expect(export.text(as: .sageMakerSDK).contains("# Left out: the SageMaker Python SDK has no argument for"))
        for form in ExportForm.allCases where form != .sageMakerSDK {
            #expect(export.gaps(in: form).isEmpty)
            #expect(export.text(as: form).contains(plan.amiVersion))
        }
    }

    @Test func profileAndEndpointAreNamedWhereTheyWereGiven() {
        let place = LaunchExport.Place(region: "eu-west-1", profile: "my dev's", endpointURL: "http://127.0.0.1:1")
        let export = LaunchExport(Samples.plan, at: place)
        #expect(export.text(as: .awsCLI).contains("--profile 'my dev'\\''s'"))
        #expect(export.text(as: .awsCLI).contains("--endpoint-url 'http://127.0.0.1:1'"))
        #expect(export.text(as: .boto3).contains("profile_name='my dev\\'s'"))
        #expect(export.text(as: .sageMakerSDK).contains("endpoint_url='http://127.0.0.1:1'"))
    }

    @Test func filesAreNamedAfterTheTransform() {
        let export = LaunchExport(Samples.plan, at: Self.place)
        let names = ExportForm.allCases.map { export.fileName(as: $0) }
        #expect(Set(names).count == names.count)
        #expect(names.allSatisfy { $0.hasPrefix(Samples.plan.transformJobName) })
    }
}
