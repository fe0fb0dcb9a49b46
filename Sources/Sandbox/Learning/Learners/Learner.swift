/// Which learner a candidate uses, with its hyperparameters.
indirect enum Learner: Hashable, Sendable {
    case constant
    case nearestNeighbours(k: Int)
    case gaussianNaiveBayes
    case softmax(SoftmaxRegression.Settings)
    case tree(depth: Int)
    case ridge(penalty: Double)
    /// Trees on resampled rows, averaged.
    case forest(trees: Int, depth: Int, seed: UInt64)
    case average([Learner])

    func train(on set: TrainingSet) throws(TrainingFailure) -> any TrainedModel {
        switch self {
        case .constant: return ConstantModel.train(on: set)
        case .nearestNeighbours(let k): return NearestNeighbours.train(on: set, k: k)
        case .gaussianNaiveBayes: return GaussianNaiveBayes.train(on: set)
        case .softmax(let settings): return try SoftmaxRegression.train(on: set, settings: settings)
        case .tree(let depth): return DecisionTree.train(on: set, depth: depth)
        case .ridge(let penalty): return try RidgeRegression.train(on: set, penalty: penalty)
        case .forest(let trees, let depth, let seed):
            var generator = SplitMix(seed: seed)
            return AveragedEnsemble(
                members: (0..<trees).map { _ in
                    DecisionTree.train(on: set.resampled(using: &generator), depth: depth)
                })
        case .average(let learners):
            var members: [any TrainedModel] = []
            for learner in learners { members.append(try learner.train(on: set)) }
            return AveragedEnsemble(members: members)
        }
    }
}
