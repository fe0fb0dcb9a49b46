import AWSOperations
import BatchInference
import JSONCoding
import Predictions

/// `outputs --evaluate --json`
struct EvaluationDocument: Encodable {
    let transform: String
    let status: TransformJobStatus
    let summary: EvaluationSummary
    let listing: OutputListing
    let request: OutputEvaluator.Request
    let threshold: Double

    func encode(to encoder: any Encoder) throws {
        var members = listing.members(
            of: transform, status, objects: summary.objects, read: summary.objectsRead,
            includesEarlier: request.includesEarlier)
        members += [
            .init(key: "BlankLines", value: Self.count(summary.blankLines)),
            .init(key: "CutRows", value: Self.count(summary.cutRows)),
            .init(key: "ObjectsWithFlaws", value: Self.count(summary.flaws.count)),
            .init(key: "Target", value: .string(summary.target)),
            .init(key: "Predicted", value: .string(summary.predicted)),
        ]
        if let figures = summary.figures {
            members += Self.facts(figures)
            members.append(.init(key: "Notes", value: .array(figures.notes.map(JSONValue.string))))
            if let classes = figures.classes { members.append(.init(key: "Classes", value: Self.classes(classes))) }
            if let positive = figures.positiveClass {
                members += [
                    .init(key: "PositiveClass", value: .string(positive)),
                    .init(
                        key: "Threshold",
                        value: figures.thresholds.first { $0.value == threshold }.map(Self.point) ?? .null),
                    .init(key: "Curve", value: .array(figures.curve.map(Self.point))),
                ]
            }
            if let slicing = summary.slicing {
                let slices = summary.slices.map { slice in
                    JSONValue.object([.init(key: "Value", value: .string(slice.value))] + Self.facts(slice.figures))
                }
                members.append(
                    .init(
                        key: "By",
                        value: .object([
                            .init(key: "Column", value: .string(slicing)), .init(key: "Slices", value: .array(slices)),
                            .init(key: "RowsBeyondSlices", value: Self.count(summary.rowsBeyondSlices)),
                        ])))
            }
        }
        try JSONValue.object(members).encode(to: encoder)
    }

    static func facts(_ figures: EvaluationFigures) -> [JSONValue.Member] {
        [
            .init(key: "ProblemType", value: .string(figures.kind.rawValue)),
            .init(key: "Rows", value: count(figures.rows)),
            .init(key: "RowsWithoutLabel", value: count(figures.unlabelled)),
            .init(key: "RowsWithoutPrediction", value: count(figures.withoutPrediction)),
            .init(
                key: "Metrics",
                value: .object(
                    figures.figures.map { figure in
                        var members: [JSONValue.Member] = [.init(key: "Value", value: number(figure.value))]
                        if let interval = figure.interval {
                            members += [
                                .init(key: "Low", value: number(interval.low)),
                                .init(key: "High", value: number(interval.high)),
                            ]
                        }
                        if figure.error > 0 { members.append(.init(key: "Error", value: number(figure.error))) }
                        return .init(key: figure.key, value: .object(members))
                    })),
        ]
    }

    static func classes(_ classes: ClassCounts) -> JSONValue {
        .array(
            classes.names.indices.map { row in
                .object([
                    .init(key: "Class", value: .string(classes.names[row])),
                    .init(key: "Rows", value: count(classes.support[row])),
                    .init(key: "Predicted", value: count(classes.predicted[row])),
                    .init(key: "Precision", value: number(classes.precision(row))),
                    .init(key: "Recall", value: number(classes.recall(row))),
                    .init(key: "F1", value: number(classes.f1(row))),
                    .init(
                        key: "PredictedAs",
                        value: .object(
                            classes.names.indices.compactMap { column in
                                let rows = classes.count(truth: row, predicted: column)
                                return rows == 0 ? nil : .init(key: classes.names[column], value: count(rows))
                            })),
                ])
            })
    }

    static func point(_ point: RankedScores.Threshold) -> JSONValue {
        .object([
            .init(key: "Value", value: number(point.value)),
            .init(key: "TruePositives", value: count(point.truePositives)),
            .init(key: "FalsePositives", value: count(point.falsePositives)),
            .init(key: "FalseNegatives", value: count(point.falseNegatives)),
            .init(key: "TrueNegatives", value: count(point.trueNegatives)),
            .init(key: "Precision", value: number(point.precision)),
            .init(key: "Recall", value: number(point.recall)),
            .init(key: "FalsePositiveRate", value: number(point.falsePositiveRate)),
        ])
    }

    static func count(_ value: Int) -> JSONValue { .number("\(value)") }
    static func number(_ value: Double?) -> JSONValue {
        guard let value, value.isFinite else { return .null }
        return .number("\(value)")
    }
}
