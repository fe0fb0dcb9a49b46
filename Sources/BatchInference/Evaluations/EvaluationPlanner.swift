import AWSOperations
import Predictions

/// Makes an evaluation of candidates and a checked input: all its names and requests, before anything is sent.
public struct EvaluationPlanner: Sendable {
    /// What may be said beside candidates and input.
    public struct Options: Hashable, Sendable {
        public var instanceType: TransformInstanceType?
        /// A folder under which the outputs go; empty for the job's own bucket.
        public var output = ""
        public var roleArn: String?
        public var threshold = 0.5
        /// Seconds of running after which a transform is stopped.
        public var timeLimit = 3600.0
        public var removesOutputs = false

        public init() {}
    }

    /// Candidates that one evaluation has at most.
    public static let candidateLimit = 10

    private let job: JobOverview
    private let board: Leaderboard

    public init(job: JobOverview, board: Leaderboard) { (self.job, self.board) = (job, board) }

    /// The candidates of these names, or so many of the best; throws `EvaluationProblem`.
    public func candidates(named names: [String], top: Int) throws(EvaluationProblem) -> [Leaderboard.Row] {
        guard names.isEmpty else {
            var rows: [Leaderboard.Row] = []
            for name in names where !rows.contains(where: { $0.name == name }) {
                guard let row = board.rows.first(where: { $0.name == name }) else {
                    let near = nearest(to: name, among: board.rows.map(\.name))
                    throw EvaluationProblem(
                        "\(job.name) has no candidate named \(name)",
                        near.map { "did you mean \($0)?" } ?? "see: flightdeck candidates \(job.name)")
                }
                try Self.check(row)
                rows.append(row)
            }
            return rows
        }
        let able = board.rows.filter { $0.status == .completed && !ContainerSets($0.candidate).isEmpty }
        guard !able.isEmpty else {
            throw EvaluationProblem(
                "\(job.name) has no finished candidate with containers", "see: flightdeck candidates \(job.name)")
        }
        return Array(able.prefix(top))
    }

    /// Why a candidate can't be evaluated.
    private static func check(_ row: Leaderboard.Row) throws(EvaluationProblem) {
        guard row.status == .completed else {
            throw EvaluationProblem(
                "\(row.title) isn't finished: it's \(row.status.rawValue)", "choose another candidate")
        }
        guard !ContainerSets(row.candidate).isEmpty else {
            throw EvaluationProblem(
                "\(row.title) has no inference containers", "choose another candidate")
        }
    }

