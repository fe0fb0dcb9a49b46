import AWSOperations

/// What a download tells while it goes on.
public enum DownloadEvent: Hashable, Sendable {
    case progress(DownloadProgress)
    /// A file is whole and has its name.
    case finished(path: String)
}

/// Downloads a plan's objects below a folder, one after the other, each file whole or not there.
public struct OutputDownloader: Sendable {
    private let storage: any ObjectStorage

    public init(storage: any ObjectStorage) {
        self.storage = storage
    }

    /// Returns when every file is there; the first that cannot be read or written ends it, and whole ones stay.
    ///
    /// Throws `AWSFailure`, `DownloadError` or `CancellationError`. Events come from any thread.
    public func download(
        _ plan: DownloadPlan, into folder: String, report: @escaping @Sendable (DownloadEvent) -> Void
    ) async throws {
        var progress = DownloadProgress(filesTotal: plan.items.count, bytesTotal: plan.totalBytes)
        let opened = try await storage.openFolder(at: folder)
        for item in plan.items {
            try Task.checkCancellation()
            progress.file = item.relativePath
            report(.progress(progress))
            let path = "\(folder.asFolder)\(item.relativePath)"
            let before = progress
            try await opened.download(item.source, as: item.relativePath) { bytes, _ in
                var now = before
                now.bytesDone = min(now.bytesTotal, ByteSum.adding(before.bytesDone, bytes))
                report(.progress(now))
            }
            progress.filesDone += 1
            progress.bytesDone = ByteSum.adding(before.bytesDone, item.size)
            report(.progress(progress))
            report(.finished(path: path))
        }
    }
}
