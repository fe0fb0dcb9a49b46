/// The sandbox's Autopilot jobs, each trained when it is first asked for.
enum DemoTraining {
    /// Multiclass, HPO, objective Accuracy.
    static let species = JobTrainer(
        name: "penguins-species", target: "species", problemType: .multiclassClassification, objective: .accuracy,
        mode: .hyperparametertuning, seed: 9
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
        mode: .ensembling, seed: 8
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
