import AWSOperations
import BatchInference
import Console

/// Tells of a download: its progress on standard error, each file once it is whole.
struct DownloadReport {
    let folder: String
    let context: CommandContext

    /// Prints each file's path once it is whole. Throws `AWSFailure`, `DownloadError` or `CancellationError`; what is
    /// whole by then stays.
    func run(_ plan: DownloadPlan) async throws {
        guard !plan.items.isEmpty else { return context.output.note("nothing to download") }
        let progress = ProgressLine(context.output)
        defer { progress.clear() }
        let output = context.output
        try await OutputDownloader(storage: context.cloud).download(plan, into: folder) { event in
            switch event {
            case .progress(let state): progress.show(Self.progressText(state, isASCII: output.isASCII))
            case .finished(let path): progress.printing { output.note(path) }
            }
        }
        progress.clear()
        let count = plan.items.count == 1 ? "1 file" : "\(plan.items.count) files"
        context.output.note("\(count), \(DisplayText.byteCount(plan.totalBytes)), in \(folder)")
    }

    static func progressText(_ progress: DownloadProgress, isASCII: Bool) -> String {
        let width = 30
        let filled = Int((progress.share * Double(width)).rounded(.down))
        let bar =
            String(repeating: isASCII ? "#" : "█", count: filled)
            + String(repeating: isASCII ? "." : "░", count: width - filled)
        let file = min(progress.filesDone + 1, progress.filesTotal)
        return "\(bar) \(DisplayText.percent(progress.share))  \(DisplayText.byteCount(progress.bytesDone)) of "
            + "\(DisplayText.byteCount(progress.bytesTotal))  file \(file) of \(progress.filesTotal)"
    }
}
