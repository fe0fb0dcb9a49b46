import AWSOperations
import BatchInference

extension TransformCloner {
    /// A cloner on the program's services.
    init(_ services: Services) {
        self.init(models: services.cloud, transforms: services.cloud, journal: services.journal)
    }
}

extension LoadFailure {
    /// Why a transform could not be cloned.
    init(cloning error: any Error, at now: Timestamp) {
        if let problem = error as? CloneProblem {
            self.init(problem: problem.problem, remedy: problem.remedy, at: now)
        } else {
            self.init(error, at: now)
        }
    }
}
