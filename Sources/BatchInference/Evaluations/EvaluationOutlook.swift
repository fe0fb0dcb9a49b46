import AWSOperations

/// What an evaluation is expected to take, before confirmation is asked.
public struct EvaluationOutlook: Sendable {
    /// What an hour of each type costs.
    public var prices: [TransformInstanceType: Finding<InstancePrice>]
    /// What the transforms are likely to cost together, in words; nil where no past run tells.
    public var likely: String?
    /// Transforms that run at one time; nil where the quotas don't tell.
    public var atOnce: Int?

    public init(
        prices: [TransformInstanceType: Finding<InstancePrice>] = [:], likely: String? = nil, atOnce: Int? = nil
    ) {
        (self.prices, self.likely, self.atOnce) = (prices, likely, atOnce)
    }

    /// The most that transforms cost that are each stopped at the limit; why that is unknown where it is.
    public func most(
        of candidates: [EvaluationRecord.Candidate], stoppedAfter seconds: Double
    ) -> Finding<EvaluationResult.Cost> {
        var sum: EvaluationResult.Cost?
        for candidate in candidates {
            switch prices[candidate.instanceType] ?? .asking {
            case .asking: return .asking
            case .unknown(let reason): return .unknown(reason: reason)
            case .known(let price):
                guard sum == nil || sum?.currency == price.currency else {
                    return .unknown(reason: "its prices are in several currencies")
                }
                sum = EvaluationResult.Cost(
                    value: (sum?.value ?? 0) + seconds / 3600 * price.amount, currency: price.currency)
            }
        }
        return sum.map { .known($0) } ?? .unknown(reason: "no candidate can run")
    }
}

/// How many transforms of an evaluation may run at one time.
struct EvaluationRoom {
    /// Transforms at one time of a type whose quota can't be read.
    private static let unknownWidth = 2

    var perType: [TransformInstanceType: Int] = [:]
    /// By the quota over all types; nil where that isn't known.
    var overall: Int?

    /// Nothing is known.
    init() {}

    init(for record: EvaluationRecord, _ quotas: TransformQuotas, _ running: RunningInstances?) {
        for (type, all) in record.countsByType {
            guard let left = QuotaLeft(of: type, quotas: quotas, running: running) else { continue }
            let ours = record.candidates.count { $0.state == .running && $0.instanceType == type }
            perType[type] = max(1, min(left.left + ours, all))
        }
        if let overall = quotas.overall, let running, running.shortfall == nil {
            self.overall = max(1, overall.value - running.total + record.candidates.count { $0.state == .running })
        }
    }

    /// Transforms that run at one time; nil where the quotas don't tell.
    func atOnce(of record: EvaluationRecord) -> Int? {
        let counts = record.countsByType
        guard counts.allSatisfy({ perType[$0.type] != nil }) else { return nil }
        let own = counts.reduce(0) { $0 + min(perType[$1.type] ?? 0, $1.count) }
        return min(own, overall ?? own)
    }

    /// The first candidate that waits and for whose type there is room.
    func next(of record: EvaluationRecord) -> Int? {
        let running = record.candidates.filter { $0.state == .running }
        guard running.count < overall ?? .max else { return nil }
        return record.candidates.firstIndex { candidate in
            let ours = running.count { $0.instanceType == candidate.instanceType }
            return candidate.state == .waiting && ours < perType[candidate.instanceType] ?? Self.unknownWidth
        }
    }
}

extension EvaluationRecord {
    /// The candidates that are launched, as far as is known.
    public var taking: [Candidate] { candidates.filter { $0.state != .failed } }
    /// Before anything was launched: those that can't be.
    public var leftOut: [Candidate] { candidates.filter { $0.state == .failed } }

    /// Without the candidates whose type has a quota of 0: they are named, and not launched.
    func admitted(by quotas: TransformQuotas) -> EvaluationRecord {
        var record = self
        for place in record.candidates.indices where record.candidates[place].state == .waiting {
            let type = record.candidates[place].instanceType
            guard quotas.perType[type]?.value == 0 else { continue }
            record.candidates[place].leaveOut(
                "the account's quota for transforms on \(type.rawValue) is 0",
                "choose another instance type (see: flightdeck instances), or request an increase")
        }
        return record
    }

    /// The types that transforms run on, and how many on each, in the order of the candidates.
    var countsByType: [(type: TransformInstanceType, count: Int)] {
        var counts: [(type: TransformInstanceType, count: Int)] = []
        for candidate in taking {
            if let place = counts.firstIndex(where: { $0.type == candidate.instanceType }) {
                counts[place].count += 1
            } else {
                counts.append((candidate.instanceType, 1))
            }
        }
        return counts
    }

    /// `2 transforms on 1 x ml.m5.xlarge each and 1 transform on 1 x ml.g4dn.xlarge`
    private var transformsText: String {
        countsByType.map { type, count in
            "\(DisplayText.counted(count, "transform")) on 1 x \(type.rawValue)\(count == 1 ? "" : " each")"
        }.joined(separator: " and ")
    }

