import AWSOperations
import BatchInference
import Console

/// The columns of the output list: what went in, what came out.
enum OutputColumns {
    /// The columns for these rows; notes take room only where there is one.
    static func columns(for rows: some Sequence<OutputRow>) -> [ListColumn<OutputRow>] {
        rows.contains { $0.oddity != nil } ? main + [notes] : main
    }

    private static let main: [ListColumn<OutputRow>] = [
        ListColumn(
            "input", width: .flexible(min: 14, weight: 1, max: 48), cut: .middle,
            isAscending: { ByteText($0.relativeName) < ByteText($1.relativeName) }, alsoFoundBy: { $0.relativeName },
            cell: { row, canvas in
                guard row.input != nil else {
                    let text = row.state == .unpaired ? "(input unknown)" : "(no input)"
                    return StyledText(text, canvas.theme[.textDim])
                }
                return StyledText(row.relativeName, canvas.theme[.textStrong])
            }),
        ListColumn(
            "size", width: .fixed(7), alignment: .right, priority: 2,
            isAscending: { ($0.input?.size ?? 0) < ($1.input?.size ?? 0) },
            cell: { row, canvas in
                StyledText(
                    row.input?.$size.map(DisplayText.byteCount) ?? canvas.glyphs.none, canvas.theme[.textDim])
            }),
        ListColumn(
            "output", width: .flexible(min: 12, weight: 1, max: 52), cut: .middle,
            isAscending: { ByteText($0.outputKey) < ByteText($1.outputKey) },
            alsoFoundBy: { "\($0.outputKey) \($0.state == .missing ? "missing" : "")" },
            cell: { row, canvas in
                switch row.state {
                case .written, .extra, .unpaired, .earlier: StyledText(name(of: row.outputKey), canvas.theme[.text])
                case .missing: StyledText("\(canvas.glyphs.failed) missing", canvas.theme[.statusFailed])
                case .unknown: StyledText("unknown", canvas.theme[.textDim])
                }
            }),
        ListColumn(
            "out", title: "SIZE", width: .fixed(7), alignment: .right, priority: 1,
            isAscending: { ($0.output?.size ?? -1) < ($1.output?.size ?? -1) },
            cell: { row, canvas in
                StyledText(
                    row.output?.$size.map(DisplayText.byteCount) ?? canvas.glyphs.none, canvas.theme[.textDim])
            }),
    ]

    private static let notes = ListColumn<OutputRow>(
        "note", title: "", width: .flexible(min: 0, weight: 1, max: 26), priority: 3,
        cell: { row, canvas in
            StyledText(
                row.oddity.map { "\(canvas.glyphs.warning) \(note($0))" } ?? "", canvas.theme[.statusWarning])
        })

    private static func name(of key: String) -> String { String(key.pathName) }

    private static func note(_ oddity: OutputRow.Oddity) -> String {
        switch oddity {
        case .siblingOfPrefix: "beside the prefix"
        case .marker: "a marker, read as data"
        case .underOutput: "an output read as input"
        }
    }
}
