import AWSOperations
import BatchInference
import Predictions

@testable import Monitor

extension Samples {
    /// An input of lines beside its output, both read whole.
    static func preview(_ input: String, _ output: String) -> PredictionPreview {
        PredictionPreview(
            input: .table(RecordTable(Array(input.utf8), type: "text/csv", isLines: true)),
            output: .table(RecordTable(Array(output.utf8), type: nil)),
            rule: PairingRule(splitType: .line, assembleWith: .line))
    }

    /// The screen of any rows, and the events by which it has those of a preview.
    static func rows(_ name: String, _ preview: PredictionPreview) -> (RowsScreen, [RowsScreen.Event]) {
        let location = S3Location("s3://bucket/x")!
        let pager = RowPager(
            input: .init(location, type: nil), output: .init(location, type: nil), preview: preview, from: FakeCloud())
        func block(_ side: PredictionPreview.Side) -> RowBlock {
            RowBlock(
                rows: side.table?.rows.map { Row($0.cells) } ?? [], firstNumber: 0, start: 0, end: 9, isAtStart: true,
                isAtEnd: true)
        }
        return (
            RowsScreen(name: name, preview: preview) { _ in pager },
            [
                .opened(pager), .jumped(.input, block(preview.input), to: .first),
                .jumped(.output, block(preview.output), to: .first), .jumpEnded,
            ]
        )
    }
}
