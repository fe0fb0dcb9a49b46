import BatchInference
import Console

/// A transform's inputs beside their outputs as a table of text, made row by row: there may be a million.
struct OutputTable {
    let listing: OutputListing
    let isASCII: Bool

    static let columns: [TextTable.Column] = [
        .left("INPUT"), .right("SIZE"), .left("OUTPUT"), .right("SIZE"), .left("STATE"),
    ]

    /// Prints the rows; nothing where there are none.
    func print(to output: CommandOutput) {
        let extra = unreadable
        let count = listing.rows.count + extra.count
        guard count > 0 else { return }
        TextTable.print(Self.columns, count: count, to: output) { index in
            index < listing.rows.count ? cells(listing.rows[index]) : extra[index - listing.rows.count]
        }
    }

    private var unknown: String { isASCII ? "-" : DisplayText.unknown }

    private func cells(_ row: OutputRow) -> [TextTable.Cell] {
        [
            .init(row.input == nil ? unknown : row.relativeName),
            .init(row.input?.$size.map(DisplayText.byteCount) ?? unknown),
            .init(row.output == nil ? unknown : listing.outputLocation(of: row).uri),
            .init(row.output?.$size.map(DisplayText.byteCount) ?? unknown),
            .init(row.words, tint: row.state.tint),
        ]
    }

    /// What a listing names without a readable key: no more can be said of it than that it is there.
    private var unreadable: [[TextTable.Cell]] {
        func text(_ count: Int) -> TextTable.Cell {
            .init("(\(DisplayText.counted(count, "object")) without a readable key)")
        }
        var rows: [[TextTable.Cell]] = []
        if listing.inputItemsLeftOut > 0 {
            rows.append([
                text(listing.inputItemsLeftOut), .init(unknown), .init(unknown), .init(unknown), Self.unreadableState,
            ])
        }
        if listing.outputItemsLeftOut > 0 {
            rows.append([
                .init(unknown), .init(unknown), text(listing.outputItemsLeftOut), .init(unknown), Self.unreadableState,
            ])
        }
        return rows
    }

    private static let unreadableState = TextTable.Cell("unreadable", tint: .bad)
}

extension OutputRow {
    /// The state in words, with what else is to be known of the row.
    fileprivate var words: String {
        var words = state.word
        if repair != nil { words += " by a repair" }
        if output != nil, origin == .unknown { words += ", run unknown" }
        if output?.$size == 0, state == .written || state == .extra { words += ", empty" }
        if state == .earlier, input != nil { words += ", not written by this run" }
        if let oddity { words += ", \(oddity.words)" }
        return words
    }
}

extension OutputListing {
    /// What was counted, in one line: `12 inputs, 11 written, 1 missing, 21 kB`.
    var summary: String {
        let counts = counts
        var parts: [String] = []
        if inputLocation == nil || inputFailure != nil && counts.inputs == 0 {
            parts.append("inputs unknown")
        } else {
            let least = inputsAreWhole ? "" : "at least "
            let number = counts.inputs == 0 && inputsAreWhole ? "no" : DisplayText.count(counts.inputs)
            parts.append("\(least)\(number) \(DisplayText.noun(counts.inputs, "input"))")
        }
        let written = inputsAreWhole ? counts.written : counts.outputs
        // Where every input has gone, the outputs are all there is to count.
        let hasOutputsAlone = inputsAreWhole && counts.inputs == 0 && counts.extra > 0
        if !hasOutputsAlone {
            parts.append("\(outputsAreWhole ? "" : "at least ")\(DisplayText.count(written)) written")
        }
        if outputsAreWhole, counts.missing > 0 { parts.append("\(DisplayText.count(counts.missing)) missing") }
        if hasOutputsAlone {
            let least = outputsAreWhole ? "" : "at least "
            parts.append(
                "\(least)\(DisplayText.counted(counts.extra, "output")) without an input")
        } else if inputsAreWhole, counts.extra > 0 {
            parts.append("\(DisplayText.count(counts.extra)) without an input")
        }
        parts += progress.remarks
        let least = counts.withoutSize == 0 && outputsAreWhole ? "" : "at least "
        parts.append("\(least)\(DisplayText.byteCount(counts.outputBytes))")
        return parts.joined(separator: ", ")
    }
}
