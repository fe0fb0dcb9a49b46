import AWSOperations

/// Makes the model and the transform job of a plan, finishes interrupted launches, and removes what they left.
///
/// Every step is in the journal before its request goes out. None of the create calls has a client token, so after an
/// answer that did not come the service is asked by name, and what is found is compared before anything is decided.
public struct Launcher: Sendable {
    let models: any Models
    let transforms: any TransformJobs
    let journal: any LaunchJournal
    let clock: any Clock
    /// Seconds to wait before each look for a thing that may still be in the making.
    let doubtPauses: [Double]
    /// What copies artifacts from another account; nil where no launch needs it.
    public let copier: ArtifactCopier?
    /// Ends the copying, and nothing else of a launch.
    let copyStop: CopyStop

    public init(
        models: any Models, transforms: any TransformJobs, journal: any LaunchJournal, clock: any Clock,
        doubtPauses: [Double] = [1, 3], copier: ArtifactCopier? = nil, copyStop: CopyStop = CopyStop()
    ) {
        self.models = models
        self.transforms = transforms
        self.journal = journal
        self.clock = clock
        self.doubtPauses = doubtPauses
        self.copier = copier
        self.copyStop = copyStop
    }

    /// Launches a plan; the last event is `.launched` or `.failed`.
    ///
    /// With `cleanUpAfterRefusal`, a model that was made for a refused transform is deleted before the failure is
    /// reported, which then leaves nothing behind.
    ///
    /// A launch under way goes on when nobody listens to its events any more: it is never cut between its two steps.
    public func launch(
        _ plan: LaunchPlan, as identity: LaunchIdentity, cleanUpAfterRefusal: Bool = false
    ) -> AsyncStream<LaunchEvent> {
        stream { (report) async throws(LaunchFailure) -> LaunchEvent in
            let record = try await begin(plan, as: identity)
            return try await lettingGo(of: record.id) { () async throws(LaunchFailure) -> LaunchEvent in
                try await advance(record, cleanUpAfterRefusal: cleanUpAfterRefusal, report: report)
            }
        }
    }

    /// Goes on with a launch that `begin` has just written down, and keeps it taken: a trial lets it go in the end.
    ///
    /// Ends as `launch` does with `cleanUpAfterRefusal`.
    func launch(begun record: LaunchRecord) -> AsyncStream<LaunchEvent> {
        stream { (report) async throws(LaunchFailure) -> LaunchEvent in
            try await advance(record, cleanUpAfterRefusal: true, report: report)
        }
    }

    /// Finishes a launch from wherever it stopped; never makes a second job. Ends as `launch` does.
    public func resume(_ record: LaunchRecord) -> AsyncStream<LaunchEvent> {
        stream { (report) async throws(LaunchFailure) -> LaunchEvent in
            let record = try await claim(record)
            return try await lettingGo(of: record.id) { () async throws(LaunchFailure) -> LaunchEvent in
                switch record.state {
                case .cleaningUp: try await removeLeftovers(of: record, report: report)
                default: try await advance(record, cleanUpAfterRefusal: false, report: report)
                }
            }
        }
    }

    /// Removes what a launch left: only a model that it made itself.
    ///
    /// Ends with `.launched` instead where the transform job turns out to exist, for then the launch is done and its
    /// model in use.
    public func cleanUp(_ record: LaunchRecord) -> AsyncStream<LaunchEvent> {
        stream { (report) async throws(LaunchFailure) -> LaunchEvent in
            let record = try await claim(record)
            return try await lettingGo(of: record.id) { () async throws(LaunchFailure) -> LaunchEvent in
                try await removeLeftovers(of: record, report: report)
            }
        }
    }

    private func stream(
        _ work:
            @escaping @Sendable (_ report: @escaping @Sendable (LaunchEvent) -> Void) async throws(LaunchFailure) ->
            LaunchEvent
    ) -> AsyncStream<LaunchEvent> {
        AsyncStream { continuation in
            Task {
                do throws(LaunchFailure) {
                    continuation.yield(try await work { continuation.yield($0) })
                } catch {
                    continuation.yield(.failed(error))
                }
                continuation.finish()
            }
        }
    }
}
