import BatchInference
import Predictions

/// The first rows of an output within `outputs --json`, with what is known of the input's.
struct PreviewDocument: Encodable {
    /// A count of records, as far as an object was read.
    struct Count: Encodable {
        var records: Int
        var blankLines: Int
        /// False where there may be more.
        var isExact: Bool

        init?(_ count: RecordCount?) {
            guard let count else { return nil }
            records = count.records
            blankLines = count.blankLines
            isExact = count.isExact
        }

        private enum CodingKeys: String, CodingKey {
            case records = "Records"
            case blankLines = "BlankLines"
            case isExact = "IsExact"
        }
    }

    struct PairingState: Encodable {
        var isPaired: Bool
        var reason: String?
        var input: Count?
        var output: Count?

        private enum CodingKeys: String, CodingKey {
            case isPaired = "IsPaired"
            case reason = "Reason"
            case input = "Input"
            case output = "Output"
        }
    }

    /// Rows of one side: cells as they are in the object, under the columns' names, null where one is not known.
    struct Rows: Encodable {
        var form: String
        var columns: [String?]
        var rows: [[String]]
        /// The number of the first row's record in the object, from 1.
        var firstRow: Int
        /// Numbers of rows from 0 of which only the beginning is there.
        var cutRows: [Int]?

        init?(_ side: PredictionPreview.Side, _ block: RecordBlock) {
            guard let table = side.table else { return nil }
            form = table.form.name
            columns = block.titles
            rows = block.rows.map(\.cells)
            firstRow = table.firstRow + 1
            let cut = block.rows.indices.filter { block.rows[$0].isCut }
            cutRows = cut.isEmpty ? nil : cut
        }

        private enum CodingKeys: String, CodingKey {
            case form = "Form"
            case columns = "Columns"
            case rows = "Rows"
            case firstRow = "FirstRow"
            case cutRows = "CutRows"
        }
    }

    var pairing: PairingState
    var output: Rows?
    /// The predictions as they are shown, where that isn't how they are written: without the input that a join repeats,
    /// and lists of probabilities as a column a class.
    var predictions: Rows?
    var input: Rows?
    var notes: [String]

    init(_ preview: PredictionPreview) {
        pairing = PairingState(
            isPaired: preview.pairing.isPaired, reason: preview.unpairedSentence,
            input: Count(preview.inputCount),
            output: Count(preview.outputCount))
        output = Rows(preview.output, preview.written)
        predictions = preview.predicted == preview.written ? nil : Rows(preview.output, preview.predicted)
        input = Rows(preview.input, preview.given)
        notes = preview.notes
    }

    private enum CodingKeys: String, CodingKey {
        case pairing = "Pairing"
        case output = "Output"
        case predictions = "Predictions"
        case input = "Input"
        case notes = "Notes"
    }
}
