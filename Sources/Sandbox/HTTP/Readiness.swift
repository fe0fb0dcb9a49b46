/// Lets requests wait for the part of the seed that they need.
actor Readiness {
    enum Stage: Int, Comparable, Sendable {
        case nothing
        /// Autopilot jobs and their candidates are there.
        case jobs
        /// Objects, models and past transforms are there too.
        case everything

        static func < (left: Stage, right: Stage) -> Bool { left.rawValue < right.rawValue }
    }

    private var reached = Stage.nothing
    private var failure: ServiceFault?
    private var waiting: [(stage: Stage, continuation: CheckedContinuation<Void, Never>)] = []

    func reach(_ stage: Stage) {
        reached = max(reached, stage)
        let due = waiting.filter { $0.stage <= reached }
        waiting.removeAll { $0.stage <= reached }
        for waiter in due { waiter.continuation.resume() }
    }

    /// The seed cannot be made: who waits is told why.
    func fail(_ reason: String) {
        failure = ServiceFault("InternalFailure", "The sandbox could not make its data: \(reason)", status: 500)
        reach(.everything)
    }

    func wait(for stage: Stage) async throws(ServiceFault) {
        if reached < stage {
            await withCheckedContinuation { waiting.append((stage, $0)) }
        }
        if let failure { throw failure }
    }
}
