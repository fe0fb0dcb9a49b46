import AWSOperations
import BatchInference
import Console
import Synchronization

/// Tells of a download: its progress on standard error, each file once it is whole.
struct DownloadReport {
    let folder: String
    let context: CommandContext

    /// What a download has come to, also where it was stopped.
    struct Ended {
        var outcome: DownloadOutcome
        /// Why it went no further; what is whole by then stays.
        var error: (any Error)?
    }

    /// Prints each file's path once it is whole.
    func run(_ plan: DownloadPlan) async -> Ended {
        guard !plan.items.isEmpty else {
            if plan.unnamed == nil { context.output.note("nothing to download") }
            var outcome = DownloadOutcome()
            outcome.add(plan.unnamed)
            return Ended(outcome: outcome)
        }
        let came = Mutex(DownloadOutcome())
        let progress = ProgressLine(context.output)
        defer { progress.clear() }
        let output = context.output
        do {
            let outcome = try await OutputDownloader(storage: context.cloud).download(plan, into: folder) { event in
                switch event {
                case .progress(let state): progress.show(Self.progressText(state, isASCII: output.isASCII))
                case .finished(let file, let path):
                    came.withLock { $0.files.append(file) }
                    if !file.wasThere { progress.printing { output.note(path) } }
                case .failed(let shortfall): came.withLock { $0.unreadable.append(shortfall) }
                }
            }
            progress.clear()
            output.note(outcome.text(in: folder))
            return Ended(outcome: outcome)
        } catch {
            return Ended(outcome: came.withLock { $0 }, error: error)
        }
    }

    static func progressText(_ progress: DownloadProgress, isASCII: Bool) -> String {
        let failed = progress.filesFailed > 0 ? ", \(DisplayText.count(progress.filesFailed)) failed" : ""
        let bytes = "\(DisplayText.byteCount(progress.bytesDone)) of \(DisplayText.byteCount(progress.bytesTotal))"
        let files = "\(DisplayText.count(progress.filesDone)) of \(DisplayText.counted(progress.filesTotal, "file"))"
        return "\(ProgressLine.bar(progress.share, isASCII: isASCII))  \(bytes)  \(files)\(failed)"
    }
}
