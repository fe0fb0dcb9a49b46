import AWSOperations

/// What Autopilot leaves about a candidate, in the shapes of its files and computed from the trained model.
extension TrainedCandidate {
    /// Where the candidate's reports are, without a slash at the end.
    private var reportsPrefix: String { "out/\(jobName)/documentation/\(name)" }

    var explainabilityPrefix: String { "\(reportsPrefix)/explainability/output" }
    var insightsPrefix: String { "\(reportsPrefix)/model_insights/output" }

    /// The reports' objects below `bucket`.
    func reports(of model: any TrainedModel, bucket: String) -> [(location: S3Location, bytes: [UInt8])] {
        let importance = ColumnImportance(pipeline: pipeline, model: model, inputs: unseen.inputs)
        let explained = outputs(by: importance)
        var objects = [
            ("\(explainabilityPrefix)/analysis.json", explanation(explained).text),
            ("\(explainabilityPrefix)/report.html", page(explained)),
        ]
        if hasInsights, let quality = quality(of: model) {
            // An ensemble's report lies one folder below its prefix.
            let folder = recipe.family == .autoGluon ? "\(insightsPrefix)/\(name)" : insightsPrefix
            objects.append(("\(folder)/statistics.json", quality.document.text))
        }
        return objects.map { (S3Location(bucket: bucket, key: $0.0), Array($0.1.utf8)) }
    }

    /// What the report explains by the name that it gives it: a class each, or `label0` where there is one output.
    private func outputs(by importance: ColumnImportance) -> [(label: String, output: ColumnImportance.Output)] {
        let outputs = (try? importance.outputs(seed: 1)) ?? []
        switch problemType {
        case .multiclassClassification: return Array(zip(pipeline.labels, outputs))
        // The probability of the second class, or the value.
        default: return outputs.last.map { [("label0", $0)] } ?? []
        }
    }

    /// Clarify's `analysis.json`. Its key says `kernel_shap`; what the numbers are, `ColumnImportance` tells.
    private func explanation(_ outputs: [(label: String, output: ColumnImportance.Output)]) -> JSONValue {
        let labels = outputs.map { label, output in
            (
                key: label,
                value: JSONValue.object([
                    (
                        "global_shap_values",
                        .object(output.values.map { (key: $0.column, value: .number($0.value)) })
                    ), ("expected_value", .number(output.expected)),
                ])
            )
        }
        return .object([
            ("version", .string("1.0")), ("explanations", .object([("kernel_shap", .object(labels))])),
        ])
    }

    /// The same for a browser.
    private func page(_ outputs: [(label: String, output: ColumnImportance.Output)]) -> String {
        let tables = outputs.map { label, output in
            let rows = output.values.sorted { $0.value > $1.value }
                .map { "<tr><td>\($0.column)</td><td>\($0.value)</td></tr>" }.joined()
            return "<h2>\(label)</h2><table>\(rows)</table>"
        }
        return "<!DOCTYPE html><title>\(name)</title><h1>Feature importance of \(name)</h1>\(tables.joined())\n"
    }

    private func quality(of model: any TrainedModel) -> ModelQuality? {
        guard let features = try? pipeline.features(of: unseen.inputs.rows) else { return nil }
        let scores = model.scores(for: features)
        // As AWS leaves them out of small sets, so does the ensemble's report.
        let hasDeviations = recipe.family != .autoGluon
        guard problemType != .regression else {
            return ModelQuality(
                predictions: .values(
                    actual: unseen.targets.map { Double($0) ?? 0 }, predicted: scores.column(0)),
                hasDeviations: hasDeviations)
        }
        return ModelQuality(
            predictions: .classes(
                actual: unseen.targets.map { pipeline.labels.firstIndex(of: $0) ?? 0 }, probabilities: scores,
                labels: pipeline.labels), hasDeviations: hasDeviations)
    }
}