    /// What an evaluation makes and may cost, a line each, before confirmation is asked.
    public func lines(_ outlook: EvaluationOutlook) -> [String] {
        var lines = [
            "account    \(DisplayText.account(account)), \(region)" + (profile.map { ", profile \($0)" } ?? ""),
            "job        \(jobName)",
            "input      \(input.uri)",
            "target     \(input.target)",
            "rows       \(input.extent)",
        ]
        lines.insert(contentsOf: input.warnings.map { "warning    \($0)" }, at: 0)
        if let copyFolder {
            lines.append(
                "copy       \(DisplayText.counted(input.sentRows, "row")) to \(copyFolder), because "
                    + input.copyReasons.joined(separator: ", ") + "; deleted at the end")
        } else {
            lines.append("filter     \(input.inputFilter) removes \(input.target)")
        }
        let taking = taking
        if !taking.isEmpty {
            let side = outlook.atOnce.map { $0 < taking.count ? ", \($0) at a time" : "" } ?? ""
            let models = taking.count == 1 ? "its model is" : "models are"
            lines.append("instances  \(transformsText)\(side); \(models) deleted at the end")
            lines.append("cost       \(costText(outlook))")
        }
        let areMixed = Set(candidates.map(\.instanceType)).count > 1
        for candidate in taking {
            lines.append("candidate  \(candidate.name)" + (areMixed ? ", on \(candidate.instanceType.rawValue)" : ""))
            lines.append("           model and transform \(candidate.transform), output \(candidate.output)")
        }
        for candidate in leftOut { lines.append("left out   \(candidate.name): \(Self.reason(candidate))") }
        return lines
    }

    private static func reason(_ candidate: Candidate) -> String {
        let remedy = candidate.remedy.map { $0.isEmpty ? "" : "; \($0)" } ?? ""
        return (candidate.problem ?? "it can't run") + remedy
    }

    private func costText(_ outlook: EvaluationOutlook) -> String {
        let limit = DisplayText.duration(seconds: timeLimit)
        switch outlook.most(of: taking, stoppedAfter: timeLimit) {
        case .asking: return "unknown"
        case .unknown(let reason): return "unknown: \(reason); each transform is stopped after \(limit) of running"
        case .known(let most):
            let types = countsByType
            let hours = types.map { type, _ in
                (outlook.prices[type]?.value?.text ?? "") + (types.count > 1 ? " for \(type.rawValue)" : "")
            }
            return
                "at most about \(InstancePrice.text(most.value, currency: most.currency)): each transform is stopped after "
                + "\(limit) of running, at \(hours.joined(separator: ", ")) an hour; "
                + (outlook.likely.map { "likely: \($0)" } ?? "no past runs to estimate the likely cost from")
        }
    }

    /// The one question.
    public var question: String {
        let copy =
            copyFolder == nil ? "Create " : "Write a copy of \(DisplayText.counted(input.sentRows, "row")), create "
        let without = leftOut.map { "without \($0.name) (\($0.problem ?? "it can't run")), " }.joined()
        let text =
            "\(copy)\(DisplayText.counted(taking.count, "model")) and start \(transformsText), \(without)"
        let doubts = input.warnings.count
        let despite = doubts == 0 ? "" : " despite \(doubts == 1 ? "the warning" : "\(doubts) warnings")"
        return "\(text.dropLast(2)) in account \(DisplayText.account(account)), \(region)\(despite)?"
    }
}

extension Evaluator {
    /// What it's expected to take; what can't be found out is unknown, and nothing fails.
    public func outlook(of record: EvaluationRecord, history: any TransformHistory) async -> EvaluationOutlook {
        async let room = room(for: record)
        let prices = await prices(of: record)
        return EvaluationOutlook(
            prices: prices, likely: await likelyCost(of: record, prices, history),
            atOnce: await room.atOnce(of: record))
    }

    /// What the transforms are likely to cost together, by past runs of their candidates; nil where none is known.
    private func likelyCost(
        of record: EvaluationRecord, _ prices: [TransformInstanceType: Finding<InstancePrice>],
        _ history: any TransformHistory
    ) async -> String? {
        let scope = AccountScope(account: record.account, region: record.region)
        let candidates = record.taking
        var (amount, known, currency) = (0.0, 0, String?.none)
        for candidate in candidates {
            guard case .known(let price)? = prices[candidate.instanceType],
                currency == nil || currency == price.currency
            else { continue }
            let past = try? await history.pastTransforms(
                ofModel: nil, candidate: candidate.name, in: scope, limit: 20)
            guard let past,
                let estimate = CostEstimate(
                    from: past, instanceType: candidate.instanceType, instanceCount: 1, price: price),
                let own = estimate.amount
            else { continue }
            amount += own
            known += 1
            currency = price.currency
        }
        guard let currency else { return nil }
        let text = EvaluationResult.Cost(value: amount, currency: currency).text
        let of = known < candidates.count ? "\(known) of the candidates" : "the candidates"
        return "\(text), if they take as long as past runs of \(of); the input's size isn't considered"
    }
}
