import AWSOperations
import BatchInference
import Predictions

/// The rows of one output, or of all outputs of this run, as a table in a file.
extension FilePathScreen {
    /// Asks for the file's name; its end says whether it becomes CSV, TSV or JSON lines.
    ///
    /// - Parameters:
    ///   - row: The one output; nil for all of this run.
    ///   - preview: The first rows: the input's columns stand before the predictions where rows are pairs.
    static func table(
        of row: OutputRow?, in listing: OutputListing, job: DescribeTransformJobResponse, preview: PredictionPreview
    ) -> FilePathScreen {
        var request = OutputExporter.Request()
        request.forms = preview.forms
        request.isJoined = preview.pairing.isPaired && preview.input.table != nil
        if let row {
            request.object = ByteText(listing.outputLocation(of: row).uri)
            request.includesEarlier = true
        }
        let what = request.isJoined ? "inputs and predictions" : "predictions"
        return FilePathScreen(
            title: "Write \(what) as a table", path: "predictions.csv",
            purpose: .make { [request] services, path, replacing, progress in
                var request = request
                request.format = RowWriter.Format.allCases.first { path.hasByteSuffix(".\($0.rawValue)") } ?? .csv
                var file = try services.files.newFile(at: path, replacing: replacing)
                let outcome = try await OutputExporter(storage: services.cloud, job: job, names: preview.names)
                    .export(request, of: listing, to: &file) { progress($0.text) }
                return try finish(file, outcome, path)
            })
    }

    private static func finish(
        _ file: any NewFile, _ outcome: OutputExporter.Outcome, _ path: String
    ) throws -> Toast {
        let missing = (outcome.shortfalls.first?.line ?? outcome.flaws.lines.first).map { "; \($0)" } ?? ""
        // A file without a row would stand in the place of one that may have some.
        guard outcome.objectsWritten > 0 else {
            throw AWSFailure.configuration(problem: "\(path) wasn't written\(missing)", remedy: "")
        }
        try file.finish()
        let rows = DisplayText.counted(outcome.rows, "row")
        let objects =
            outcome.objects == 1
            ? "" : " of \(DisplayText.count(outcome.objectsWritten)) of \(DisplayText.count(outcome.objects)) outputs"
        let isWhole = outcome.shortfalls.isEmpty && outcome.flaws.isEmpty
        return Toast(isWhole ? .success : .warning, "\(rows)\(objects) in \(path)\(missing)")
    }
}
