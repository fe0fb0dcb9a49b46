import AWSOperations
import BatchInference
import Console

/// The columns of the output list: what went in, what came out.
enum OutputColumns {
    /// One column: how it is shown, and what rows are ordered by where its header is clicked.
    struct Column: Sendable {
        var name: String
        var title: String
        var width: TableColumn.Width
        var alignment: Alignment = .left
        var priority = 0
        var cut: TextWidth.Cut = .end
        var sort: OutputList.RowSort.Column?
        var cell: @Sendable (OutputRow, Canvas) -> StyledText

        func table(sort order: OutputList.RowSort?) -> TableColumn {
            var shown: TableColumn.Sort?
            if let order, order.column == sort { shown = order.isDescending ? .descending : .ascending }
            return TableColumn(
                title, width: width, alignment: alignment, priority: priority, cut: cut, sort: shown, isPicture: false)
        }
    }

    /// Notes take room only where there is one.
    static func columns(withNotes: Bool) -> [Column] { withNotes ? main + [notes] : main }

    private static let main: [Column] = [
        Column(
            name: "input", title: "INPUT", width: .flexible(min: 14, weight: 1, max: 48), cut: .middle, sort: .input,
            cell: { row, canvas in
                guard row.input != nil else {
                    let text = row.mayBePaired ? "(input unknown)" : "(no input)"
                    return StyledText(text, canvas.theme[.textDim])
                }
                return StyledText(row.relativeName, canvas.theme[.textStrong])
            }),
        Column(
            name: "size", title: "SIZE", width: .fixed(7), alignment: .right, priority: 2, sort: .size,
            cell: { row, canvas in
                StyledText(
                    row.input?.$size.map(DisplayText.byteCount) ?? canvas.glyphs.none, canvas.theme[.textDim])
            }),
        Column(
            name: "output", title: "OUTPUT", width: .flexible(min: 12, weight: 1, max: 52), cut: .middle, sort: .output,
            cell: { row, canvas in
                switch row.state {
                case .written, .extra, .unpaired: StyledText(name(of: row.outputKey), canvas.theme[.text])
                case .earlier:
                    StyledText(
                        "\(stateText(.earlier, canvas.glyphs)): \(name(of: row.outputKey))", canvas.theme[.stale])
                case .missing: StyledText(stateText(.missing, canvas.glyphs), canvas.theme[.statusFailed])
                case .unknown: StyledText(stateText(.unknown, canvas.glyphs), canvas.theme[.textDim])
                }
            }),
        Column(
            name: "out", title: "SIZE", width: .fixed(7), alignment: .right, priority: 1, sort: .out,
            cell: { row, canvas in
                let isEmpty = row.output?.$size == 0
                return StyledText(
                    isEmpty ? "empty" : row.output?.$size.map(DisplayText.byteCount) ?? canvas.glyphs.none,
                    canvas.theme[isEmpty ? .statusWarning : .textDim])
            }),
    ]

    private static let notes = Column(
        name: "note", title: "", width: .flexible(min: 0, weight: 1, max: 26), priority: 3,
        cell: { row, canvas in
            StyledText(
                row.oddity.map { noteText($0, canvas.glyphs) } ?? "", canvas.theme[.statusWarning])
        })

    private static func name(of key: String) -> String { String(key.pathName) }

    /// What stands in the place of an input; nil where one may be there.
    static func inputText(of state: OutputRow.State) -> String? {
        switch state {
        case .unpaired: "(input unknown)"
        case .extra: "(no input)"
        default: nil
        }
    }

    /// What is said in the column of outputs of a state, or before the output's name.
    static func stateText(_ state: OutputRow.State, _ glyphs: Glyphs) -> String {
        switch state {
        case .written, .extra, .unpaired: ""
        case .earlier: "\(glyphs.warning) earlier run"
        case .missing: "\(glyphs.failed) missing"
        case .unknown: "unknown"
        }
    }

    static func noteText(_ oddity: OutputRow.Oddity, _ glyphs: Glyphs) -> String {
        "\(glyphs.warning) \(note(oddity))"
    }

    private static func note(_ oddity: OutputRow.Oddity) -> String {
        switch oddity {
        case .siblingOfPrefix: "beside the prefix"
        case .marker: "a marker, read as data"
        case .underOutput: "an output read as input"
        }
    }
}
