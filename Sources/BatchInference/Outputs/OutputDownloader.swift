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
    /// Refusals without a single file, after which the rest is not asked for.
    private static let patience = 10

    public init(storage: any ObjectStorage) {
        self.storage = storage
    }

    /// Returns when every file was fetched that can be, with those that can't: an object that is denied, archived or gone,
    /// or whose file can't have its name or place, does not keep the others from being read. Anything else ends it, and
    /// whole files stay.
    ///
    /// Throws `AWSFailure`, `DownloadError` or `CancellationError`. Events come from any thread.
    public func download(
        _ plan: DownloadPlan, into folder: String, report: @escaping @Sendable (DownloadEvent) -> Void
    ) async throws -> [Shortfall] {
        var progress = DownloadProgress(filesTotal: plan.items.count, bytesTotal: plan.totalBytes)
        let opened = try await storage.openFolder(at: folder)
        var unreadable: [Shortfall] = []
        for item in plan.items {
            try Task.checkCancellation()
            progress.file = item.relativePath
            report(.progress(progress))
            let path = "\(folder.asFolder)\(item.relativePath)"
            let before = progress
            do {
                try await opened.download(item) { bytes, _ in
                    var now = before
                    now.bytesDone = min(now.bytesTotal, ByteSum.adding(before.bytesDone, bytes))
                    report(.progress(now))
                }
            } catch {
                guard let shortfall = Shortfall(of: item, because: error) else {
                    guard let failure = error as? AWSFailure, failure != .cancelled else { throw error }
                    throw Shortfall(
                        "\(progress.filesDone) of \(plan.items.count) files were downloaded; can't read \(item.source.uri)",
                        failure: failure)
                }
                unreadable.append(shortfall)
                let isHopeless = unreadable.count >= Self.patience && progress.filesDone == 0
                guard isHopeless, unreadable.count < plan.items.count else {
                    progress.bytesTotal = max(0, progress.bytesTotal - item.size)
                    continue
                }
                let left = plan.items.count - unreadable.count
                throw Shortfall(
                    "none of the first \(unreadable.count) outputs can be read, and the other \(left) were not tried",
                    failure: shortfall.failure)
            }
            progress.filesDone += 1
            progress.bytesDone = ByteSum.adding(before.bytesDone, item.size)
            report(.progress(progress))
            report(.finished(path: path))
        }
        return unreadable
    }
}

extension Shortfall {
    /// What is missing of a download where only this one object or file is why; nil where the others would fare no better.
    fileprivate init?(of item: DownloadPlan.Item, because error: any Error) {
        switch error {
        case let failure as AWSFailure where failure.concernsOneObject:
            self.init("can't read \(item.source.uri)", failure: failure)
        case let error as DownloadError where error.concernsOneFile:
            self.init(
                "can't write \(error.path), for \(item.source.uri)",
                failure: .configuration(problem: error.problem, remedy: error.remedy))
        default: return nil
        }
    }
}

extension AWSFailure {
    /// Whether another object may well be read where this one can't: it is denied, encrypted, archived, gone or changed,
    /// or the service fails at it. Not where nobody answers or the credentials are at fault.
    fileprivate var concernsOneObject: Bool {
        switch self {
        case .undecodable: true
        case .service: !isExpiredCredentials
        default: false
        }
    }
}
