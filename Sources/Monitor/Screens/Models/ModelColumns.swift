import BatchInference
import Console

/// The columns of the list of models that launches left.
enum ModelColumns {
    static let all: [ListColumn<LeftoverModel>] = [
        ListColumn(
            "model", width: .flexible(min: 24, weight: 2, max: 63), cut: .middle, isAscending: { $0.name < $1.name },
            cell: { model, canvas in StyledText(model.name, canvas.theme[.textStrong]) }),
        ListColumn(
            "use", width: .flexible(min: 22, weight: 2, max: 72), cut: .middle,
            isAscending: { $0.useText < $1.useText },
            cell: { model, canvas in
                let status = model.status
                return StyledText(status.text(canvas.glyphs), canvas.theme[status.role])
            }),
        ListColumn(
            "made", width: .flexible(min: 18, weight: 1, max: 26), priority: 2, cut: .middle,
            isAscending: { $0.originText < $1.originText },
            cell: { model, canvas in StyledText(model.originText, canvas.theme[.textDim]) }),
        ListColumn(
            "age", width: .fixed(5), alignment: .right, priority: 1, isAscending: { $0.createdAt > $1.createdAt },
            cell: { model, canvas in
                StyledText(
                    model.age(at: canvas.now).map(DisplayText.narrowAge) ?? canvas.glyphs.none, canvas.theme[.textDim])
            }),
    ]
}

extension LeftoverModel {
    /// Whether it may go, as a shape, words and a colour.
    var status: StatusWord {
        switch use {
        case .none: StatusWord(\.completed, useText, .statusCompleted)
        case .running: StatusWord(\.running, useText, .statusRunning)
        case .unfinishedLaunch, .unknown: StatusWord(\.warning, useText, .statusWarning)
        }
    }
}
