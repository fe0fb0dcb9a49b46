import BatchInference
import Console

/// The columns of the transform list.
enum TransformColumns {
    static let all: [ListColumn<TransformRow>] = [
        ListColumn(
            "transform", width: .flexible(min: 18, weight: 3, max: 48), cut: .middle,
            isAscending: { $0.overview.name < $1.overview.name },
            cell: { row, canvas in StyledText(row.overview.title, canvas.theme[.textStrong]) }),
        ListColumn(
            "status", width: .fixed(14), isAscending: { $0.overview.status.rawValue < $1.overview.status.rawValue },
            alsoFoundBy: { "\($0.overview.status.rawValue) \($0.status.word)" },
            cell: { row, canvas in StyledText(row.status.text(canvas.glyphs), canvas.theme[row.status.role]) }),
        ListColumn(
            "model", width: .flexible(min: 12, weight: 2, max: 36), priority: 3, cut: .middle,
            isAscending: { ($0.overview.modelName ?? "") < ($1.overview.modelName ?? "") },
            cell: { row, canvas in StyledText(row.overview.modelName ?? canvas.glyphs.none, canvas.theme[.text]) }),
        ListColumn(
            "instance", width: .fixed(14), priority: 2,
            cell: { row, canvas in
                // The sign of multiplication is drawn as a letter where there is no Unicode.
                let text = row.overview.instancesText ?? canvas.glyphs.none
                return StyledText(text, canvas.theme[.text])
            }),
        ListColumn(
            "outputs", width: .fixed(9), alignment: .right, priority: 4,
            cell: { row, canvas in
                guard let outputs = row.outputs else { return StyledText("", canvas.theme[.textDim]) }
                let isWhole = outputs.outputObjects >= outputs.inputObjects
                return StyledText(
                    outputs.shortText,
                    canvas.theme[isWhole || !row.overview.isEnded ? .text : .statusWarning])
            }),
        ListColumn(
            "total", width: .fixed(8), alignment: .right, priority: 1,
            isAscending: {
                ($0.overview.endedAt.flatMap($0.overview.age) ?? 0)
                    < ($1.overview.endedAt.flatMap($1.overview.age) ?? 0)
            },
            cell: { row, canvas in
                guard row.overview.isEnded, let seconds = row.overview.totalSeconds(at: canvas.now) else {
                    return StyledText(canvas.glyphs.none, canvas.theme[.textDim])
                }
                return StyledText(DisplayText.duration(seconds: seconds), canvas.theme[.textDim])
            }),
        ListColumn(
            "age", width: .fixed(5), alignment: .right, isAscending: { $0.overview.createdAt > $1.overview.createdAt },
            cell: { row, canvas in
                StyledText(
                    row.overview.age(at: canvas.now).map(DisplayText.narrowAge) ?? canvas.glyphs.none,
                    canvas.theme[.textDim])
            }),
    ]
}
