import AWSOperations
import BatchInference
import JSONCoding

/// Something that happened to a transform that is watched, or to the watch: one line of `watch --json`, and what its text
/// says.
struct WatchEvent: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        /// The description differs from the one before.
        case description(DescribeTransformJobResponse)
        case log(LogLine)
        case phase(TransformPhase)
        case progress
        /// A source can't be read.
        case trouble(StaleSource)
        /// It can be read again; after so many seconds, where that is known.
        case recovery(WatchSource, seconds: Double?)
        /// A likely cause of a failure, or of something odd.
        case cause(Diagnosis)
        /// Slower than usual.
        case slow(Slowness)
        /// No sign of life for longer than usual.
        case silent(Silence)
        /// A sign of life after a silence of so many seconds.
        case lively(seconds: Double)
        case stop(StopNews)
        case end(WatchEnd)
    }

    var transform: String
    var at: Timestamp
    var kind: Kind
    /// How far the transform is at that moment; nil where that isn't known, and where it doesn't matter.
    var progress: TransformProgress?
}

/// What becomes of the limits of `--stop-after` and `--stop-at-cost`.
enum StopNews: Hashable, Sendable {
    case armed(StopLimits)
    /// A limit can't be watched over, and why.
    case blind(StopLimits, reason: String)
    case reached(StopLimits.Reached)
    case requested
    case refused(AWSFailure, nextTry: Timestamp)
    /// The transform ended or was stopped while a stop was refused.
    case settled
}

/// How a watch ended.
struct WatchEnd: Hashable, Sendable {
    /// The transform's last known status; nil where none was read.
    var status: TransformJobStatus?
    /// Whether the transform has ended, rather than the watch alone.
    var hasEnded: Bool
    var exitStatus: ExitStatus
    /// Empty where all is well.
    var problem = ""
    var remedy = ""
    var failureReason: String?
    var outputs: OutputProgress?
    var causes: [Diagnosis] = []
    /// What the log lacks; empty for nothing.
    var logNote = ""
}

extension WatchEvent {
    /// The event as one JSON object; `Event` says which. Members of AWS's own responses have AWS's names.
    var document: JSONValue {
        get throws {
            var members: [JSONMember] = [
                ("Event", .string(kind.name)), ("Time", .string(at.iso8601)), ("TransformJobName", .string(transform)),
            ]
            switch kind {
            case .description(let description):
                for member in try JSONValue(encoding: description).members where member.key != "TransformJobName" {
                    members.append((member.key, member.value))
                }
            case .log(let line):
                members += [
                    ("logStreamName", .string("\(transform)/\(line.stream)")), ("Stream", .string(line.shortStream)),
                    ("timestamp", line.time.isKnown ? JSONValue(line.time.milliseconds) : .null),
                    ("message", .string(line.message)),
                ]
            case .phase(let phase): members.append(("Phase", .string(phase.rawValue)))
            case .progress: break
            case .trouble(let stale):
                members.append(("Source", .string(stale.source.rawValue)))
                members += Self.members(of: stale.failure)
                members += [
                    ("LastGoodAt", stale.lastGoodAt.map { .string($0.iso8601) }),
                    ("NextTryAt", stale.nextTryAt.map { .string($0.iso8601) }),
                ]
            case .recovery(let source, let seconds):
                members += [("Source", .string(source.rawValue)), ("Seconds", seconds.map(Self.seconds))]
            case .cause(let diagnosis): members += Self.members(of: diagnosis)
            case .slow(let slowness): members.append(("SlowerThanUsual", slowness.document))
            case .silent(let silence): members.append(("Silence", silence.document))
            case .lively(let seconds): members.append(("Seconds", Self.seconds(seconds)))
            case .stop(let news): members += Self.members(of: news)
            case .end(let end): members += Self.members(of: end)
            }
            if let progress { members += progress.members(at: at) }
            return .members(members)
        }
    }

    private static func seconds(_ seconds: Double) -> JSONValue {
        JSONValue(Int(max(-1e12, min(1e12, seconds)).rounded()))
    }

