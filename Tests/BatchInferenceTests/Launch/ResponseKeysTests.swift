import AWSOperations
import BatchInference
import Testing

/// The rules of `inference_response_keys` in the SageMaker Python SDK.
@Suite struct ResponseKeysTests {
    private func environments(_ keys: [String]) throws -> [[String: String]] {
        try ResponseKeys.applied(keys, to: Samples.churnContainers).get().map { $0.environment ?? [:] }
    }

    @Test func outputIsWhatIsAskedForAndSupportedInTheOrderAsked() throws {
        let environments = try environments(["probability", "labels", "predicted_label"])
        #expect(environments[0]["SAGEMAKER_INFERENCE_OUTPUT"] == nil)
        #expect(environments[1]["SAGEMAKER_INFERENCE_OUTPUT"] == "probability,predicted_label")
        #expect(environments[1]["SAGEMAKER_INFERENCE_INPUT"] == nil)
        #expect(environments[2]["SAGEMAKER_INFERENCE_INPUT"] == "probability,predicted_label")
        #expect(environments[2]["SAGEMAKER_INFERENCE_OUTPUT"] == "probability,labels,predicted_label")
    }

    @Test func noKeysLeaveTheContainersAsTheyAre() throws {
        #expect(try ResponseKeys.applied([], to: Samples.churnContainers).get() == Samples.churnContainers)
        #expect(try environments(["predicted_label"]) == Samples.churnContainers.map { $0.environment ?? [:] })
    }

    @Test func aContainerWithoutAChoiceBreaksTheChain() throws {
        var containers = Samples.churnContainers
        containers.insert(AutoMLContainerDefinition(image: "i", modelDataUrl: "s3://b/m"), at: 2)
        containers[3].environment?["SAGEMAKER_INFERENCE_INPUT"] = "untouched"
        let result = try ResponseKeys.applied(["probability"], to: containers).get()
        #expect(result[3].environment?["SAGEMAKER_INFERENCE_INPUT"] == "untouched")
        #expect(result[3].environment?["SAGEMAKER_INFERENCE_OUTPUT"] == "probability")
        #expect(result[2] == containers[2])
    }

    @Test func theLastContainerDecidesWhatCanBeAskedFor() {
        var containers = Samples.churnContainers
        containers[2].environment?["SAGEMAKER_INFERENCE_SUPPORTED"] = " predicted_label , probability "
        #expect(ResponseKeys.supported(by: containers) == ["predicted_label", "probability"])
        #expect(
            ResponseKeys.applied(["labels"], to: containers)
                == .failure(.unsupported(["labels"], supported: ["predicted_label", "probability"])))
        containers[2].environment?["SAGEMAKER_INFERENCE_SUPPORTED"] = nil
        #expect(ResponseKeys.applied(["probability"], to: containers) == .failure(.noChoice))
    }
}
