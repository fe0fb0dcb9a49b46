import AWSOperations
import BatchInference
import Testing

@Suite struct CandidateDetailsTests {
    @Test func containersAreReadInOrder() {
        let details = CandidateDetails(Samples.churnCandidate)
        #expect(details.containers.map(\.role) == [.featureTransform, .algorithm, .inverseLabelTransform])
        #expect(
            details.containers.map(\.shortImage) == ["sklearn-automl:0.2-1", "xgboost:1.0-1", "sklearn-automl:0.2-1"])
        #expect(details.containers.map(\.position) == [1, 2, 3])
        #expect(details.supportedOutputs == ["predicted_label", "probability", "labels", "probabilities"])
        #expect(details.outputs == ["predicted_label"])
        #expect(details.artifacts.map(\.title) == ["model of feature-transform", "model of algorithm"])
        #expect(details.containers[1].environment.map(\.name).first == "MAX_CONTENT_LENGTH")
        #expect(details.duration(at: Timestamp(secondsSinceEpoch: 0)) == 43)
    }

    @Test func stepsAndReports() {
        var candidate = Samples.churnCandidate
        candidate.candidateSteps = [
            AutoMLCandidateStep(
                candidateStepType: .processingJob, candidateStepArn: "arn:p", candidateStepName: "db-1"),
            AutoMLCandidateStep(
                candidateStepType: CandidateStepType(rawValue: "AWS::New"), candidateStepArn: "arn:n",
                candidateStepName: "new"),
        ]
        candidate.candidateProperties = CandidateProperties(
            candidateArtifactLocations: CandidateArtifactLocations(
                explainability: "s3://b/e", modelInsights: "s3://b/i", backtestResults: "s3://b/t"))
        let details = CandidateDetails(candidate)
        #expect(details.steps.map(\.kind) == ["processing", "AWS::New"])
        #expect(details.artifacts.suffix(3).map(\.title) == ["explainability", "model insights", "backtest"])
    }

    @Test func aCandidateWithAcceleratorSetsOnly() {
        var candidate = Samples.candidate("a")
        candidate.inferenceContainerDefinitions = [
            "CPU": [AutoMLContainerDefinition(image: "r/autogluon@sha256:1", modelDataUrl: "s3://b/m")],
            "GPU": [AutoMLContainerDefinition(image: "r/autogluon-gpu-py3", modelDataUrl: "s3://b/m")],
        ]
        let details = CandidateDetails(candidate)
        #expect(details.accelerators == ["CPU", "GPU"])
        #expect(details.containers.map(\.shortImage) == ["autogluon"])
        #expect(details.artifacts.map(\.title) == ["model"])
        #expect(details.supportedOutputs.isEmpty)
    }
}
