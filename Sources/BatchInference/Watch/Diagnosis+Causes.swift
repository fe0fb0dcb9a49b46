import AWSOperations

extension Diagnosis {
    /// Likely causes, most likely first; empty where nothing points to one.
    ///
    /// The failure reason comes before the log, and the log's last lines before its first. A completed transform without
    /// outputs, or with few, is spoken of, too.
    public static func all(
        status: TransformJobStatus?, failureReason: String?, logLines: [String], outputs: OutputProgress? = nil,
        description: DescribeTransformJobResponse? = nil, pings: PingRecord? = nil, now: Timestamp? = nil,
        logGap: String = ""
    ) -> [Diagnosis] {
        var found: [Diagnosis] = []
        func add(_ diagnosis: Diagnosis) {
            if !found.contains(where: { $0.id == diagnosis.id }) { found.append(diagnosis) }
        }
        let isFailed = status == .failed
        if let failureReason {
            for rule in rules where rule.matches(failureReason.lowercased()) {
                add(rule.diagnosis(evidence: failureReason))
            }
        }
        if status == .inProgress, let now, let waiting = pings.flatMap({ refusedPings($0, description, now) }) {
            add(waiting)
        }
        // A log is read for causes only where something went wrong; its last lines say it best.
        let lastLines = Array(logLines.suffix(500))
        let candidates = isFailed ? lastLines : lastLines.filter(looksWrong)
        for line in candidates.reversed() {
            let folded = line.lowercased()
            for rule in rules where rule.matches(folded) { add(rule.diagnosis(evidence: line)) }
        }
        if isFailed, found.isEmpty, let failureReason {
            add(
                Diagnosis(
                    id: "see-log", cause: "the service gives no cause of its own", evidence: failureReason,
                    fix: "read the last lines of the log, above all those of data-log"))
        }
        if let outputs, let status { addOddities(outputs, status, description, add) }
        // Nobody is sent to a log that can't be read.
        for index in found.indices where !logGap.isEmpty && [pointsToLog, "see-log"].contains(found[index].id) {
            found[index].cause = "the container refused records; the cause would stand in the log, but \(logGap)"
            found[index].fix =
                "have somebody read it who may, or run a few rows again to see the message: "
                + "flightdeck launch --like with --trial"
        }
        // A cause that only points to the log says less than what stands there.
        return found.filter { $0.id != pointsToLog } + found.filter { $0.id == pointsToLog }
    }

    /// A container that has refused every health check for minutes: no record is sent to it before it passes one.
    private static func refusedPings(
        _ pings: PingRecord, _ description: DescribeTransformJobResponse?, _ now: Timestamp
    ) -> Diagnosis? {
        let since = min(description?.transformStartTime ?? pings.firstRefusal, pings.firstRefusal)
        let seconds = now.seconds(since: since)
        guard !pings.hasPassed, pings.refusals >= 10, seconds >= 120 else { return nil }
        let usually =
            pings.lastStatus == 404
            ? "404 usually means that the model server has no /ping route or never loaded the model: check the image, the "
                + "model artifact and the container's environment"
            : "usually the model server is still starting, or keeps crashing: check its memory"
        return Diagnosis(
            id: "ping-refused",
            cause: "the container has answered /ping with \(pings.lastStatus) for \(DisplayText.age(seconds: seconds)) "
                + "(\(DisplayText.count(pings.refusals)) times), so no records are sent to it",
            evidence: "GET /ping \(pings.lastStatus)",
            fix:
                "\(usually); read the first lines of the log. SageMaker gives up after about 30 minutes, which are billed: "
                + "stop the transform if it doesn't recover")
    }

    private static func addOddities(
        _ outputs: OutputProgress, _ status: TransformJobStatus, _ description: DescribeTransformJobResponse?,
        _ add: (Diagnosis) -> Void
    ) {
        guard outputs.isComplete else { return }
        let input = description.flatMap { S3Location($0.transformInput.dataSource.s3DataSource.s3Uri) }
        if outputs.inputObjects == 0, input?.key.firstByteRange(of: "\(LaunchPlan.TrialPlace.mark)/") != nil {
            add(
                Diagnosis(
                    id: "trial", cause: "it was a trial of the first rows", evidence: input?.uri ?? "",
                    fix: "nothing: its rows and predictions were deleted when it had ended"))
        } else if outputs.hasLostInputs, status == .completed {
            // The run had inputs: they were moved or deleted since.
        } else if outputs.inputObjects == 0 {
            add(
                Diagnosis(
                    id: "no-input", cause: "no object lies under the input prefix",
                    evidence: description?.transformInput.dataSource.s3DataSource.s3Uri ?? "",
                    fix: "check the input's address, its spelling and its region"))
        } else if status == .completed, outputs.outputObjects == 0 {
            add(
                Diagnosis(
                    id: "no-output", cause: "the transform completed without writing an output",
                    evidence: "0 of \(outputs.inputObjects) outputs",
                    fix: "check that the inputs are not empty, and that the role may write under the output path"))
        } else if status == .completed, outputs.outputObjects < outputs.inputObjects {
            add(
                Diagnosis(
                    id: "outputs-missing", cause: "some inputs have no output",
                    evidence: "\(outputs.outputObjects) of \(outputs.inputObjects) outputs",
                    fix: "look for those objects in the data-log, and for markers such as _SUCCESS among the inputs"))
        }
        if status == .stopped {
            add(
                Diagnosis(
                    id: "stopped", cause: "the transform was stopped, and stopped transforms keep no output",
                    evidence: "Stopped", fix: "launch it again"))
        }
        if let description, (description.transformInput.splitType ?? SplitType.none) == SplitType.none,
            description.transformInput.contentType == "text/csv", status == .completed
        {
            add(
                Diagnosis(
                    id: "not-split", cause: "the input was not split, so each object was one request",
                    evidence: "SplitType None", fix: "split by line if there are fewer predictions than records"))
        }
    }

    private static func looksWrong(_ line: String) -> Bool {
        let folded = line.lowercased()
        return folded.contains("error") || folded.contains("exception") || folded.contains("\" 4")
            || folded.contains("\" 5") || folded.contains("killed") || folded.contains("timed out")
    }
}