    /// The evaluation, not yet in the journal; throws `EvaluationProblem`.
    public func record(
        _ rows: [Leaderboard.Row], on input: LabelledInput, _ request: LabelledInputReader.Request,
        options: Options, as identity: LaunchIdentity, now: Timestamp
    ) throws(EvaluationProblem) -> EvaluationRecord {
        let name = LaunchNames(jobName: "eval", candidateName: job.name, now: now).transform
        var record = EvaluationRecord(
            id: "\(identity.account)/\(identity.region)/\(name)", name: name, account: identity.account,
            region: identity.region, profile: identity.profile, jobName: job.name, createdAt: now, updatedAt: now,
            input: input, sampleRows: request.sampleRows, askedTarget: request.target, askedSlicing: request.slicing,
            kind: job.problemType == "regression" ? .regression : .classification,
            objective: board.objective?.name, threshold: options.threshold, timeLimit: options.timeLimit)
        record.removesOutputs = options.removesOutputs
        var names: Set<String> = []
        for (place, row) in rows.enumerated() {
            // Two that share a name must not share a model.
            var time = now
            var own = Self.names(candidate: row.candidate.candidateName, job: job.name, now: time)
            while !names.insert(own.transform).inserted {
                time = time.adding(seconds: 0.001 * Double(place + 1))
                own = Self.names(candidate: row.candidate.candidateName, job: job.name, now: time)
            }
            var plan = LaunchPlan.proposed(for: row.candidate, of: job, now: time)
            (plan.modelName, plan.transformJobName) = (own.model, own.transform)
            plan.output = LaunchPlan.defaultOutput(of: job, transformJobName: own.transform)
            try arrange(&plan, options)
            if place == 0, input.needsCopy { record.copyFolder = try copyFolder(beside: plan, name).uri }
            plan.input = record.copyFolder ?? input.uri
            plan.inputFilter = input.inputFilter
            var candidate = EvaluationRecord.Candidate(name: row.name, requests: plan.requests, validation: row.value)
            let errors = plan.problems().filter { $0.severity == .error }
            if !errors.isEmpty {
                candidate.leaveOut(
                    errors.map(\.message).joined(separator: "; "),
                    errors.map(\.remedy).first { !$0.isEmpty } ?? "")
            } else if let longest = input.longestRow, longest.bytes > PayloadLimit(plan).bytes {
                let limit = PayloadLimit(plan)
                candidate.leaveOut(
                    "\(longest.place) has a row of \(DisplayText.byteCount(longest.bytes)), and \(limit.megabytes) MB are "
                        + "sent at most, \(limit.origin)",
                    "shorten the row, or remove it")
            }
            record.candidates.append(candidate)
        }
        if let first = record.candidates.first, record.taking.isEmpty {
            throw EvaluationProblem("\(first.name): \(first.problem ?? "it can't run")", first.remedy ?? "")
        }
        try Self.checkPlaces(record)
        return record
    }

    /// What tells the candidate from the job's others comes first, so that lists show it however they cut names.
    static func names(candidate: String, job: String, now: Timestamp) -> LaunchNames {
        let (job, candidate) = (LaunchNames.cleaned(job), LaunchNames.cleaned(candidate))
        let rest = candidate.droppingBytePrefix(job).map { LaunchNames.cleaned(String($0)) } ?? candidate
        return LaunchNames(jobName: "", candidateName: rest.isEmpty ? candidate : "\(rest)-\(job)", now: now)
    }

    private func arrange(_ plan: inout LaunchPlan, _ options: Options) throws(EvaluationProblem) {
        if let type = options.instanceType { plan.instanceType = type }
        if let role = options.roleArn { plan.roleArn = role }
        if !options.output.isEmpty {
            guard let folder = S3Location(options.output) else {
                throw EvaluationProblem(
                    "\(options.output) isn't an S3 URI", "give one such as s3://bucket/evaluations/")
            }
            plan.output =
                S3Location(bucket: folder.bucket, key: folder.key.asFolder + plan.transformJobName + "/").uri
        }
        let supported = plan.supportedResponseKeys
        var keys = ["predicted_label"]
        if supported.contains("probabilities"), supported.contains("labels") {
            keys += ["probabilities", "labels"]
        } else if supported.contains("probability") {
            keys += ["probability"]
        }
        plan.responseKeys = keys.allSatisfy(supported.contains) ? keys : []
    }

    private func copyFolder(beside plan: LaunchPlan, _ name: String) throws(EvaluationProblem) -> S3Location {
        guard let output = S3Location(plan.output) else {
            throw EvaluationProblem("no location is known for the outputs", "give one with --output")
        }
        let parent = (output.key.droppingByteSuffix("/") ?? output.key[...]).parentFolder
        return S3Location(bucket: output.bucket, key: "\(parent)flightdeck-evaluations/\(name)/input/")
    }

    /// Nothing that is written may be read as a part of the input.
    private static func checkPlaces(_ record: EvaluationRecord) throws(EvaluationProblem) {
        guard let input = S3Location(record.input.uri) else { return }
        let written = record.candidates.map(\.output) + [record.copyFolder].compactMap(\.self)
        for place in written {
            guard let folder = S3Location(place), folder.bucket == input.bucket, folder.key.hasBytePrefix(input.key)
            else { continue }
            throw EvaluationProblem(
                "\(place) is under the input \(input.uri), so it would be read as rows",
                "write the outputs elsewhere with --output, or use a folder as the input")
        }
    }
}
