import AWSOperations

/// What a download tells while it goes on.
public enum DownloadEvent: Hashable, Sendable {
    case progress(DownloadProgress)
    /// A file is whole and has its name.
    case finished(DownloadedOutput, path: String)
    /// An object can't be brought; the others are.
    case failed(Shortfall)
}

/// What a download has brought, and what it could not.
public struct DownloadOutcome: Hashable, Sendable {
    public var files: [DownloadedOutput] = []
    /// The objects that can't be read, or whose file can't be written.
    public var unreadable: [Shortfall] = []
    /// How many listed objects have no key to ask for them by; the last of `unreadable` says so.
    public var unnamedCount = 0

    public init(files: [DownloadedOutput] = [], unreadable: [Shortfall] = []) {
        self.files = files
        self.unreadable = unreadable
    }

    /// What was written, in bytes.
    public var bytes: Int { ByteSum.of(files.lazy.map(\.size)) }
    /// How many files of the same names were there before.
    public var replacedCount: Int { files.count(where: \.replacedAnother) }

    /// How many files there would be, had everything come.
    public var fileCount: Int { files.count + unreadable.count + max(0, unnamedCount - 1) }

    /// `3 files, 24 kB, in DIR; replaced 2 existing files`, or `2 of 3 files, …` where some could not be brought.
    public func text(in folder: String) -> String {
        let counted =
            (unreadable.isEmpty ? "" : "\(files.count) of ") + (fileCount == 1 ? "1 file" : "\(fileCount) files")
        guard !files.isEmpty else { return "\(counted) downloaded" }
        let replaced =
            replacedCount == 0
            ? "" : "; replaced \(replacedCount) existing file\(replacedCount == 1 ? "" : "s")"
        return "\(counted), \(DisplayText.byteCount(bytes)), in \(folder)\(replaced)"
    }
}

/// Downloads a plan's objects below a folder, one after the other, each file whole or not there.
public struct OutputDownloader: Sendable {
    private let storage: any ObjectStorage
    /// Refusals without a single file, after which the rest is not asked for.
    private static let patience = 10
    /// Objects in a row whose connection broke, after which it is not theirs but the network that is at fault; those that
    /// nothing came of for minutes weigh more.
    private static let brokenInARow = 10
    private static let weightOfSilence = 5

    public init(storage: any ObjectStorage) {
        self.storage = storage
    }

    /// Returns when every file was fetched that can be, with what can't: an object that is denied, archived, gone or
    /// broken off, or whose file can't have its name or place, does not keep the others from being read. Anything else
    /// ends it, says how many are left, and whole files stay.
    ///
    /// Throws `AWSFailure`, `DownloadError` or `CancellationError`. Events come from any thread.
    public func download(
        _ plan: DownloadPlan, into folder: String, report: @escaping @Sendable (DownloadEvent) -> Void
    ) async throws -> DownloadOutcome {
        var progress = DownloadProgress(filesTotal: plan.items.count, bytesTotal: plan.totalBytes)
        let opened = try await storage.openFolder(at: folder)
        var outcome = DownloadOutcome()
        var broken = 0
        for item in plan.items {
            try Task.checkCancellation()
            progress.file = item.relativePath
            report(.progress(progress))
            let path = "\(folder.asFolder)\(item.relativePath)"
            let before = progress
            do {
                let file = try await opened.download(item) { bytes, _ in
                    var now = before
                    now.bytesDone = min(now.bytesTotal, ByteSum.adding(before.bytesDone, bytes))
                    report(.progress(now))
                }
                outcome.files.append(file)
                report(.finished(file, path: path))
                broken = 0
            } catch {
                if case .transport(let loss)? = error as? AWSFailure {
                    broken += loss.kind == .timedOut ? Self.weightOfSilence : 1
                }
                let counted = "\(progress.filesDone) of \(plan.items.count) files were downloaded"
                let left = plan.items.count - outcome.files.count - outcome.unreadable.count - 1
                guard broken < Self.brokenInARow || left == 0, let shortfall = Shortfall(of: item, because: error)
                else {
                    let others = left == 0 ? "" : ", and \(left) more \(left == 1 ? "wasn't" : "weren't") tried"
                    if var stop = error as? DownloadError {
                        stop.problem += "; \(counted)\(others)"
                        throw stop
                    }
                    guard let failure = error as? AWSFailure, failure != .cancelled else { throw error }
                    throw Shortfall("\(counted)\(others); can't read \(item.source.uri)", failure: failure)
                }
                outcome.unreadable.append(shortfall)
                report(.failed(shortfall))
                let failed = outcome.unreadable.count
                let isHopeless = failed >= Self.patience && progress.filesDone == 0
                guard isHopeless, failed < plan.items.count else {
                    progress.bytesTotal = max(0, progress.bytesTotal - item.size)
                    continue
                }
                throw Shortfall(
                    "none of the first \(failed) outputs can be read, and the other \(left) were not tried",
                    failure: shortfall.failure)
            }
            progress.filesDone += 1
            progress.bytesDone = ByteSum.adding(before.bytesDone, item.size)
            report(.progress(progress))
        }
        outcome.add(plan.unnamed)
        return outcome
    }
}

extension DownloadOutcome {
    /// Adds the objects that a listing names without a readable key.
    public mutating func add(_ unnamed: DownloadPlan.Unnamed?) {
        guard let unnamed else { return }
        unnamedCount = unnamed.count
        unreadable.append(unnamed.shortfall)
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
    /// the service fails at it, or it broke off. Not where nobody answers or the credentials are at fault.
    fileprivate var concernsOneObject: Bool {
        switch self {
        case .undecodable, .objectReplaced: true
        case .transport(let error): [.connectionLost, .timedOut, .other].contains(error.kind)
        case .service: !isExpiredCredentials
        default: false
        }
    }
}
