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
    /// In the order of the plan.
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
    public var bytes: Int { ByteSum.of(files.lazy.filter { !$0.wasThere }.map(\.size)) }
    /// How many files of the same names were there before.
    public var replacedCount: Int { files.count(where: \.replacedAnother) }
    /// How many were there already, with the object's bytes, and were not read again.
    public var keptCount: Int { files.count(where: \.wasThere) }

    /// How many files there would be, had everything come.
    public var fileCount: Int { files.count + unreadable.count + max(0, unnamedCount - 1) }

    /// `3 files, 24 kB, in DIR; replaced 2 existing files`, or `2 of 3 files, …` where some could not be brought.
    public func text(in folder: String) -> String {
        let brought = files.count - keptCount
        let wanted = fileCount - keptCount
        let total = DisplayText.counted(wanted, "file")
        let counted = (unreadable.isEmpty ? "" : "\(DisplayText.count(brought)) of ") + total
        let kept =
            keptCount == 0
            ? ""
            : "; kept \(DisplayText.count(keptCount)) that haven't changed"
        guard brought > 0 else { return "\(counted) downloaded\(kept)" }
        let replaced =
            replacedCount == 0
            ? "" : "; replaced \(DisplayText.counted(replacedCount, "existing file"))"
        return "\(counted), \(DisplayText.byteCount(bytes)), in \(folder)\(replaced)\(kept)"
    }
}

/// Downloads a plan's objects below a folder, several at a time, each file whole or not there.
public struct OutputDownloader: Sendable {
    private let storage: any ObjectStorage
    private let width: Int
    /// Refusals without a single file, after which the rest is not asked for.
    private static let refusalsWithoutFile = 10
    /// Objects in a row whose connection broke, after which it is not theirs but the network that is at fault; those that
    /// nothing came of for minutes weigh more.
    private static let brokenInARow = 10
    private static let weightOfSilence = 5
    /// What small files are counted as, so that many go at one time, and few large ones: their parts come side by side.
    private static let partSize = 8 << 20

    /// - Parameter width: How many small files, or parts of large ones, are under way at one time.
    public init(storage: any ObjectStorage, width: Int = 24) {
        self.storage = storage
        self.width = max(1, width)
    }

    /// Returns when every file was fetched that can be, with what can't: an object that is denied, archived, gone or
    /// broken off, or whose file can't have its name or place, does not keep the others from being read. Anything else
    /// ends it, says how many are left, and whole files stay.
    ///
    /// Throws `AWSFailure`, `FileWriteError` or `CancellationError`. Events come from any thread, progress never backwards.
    public func download(
        _ plan: DownloadPlan, into folder: String, report: @escaping @Sendable (DownloadEvent) -> Void
    ) async throws -> DownloadOutcome {
        let opened = try await storage.openFolder(at: folder)
        let tally = DownloadTally(plan, report: report)
        return try await withThrowingTaskGroup(of: Ended.self) { group in
            var next = 0
            var load = 0
            var files: [Int: DownloadedOutput] = [:]
            var unreadable: [Int: Shortfall] = [:]
            func start() {
                // Before one has come, no more are asked for than it takes to give up.
                while next < plan.items.count, !files.isEmpty || next < Self.refusalsWithoutFile {
                    let item = plan.items[next]
                    let weight = min(max((item.size + Self.partSize - 1) / Self.partSize, 1), 8)
                    guard load == 0 || load + weight <= width else { return }
                    load += weight
                    let place = next
                    next += 1
                    tally.begin(place, item)
                    group.addTask {
                        do {
                            let file = try await opened.download(item) { bytes, _ in tally.set(place, bytes) }
                            return Ended(place: place, weight: weight, result: .success(file))
                        } catch {
                            return Ended(place: place, weight: weight, result: .failure(error))
                        }
                    }
                }
            }
            var broken = 0
            start()
            while let ended = try await group.next() {
                try Task.checkCancellation()
                load -= ended.weight
                let item = plan.items[ended.place]
                switch ended.result {
                case .success(let file):
                    files[ended.place] = file
                    broken = 0
                    tally.finish(ended.place, item, file, path: "\(folder.asFolder)\(item.relativePath)")
                case .failure(let error):
                    if case .transport(let loss)? = error as? AWSFailure {
                        broken += loss.kind == .timedOut ? Self.weightOfSilence : 1
                    }
                    let counted = "\(files.count) of \(plan.items.count) files were downloaded"
                    let left = plan.items.count - files.count - unreadable.count - 1
                    guard broken < Self.brokenInARow || left == 0, let shortfall = Shortfall(of: item, because: error)
                    else {
                        let others = left == 0 ? "" : ", and \(left) more \(left == 1 ? "wasn't" : "weren't") tried"
                        if var stop = error as? FileWriteError {
                            stop.problem += "; \(counted)\(others)"
                            throw stop
                        }
                        guard let failure = error as? AWSFailure, failure != .cancelled else { throw error }
                        throw Shortfall("\(counted)\(others); can't read \(item.source.uri)", failure: failure)
                    }
                    unreadable[ended.place] = shortfall
                    tally.fail(ended.place, item)
                    report(.failed(shortfall))
                    if unreadable.count >= Self.refusalsWithoutFile, files.isEmpty, left > 0 {
                        throw Shortfall(
                            "none of the first \(unreadable.count) outputs can be read, and the other \(left) were not tried",
                            failure: shortfall.failure)
                    }
                }
                start()
            }
            var outcome = DownloadOutcome(
                files: files.sorted { $0.key < $1.key }.map(\.value),
                unreadable: unreadable.sorted { $0.key < $1.key }.map(\.value))
            outcome.add(plan.unnamed)
            return outcome
        }
    }

    private struct Ended: Sendable {
        var place: Int
        var weight: Int
        var result: Result<DownloadedOutput, any Error>
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
        case let error as FileWriteError where error.concernsOneFile:
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
