import AWSOperations

extension Diagnosis {
    /// Likely causes, most likely first; empty where nothing went wrong, and one without a cause where none is known.
    ///
    /// The failure reason comes before the log, SageMaker's lines before the container's, and last lines before first. A
    /// cause that explains hides what only describes it from outside. A completed transform without outputs, or with few,
    /// is spoken of, too.
    public static func all(
        status: TransformJobStatus?, failureReason: String?, logLines: [String], outputs: OutputProgress? = nil,
        description: DescribeTransformJobResponse? = nil, pings: PingRecord? = nil, now: Timestamp? = nil,
        logGap: String = ""
    ) -> [Diagnosis] {
        // Nothing says that anything went wrong.
        if status == .unknown { return [] }
        let isFailed = status == .failed
        // A log's last lines say it best.
        let lines = logLines.suffix(500).map { DiagnosisEvidence(logLine: $0, description) }
        var findings = Findings()
        if let failureReason {
            let reason = DiagnosisEvidence(reason: failureReason, description)
            for rule in DiagnosisRule.all {
                guard let diagnosis = rule.diagnosis(of: reason) else { continue }
                findings.add(diagnosis, rule.strength, about: nil)
                break
            }
        }
        // What came before the container was ready is how containers start.
        let lastReady = lines.lastIndex { line in DiagnosisRule.ready.contains { $0.match(in: line.folded) != nil } }
        for source in [DiagnosisEvidence.Source.dataLog, .container] {
            for (index, line) in lines.enumerated().reversed() where line.source == source {
                guard isFailed || looksWrong(line.text), !isHarmless(line) else { continue }
                if let stray = strayObject(line) {
                    findings.add(stray, .cause, about: nil)
                    continue
                }
                for rule in DiagnosisRule.all {
                    guard let diagnosis = rule.diagnosis(of: line) else { continue }
                    let isOfStart = rule.id == DiagnosisRule.ping.id && index < lastReady ?? 0
                    if !isOfStart, isFailed || rule.strength == .cause {
                        findings.add(diagnosis, rule.strength, about: line.object)
                    }
                    break
                }
            }
        }
        var found = findings.strongest
        if status == .inProgress, let now, let waiting = pings.flatMap({ refusedPings($0, description, now) }) {
            found.insert(waiting, at: 0)
        }
        if isFailed, found.isEmpty, let failureReason {
            let reason = DiagnosisEvidence(reason: failureReason, description)
            let points = DiagnosisRule.pointers.contains { $0.match(in: reason.folded) != nil }
            var diagnosis = Diagnosis(
                id: points ? pointsToLog : unknownReason,
                cause: points
                    ? "unknown cause: SageMaker only points to the log" : "unknown cause",
                evidence: failureReason,
                fix: "read the last lines of the log, above all those of data-log")
            diagnosis.lines = tellingLines(lines)
            // Nobody is sent to a log that can't be read.
            if !logGap.isEmpty {
                diagnosis.cause = "unknown cause: the log would tell, but \(logGap)"
                diagnosis.fix =
                    "ask someone with access to read it, or run a few rows again to see the message: "
                    + "flightdeck launch --like with --sample-rows"
            }
            found = [diagnosis]
        }
        if let outputs, let status {
            addOddities(outputs, status, description) { oddity in
                if !found.contains(where: { $0.id == oddity.id }) { found.append(oddity) }
            }
        }
        return found
    }

    /// Whether a cause was found; without one, `lines` are what there is to go by.
    public var isKnown: Bool { id != Self.pointsToLog && id != Self.unknownReason }

    static let pointsToLog = "see-data-log"
    static let unknownReason = "see-log"

    /// The log's lines that speak of trouble, at most five, else its last three; oldest first.
    private static func tellingLines(_ lines: [DiagnosisEvidence]) -> [String] {
        let spoken = lines.filter { line in
            !isHarmless(line) && line.folded.contains { $0 > 32 } && !line.folded.starts(with: Array(" message:".utf8))
        }
        let fromService = spoken.filter { $0.source == .dataLog && $0.object != nil }
        let telling = fromService + spoken.filter { $0.source == .container && looksWrong($0.text) }
        var texts: [String] = []
        for line in telling.isEmpty ? spoken.suffix(3) : telling.suffix(20) where !texts.contains(line.text) {
            texts.append(line.text)
        }
        return texts.suffix(5)
    }

    /// What was found, strongest kind alone, each cause once with the objects that it is about.
    private struct Findings {
        private var found: [(diagnosis: Diagnosis, strength: DiagnosisRule.Strength)] = []
        private var objects: [String: [String]] = [:]

        mutating func add(_ diagnosis: Diagnosis?, _ strength: DiagnosisRule.Strength, about object: String?) {
            guard let diagnosis else { return }
            if let object, objects[diagnosis.id]?.contains(object) != true {
                objects[diagnosis.id, default: []].append(object)
            }
            if !found.contains(where: { $0.diagnosis.id == diagnosis.id }) { found.append((diagnosis, strength)) }
        }

        var strongest: [Diagnosis] {
            let strength = found.map(\.strength).max()
            return found.filter { $0.strength == strength }.map { finding in
                var diagnosis = finding.diagnosis
                let about = objects[diagnosis.id] ?? []
                // Read from the log's end, so the last one is the first that failed.
                if let first = about.last {
                    diagnosis.cause += " (in \(first)\(about.count > 1 ? " and \(about.count - 1) more" : ""))"
                }
                return diagnosis
            }
        }
    }

