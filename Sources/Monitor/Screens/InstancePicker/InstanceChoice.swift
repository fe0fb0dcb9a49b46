import AWSOperations
import BatchInference
import Console

/// An instance type in the picker, with a word on what speaks for it.
struct InstanceChoice: Hashable, Sendable, Identifiable {
    var type: InstanceType
    /// `proposed`, `often used`, or empty.
    var note: String
    var isProposed: Bool
    var isCurrent: Bool

    var id: String { type.id }

    /// General types of the sizes that tabular models need, as AWS's own examples use them.
    private static let oftenUsed: [TransformInstanceType] = [
        .mlM5Large, .mlM5Xlarge, .mlM52xlarge, .mlM54xlarge, .mlC5Xlarge, .mlC52xlarge,
    ]

    /// Every type: the proposed one and those often used on top, then the API's order.
    static func all(current: TransformInstanceType, proposed: TransformInstanceType) -> [InstanceChoice] {
        let first = [proposed] + oftenUsed.filter { $0 != proposed }
        let rest = InstanceType.all.filter { !first.contains($0.name) }
        return (first.compactMap { InstanceType($0) } + rest).map { type in
            let isProposed = type.name == proposed
            let note = isProposed ? "proposed" : oftenUsed.contains(type.name) ? "often used" : ""
            return InstanceChoice(type: type, note: note, isProposed: isProposed, isCurrent: type.name == current)
        }
    }
}

/// The columns of the instance type picker.
enum InstanceColumns {
    static let all: [ListColumn<InstanceChoice>] = [
        ListColumn(
            "type", width: .flexible(min: 16, weight: 1, max: 22), isAscending: { $0.id < $1.id },
            filterText: { $0.id },
            cell: { choice, canvas in StyledText(choice.id, canvas.theme[choice.isCurrent ? .accent : .textStrong]) }),
        ListColumn(
            "vcpu", title: "vCPU", width: .fixed(6), alignment: .right,
            isAscending: { $0.type.vCPU < $1.type.vCPU }, filterText: { "\($0.type.vCPU)" },
            cell: { choice, canvas in StyledText("\(choice.type.vCPU)", canvas.theme[.text]) }),
        ListColumn(
            "memory", title: "MEMORY GiB", width: .fixed(12), alignment: .right, priority: 1,
            isAscending: { $0.type.memoryGiB < $1.type.memoryGiB }, filterText: { memory($0.type) },
            cell: { choice, canvas in StyledText(memory(choice.type), canvas.theme[.text]) }),
        ListColumn(
            "accelerator", width: .fixed(16), priority: 2,
            isAscending: { ($0.type.accelerator?.count ?? 0) < ($1.type.accelerator?.count ?? 0) },
            filterText: { $0.type.accelerator?.name ?? "" },
            cell: { choice, canvas in
                guard let accelerator = choice.type.accelerator else {
                    return StyledText(canvas.glyphs.none, canvas.theme[.textDim])
                }
                return StyledText("\(accelerator.count) × \(accelerator.name)", canvas.theme[.text])
            }),
        ListColumn(
            "note", width: .flexible(min: 12, weight: 1), priority: 3, filterText: { $0.note },
            cell: { choice, canvas in
                let star = choice.isProposed ? "\(canvas.glyphs.best) " : ""
                let current = choice.isCurrent ? "\(choice.note.isEmpty ? "" : ", ")chosen now" : ""
                return StyledText(star + choice.note + current, canvas.theme[choice.isProposed ? .best : .textDim])
            }),
    ]

    private static func memory(_ type: InstanceType) -> String {
        DisplayText.decimal(type.memoryGiB, places: type.memoryGiB == type.memoryGiB.rounded() ? 0 : 1)
    }
}
