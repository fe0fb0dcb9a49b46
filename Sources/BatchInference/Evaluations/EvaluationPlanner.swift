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
            var plan = LaunchPlan.proposed(for: row.candidate, of: job, now: time)
            while !names.insert(plan.transformJobName).inserted {
                time = time.adding(seconds: 0.001 * Double(place + 1))
                plan = LaunchPlan.proposed(for: row.candidate, of: job, now: time)
            }
            try arrange(&plan, options)
            if place == 0, input.needsCopy { record.copyFolder = try copyFolder(beside: plan, name).uri }
            plan.input = record.copyFolder ?? input.uri
            plan.inputFilter = input.inputFilter
            let errors = plan.problems().filter { $0.severity == .error }
            guard errors.isEmpty else {
                throw EvaluationProblem(
                    "\(row.title): \(errors.map(\.message).joined(separator: "; "))",
                    errors.map(\.remedy).first { !$0.isEmpty } ?? "")
            }
            record.candidates.append(
                EvaluationRecord.Candidate(name: row.name, requests: plan.requests, validation: row.value))
        }
        try Self.checkPlaces(record)
        return record
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
            throw EvaluationProblem("no place is known for the outputs", "give one with --output")
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
                "\(place) lies under the input \(input.uri), so that it would be read as rows",
                "write the outputs elsewhere with --output, or use a folder as the input")
        }
    }
}

extension EvaluationRecord {
    /// The plan's instances: `ml.m5.xlarge`.
    public var instanceType: TransformInstanceType? {
        candidates.first?.createTransformJob.transformResources.instanceType
    }

    /// What an evaluation makes and may cost, a line each, before it's asked about.
    public func lines(price: Finding<InstancePrice>, likely: String?, atOnce: Int?) -> [String] {
        let type = instanceType?.rawValue ?? ""
        var lines = [
            "account    \(DisplayText.account(account)), \(region)" + (profile.map { ", profile \($0)" } ?? ""),
            "job        \(jobName)",
            "input      \(input.uri)",
            "target     \(input.target)",
            "rows       \(input.extent)",
        ]
        if let copyFolder {
            lines.append(
                "copy       \(DisplayText.count(input.sentRows)) rows to \(copyFolder), because "
                    + input.copyReasons.joined(separator: ", ") + "; deleted at the end")
        } else {
            lines.append("filter     \(input.inputFilter) takes \(input.target) out")
        }
        let side = atOnce.map { $0 < candidates.count ? ", \($0) at a time" : "" } ?? ""
        lines.append(
            "instances  \(candidates.count) transforms on 1 x \(type) each\(side); models are deleted at the end")
        lines.append("cost       \(costText(price, likely))")
        for candidate in candidates {
            lines.append("candidate  \(candidate.name)")
            lines.append("           model and transform \(candidate.transform), output \(candidate.output)")
        }
        return lines
    }

    private func costText(_ price: Finding<InstancePrice>, _ likely: String?) -> String {
        let limit = DisplayText.duration(seconds: timeLimit)
        switch price {
        case .asking: return "unknown"
        case .unknown(let reason): return "unknown: \(reason); each transform is stopped after \(limit) of running"
        case .known(let price):
            let most = Double(candidates.count) * timeLimit / 3600 * price.amount
            return
                "at most about \(InstancePrice.text(most, currency: price.currency)): each transform is stopped after "
                + "\(limit) of running, at \(price.text) an hour; likely: "
                + (likely ?? "unknown, because there are no past runs to estimate from")
        }
    }

    /// The one question.
    public var question: String {
        let copy = copyFolder == nil ? "" : "Write a copy of \(DisplayText.count(input.sentRows)) rows, create "
        return
            "\(copy.isEmpty ? "Create " : copy)\(candidates.count) model\(candidates.count == 1 ? "" : "s") and start "
            + "\(candidates.count) transform\(candidates.count == 1 ? "" : "s") on 1 x \(instanceType?.rawValue ?? "") "
            + "\(candidates.count == 1 ? "" : "each ")in account \(DisplayText.account(account)), \(region)?"
    }
}

extension Evaluator {
    /// What the transforms are likely to cost together, by past runs of their candidates; nil where none is known.
    public func likelyCost(of record: EvaluationRecord, history: any TransformHistory) async -> String? {
        guard case .known(let price) = await price(of: record.instanceType, inRegion: record.region) else { return nil }
        let scope = AccountScope(account: record.account, region: record.region)
        var (amount, known) = (0.0, 0)
        for candidate in record.candidates {
            let past = try? await history.pastTransforms(
                ofModel: nil, candidate: candidate.name, in: scope, limit: 20)
            let resources = candidate.createTransformJob.transformResources
            guard let past,
                let estimate = CostEstimate(
                    from: past, instanceType: resources.instanceType, instanceCount: 1, price: price),
                let own = estimate.amount
            else { continue }
            amount += own
            known += 1
        }
        guard known > 0 else { return nil }
        let text = EvaluationResult.Cost(value: amount, currency: price.currency).text
        let of = known < record.candidates.count ? "\(known) of the candidates" : "the candidates"
        return "\(text), if they take as long as past runs of \(of); the input's size isn't considered"
    }
}
