import AWSOperations
import BatchInference

/// How far a download is.
struct DownloadProgress: Hashable, Sendable {
    enum Outcome: Hashable, Sendable {
        case finished
        case failed(LoadFailure)
    }

    var directory: String
    var file = ""
    var filesDone = 0
    var filesTotal: Int
    var bytesDone = 0
    var bytesTotal: Int
    var outcome: Outcome?

    var share: Double { bytesTotal == 0 ? 0 : min(Double(bytesDone) / Double(bytesTotal), 1) }
}

/// Brings a plan's objects into a folder, one after the other.
struct OutputDownload: Sendable {
    let plan: DownloadPlan
    let directory: String

    /// Reports now and then, and once with the outcome; a cancelled download reports no more.
    func run(_ services: Services, report: @escaping @Sendable (DownloadProgress) -> Void) async {
        var progress = DownloadProgress(
            directory: directory, filesTotal: plan.items.count, bytesTotal: plan.totalBytes)
        do {
            for item in plan.items {
                progress.file = item.relativePath
                report(progress)
                let before = progress
                let path = "\(directory)/\(item.relativePath)"
                try await services.cloud.downloadObject(at: item.source, toFile: path) { done, _ in
                    var now = before
                    now.bytesDone += done
                    report(now)
                }
                progress.filesDone += 1
                progress.bytesDone += item.size
            }
            progress.outcome = .finished
        } catch {
            guard !Task.isCancelled else { return }
            progress.outcome = .failed(LoadFailure(error, at: services.clock.now))
        }
        report(progress)
    }
}
