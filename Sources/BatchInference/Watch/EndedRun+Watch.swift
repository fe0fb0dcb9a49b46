import AWSOperations

extension EndedRun {
    /// What a watch knows at its end; nil where the transform hasn't ended.
    public init?(_ snapshot: TransformSnapshot, at now: Timestamp) {
        guard let overview = snapshot.overview else { return nil }
        self.init(overview, at: now)
        description = snapshot.description
        counts = snapshot.outputs.map { Counts($0, at: now) }
        causes = snapshot.diagnoses.map(Cause.init)
        repairs = snapshot.outputs?.repaired?.name
    }
}

extension Diagnosis {
    /// Rounds of reading a log at most, each of up to 50,000 lines: nobody waits for an endless log.
    private static let logRounds = 20

    /// What can be said of a transform that has ended, with its log; a log that can't be read is none.
    static func ofEnded(
        _ job: DescribeTransformJobResponse, outputs: OutputProgress?, from logs: any TransformLogs, now: Timestamp
    ) async -> [Diagnosis] {
        var cursor = LogCursor(transform: job.transformJobName)
        var lines: [LogLine] = []
        var gap = ""
        for _ in 0..<logRounds {
            do {
                let some = try await cursor.readNew(from: logs, endedAt: job.transformEndTime ?? now)
                lines = Array((lines + some).suffix(5000))
            } catch {
                gap = "it can't be read (\(AWSFailure(wrapping: error).problem))"
                break
            }
            if !cursor.hasMore || Task.isCancelled { break }
        }
        return all(
            status: job.transformJobStatus, failureReason: DisplayText.reason(job.failureReason),
            logLines: lines.map(\.message), outputs: outputs, description: job, logGap: lines.isEmpty ? gap : "")
    }
}
