import AWSOperations
import BatchInference
import JSONCoding
import Predictions

/// Runs as `history`, `report` and `compare --json` have them.
enum RunJSON {
    static func count(_ value: Int?) -> JSONValue { value.map { .number("\($0)") } ?? .null }
    static func number(_ value: Double?) -> JSONValue {
        value.flatMap { $0.isFinite ? .number("\($0)") : nil } ?? .null
    }
    static func text(_ value: String?) -> JSONValue { value.map(JSONValue.string) ?? .null }
    static func time(_ value: Timestamp?) -> JSONValue { text(value.flatMap { $0.isKnown ? $0.iso8601 : nil }) }
    static func texts(_ values: [String]) -> JSONValue { .array(values.map(JSONValue.string)) }

    static func run(_ run: EndedRun, settings: Bool) throws -> [(key: String, value: JSONValue?)] {
        var members: [(key: String, value: JSONValue?)] = [
            ("TransformJobName", .string(run.name)), ("TransformJobArn", .string(run.arn)),
            ("TransformJobStatus", .string(run.status.rawValue)), ("FailureReason", text(run.failureReason)),
            ("ModelName", text(run.modelName)), ("InstanceType", text(run.instanceType?.rawValue)),
            ("InstanceCount", count(run.instanceCount)), ("CreationTime", time(run.createdAt)),
            ("TransformStartTime", time(run.startedAt)), ("TransformEndTime", time(run.endedAt)),
            ("ProvisioningSeconds", number(run.provisioningSeconds)), ("RunningSeconds", number(run.runningSeconds)),
            ("Cost", cost(run.cost)), ("Counts", counts(run.counts)), ("Causes", causes(run.causes)),
            ("Repairs", text(run.repairs)), ("KeptAt", time(run.keptAt)),
        ]
        if settings {
            members.append(("Description", try run.description.map { try JSONValue(document: $0) } ?? .null))
        }
        return members
    }

    static func cost(_ cost: EndedRun.Cost?) -> JSONValue {
        guard let cost else { return .null }
        return .members([
            ("Amount", number(cost.amount)), ("Currency", .string(cost.currency)),
            ("PerInstanceHour", number(cost.hourly)),
        ])
    }

    static func counts(_ counts: EndedRun.Counts?) -> JSONValue {
        guard let counts else { return .null }
        return .members([
            ("Inputs", count(counts.inputs)), ("InputBytes", count(counts.inputBytes)),
            ("Outputs", count(counts.outputs)),
            ("OutputBytes", count(counts.outputBytes)), ("Missing", count(counts.missing)),
            ("Empty", count(counts.empty)),
            ("AreComplete", .bool(counts.areComplete)), ("CountedAt", time(counts.countedAt)),
        ])
    }

    /// Null where nobody has looked.
    static func causes(_ causes: [EndedRun.Cause]?) -> JSONValue {
        guard let causes else { return .null }
        return .array(
            causes.map {
                .members([
                    ("Id", .string($0.id)), ("Cause", .string($0.cause)), ("Fix", .string($0.fix)),
                    ("Evidence", .string($0.evidence)), ("Lines", texts($0.lines)),
                ])
            })
    }

    static func facts(_ facts: RunFacts) throws -> [(key: String, value: JSONValue?)] {
        var members = try run(facts.run, settings: true)
        switch facts.source {
        case .service: members.append(("Source", .string("Service")))
        case .history(let keptAt, let why):
            members += [
                ("Source", .string("LocalHistory")), ("SourceTime", time(keptAt)), ("SourceReason", .string(why)),
            ]
        }
        members.append(("RepairedBy", .array(try facts.repairs.map { .members(try run($0, settings: true)) })))
        members.append(("TotalCost", cost(facts.totalCost)))
        members.append(("TotalRunningSeconds", number(facts.runningSeconds)))
        members.append(("NotKnown", texts(facts.gaps)))
        return members
    }

    static func predictions(_ predictions: RunPredictions?) -> JSONValue {
        guard let predictions else { return .null }
        let summary = predictions.summary
        return .members([
            ("Outputs", count(predictions.outputs)), ("OutputsSampled", count(summary.objects)),
            ("OutputsRead", count(summary.objectsRead)), ("IsSample", .bool(predictions.isSample)),
            ("Rows", count(summary.rows)), ("BytesRead", count(summary.bytesRead)),
            ("Unreadable", texts(summary.shortfalls.map(\.problem))),
            ("FurtherColumns", count(summary.furtherColumns)),
            (
                "Columns",
                .array(
                    summary.columns.map {
                        .members(
                            [("Column", text($0.title)), ("Place", count($0.place.number))] + statistics($0.statistics))
                    })
            ),
        ])
    }

    private static let labelLimit = 1000

