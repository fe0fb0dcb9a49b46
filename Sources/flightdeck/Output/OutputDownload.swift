import AWSOperations
import BatchInference
import Console

/// Writes a transform's outputs below a folder, one after another, with their progress on standard error.
struct OutputDownload {
    let folder: String
    let context: CommandContext

    /// Prints each file's path once it is whole. Throws `AWSFailure`, `DownloadError` or `CancellationError`; what is
    /// whole by then stays.
    func run(_ plan: DownloadPlan) async throws {
        guard !plan.items.isEmpty else { return context.output.note("nothing to download") }
        let progress = ProgressLine(context.output)
        defer { progress.clear() }
        var doneBefore = 0
        for (index, item) in plan.items.enumerated() {
            try Task.checkCancellation()
            let path = "\(folder)/\(item.relativePath)"
            let before = doneBefore
            let isASCII = context.output.isASCII
            try await context.cloud.downloadObject(at: item.source, toFile: path) { done, _ in
                progress.show(
                    Self.progressText(
                        done: before + done, total: plan.totalBytes, file: index + 1, files: plan.items.count,
                        isASCII: isASCII))
            }
            doneBefore += item.size
            progress.printing { context.output.note(path) }
        }
        progress.clear()
        let count = plan.items.count == 1 ? "1 file" : "\(plan.items.count) files"
        context.output.note("\(count), \(DisplayText.byteCount(plan.totalBytes)), in \(folder)")
    }

    static func progressText(done: Int, total: Int, file: Int, files: Int, isASCII: Bool) -> String {
        let share = total > 0 ? min(1, Double(done) / Double(total)) : 1
        let width = 30
        let filled = Int((share * Double(width)).rounded(.down))
        let bar =
            String(repeating: isASCII ? "#" : "█", count: filled)
            + String(repeating: isASCII ? "." : "░", count: width - filled)
        return "\(bar) \(DisplayText.percent(share))  \(DisplayText.byteCount(done)) of "
            + "\(DisplayText.byteCount(total))  file \(file) of \(files)"
    }
}
