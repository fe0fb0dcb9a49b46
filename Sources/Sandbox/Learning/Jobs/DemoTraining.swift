/// The sandbox's Autopilot jobs, each trained when it is first asked for.
enum DemoTraining {
    /// Multiclass, HPO, objective Accuracy.
    static var species: TrainedJob { fatalError("not trained") }
    /// Regression, HPO, objective RMSE.
    static var bodyMass: TrainedJob { fatalError("not trained") }
    /// Multiclass, ensembling, objective Accuracy.
    static var ensemble: TrainedJob { fatalError("not trained") }
    /// Binary, HPO, objective F1; the service reveals its candidates one by one.
    static var sex: TrainedJob { fatalError("not trained") }

    static var all: [TrainedJob] { [species, bodyMass, ensemble, sex] }
}
