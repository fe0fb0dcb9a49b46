import AWSOperations
import BatchInference
import Console

extension PrefixEntry {
    /// In bytes; nil for a folder, and where the listing does not tell.
    var size: Int? {
        if case .object(_, let size, _) = self { size } else { nil }
    }

    var modified: Timestamp? {
        if case .object(_, _, let modified) = self { modified } else { nil }
    }
}

/// The columns of the S3 browser.
enum ObjectColumns {
    static let all: [ListColumn<PrefixEntry>] = [
        ListColumn(
            "name", width: .flexible(min: 20, weight: 1), cut: .middle,
            isAscending: { ByteText($0.name) < ByteText($1.name) },
            cell: { entry, canvas in
                entry.isFolder
                    ? StyledText("\(canvas.glyphs.folder) ", canvas.theme[.accent])
                        + StyledText(entry.name, canvas.theme[.textStrong])
                    : StyledText("  \(entry.name)", canvas.theme[.text])
            }),
        ListColumn(
            "size", width: .fixed(8), alignment: .right, isAscending: { ($0.size ?? 0) < ($1.size ?? 0) },
            cell: { entry, canvas in
                StyledText(
                    entry.isFolder ? "" : entry.size.map(DisplayText.byteCount) ?? canvas.glyphs.none,
                    canvas.theme[.text])
            }),
        ListColumn(
            "modified", width: .fixed(20), priority: 1,
            isAscending: { ($0.modified?.secondsSinceEpoch ?? 0) < ($1.modified?.secondsSinceEpoch ?? 0) },
            cell: { entry, canvas in
                StyledText(entry.modified.map { DisplayText.moment($0) } ?? "", canvas.theme[.textDim])
            }),
    ]
}
