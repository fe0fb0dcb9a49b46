import AWSOperations

/// The Autopilot jobs of the sandbox, told as of the moment of seeding.
struct DemoJobs {
    let seededAt: Timestamp
    let timing: SandboxTiming

    /// Candidates of the running job that were done before the sandbox was opened.
    private static let candidatesAtStart = 4

    func records(
        species: TrainedJob, bodyMass: TrainedJob, ensemble: TrainedJob, sex: TrainedJob
    ) -> [AutoMLJobRecord] {
        var deployed = finished(ensemble, daysAgo: 2.2, minutes: 12)
        deployed.endpoint = "penguins-ensemble-best"
        return [
            finished(species, daysAgo: 5.1, minutes: 41),
            finished(bodyMass, daysAgo: 4.3, minutes: 38),
            deployed,
            finished(
                sex, daysAgo: 1.4, minutes: 26, name: "penguins-sex-tabular", creationOperation: .createAutoMLJobV2),
            running(sex),
            failed,
        ]
    }

    private func finished(
        _ job: TrainedJob, daysAgo: Double, minutes: Double, name: String? = nil,
        creationOperation: AutoMLJobRecord.CreationOperation = .createAutoMLJob
    ) -> AutoMLJobRecord {
        let created = seededAt.adding(seconds: -daysAgo * 86_400)
        // The first third goes to the analysis of the data.
        let step = minutes * 60 * 0.6 / Double(max(job.candidates.count, 1))
        let candidates = job.candidates.enumerated().map { number, candidate in
            let begins = created.adding(seconds: minutes * 60 * 0.3 + Double(number) * step)
            return Self.candidate(candidate, from: begins, to: begins.adding(seconds: candidate.duration))
        }
        let last = candidates.map(\.finished.lastModifiedTime).max() ?? created
        return record(
            of: job, name: name ?? job.name, creationOperation: creationOperation, created: created,
            ends: max(created.adding(seconds: minutes * 60), last.adding(seconds: 21)), candidates: candidates)
    }

    /// A few candidates are there at the start, then one more at every interval, then the job is done.
    private func running(_ job: TrainedJob) -> AutoMLJobRecord {
        let created = seededAt.adding(seconds: -18 * 60)
        let candidates = job.candidates.enumerated().map { number, candidate in
            let later = number - Self.candidatesAtStart
            let begins =
                later < 0
                ? created.adding(seconds: Double(4 * 60 + number * 3 * 60))
                : seededAt.adding(seconds: Double(later) * timing.candidateInterval)
            let length = later < 0 ? candidate.duration : timing.candidateInterval
            return Self.candidate(candidate, from: begins, to: begins.adding(seconds: length))
        }
        let last = candidates.last?.finishedAt ?? seededAt
        return record(
            of: job, name: job.name, creationOperation: .createAutoMLJob, created: created,
            ends: last.adding(seconds: timing.candidateInterval), candidates: candidates)
    }

    private var failed: AutoMLJobRecord {
        let created = seededAt.adding(seconds: -6 * 3600)
        return AutoMLJobRecord(
            name: "churn-march", creationOperation: .createAutoMLJob, problemType: nil, objective: nil,
            mode: .hyperparametertuning, target: "Churn?", trainingData: DemoPlaces.training("churn-march"),
            output: DemoPlaces.output, created: created, ends: created.adding(seconds: 131),
            failureReason: "The target column 'Churn?' has one value in all 3333 rows. "
                + "Choose a target with at least two values.", candidates: [])
    }

    private static func candidate(
        _ candidate: TrainedCandidate, from begins: Timestamp, to ends: Timestamp
    ) -> AutoMLJobRecord.Candidate {
        func asOf(finished: Bool) -> AutoMLCandidate {
            candidate.candidate(
                account: Account.home.number, region: Account.region, bucket: DemoPlaces.bucket, createdAt: begins,
                isFinished: finished)
        }
        var finished = asOf(finished: true)
        if ends < begins.adding(seconds: candidate.duration) {
            finished.endTime = ends
            finished.lastModifiedTime = ends
        }
        return AutoMLJobRecord.Candidate(
            visibleFrom: begins, finishedAt: ends, finished: finished, unfinished: asOf(finished: false))
    }

    private func record(
        of job: TrainedJob, name: String, creationOperation: AutoMLJobRecord.CreationOperation, created: Timestamp,
        ends: Timestamp,
        candidates: [AutoMLJobRecord.Candidate]
    ) -> AutoMLJobRecord {
        AutoMLJobRecord(
            name: name, creationOperation: creationOperation, problemType: job.problemType, objective: job.objective,
            minimises: job.minimises, mode: job.mode, target: job.target, trainingData: DemoPlaces.training(name),
            output: DemoPlaces.output, created: created,
            ends: ends, failureReason: nil, candidates: candidates)
    }
}
