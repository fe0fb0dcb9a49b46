import AWSOperations
import BatchInference
import Console

/// Tells of a download: its progress on standard error, each file once it is whole.
struct DownloadReport {
    let folder: String
    let context: CommandContext

    /// Prints each file's path once it is whole, and returns what could not be read. Throws `AWSFailure`, `DownloadError`
    /// or `CancellationError`; what is whole by then stays.
    func run(_ plan: DownloadPlan) async throws -> [Shortfall] {
        guard !plan.items.isEmpty else {
            context.output.note("nothing to download")
            return []
        }
        let progress = ProgressLine(context.output)
        defer { progress.clear() }
        let output = context.output
        let unreadable = try await OutputDownloader(storage: context.cloud).download(plan, into: folder) { event in
            switch event {
            case .progress(let state): progress.show(Self.progressText(state, isASCII: output.isASCII))
            case .finished(let path): progress.printing { output.note(path) }
            }
        }
        progress.clear()
        let all = plan.items.count == 1 ? "1 file" : "\(plan.items.count) files"
        if unreadable.isEmpty {
            context.output.note("\(all), \(DisplayText.byteCount(plan.totalBytes)), in \(folder)")
        } else {
            context.output.note("\(plan.items.count - unreadable.count) of \(all) in \(folder)")
        }
        return unreadable
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
