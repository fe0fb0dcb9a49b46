import AWSOperations
import Testing

@testable import Sandbox

struct DemoTrainingTests {
    private let created = Timestamp(secondsSinceEpoch: 1_700_000_000)

    private func api(_ candidate: TrainedCandidate) -> AutoMLCandidate {
        candidate.candidate(account: "123456789012", region: "us-west-2", bucket: "demo-bucket", createdAt: created)
    }

    @Test func `the jobs have as many candidates as they should, one of them failed`() {
        #expect(DemoTraining.all.map(\.candidates.count) == [9, 6, 3, 10])
        let failed = DemoTraining.all.flatMap(\.candidates).filter { $0.status == .failed }
        #expect(failed.map(\.jobName) == ["penguins-species"])
        #expect(failed.first?.failureReason?.contains("did not converge") == true)
        #expect(failed.first.map { $0.artifacts(bucket: "demo-bucket").isEmpty } == true)
    }

    @Test func `learning pays`() throws {
        let species = DemoTraining.species
        let softmax = try #require(
            species.candidates.first {
                if case .softmax = $0.recipe.learner, $0.status == .completed { true } else { false }
            })
        let majority = try #require(species.candidates.first { $0.recipe.learner == .constant })
        #expect(try #require(softmax.objectiveValue) > 0.9)
        #expect(try #require(majority.objectiveValue) < 0.6)
        #expect(try #require(DemoTraining.ensemble.best?.objectiveValue) > 0.9)
        #expect(try #require(DemoTraining.sex.best?.objectiveValue) > 0.85)
        // Linear regressions published for this data set err by some 300 g.
        let error = try #require(DemoTraining.bodyMass.best?.objectiveValue)
        #expect((200...350).contains(error))
        #expect(DemoTraining.bodyMass.minimises)
        let mean = try #require(DemoTraining.bodyMass.candidates.first { $0.recipe.learner == .constant })
        #expect(try #require(mean.value(of: .r2, in: .train)).magnitude < 1e-9)
    }

    @Test func `the best is the best by the objective's direction`() throws {
        for job in DemoTraining.all {
            let values = job.candidates.compactMap(\.objectiveValue)
            let best = try #require(job.best?.objectiveValue)
            #expect(best == (job.minimises ? values.min() : values.max()))
        }
        #expect(DemoTraining.sex.best(of: []) == nil)
    }

    @Test func `the training data has a header and the target`() {
        let lines = String(decoding: DemoTraining.sex.trainingCSV, as: UTF8.self).split(separator: "\n")
        #expect(lines.count == 334)
        #expect(lines[0] == "species,island,bill_length_mm,bill_depth_mm,flipper_length_mm,body_mass_g,sex,year")
        #expect(!DemoTraining.sex.inputColumns.contains("sex"))
    }

    @Test func `training again gives the same bytes`() {
        func train() -> TrainedJob {
            JobTrainer(
                name: "again", target: "species", problemType: .multiclassClassification, objective: .accuracy,
                mode: .hyperparametertuning, seed: 1
            ).train([
                CandidateRecipe(.forest(trees: 2, depth: 3, seed: 9), on: .standardised, as: .xgboost),
                CandidateRecipe(.softmax(.init(iterations: 20)), on: .squared, as: .linearLearner),
            ])
        }
        let (first, second) = (train(), train())
        #expect(first.candidates.map(\.metrics) == second.candidates.map(\.metrics))
        #expect(
            first.candidates.map { $0.artifacts(bucket: "demo-bucket").map(\.bytes) }
                == second.candidates.map { $0.artifacts(bucket: "demo-bucket").map(\.bytes) })
    }

    @Test func `a binary job's metrics are those of a binary problem, on both sets`() throws {
        let candidate = try #require(DemoTraining.sex.candidates.last)
        let names: [AutoMLMetricExtendedEnum] = [
            .f1, .accuracy, .balancedAccuracy, .auc, .precision, .recall, .logLoss,
        ]
        #expect(candidate.metrics.filter { $0.set == .validation }.map(\.name) == names)
        #expect(candidate.metrics.filter { $0.set == .train }.map(\.name) == names)
        let matrix = try #require(candidate.confusion)
        #expect(matrix.joined().reduce(0, +) == 66)
    }

    @Test func `containers are as many as the documentation says`() {
        #expect(DemoTraining.species.best.map { api($0).inferenceContainers?.count } == 3)
        #expect(DemoTraining.bodyMass.best.map { api($0).inferenceContainers?.count } == 2)
        #expect(DemoTraining.ensemble.best.map { api($0).inferenceContainers?.count } == 1)
        #expect(DemoTraining.sex.best.map { api($0).inferenceContainers?.count } == 3)
    }

    @Test func `a classification's containers carry the documented environment`() throws {
        let containers = try #require(DemoTraining.species.best.map(api)?.inferenceContainers)
        #expect(
            containers[0].environment == [
                "AUTOML_SPARSE_ENCODE_RECORDIO_PROTOBUF": "1", "AUTOML_TRANSFORM_MODE": "feature-transform",
                "SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT": "application/x-recordio-protobuf",
                "SAGEMAKER_PROGRAM": "sagemaker_serve", "SAGEMAKER_SUBMIT_DIRECTORY": "/opt/ml/model/code",
            ])
        #expect(
            containers[1].environment == [
                "MAX_CONTENT_LENGTH": "20971520", "SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT": "text/csv",
                "SAGEMAKER_INFERENCE_OUTPUT": "predicted_label",
                "SAGEMAKER_INFERENCE_SUPPORTED": "predicted_label,probability,probabilities",
            ])
        #expect(containers[2].environment?["SAGEMAKER_INFERENCE_INPUT"] == "predicted_label")
        #expect(
            containers[2].environment?["SAGEMAKER_INFERENCE_SUPPORTED"]
                == "predicted_label,probability,labels,probabilities")
        #expect(containers[0].modelDataUrl == containers[2].modelDataUrl)
        #expect(containers[0].image.hasPrefix("348316444620.dkr.ecr.us-west-2.amazonaws.com/sagemaker-sklearn-automl:"))
    }

    @Test func `every container's artifact is among the objects that training wrote`() {
        for candidate in DemoTraining.all.flatMap(\.candidates) where candidate.status == .completed {
            let written = Set(candidate.artifacts(bucket: "demo-bucket").map(\.location.uri))
            let answer = api(candidate)
            let containers =
                answer.inferenceContainers ?? answer.inferenceContainerDefinitions?["CPU"]
                ?? answer.inferenceContainerDefinitions?["GPU"] ?? []
            #expect(!containers.isEmpty)
            for container in containers { #expect(written.contains(container.modelDataUrl)) }
        }
    }

    /// The JSON file of a name that lies under a prefix, at any depth.
    private func report(_ name: String, under prefix: String?, of candidate: TrainedCandidate) throws -> JSONValue? {
        let prefix = try #require(prefix)
        let found = candidate.artifacts(bucket: "demo-bucket").first {
            $0.location.uri.hasPrefix(prefix + "/") && $0.location.uri.hasSuffix("/\(name)")
        }
        return try found.map { try JSONValue(parsing: $0.bytes[...]) }
    }

    private func number(_ value: JSONValue?) throws -> Double { try #require(value.flatMap { Double($0.text) }) }

    @Test func `reports lie where the candidate says, and name what matters`() throws {
        let best = try #require(DemoTraining.bodyMass.best)
        let locations = try #require(api(best).candidateProperties?.candidateArtifactLocations)
        let analysis = try #require(try report("analysis.json", under: locations.explainability, of: best))
        let importance = analysis["explanations"]?["kernel_shap"]?["label0"]?["global_shap_values"]
        // Heavy penguins have long flippers; the year says nothing of weight.
        #expect(try number(importance?["flipper_length_mm"]) > number(importance?["year"]))
        let statistics = try #require(try report("statistics.json", under: locations.modelInsights, of: best))
        let metrics = statistics["regression_metrics"]
        #expect(metrics?["rmse"]?["value"]?.text == best.objectiveValue.map { "\($0)" })
        #expect(try number(metrics?["rmse"]?["standard_deviation"]) > 0)
    }

    @Test func `a multiclass report explains each class, and agrees with the candidate's metrics`() throws {
        for job in [DemoTraining.species, DemoTraining.ensemble] {
            let best = try #require(job.best)
            let locations = try #require(api(best).candidateProperties?.candidateArtifactLocations)
            let analysis = try #require(try report("analysis.json", under: locations.explainability, of: best))
            for species in ["Adelie", "Chinstrap", "Gentoo"] {
                let label = analysis["explanations"]?["kernel_shap"]?[species]
                #expect(try number(label?["global_shap_values"]?["bill_length_mm"]) > 0)
                #expect(try (0...1).contains(number(label?["expected_value"])))
            }
            let statistics = try #require(try report("statistics.json", under: locations.modelInsights, of: best))
            let metrics = statistics["multiclass_classification_metrics"]
            let accuracy = try number(metrics?["accuracy"]?["value"])
            #expect(accuracy == best.objectiveValue)
            #expect(try number(metrics?["accuracy_best_constant_classifier"]?["value"]) < accuracy)
            let counts = try ["Adelie", "Chinstrap", "Gentoo"].flatMap { actual in
                try ["Adelie", "Chinstrap", "Gentoo"].map {
                    try number(metrics?["confusion_matrix"]?[actual]?[$0])
                }
            }
            #expect(counts.reduce(0, +) == 68)
        }
    }

    @Test func `a binary report has both curves, and the area is the candidate's`() throws {
        let best = try #require(DemoTraining.sex.best)
        let locations = try #require(api(best).candidateProperties?.candidateArtifactLocations)
        let statistics = try #require(try report("statistics.json", under: locations.modelInsights, of: best))
        let metrics = statistics["binary_classification_metrics"]
        func numbers(_ curve: String, _ axis: String) throws -> [Double] {
            guard case .array(let values)? = metrics?[curve]?[axis] else { return [] }
            return try values.map { try number($0) }
        }
        let across = try numbers("receiver_operating_characteristic_curve", "false_positive_rates")
        let up = try numbers("receiver_operating_characteristic_curve", "true_positive_rates")
        #expect(across.first == 0 && up.first == 0 && across.last == 1 && up.last == 1)
        let area = zip(zip(across, across.dropFirst()), zip(up, up.dropFirst())).reduce(0.0) { sum, step in
            sum + (step.0.1 - step.0.0) * (step.1.0 + step.1.1) / 2
        }
        #expect(try abs(area - #require(best.value(of: .auc, in: .validation))) < 1e-12)
        #expect(try abs(area - number(metrics?["auc"]?["value"])) < 1e-12)
        let recalls = try numbers("precision_recall_curve", "recalls")
        #expect(recalls.first == 0 && recalls.last == 1 && recalls == recalls.sorted())
        #expect(try numbers("precision_recall_curve", "precisions").count == recalls.count)
        #expect(try number(metrics?["auc_best_constant_classifier"]?["value"]) == 0.5)
    }

    @Test func `of some jobs only the best candidate has a report of its quality`() throws {
        for job in DemoTraining.all {
            let told = job.candidates.filter {
                api($0).candidateProperties?.candidateArtifactLocations?.modelInsights != nil
            }
            let written = job.candidates.filter { candidate in
                candidate.artifacts(bucket: "b").contains { $0.location.key.hasSuffix("/statistics.json") }
            }
            #expect(told.map(\.name) == written.map(\.name))
            if ["penguins-species", "penguins-ensemble"].contains(job.name) {
                #expect(told.map(\.name) == job.best.map { [$0.name] })
            } else {
                #expect(told.count == job.candidates.count { $0.status == .completed })
            }
        }
    }

    @Test func `an ensemble's candidates tell how long a row takes`() throws {
        func latency(_ candidate: TrainedCandidate) -> MetricDatum? {
            api(candidate).candidateProperties?.candidateMetrics?.first { $0.standardMetricName == .inferenceLatency }
        }
        for candidate in DemoTraining.ensemble.candidates {
            #expect(try #require(latency(candidate)?.value) > 0)
        }
        #expect(DemoTraining.species.candidates.allSatisfy { latency($0) == nil })
    }

    @Test func `a step's ARN is in lower case, its name is not`() throws {
        let steps = try #require(DemoTraining.species.best.map(api)?.candidateSteps)
        #expect(steps.map(\.candidateStepType) == [.processingJob, .trainingJob, .transformJob, .trainingJob])
        let last = try #require(steps.last)
        #expect(last.candidateStepName.contains("E9"))
        #expect(
            last.candidateStepArn
                == "arn:aws:sagemaker:us-west-2:123456789012:training-job/\(last.candidateStepName.lowercased())")
        #expect(steps.allSatisfy { $0.candidateStepName.utf8.count <= 63 })
    }

    @Test func `names fit the API's limits`() {
        for job in DemoTraining.all {
            #expect(job.name.utf8.count <= 32)
            #expect(Set(job.candidates.map(\.name)).count == job.candidates.count)
            for candidate in job.candidates {
                #expect("\(candidate.name)-transform-job".utf8.count <= 63)
                #expect((candidate.failureReason?.utf8.count ?? 0) <= 1024)
            }
        }
    }

    @Test func `the objective is spelled in several ways, and not always typed`() {
        let metrics = DemoTraining.all.flatMap(\.candidates).compactMap { api($0).finalAutoMLJobObjectiveMetric }
        let names = Set(metrics.map(\.metricName.rawValue))
        #expect(names.isSuperset(of: ["Accuracy", "validation:accuracy", "validation:f1", "validation:f1_binary"]))
        #expect(metrics.contains { $0.type == nil } && metrics.contains { $0.type == .minimize })
        #expect(metrics.contains { $0.standardMetricName == nil })
        #expect(metrics.contains { $0.standardMetricName == .rmse })
    }

    @Test func `a candidate still in training shows no result`() throws {
        let candidate = try #require(DemoTraining.sex.candidates.first)
        let answer = candidate.candidate(
            account: "123456789012", region: "us-west-2", bucket: "demo-bucket", createdAt: created, isFinished: false)
        #expect(answer.candidateStatus == .inProgress)
        #expect(answer.objectiveStatus == .pending)
        #expect(answer.finalAutoMLJobObjectiveMetric == nil && answer.endTime == nil)
        #expect(answer.inferenceContainers == nil && answer.candidateProperties == nil)
    }
}
