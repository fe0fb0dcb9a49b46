import AWSOperations
import BatchInference

/// What quota and price of an instance type mean, in a sentence each.
enum InstanceExplanation {
    static func quota(of choice: InstanceChoice, _ facts: InstanceFacts) -> (text: String, role: StyleRole) {
        let name = TransformQuotas.name(of: choice.type.name)
        switch choice.quota {
        case .asking: return ("Quota: asking Service Quotas and counting running instances", .textDim)
        case .unknown(let reason):
            return ("Quota unknown: \(reason). SageMaker refuses a launch without quota.", .textDim)
        case .known(let left):
            let code = facts.quotas.value?.perType[choice.type.name]?.code.map { " (\($0))" } ?? ""
            if left.applied == 0 {
                return (
                    "No quota: '\(name)' is 0 here. Choose another type, or request an increase in Service Quotas\(code).",
                    .statusWarning
                )
            }
            guard let running = left.running else {
                return (
                    "Quota: \(left.applied) at once; running instances unknown: \(unknownRunning(facts))", .textDim
                )
            }
            let uses =
                running == 0
                ? "none of this type is running" : "\(running) of this type run\(running == 1 ? "s" : "") now"
            if left.isHeldByOverall, let overall = facts.quotas.value?.overall, let all = facts.running.value {
                return (
                    "Quota: \(left.left) left of \(overall.value) instances across all types; \(all.total) in use",
                    left.left == 0 ? .statusWarning : .text
                )
            }
            return (
                "Quota: \(left.left) left of \(left.applied); \(uses)", left.left == 0 ? .statusWarning : .text
            )
        }
    }

    private static func unknownRunning(_ facts: InstanceFacts) -> String {
        facts.running.reason ?? facts.running.value?.shortfall?.problem ?? ""
    }

    static func price(
        of choice: InstanceChoice, _ facts: InstanceFacts, at place: Connection, now: Timestamp
    ) -> (text: String, role: StyleRole) {
        switch choice.price {
        case .asking: return ("Price: loading the price list", .textDim)
        case .unknown(let reason): return ("Price unknown: \(reason)", .textDim)
        case .known(let price):
            var text = "Price: \(price.text) per instance-hour in \(place.region)"
            if place.isSandbox { text += " (a sandbox price, not AWS's)" }
            if let prices = facts.prices.value {
                let age = now.seconds(since: prices.readAt)
                if age >= 3600 { text += "; read \(DisplayText.age(seconds: age)) ago" }
                if let failure = prices.refreshFailure { text += ", not updated since: \(failure)" }
            }
            return (text, .text)
        }
    }
}
