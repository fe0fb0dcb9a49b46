import Synchronization

/// Adds up what files that come side by side have brought, and tells it.
final class DownloadTally: Sendable {
    private struct State: Sendable {
        var progress: DownloadProgress
        /// Bytes of the files under way.
        var underWay: [Int: Int] = [:]
        /// Bytes of the files that are whole.
        var whole = 0
        var toldAt: ContinuousClock.Instant?
    }

    private let state: Mutex<State>
    private let report: @Sendable (DownloadEvent) -> Void

    init(_ plan: DownloadPlan, report: @escaping @Sendable (DownloadEvent) -> Void) {
        state = Mutex(
            State(progress: DownloadProgress(filesTotal: plan.items.count, bytesTotal: plan.totalBytes)))
        self.report = report
    }

    func begin(_ place: Int, _ item: DownloadPlan.Item) {
        tell { state in
            state.underWay[place] = 0
            state.progress.file = item.relativePath
        }
    }

    func set(_ place: Int, _ bytes: Int) {
        tell { state in
            // A file that is read again begins at nothing; what was told stays told.
            guard let before = state.underWay[place], bytes > before else { return }
            state.underWay[place] = bytes
        }
    }

    func finish(_ place: Int, _ item: DownloadPlan.Item, _ file: DownloadedOutput, path: String) {
        tell { state in
            state.underWay[place] = nil
            state.whole = ByteSum.adding(state.whole, item.size)
            state.progress.filesDone += 1
            if file.wasThere { state.progress.filesKept += 1 }
        }
        report(.finished(file, path: path))
    }

    func fail(_ place: Int, _ item: DownloadPlan.Item) {
        tell { state in
            state.underWay[place] = nil
            state.progress.filesFailed += 1
            state.progress.bytesTotal = max(0, state.progress.bytesTotal - item.size)
        }
    }

    /// Told under the lock, so that the numbers never go back, and no oftener than anybody sees, but for the first time
    /// and the last.
    private func tell(_ change: (inout State) -> Void) {
        state.withLock { state in
            change(&state)
            let bytes = state.underWay.values.reduce(state.whole, ByteSum.adding)
            state.progress.bytesDone = max(state.progress.bytesDone, min(bytes, state.progress.bytesTotal))
            let now = ContinuousClock.now
            let isLast = state.progress.filesDone + state.progress.filesFailed == state.progress.filesTotal
            if let toldAt = state.toldAt, now - toldAt < .milliseconds(50), !isLast { return }
            state.toldAt = now
            report(.progress(state.progress))
        }
    }
}
