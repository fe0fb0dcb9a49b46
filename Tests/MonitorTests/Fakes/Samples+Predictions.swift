import BatchInference

extension Samples {
    /// An input of lines beside its output, both read whole.
    static func preview(_ input: String, _ output: String) -> PredictionPreview {
        PredictionPreview(
            input: .table(RecordTable(Array(input.utf8), type: "text/csv", isLines: true)),
            output: .table(RecordTable(Array(output.utf8), type: nil)),
            rule: PairingRule(splitType: .line, assembleWith: .line))
    }
}