    private static func members(of failure: AWSFailure) -> [JSONMember] {
        [
            ("Operation", failure.operation.map { .string($0.name) }),
            ("Code", failure.serviceError.map { .string($0.code) }), ("Message", .string(failure.problem)),
            ("Remedy", failure.remedy.isEmpty ? nil : .string(failure.remedy)),
        ]
    }

    private static func members(of diagnosis: Diagnosis) -> [JSONMember] {
        [
            ("Id", .string(diagnosis.id)), ("IsKnown", .bool(diagnosis.isKnown)), ("Cause", .string(diagnosis.cause)),
            ("Fix", .string(diagnosis.fix)), ("Evidence", .string(diagnosis.evidence)),
            ("Side", diagnosis.side.map { .string($0.rawValue) }),
            ("Objects", diagnosis.objects.isEmpty ? nil : .array(diagnosis.objects.map(JSONValue.string))),
            ("ObjectCount", diagnosis.objectCount > 0 ? JSONValue(diagnosis.objectCount) : nil),
            ("Lines", diagnosis.lines.isEmpty ? nil : .array(diagnosis.lines.map(JSONValue.string))),
        ]
    }

    private static func members(of news: StopNews) -> [JSONMember] {
        var members: [JSONMember] = [("State", .string(news.state))]
        switch news {
        case .armed(let limits): members += Self.members(of: limits)
        case .blind(let limits, let reason):
            members += Self.members(of: limits)
            members.append(("Message", .string(reason)))
        case .reached(let reached): members.append(("Message", .string(reached.text)))
        case .refused(let failure, let nextTry):
            members += Self.members(of: failure)
            members.append(("NextTryAt", .string(nextTry.iso8601)))
        case .requested, .settled: break
        }
        return members
    }

    private static func members(of limits: StopLimits) -> [JSONMember] {
        [
            ("AfterSeconds", limits.seconds.map(seconds)), ("AtCost", limits.cost.map { JSONValue($0) }),
            ("Currency", limits.cost.map { _ in .string(limits.currency) }),
        ]
    }

    private static func members(of end: WatchEnd) -> [JSONMember] {
        [
            ("Status", end.status.map { .string($0.rawValue) }), ("HasEnded", .bool(end.hasEnded)),
            ("ExitStatus", JSONValue(Int(end.exitStatus.rawValue))),
            ("Message", end.problem.isEmpty ? nil : .string(end.problem)),
            ("Remedy", end.remedy.isEmpty ? nil : .string(end.remedy)),
            ("FailureReason", end.failureReason.map(JSONValue.string)),
            ("Outputs", end.outputs.map(document)),
            ("Causes", end.causes.isEmpty ? nil : .array(end.causes.map { .members(members(of: $0)) })),
            ("LogNote", end.logNote.isEmpty ? nil : .string(end.logNote)),
        ]
    }

    private static func document(of outputs: OutputProgress) -> JSONValue {
        // A count that isn't whole isn't a count.
        let isWhole =
            outputs.isComplete && outputs.inputsAreKnown && outputs.inputsAreListed && outputs.outputsAreListed
        return .members([
            ("Inputs", isWhole ? JSONValue(outputs.inputObjects) : .null),
            ("Written", isWhole ? JSONValue(outputs.outputObjects) : .null),
            ("Missing", outputs.missingOutputs.map { JSONValue($0) } ?? .null),
            ("Empty", isWhole ? JSONValue(outputs.emptyOutputs) : .null), ("Text", .string(outputs.text())),
        ])
    }
}

extension StopNews {
    /// As `State` in JSON names it.
    var state: String {
        switch self {
        case .armed: "armed"
        case .blind: "blind"
        case .reached: "reached"
        case .requested: "requested"
        case .refused: "refused"
        case .settled: "settled"
        }
    }
}

extension WatchEvent.Kind {
    /// As `Event` in JSON names it.
    var name: String {
        switch self {
        case .description: "description"
        case .log: "log"
        case .phase: "phase"
        case .progress: "progress"
        case .trouble: "trouble"
        case .recovery, .lively: "recovery"
        case .cause: "cause"
        case .slow: "slow"
        case .silent: "silence"
        case .stop: "stop"
        case .end: "end"
        }
    }
}
