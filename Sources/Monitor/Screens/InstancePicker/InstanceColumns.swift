import BatchInference
import Console

/// The columns of the instance type picker.
enum InstanceColumns {
    static let all: [ListColumn<InstanceChoice>] = [
        ListColumn(
            "type", width: .flexible(min: 16, weight: 1, max: 22), isAscending: { $0.id < $1.id },
            cell: { choice, canvas in
                StyledText(
                    choice.id,
                    canvas.theme[choice.isCurrent ? .accent : choice.hasNoQuota ? .textDim : .textStrong])
            }),
        ListColumn(
            "vcpu", title: "vCPU", width: .fixed(6), alignment: .right,
            isAscending: { $0.type.vCPU < $1.type.vCPU },
            cell: { choice, canvas in StyledText("\(choice.type.vCPU)", canvas.theme[.text]) }),
        ListColumn(
            "memory", title: "MEMORY GiB", width: .fixed(12), alignment: .right, priority: 1,
            isAscending: { $0.type.memoryGiB < $1.type.memoryGiB },
            cell: { choice, canvas in StyledText(memory(choice.type), canvas.theme[.text]) }),
        ListColumn(
            "accelerator", width: .fixed(16), priority: 2,
            isAscending: { ($0.type.accelerator?.count ?? 0) < ($1.type.accelerator?.count ?? 0) },
            cell: { choice, canvas in
                guard let accelerator = choice.type.accelerator else {
                    return StyledText(canvas.glyphs.none, canvas.theme[.textDim])
                }
                return StyledText("\(accelerator.count) × \(accelerator.name)", canvas.theme[.text])
            }),
        ListColumn(
            "quota", title: "QUOTA LEFT", width: .fixed(12), alignment: .right,
            isAscending: { ($0.quota.value?.left ?? -1) < ($1.quota.value?.left ?? -1) },
            cell: { choice, canvas in
                StyledText(
                    quotaText(choice.quota, ellipsis: canvas.glyphs.ellipsis), canvas.theme[quotaRole(choice.quota)])
            }),
        ListColumn(
            "price", title: "PRICE/H", width: .fixed(9), alignment: .right,
            isAscending: { ($0.price.value?.amount ?? .infinity) < ($1.price.value?.amount ?? .infinity) },
            cell: { choice, canvas in
                switch choice.price {
                case .asking: StyledText(canvas.glyphs.ellipsis, canvas.theme[.textDim])
                case .unknown: StyledText("unknown", canvas.theme[.textDim])
                case .known(let price): StyledText(price.text, canvas.theme[.text])
                }
            }),
        ListColumn(
            "note", width: .flexible(min: 12, weight: 1), priority: 3,
            cell: { choice, canvas in
                let star = choice.isProposed ? "\(canvas.glyphs.best) " : ""
                let current = choice.isCurrent ? "\(choice.note.isEmpty ? "" : ", ")chosen now" : ""
                return StyledText(star + choice.note + current, canvas.theme[choice.isProposed ? .best : .textDim])
            }),
    ]

    /// `3 of 4`, `no quota`, `up to 4` where what runs is unknown.
    static func quotaText(_ quota: Finding<QuotaLeft>, ellipsis: String) -> String {
        switch quota {
        case .asking: ellipsis
        case .unknown: "unknown"
        case .known(let quota):
            quota.applied == 0
                ? "no quota" : quota.running == nil ? "up to \(quota.left)" : "\(quota.left) of \(quota.applied)"
        }
    }

    private static func quotaRole(_ quota: Finding<QuotaLeft>) -> StyleRole {
        switch quota {
        case .known(let quota): quota.left > 0 ? .text : quota.applied > 0 ? .statusWarning : .textDim
        default: .textDim
        }
    }

    private static func memory(_ type: InstanceType) -> String {
        DisplayText.decimal(type.memoryGiB, places: type.memoryGiB == type.memoryGiB.rounded() ? 0 : 1)
    }
}
