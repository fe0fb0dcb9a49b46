import AWSOperations

extension Diagnosis {
    /// Likely causes, most likely first; empty where nothing went wrong, and one without a cause where none is known.
    ///
    /// Each object that SageMaker had trouble with is looked at by itself: of its lines, the one that says most counts. What
    /// the container prints is asked where SageMaker's own words give no cause. A completed transform without outputs, or
    /// with few, is spoken of, too.
    ///
    /// - Parameters:
    ///   - logLines: Messages, oldest first; those of the data-log as SageMaker writes them.
    ///   - isLogCut: Whether there are more lines about objects than these.
    public static func all(
        status: TransformJobStatus?, failureReason: String?, logLines: [String], isLogCut: Bool = false,
        outputs: OutputProgress? = nil, description: DescribeTransformJobResponse? = nil, pings: PingRecord? = nil,
        now: Timestamp? = nil, logGap: String = ""
    ) -> [Diagnosis] {
        // Nothing says that anything went wrong.
        if status == .unknown { return [] }
        let isFailed = status == .failed
        let lines = DiagnosisEvidence.lines(of: logLines, description)
        var found = Findings(
            reason: failureReason.map { DiagnosisEvidence(reason: $0, description) }, lines: lines, isFailed: isFailed,
            wasReady: pings?.hasPassed ?? false
        ).diagnoses(isCut: isLogCut)
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
            let objects = lines.compactMap(\.object).uniqued()
            (diagnosis.objects, diagnosis.objectCount) = (Array(objects.prefix(objectLimit)), objects.count)
            // Nobody is sent to a log that can't be read.
            if !logGap.isEmpty {
                diagnosis.cause = "unknown cause: the log might say, but \(logGap)"
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

    /// Objects that one diagnosis names at most.
    static let objectLimit = 100

    /// Whether a cause was found; without one, `lines` are what there is to go by.
    public var isKnown: Bool { id != Self.pointsToLog && id != Self.unknownReason }

    static let pointsToLog = "see-data-log"
    static let unknownReason = "see-log"

    /// The log's lines that speak of trouble, at most five, else its last three; oldest first.
    private static func tellingLines(_ lines: [DiagnosisEvidence]) -> [String] {
        let spoken = lines.filter { !$0.isHarmless && $0.says }
        let fromService = spoken.filter { $0.source == .dataLog && $0.object != nil }
        let telling = fromService + spoken.filter { $0.source == .container && $0.level == .error }
        return Array((telling.isEmpty ? spoken.suffix(3) : telling.suffix(20)).map(\.text).uniqued().suffix(5))
    }

    /// What reason and log say, taken together.
    private struct Findings {
        /// What a line, or the lines about an object, most likely mean.
        private struct Candidate {
            var diagnosis: Diagnosis
            var strength: DiagnosisRule.Strength
            /// Where the rule stands among all: the more particular ones come first.
            var rank: Int
        }

        private var reason: Candidate?
        private var lines: [DiagnosisEvidence]
        private let isFailed: Bool
        /// Whether a container has passed a health check, in whichever line.
        private let wasReady: Bool

        init(reason: DiagnosisEvidence?, lines: [DiagnosisEvidence], isFailed: Bool, wasReady: Bool) {
            self.lines = lines
            self.isFailed = isFailed
            self.wasReady = wasReady
            self.reason = reason.flatMap { Self.candidate(of: $0) }
        }

        func diagnoses(isCut: Bool) -> [Diagnosis] {
            let (causes, symptoms, unexplained) = objects()
            let container = self.container()
            var told = causes
            let containerCauses = container.filter { $0.strength >= .status }
            if let reason, reason.strength == .cause {
                // Where the log says the same, it says of which object.
                if !causes.contains(where: { $0.diagnosis.id == reason.diagnosis.id }) { told.insert(reason, at: 0) }
                if causes.isEmpty, !symptoms.isEmpty { told += containerCauses }
            } else if causes.isEmpty {
                let all = [reason].compactMap(\.self) + symptoms + container
                let strongest = all.map(\.strength).max()
                told = all.filter { $0.strength == strongest }
                // Why there was no answer, the container says better.
                if strongest ?? .pointer > .symptom, let first = symptoms.first, !told.isEmpty {
                    told[0].diagnosis.objects = first.diagnosis.objects
                    told[0].diagnosis.objectCount = symptoms.reduce(0) { $0 + $1.diagnosis.objectCount }
                }
            } else if !symptoms.isEmpty {
                told += containerCauses.isEmpty ? symptoms : containerCauses
            }
            var ids: [Candidate] = []
            for candidate in told
            where !ids.contains(where: {
                $0.diagnosis.id == candidate.diagnosis.id
                    && ($0.diagnosis.cause == candidate.diagnosis.cause || candidate.diagnosis.objects.isEmpty)
            }) {
                ids.append(candidate)
            }
            var diagnoses = ids.map { Self.withObjects($0.diagnosis, isCut: isCut) }
            if isFailed, !causes.isEmpty, !unexplained.isEmpty {
                diagnoses.append(Self.unknown(unexplained, isCut: isCut))
            }
            return diagnoses
        }

        /// What became of each object, in the order in which they failed: those with a cause, those that were only seen to
        /// fail, and those whose lines say nothing that is known.
        private func objects() -> (causes: [Candidate], symptoms: [Candidate], unexplained: [[DiagnosisEvidence]]) {
            var order: [String] = []
            var byObject: [String: [DiagnosisEvidence]] = [:]
            for line in lines where line.source == .dataLog {
                let object = line.object ?? ""
                if byObject[object] == nil { order.append(object) }
                byObject[object, default: []].append(line)
            }
            var found: [Candidate] = []
            var places: [String: Int] = [:]
            var unexplained: [[DiagnosisEvidence]] = []
            var known: [ByteText: Candidate?] = [:]
            for object in order {
                let own = byObject[object] ?? []
                var most: Candidate?
                for line in own {
                    if let stray = Diagnosis.strayObject(line) {
                        most = Candidate(diagnosis: stray, strength: .cause, rank: -1)
                        break
                    }
                    // Objects often fail with the same words.
                    let words = ByteText(line.words)
                    let sign = known[words] ?? Self.candidate(of: line)
                    known[words] = .some(sign)
                    guard var candidate = sign, isFailed || candidate.strength >= .status else { continue }
                    candidate.diagnosis.evidence = line.text
                    if most.map({ ($0.strength, -$0.rank) < (candidate.strength, -candidate.rank) }) ?? true {
                        most = candidate
                    }
                }
                guard var best = most else {
                    if !object.isEmpty, own.contains(where: \.says) { unexplained.append(own) }
                    continue
                }
                let name = "\(best.diagnosis.id)\n\(best.diagnosis.cause)"
                let place = places[name] ?? found.count
                if place == found.count {
                    places[name] = place
                    if !object.isEmpty { (best.diagnosis.objects, best.diagnosis.objectCount) = ([object], 1) }
                    found.append(best)
                } else if !object.isEmpty {
                    found[place].diagnosis.objectCount += 1
                    if found[place].diagnosis.objects.count < Diagnosis.objectLimit {
                        found[place].diagnosis.objects.append(object)
                    }
                }
            }
            return (found.filter { $0.strength >= .status }, found.filter { $0.strength < .status }, unexplained)
        }

        /// What the containers print, last lines first, the strongest kind alone.
        private func container() -> [Candidate] {
            // What came before the container was ready is how containers start.
            let lastReady = lines.lastIndex { line in DiagnosisRule.ready.contains { $0.match(in: line.folded) != nil }
            }
            var found: [Candidate] = []
            for (index, line) in lines.enumerated().reversed() where line.source == .container {
                guard let candidate = Self.candidate(of: line) else { continue }
                guard isFailed || line.level >= .warning, !line.isHarmless else { continue }
                let isOfStart =
                    candidate.diagnosis.id == DiagnosisRule.ping.id && (wasReady || index < lastReady ?? 0)
                guard !isOfStart, isFailed || candidate.strength >= .status else { continue }
                let isTold = found.contains {
                    $0.diagnosis.id == candidate.diagnosis.id && $0.strength >= candidate.strength
                }
                if !isTold { found.append(candidate) }
            }
            let strongest = found.map(\.strength).max()
            return found.filter { $0.strength == strongest }
        }

        private static func candidate(of line: DiagnosisEvidence) -> Candidate? {
            guard !line.isCode, let (rank, diagnosis) = DiagnosisRule.first(of: line) else { return nil }
            return Candidate(diagnosis: diagnosis, strength: DiagnosisRule.all[rank].strength, rank: rank)
        }

        private static func withObjects(_ diagnosis: Diagnosis, isCut: Bool) -> Diagnosis {
            guard let first = diagnosis.objects.first else { return diagnosis }
            var diagnosis = diagnosis
            let others = diagnosis.objectCount - 1
            let more = others > 0 ? " and \(isCut ? "at least " : "")\(DisplayText.count(others)) more" : ""
            // A stray object is named already.
            if others > 0 || !diagnosis.cause.hasSuffix(first) { diagnosis.cause += " (in \(first)\(more))" }
            return diagnosis
        }

        /// Objects that failed beside others whose cause is known.
        private static func unknown(_ objects: [[DiagnosisEvidence]], isCut: Bool) -> Diagnosis {
            var diagnosis = Diagnosis(
                id: unknownReason, cause: "unknown cause", evidence: objects[0].last { $0.says }?.text ?? "",
                fix: "read what the log says about it")
            diagnosis.objects = Array(objects.compactMap(\.first?.object).prefix(objectLimit))
            diagnosis.objectCount = objects.count
            diagnosis.lines = Array(objects[0].filter(\.says).map(\.text).uniqued().suffix(5))
            return withObjects(diagnosis, isCut: isCut)
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
                + "(\(DisplayText.counted(pings.refusals, "time"))), so no records are sent to it",
            evidence: "GET /ping \(pings.lastStatus)",
            fix:
                "\(usually); read the first lines of the log. SageMaker gives up after about 30 minutes, which are billed: "
                + "stop the transform if it doesn't recover", side: .container)
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
                    fix: "check the input's S3 URI, its spelling and its region", side: .input))
        } else if status == .completed, outputs.outputObjects == 0 {
            add(
                Diagnosis(
                    id: "no-output", cause: "the transform completed without writing an output",
                    evidence: outputs.text(noun: " outputs"),
                    fix: "check that the inputs aren't empty, and that the role can write under the output path",
                    side: .output))
        } else if status == .completed, outputs.outputObjects < outputs.inputObjects {
            add(
                Diagnosis(
                    id: "outputs-missing", cause: "some inputs have no output",
                    evidence: "\(outputs.outputObjects) of \(outputs.inputObjects) outputs",
                    fix: "look for those objects in the data-log, and for markers such as _SUCCESS among the inputs",
                    side: .output))
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
                    evidence: "SplitType None", fix: "split by line if there are fewer predictions than records",
                    side: .input))
        }
    }
}

extension Sequence where Element == String {
    /// Each text once, where it came first.
    fileprivate func uniqued() -> [String] {
        var seen: Set<ByteText> = []
        return filter { seen.insert(ByteText($0)).inserted }
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
            fix: "move it elsewhere, or use an input prefix or manifest with the records only", side: .input)
    }

    private static let trouble: [TextPattern] = [
        "error", "failed", "unable", "cannot", "could not", "invalid", "exception",
    ]

    private static let kinds: [(endings: [String], kind: String)] = [
        ([".tar.gz", ".tgz", ".tar", ".zip", ".7z", ".rar"], "an archive"),
        ([".out"], "the output of an earlier transform"),
        ([".pkl", ".joblib", ".h5", ".onnx", ".pt", ".pth", ".safetensors"], "a model file"),
        ([".ipynb", ".py", ".html", ".pdf", ".sh", ".md"], "a file that is not data"),
        ([".crc", ".manifest", ".metadata", "manifest.json"], "a file about other files"),
    ]

    private static let markers = [
        "_success": "a marker", "_metadata": "a file about other files", ".ds_store": "a macOS file",
        "_common_metadata": "a file about other files", "thumbs.db": "a Windows file", "_started": "a marker",
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
