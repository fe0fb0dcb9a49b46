import BatchInference
import Console

/// The first rows of an output beside those of its input, as lines of text.
struct PairedPreview {
    let preview: PredictionPreview
    /// Rows that are printed at most.
    var rowLimit = Int.max

    /// Columns of a cell that are printed at most.
    private static let widest = 160

    /// Why the rows are not paired; nil where they are, and where there is no output to pair.
    var unpaired: String? { preview.output.table == nil ? nil : preview.unpairedSentence.map { CleanText.line($0) } }

    /// Predictions on the left, the input's fields beside them; a bar parts them where the rows do not belong together.
    var table: TextTable {
        let (predicted, given) = (preview.predicted, preview.given)
        let outputTitles = predicted.titles.enumerated().map { title in
            title.element ?? (predicted.titles.count == 1 ? "OUTPUT" : "OUTPUT \(title.offset + 1)")
        }
        let inputTitles = given.titles.enumerated().map { $0.element ?? "INPUT \($0.offset + 1)" }
        let isPaired = preview.pairing.isPaired
        let bar = isPaired || outputTitles.isEmpty || inputTitles.isEmpty ? [] : ["|"]
        var table = TextTable((outputTitles + bar + inputTitles).map { .left(Self.cell($0).text) })
        let count = min(isPaired ? predicted.rows.count : max(predicted.rows.count, given.rows.count), rowLimit)
        for index in 0..<count {
            table.add(
                Self.cells(predicted, index) + bar.map { TextTable.Cell($0) }
                    + Self.cells(given, index))
        }
        return table
    }

    /// What else is to be known, a line each.
    var notes: [String] {
        var notes = preview.notes
        let isLong = [preview.predicted, preview.given].contains { block in
            block.rows.contains {
                $0.cells.contains { $0.utf8.count > Self.widest && TextWidth.columns($0) > Self.widest }
            }
        }
        if isLong { notes.append("cells wider than \(Self.widest) columns are cut; --json prints them in full") }
        return notes
    }

    private static func cells(_ block: RecordBlock, _ index: Int) -> [TextTable.Cell] {
        let row = index < block.rows.count ? block.rows[index] : nil
        return block.titles.indices.map { place in
            guard let row, place < row.cells.count else { return TextTable.Cell("") }
            return cell(row.isCut && place == row.cells.count - 1 ? row.cells[place] + "…" : row.cells[place])
        }
    }

    private static func cell(_ text: String) -> TextTable.Cell {
        guard text.utf8.count > widest else { return TextTable.Cell(text) }
        // Nothing of what is far behind could be shown.
        let beginning = String(String.UnicodeScalarView(text.unicodeScalars.prefix(8 * widest)))
        return TextTable.Cell(TextWidth.truncate(beginning, columns: widest))
    }
}