    static func statistics(_ statistics: ColumnStatistics?) -> [(key: String, value: JSONValue?)] {
        guard let statistics else { return [] }
        var members: [(key: String, value: JSONValue?)] = [
            ("Rows", count(statistics.rows)), ("Missing", count(statistics.missing)),
            ("Distinct", count(statistics.distinct.count)), ("DistinctIsExact", .bool(statistics.distinct.isExact)),
        ]
        if statistics.isLabels() {
            let labels = statistics.labels(limit: labelLimit)
            members.append(
                (
                    "Values",
                    .array(labels.map { .members([("Value", .string($0.label)), ("Count", count($0.count))]) })
                ))
            members.append(("CountError", count(statistics.countError)))
        } else if let numbers = statistics.numbers {
            members += [
                ("Minimum", number(numbers.minimum)), ("Mean", number(numbers.mean)),
                ("Maximum", number(numbers.maximum)),
                ("StandardDeviation", number(numbers.standardDeviation)),
                (
                    "Quantiles",
                    .array(
                        RunComparison.shares.map {
                            let quantile = numbers.quantile($0)
                            return .members([
                                ("Share", number($0)), ("Value", number(quantile.value)),
                                ("Lower", number(quantile.lower)), ("Upper", number(quantile.upper)),
                            ])
                        })
                ),
            ]
        }
        return members
    }
}

/// `history --json`
struct HistoryDocument: Encodable {
    private let runs: [EndedRun]
    private let isComplete: Bool
    private let evaluations: [EvaluationRecord]

    init(_ runs: [EndedRun], isComplete: Bool, evaluations: [EvaluationRecord] = []) {
        self.runs = runs
        self.isComplete = isComplete
        self.evaluations = evaluations
    }

    func encode(to encoder: any Encoder) throws {
        try JSONValue.members([
            ("Runs", .array(try runs.map { .members(try RunJSON.run($0, settings: true)) })),
            ("Evaluations", .array(evaluations.map(evaluation))),
            ("IsComplete", .bool(isComplete)), ("Source", .string("LocalHistory")),
        ]).encode(to: encoder)
    }
}

extension HistoryDocument {
    private func evaluation(_ record: EvaluationRecord) -> JSONValue {
        .members([
            ("EvaluationName", .string(record.name)), ("AutoMLJobName", .string(record.jobName)),
            ("Status", .string(record.stateWords)), ("CreationTime", .string(record.createdAt.iso8601)),
            ("S3Uri", .string(record.input.uri)), ("UsableRows", .number("\(record.input.usable)")),
            ("TransformJobNames", .array(record.candidates.map { .string($0.transform) })),
            (
                "Use",
                record.result.flatMap { result in result.choice.map { .string(result.candidates[$0].name) } } ?? .null
            ),
        ])
    }
}

/// `report --json`
struct RunReportDocument: Encodable {
    private let report: RunReport

    init(_ report: RunReport) { self.report = report }

    func encode(to encoder: any Encoder) throws {
        var members = try RunJSON.facts(report.facts)
        members.append(
            (
                "Timeline",
                .array(
                    report.timeline.map {
                        .members([
                            ("Time", RunJSON.time($0.time)), ("TransformJobName", .string($0.run)),
                            ("What", .string($0.what)),
                        ])
                    })
            ))
        members.append(("Predictions", RunJSON.predictions(report.predictions)))
        members.append(("MadeAt", RunJSON.time(report.madeAt)))
        try JSONValue.members(members).encode(to: encoder)
    }
}

/// `compare --json`
struct ComparisonDocument: Encodable {
    private let comparison: RunComparison

    init(_ comparison: RunComparison) { self.comparison = comparison }

    func encode(to encoder: any Encoder) throws {
        let plan = comparison.plan.map { rows in
            JSONValue.array(
                rows.map {
                    .members([
                        ("Option", .string($0.title)), ("First", .string($0.first)), ("Second", .string($0.second)),
                    ])
                })
        }
        try JSONValue.members([
            ("First", .members(try RunJSON.facts(comparison.first))),
            ("Second", .members(try RunJSON.facts(comparison.second))),
            ("SettingsThatDiffer", plan ?? .null),
            ("FirstPredictions", RunJSON.predictions(comparison.predictions[0])),
            ("SecondPredictions", RunJSON.predictions(comparison.predictions[1])),
            ("Columns", .array(comparison.columns.map(Self.column))), ("Notes", RunJSON.texts(comparison.notes)),
        ]).encode(to: encoder)
    }

    private static func column(_ column: RunComparison.Column) -> JSONValue {
        .members([
            ("Column", .string(column.title)), ("InFirst", .bool(column.first != nil)),
            ("InSecond", .bool(column.second != nil)), ("PSI", RunJSON.number(column.shift?.index)),
            ("PSIIsExact", column.shift.map { .bool($0.isExact) } ?? .null),
            ("Over", RunJSON.text(column.shift?.kind.rawValue)),
            (
                "Bins",
                .array(
                    (column.shift?.bins ?? []).map {
                        .members([
                            ("Value", RunJSON.text($0.label)), ("UpTo", RunJSON.number($0.upper)),
                            ("First", RunJSON.count($0.counts[0])), ("Second", RunJSON.count($0.counts[1])),
                            ("PSI", RunJSON.number($0.index)),
                        ])
                    })
            ),
        ])
    }
}
