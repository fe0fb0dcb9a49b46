import AWSOperations

/// Trains the candidates of one job on the penguins and measures each on rows that it has not seen.
struct JobTrainer {
    var name: String
    var target: String
    var problemType: ProblemType
    var objective: AutoMLMetricEnum
    var mode: AutoMLMode
    var seed: UInt64

    private var isRegression: Bool { problemType == .regression }

    func train(_ recipes: [CandidateRecipe]) -> TrainedJob {
        let inputColumns = PenguinData.columns.filter { $0 != target }
        let known = PenguinData.table.dropping(missing: target)
        let (training, validation) = known.trainingAndValidation(seed: seed)
        let sets = Sets(
            training: Half(training, target: target, inputs: inputColumns),
            validation: Half(validation, target: target, inputs: inputColumns))
        let labels = isRegression ? [] : Set(sets.training.targets).sorted()
        let candidates = recipes.enumerated().map { index, recipe in
            train(recipe, number: index + 1, on: sets, labels: labels)
        }
        return TrainedJob(
            name: name, problemType: problemType, objective: objective, mode: mode, target: target,
            inputColumns: inputColumns, data: known, candidates: candidates)
    }

    /// One half of the data: what goes in, and the target as text.
    private struct Half {
        var inputs: DataTable
        var targets: [String]

        init(_ table: DataTable, target: String, inputs columns: [String]) {
            inputs = table.selecting(columns)
            targets = table.selecting([target]).rows.map { $0.first ?? "" }
        }
    }

    private struct Sets {
        var training: Half
        var validation: Half
    }

    private func train(_ recipe: CandidateRecipe, number: Int, on sets: Sets, labels: [String]) -> TrainedCandidate {
        let pipeline = recipe.features.fit(sets.training.inputs, labels: labels)
        var candidate = TrainedCandidate(
            jobName: name, name: candidateName(recipe, number: number), number: number, recipe: recipe,
            problemType: problemType, objective: objective, pipeline: pipeline,
            unseen: (sets.validation.inputs, sets.validation.targets))
        do {
            let training = trainingSet(
                sets.training, features: try pipeline.features(of: sets.training.inputs.rows), labels)
            let model = try recipe.learner.train(on: training)
            let unseen = try pipeline.features(of: sets.validation.inputs.rows)
            candidate.model = model
            candidate.metrics =
                metrics(of: model.scores(for: training.features), for: sets.training.targets, labels, in: .train)
                + metrics(of: model.scores(for: unseen), for: sets.validation.targets, labels, in: .validation)
            candidate.confusion =
                isRegression
                ? nil
                : ClassificationMetrics(
                    actual: indices(of: sets.validation.targets, in: labels), probabilities: model.scores(for: unseen)
                ).confusion
        } catch let failure as TrainingFailure {
            candidate.failureReason = failure.reason
        } catch {
            candidate.failureReason = "AlgorithmError: \(error)"
        }
        return candidate
    }

    private func trainingSet(_ half: Half, features: Matrix, _ labels: [String]) -> TrainingSet {
        let targets =
            isRegression
            ? Matrix(rows: half.targets.count, columns: 1, values: half.targets.map { Double($0) ?? 0 })
            : Matrix(oneHot: indices(of: half.targets, in: labels), count: labels.count)
        return TrainingSet(features: features, targets: targets, isClassification: !isRegression)
    }

    private func indices(of targets: [String], in labels: [String]) -> [Int] {
        targets.map { labels.firstIndex(of: $0) ?? 0 }
    }

    private func metrics(
        of scores: Matrix, for targets: [String], _ labels: [String], in set: MetricSetSource
    ) -> [MeasuredMetric] {
        let values =
            isRegression
            ? RegressionMetrics(actual: targets.map { Double($0) ?? 0 }, predicted: scores.column(0)).standard
            : ClassificationMetrics(actual: indices(of: targets, in: labels), probabilities: scores).standard
        return values.map { MeasuredMetric(name: $0.name, set: set, value: $0.value) }
    }

    private func candidateName(_ recipe: CandidateRecipe, number: Int) -> String {
        if let name = recipe.ensembleName { return name }
        let digits = String(number)
        let padded = String(repeating: "0", count: 3 - digits.count) + digits
        return "\(name)E9-\(padded)-\(StableName.digits(of: "\(name) \(number)", count: 8))"
    }
}

/// One metric as it was measured.
struct MeasuredMetric: Hashable, Sendable {
    var name: AutoMLMetricExtendedEnum
    var set: MetricSetSource
    var value: Double
}
