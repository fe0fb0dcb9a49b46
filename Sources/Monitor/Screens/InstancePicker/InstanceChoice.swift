import AWSOperations
import BatchInference

/// An instance type in the picker, with a word on what speaks for it and what is known of its quota and price.
struct InstanceChoice: Hashable, Sendable, Identifiable {
    var type: InstanceType
    /// `proposed`, `often used`, or empty.
    var note: String
    var isProposed: Bool
    var isCurrent: Bool
    var quota: Finding<QuotaLeft> = .asking
    var price: Finding<InstancePrice> = .asking

    var id: String { type.id }

    /// Whether no transform may run on it, as far as that is known.
    var hasNoQuota: Bool { quota.value?.applied == 0 }

    /// General types of the sizes that tabular models need, as AWS's own examples use them.
    private static let oftenUsed: [TransformInstanceType] = [
        .mlM5Large, .mlM5Xlarge, .mlM52xlarge, .mlM54xlarge, .mlC5Xlarge, .mlC52xlarge,
    ]

    /// Every type: the proposed one and those often used on top, then by family and size.
    static func all(
        current: TransformInstanceType, proposed: TransformInstanceType, facts: InstanceFacts = InstanceFacts()
    ) -> [InstanceChoice] {
        let first = [proposed] + oftenUsed.filter { $0 != proposed }
        let rest = InstanceType.all.filter { !first.contains($0.name) }.sorted { one, other in
            (one.family, one.vCPU, one.memoryGiB, one.id) < (other.family, other.vCPU, other.memoryGiB, other.id)
        }
        return (first.compactMap { InstanceType($0) } + rest).map { type in
            let isProposed = type.name == proposed
            let note = isProposed ? "proposed" : oftenUsed.contains(type.name) ? "often used" : ""
            return InstanceChoice(
                type: type, note: note, isProposed: isProposed, isCurrent: type.name == current,
                quota: facts.quotaLeft(of: type.name), price: facts.price(of: type.name))
        }
    }
}