    /// A container that has refused every health check for minutes: no record is sent to it before it passes one.
    private static func refusedPings(
        _ pings: PingRecord, _ description: DescribeTransformJobResponse?, _ now: Timestamp
    ) -> Diagnosis? {
        let moments = [description?.transformStartTime, pings.firstRefusal].compactMap(\.self).filter(\.isKnown)
        guard let since = moments.min() else { return nil }
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
        let input = description?.transformInput.dataSource.s3DataSource.s3Uri ?? ""
        if outputs.inputObjects == 0, LaunchPlan.SampleRunPlace.isInput(input) {
            add(
                Diagnosis(
                    id: "sample-run", cause: "it was a sample run of the first rows", evidence: input,
                    fix: "nothing: its rows and predictions were deleted when it ended"))
        } else if outputs.inputObjects == 0, status == .completed {
            // The run had inputs: they were moved or deleted since, or nothing says where they are.
        } else if outputs.inputObjects == 0 {
            add(
                Diagnosis(
                    id: "no-input", cause: "no objects under the input prefix",
                    evidence: description?.transformInput.dataSource.s3DataSource.s3Uri ?? "",
                    fix: "check the input's S3 URI, its spelling and its region"))
        } else if status == .completed, outputs.outputObjects == 0 {
            add(
                Diagnosis(
                    id: "no-output", cause: "the transform completed without writing an output",
                    evidence: outputs.text(noun: " outputs"),
                    fix: "check that the inputs aren't empty, and that the role can write under the output path"))
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
                    id: "stopped", cause: "the transform was stopped, which discards its output",
                    evidence: "Stopped", fix: "launch it again"))
        }
        if let description, (description.transformInput.splitType ?? SplitType.none) == SplitType.none,
            description.transformInput.contentType == "text/csv", status == .completed
        {
            add(
                Diagnosis(
                    id: "not-split", cause: "the input wasn't split, so each object was one request",
                    evidence: "SplitType None", fix: "split by line if there are fewer predictions than records"))
        }
    }

    private static func looksWrong(_ line: String) -> Bool {
        let folded = line.lowercased()
        return ["error", "exception", "failed", "fatal", "[crit", "\" 4", "\" 5", "killed", "timed out", "timeout"]
            .contains { folded.firstRange(of: $0) != nil }
    }

    /// Warnings speak of what might be, not of what happened.
    private static func isHarmless(_ line: DiagnosisEvidence) -> Bool {
        guard line.source == .container else { return false }
        return ["warning:", "warning -", "futurewarning", "userwarning", "deprecat", "[warning]"]
            .contains { TextPattern($0).match(in: line.folded) != nil }
    }
}

extension Diagnosis {
    /// What an object's name gives away where SageMaker or the container had trouble with it: it holds no records, and only
    /// lies under the input prefix.
    static func strayObject(_ evidence: DiagnosisEvidence) -> Diagnosis? {
        guard let object = evidence.object, trouble.contains(where: { $0.match(in: evidence.folded) != nil }) else {
            return nil
        }
        let name = evidence.objectName
        guard let kind = kinds.first(where: { $0.endings.contains(where: name.hasByteSuffix) })?.kind ?? markers[name]
        else {
            return nil
        }
        return Diagnosis(
            id: "stray-object", cause: "\(kind) is under the input prefix and is read as records: \(object)",
            evidence: evidence.text,
            fix: "move it elsewhere, or use an input prefix or manifest with the records only")
    }

    private static let trouble: [TextPattern] = [
        "error", "failed", "unable", "cannot", "could not", "invalid", "exception",
    ]

    private static let kinds: [(endings: [String], kind: String)] = [
        ([".tar.gz", ".tgz", ".tar", ".zip", ".7z", ".rar"], "an archive"),
        ([".out"], "the output of an earlier transform"),
        ([".pkl", ".joblib", ".h5", ".onnx", ".pt", ".pth", ".safetensors"], "a model file"),
        ([".ipynb", ".py", ".html", ".pdf", ".sh", ".md"], "a file that is not data"),
        ([".crc", ".manifest", ".metadata"], "a file about other files"),
    ]

    private static let markers = [
        "_success": "a marker", "_metadata": "a file about other files", ".ds_store": "a file of macOS",
        "_common_metadata": "a file about other files", "thumbs.db": "a file of Windows", "_started": "a marker",
    ]
}

/// How a container has answered SageMaker's health checks since the last good answer.
public struct PingRecord: Hashable, Sendable {
    /// Whether one was answered with a status of success.
    public private(set) var hasPassed = false
    /// Refusals, and the status of the last one.
    public private(set) var refusals = 0
    public private(set) var lastStatus = 0
    public private(set) var firstRefusal: Timestamp
    public private(set) var lastRefusal: Timestamp

    init(from time: Timestamp) {
        firstRefusal = time
        lastRefusal = time
    }

    func adding(_ status: Int, at time: Timestamp) -> PingRecord {
        var record = self
        if (200..<300).contains(status) {
            record.hasPassed = true
        } else {
            record.refusals += 1
            record.lastStatus = status
            record.firstRefusal = min(record.firstRefusal, time)
            record.lastRefusal = max(record.lastRefusal, time)
        }
        return record
    }
}
