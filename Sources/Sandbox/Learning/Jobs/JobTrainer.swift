import AWSOperations

/// Trains the candidates of one job on the penguins and measures each on rows that it has not seen.
struct JobTrainer {
    var name: String
    var target: String
    var problemType: ProblemType
    var objective: AutoMLMetricEnum
    var mode: AutoMLMode
    var seed: UInt64
    /// Whether only the best candidate gets a report of its quality.
    var reportsOnBestAlone = false

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
        var job = TrainedJob(
            name: name, problemType: problemType, objective: objective, mode: mode, target: target,
            inputColumns: inputColumns, data: known, validation: validation, candidates: candidates)
        if reportsOnBestAlone {
            let best = job.best?.number
            for place in job.candidates.indices {
                job.candidates[place].hasInsights = job.candidates[place].number == best
            }
        }
        return job
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
            let clock = ContinuousClock()
            let asked = clock.now
            let scores = model.scores(for: unseen)
            if recipe.family == .autoGluon {
                candidate.latency = (clock.now - asked) / .seconds(1) / Double(max(unseen.rows, 1))
            }
            candidate.metrics =
                metrics(of: model.scores(for: training.features), for: sets.training.targets, labels, in: .train)
                + metrics(of: scores, for: sets.validation.targets, labels, in: .validation)
            candidate.confusion =
                isRegression
                ? nil
                : ClassificationMetrics(
                    actual: indices(of: sets.validation.targets, in: labels), probabilities: scores
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

/// The sandbox's Autopilot jobs, each trained when it is first asked for.
enum DemoTraining {
    /// Multiclass, HPO, objective Accuracy.
    static let species = JobTrainer(
        name: "penguins-species", target: "species", problemType: .multiclassClassification, objective: .accuracy,
        mode: .hyperparametertuning, seed: 9, reportsOnBestAlone: true
    ).train([
        CandidateRecipe(.constant, on: .standardised, as: .linearLearner),
        CandidateRecipe(.nearestNeighbours(k: 5), on: .numbersOnly, as: .scikitLearn),
        CandidateRecipe(.tree(depth: 1), on: .unscaled, as: .xgboost),
        CandidateRecipe(.gaussianNaiveBayes, on: .billsOnly, as: .scikitLearn),
        // A penalty and a rate whose product is far above 2: every step overshoots, and the weights run away.
        CandidateRecipe(.softmax(.init(rate: 1000, penalty: 1)), on: .squared, as: .linearLearner),
        CandidateRecipe(.softmax(.init()), on: .standardised, as: .linearLearner),
        CandidateRecipe(.tree(depth: 3), on: .unscaled, as: .xgboost),
        CandidateRecipe(.softmax(.init(rate: 0.02, iterations: 12)), on: .billsOnly, as: .linearLearner),
        CandidateRecipe(.forest(trees: 9, depth: 4, seed: 5), on: .standardised, as: .xgboost),
    ])

    /// Regression, HPO, objective RMSE.
    static let bodyMass = JobTrainer(
        name: "penguins-body-mass", target: "body_mass_g", problemType: .regression, objective: .rmse,
        mode: .hyperparametertuning, seed: 8
    ).train([
        CandidateRecipe(.constant, on: .standardised, as: .linearLearner),
        CandidateRecipe(.nearestNeighbours(k: 7), on: .standardised, as: .scikitLearn),
        CandidateRecipe(.tree(depth: 3), on: .unscaled, as: .xgboost),
        CandidateRecipe(.ridge(penalty: 1), on: .standardised, as: .linearLearner),
        CandidateRecipe(.ridge(penalty: 1), on: .squared, as: .linearLearner),
        CandidateRecipe(.forest(trees: 9, depth: 5, seed: 2), on: .standardised, as: .xgboost),
    ])

    /// Multiclass, ensembling, objective Accuracy.
    static let ensemble = JobTrainer(
        name: "penguins-ensemble", target: "species", problemType: .multiclassClassification, objective: .accuracy,
        mode: .ensembling, seed: 8, reportsOnBestAlone: true
    ).train([
        CandidateRecipe(
            .forest(trees: 9, depth: 3, seed: 11), on: .billsOnly, as: .autoGluon, named: "RandomForest-BAG-L1-t1"),
        CandidateRecipe(
            .nearestNeighbours(k: 15), on: .unscaled, as: .autoGluon, named: "KNeighborsUnif-BAG-L1-t1"),
        CandidateRecipe(
            .average([.softmax(.init(iterations: 80)), .gaussianNaiveBayes, .nearestNeighbours(k: 9)]),
            on: .numbersOnly,
            as: .autoGluon, named: "WeightedEnsemble-L2-FULL-t1"),
    ])

    /// Binary, HPO, objective F1; the service reveals its candidates one by one.
    static let sex = JobTrainer(
        name: "penguins-sex", target: "sex", problemType: .binaryClassification, objective: .f1,
        mode: .hyperparametertuning, seed: 5
    ).train([
        CandidateRecipe(.constant, on: .numbersOnly, as: .linearLearner),
        CandidateRecipe(.tree(depth: 2), on: .unscaled, as: .xgboost),
        CandidateRecipe(.gaussianNaiveBayes, on: .numbersOnly, as: .scikitLearn),
        CandidateRecipe(.softmax(.init(rate: 0.1, iterations: 40)), on: .billsOnly, as: .linearLearner),
        CandidateRecipe(.nearestNeighbours(k: 3), on: .numbersOnly, as: .scikitLearn),
        CandidateRecipe(.tree(depth: 5), on: .standardised, as: .xgboost),
        CandidateRecipe(.softmax(.init()), on: .standardised, as: .linearLearner),
        CandidateRecipe(.nearestNeighbours(k: 9), on: .standardised, as: .scikitLearn),
        CandidateRecipe(.forest(trees: 9, depth: 5, seed: 3), on: .unscaled, as: .xgboost),
        CandidateRecipe(.softmax(.init(iterations: 200)), on: .squared, as: .linearLearner),
    ])

    static var all: [TrainedJob] { [species, bodyMass, ensemble, sex] }
}

/// Hexadecimal digits that follow from a text alone, where a service would draw them at random.
enum StableName {
    static func digits(of text: String, count: Int) -> String {
        // FNV-1a gives the seed, SplitMix as many digits as are wanted.
        let seed = text.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        var generator = SplitMix(seed: seed)
        return String((0..<count).map { _ in Array("0123456789abcdef")[Int(generator.next() >> 60)] })
    }
}
