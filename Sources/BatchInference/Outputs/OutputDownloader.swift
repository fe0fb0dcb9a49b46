import AWSOperations

/// What a download tells while it goes on.
public enum DownloadEvent: Hashable, Sendable {
    /// Bytes of all files so far, and in all.
    case progress(done: Int, total: Int)
    /// A file is whole and has its name.
    case finished(DownloadPlan.Item, path: String)
    /// A file could not be read or written; the others go on unless the disk refuses.
    case failed(DownloadPlan.Item, DownloadFailure)
    /// The end: how many files are there, and how many are not.
    case ended(finished: Int, failed: Int)
}

/// Why a file is not there.
public enum DownloadFailure: Error, Hashable, Sendable {
    case service(AWSFailure)
    case disk(DownloadError)

    public var problem: String {
        switch self {
        case .service(let failure): failure.problem
        case .disk(let error): "\(error.path): \(error.problem)"
        }
    }

    /// What to do; may be empty.
    public var remedy: String {
        switch self {
        case .service(let failure): failure.remedy
        case .disk(let error): error.remedy
        }
    }
}

/// Downloads a plan's objects below a folder, one after the other, each file whole or not there.
public struct OutputDownloader: Sendable {
    private let storage: any ObjectStorage

    public init(storage: any ObjectStorage) {
        self.storage = storage
    }

    /// Ends with `.ended`; a full or refusing disk stops the rest. Cancelled with its consumer.
    public func events(of plan: DownloadPlan, into folder: String) -> AsyncStream<DownloadEvent> {
        AsyncStream { continuation in
            let task = Task {
                await download(plan, into: folder) { continuation.yield($0) }
                continuation.finish()
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }

    private func download(
        _ plan: DownloadPlan, into folder: String, report: @escaping @Sendable (DownloadEvent) -> Void
    ) async {
        let total = plan.totalBytes
        var done = 0
        var finished = 0
        for item in plan.items {
            if Task.isCancelled { return }
            let path = folder.hasSuffix("/") ? folder + item.relativePath : "\(folder)/\(item.relativePath)"
            let before = done
            do {
                try await storage.downloadObject(at: item.source, toFile: path) { bytes, _ in
                    report(.progress(done: min(total, before + bytes), total: total))
                }
                finished += 1
                report(.finished(item, path: path))
            } catch let error as DownloadError {
                report(.failed(item, .disk(error)))
                break
            } catch {
                let failure = AWSFailure(wrapping: error)
                if failure == .cancelled { return }
                report(.failed(item, .service(failure)))
            }
            done += item.size
            report(.progress(done: done, total: total))
        }
        report(.ended(finished: finished, failed: plan.items.count - finished))
    }
}
