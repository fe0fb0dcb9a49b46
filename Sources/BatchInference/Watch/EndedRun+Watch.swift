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
    /// Rounds of reading a log at most, each of some 24,000 lines: nobody waits for an endless log.
    private static let logRounds = 50

    /// What can be said of a transform that has ended, with its log; a log that can't be read is none.
    ///
    /// The lines that tell causes are kept while the log streams by, as a watch keeps them: what comes after them may be
    /// hundreds of thousands.
    static func ofEnded(
        _ job: DescribeTransformJobResponse, outputs: OutputProgress?, from logs: any TransformLogs, now: Timestamp
    ) async -> [Diagnosis] {
        var cursor = LogCursor(transform: job.transformJobName)
        var tail = LogTail()
        var gap = ""
        for _ in 0..<logRounds {
            do {
                tail.append(try await cursor.readNew(from: logs, endedAt: job.transformEndTime ?? now))
            } catch {
                gap = "it can't be read (\(AWSFailure(wrapping: error).problem))"
                break
            }
            if !cursor.hasMore || Task.isCancelled { break }
        }
        if tail.lineCount > 0 {
            gap = ""
        } else if gap.isEmpty, !cursor.isBehind {
            gap = cursor.hasStreams ? "it has no lines" : "CloudWatch has none of this transform"
        }
        return all(
            status: job.transformJobStatus, failureReason: DisplayText.reason(job.failureReason),
            logLines: tail.diagnosisLines, isLogCut: tail.hasMoreObjectLines || cursor.isBehind, outputs: outputs,
            description: job, pings: tail.pings, logGap: gap)
    }
}
