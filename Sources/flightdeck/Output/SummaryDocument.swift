import AWSOperations
import BatchInference
import JSONCoding
import Predictions

/// `outputs --summary --json`
struct SummaryDocument: Encodable {
    let transform: String
    let status: TransformJobStatus
    let summary: OutputSummary
    let listing: OutputListing
    let request: OutputSummarizer.Request

    /// Values of a column that are listed.
    private static let labelLimit = 1000
    private static let shares = [0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99]

    func encode(to encoder: any Encoder) throws {
        var members = listing.members(
            of: transform, status, objects: summary.objects, read: summary.objectsRead,
            includesEarlier: request.includesEarlier)
        members += [
            .init(
                key: "OutputsWithoutInput",
                value: listing.inputsAreWhole && request.object == nil ? Self.count(listing.counts.extra) : .null),
            .init(key: "BytesRead", value: Self.count(summary.bytesRead)),
            .init(key: "RowsRead", value: Self.count(summary.rowsRead)),
            .init(key: "Rows", value: Self.count(summary.rows)),
            .init(key: "BlankLines", value: Self.count(summary.blankLines)),
            .init(key: "CutRows", value: Self.count(summary.cutRows)),
            .init(key: "RowsWithOtherLists", value: Self.count(summary.unfitRows)),
            .init(key: "ObjectsWithFlaws", value: Self.count(summary.flaws.count)),
            .init(key: "Flaws", value: .array(summary.flaws.objects.map(Self.flaws))),
            .init(key: "Columns", value: .array(summary.columns.map(Self.column))),
            .init(key: "FurtherColumns", value: Self.count(summary.furtherColumns)),
        ]
        if let by = summary.groupingColumn {
            members.append(
                .init(
                    key: "By",
                    value: .object([
                        .init(key: summary.groupsByOutput ? "OutputColumn" : "InputColumn", value: .string(by)),
                        .init(key: "Column", value: .string(summary.groupedColumn ?? "")),
                        .init(
                            key: "Groups",
                            value: .array(
                                summary.groups.map { group in
                                    .object(
                                        [.init(key: "Value", value: .string(group.value))]
                                            + Self.facts(group.statistics))
                                })),
                        .init(key: "RowsBeyondGroups", value: Self.count(summary.rowsBeyondGroups)),
                    ])))
        }
        if let against = summary.scatterColumn {
            let pairs = summary.scatter
            members.append(
                .init(
                    key: "Scatter",
                    value: .object([
                        .init(key: "Column", value: summary.columns.first?.title.map(JSONValue.string) ?? .null),
                        .init(key: "Against", value: .string(against)),
                        .init(key: "RowsWithBothNumbers", value: Self.count(pairs.seen)),
                        .init(key: "IsComplete", value: .bool(pairs.isComplete)),
                        .init(
                            key: "Pairs",
                            value: .array(pairs.pairs.map { .array([Self.number($0.x), Self.number($0.y)]) })),
                    ])))
        }
        if let rule = summary.confidenceRule {
            members.append(.init(key: "ConfidenceIs", value: .string(rule)))
            members.append(.init(key: "RowsWithoutConfidence", value: Self.count(summary.rowsWithoutConfidence)))
            members.append(.init(key: "LeastConfident", value: .array(summary.uncertainRows.map(Self.row))))
        }
        try JSONValue.object(members).encode(to: encoder)
    }

    private static func flaws(_ object: FlawedObject) -> JSONValue {
        let flaws = object.flaws
        return .object([
            .init(key: "S3Uri", value: .string(object.uri)),
            .init(key: "BytesNotUTF8", value: count(flaws.malformedBytes)),
            .init(key: "FirstByteNotUTF8", value: flaws.firstMalformedByte.map { count($0 + 1) } ?? .null),
            .init(key: "RowsWithOpenQuote", value: count(flaws.openQuotes)),
            .init(key: "FirstRowWithOpenQuote", value: flaws.firstOpenQuote.map { count($0 + 1) } ?? .null),
            .init(key: "RowsWithFurtherValues", value: count(flaws.wideRows.count)),
            .init(key: "FirstRowWithFurtherValues", value: flaws.wideRows.first.map { count($0 + 1) } ?? .null),
            .init(key: "RecordsNotJSON", value: count(flaws.brokenRecords.count)),
            .init(key: "FirstRecordNotJSON", value: flaws.brokenRecords.first.map { count($0 + 1) } ?? .null),
        ])
    }

    private static func row(_ row: OutputSummary.UncertainRow) -> JSONValue {
        .object([
            .init(key: "S3Uri", value: .string(row.uri)), .init(key: "Row", value: count(row.number + 1)),
            .init(key: "Confidence", value: number(row.confidence)),
            .init(key: "Columns", value: .array(row.titles.map { $0.map(JSONValue.string) ?? .null })),
            .init(key: "Cells", value: .array(row.cells.map(JSONValue.string))),
        ])
    }

    private static func column(_ column: OutputSummary.Column) -> JSONValue {
        .object(
            [
                .init(key: "Column", value: column.title.map(JSONValue.string) ?? .null),
                .init(key: "Place", value: count(column.place.number)),
            ] + facts(column.statistics))
    }

    private static func facts(_ statistics: ColumnStatistics) -> [JSONValue.Member] {
        let labels = statistics.labels(limit: labelLimit)
        var members: [JSONValue.Member] = [
            .init(key: "Rows", value: count(statistics.rows)),
            .init(key: "Missing", value: count(statistics.missing)),
            .init(key: "Cut", value: count(statistics.cut)),
            .init(key: "Distinct", value: count(statistics.distinct.count)),
            .init(key: "DistinctIsExact", value: .bool(statistics.distinct.isExact)),
        ]
        // Of a column of amounts, single values say nothing.
        if statistics.isLabels() || statistics.distinct.count <= labelLimit {
            members += [
                .init(
                    key: "Values",
                    value: .array(
                        labels.map { label in
                            .members([
                                ("Value", .string(label.label)), ("Count", count(label.count)),
                                // Of a long one, the value is only the beginning.
                                ("Bytes", label.length.map(count)),
                            ])
                        })),
                .init(
                    key: "ValuesAreComplete",
                    value: .bool(statistics.hasAllValues && labels.count == statistics.distinct.count)),
                .init(key: "CountError", value: count(statistics.countError)),
            ]
        }
        if let numbers = statistics.numbers {
            members.append(.init(key: "Numbers", value: self.numbers(numbers, statistics)))
        }
        return members
    }

    private static func numbers(_ numbers: NumberSummary, _ statistics: ColumnStatistics) -> JSONValue {
        .object([
            .init(key: "Count", value: count(numbers.count)),
            .init(key: "NotNumbers", value: count(statistics.notNumbers)),
            .init(key: "Texts", value: count(statistics.texts)),
            .init(key: "Minimum", value: number(numbers.minimum)),
            .init(key: "Mean", value: number(numbers.mean)),
            .init(key: "Maximum", value: number(numbers.maximum)),
            .init(key: "StandardDeviation", value: numbers.standardDeviation.map(number) ?? .null),
            .init(key: "IsExact", value: .bool(numbers.isExact)),
            .init(
                key: "Quantiles",
                value: .array(
                    shares.map { share in
                        let quantile = numbers.quantile(share)
                        return .object([
                            .init(key: "Share", value: number(share)),
                            .init(key: "Value", value: number(quantile.value)),
                            .init(key: "Lower", value: number(quantile.lower)),
                            .init(key: "Upper", value: number(quantile.upper)),
                        ])
                    })),
            .init(
                key: "Histogram",
                value: .array(
                    numbers.histogram(bars: 10).map {
                        .object([
                            .init(key: "Lower", value: number($0.lower)), .init(key: "Upper", value: number($0.upper)),
                            .init(key: "Count", value: count($0.count)),
                        ])
                    })),
        ])
    }

    private static func count(_ value: Int) -> JSONValue { .number("\(value)") }

    private static func number(_ value: Double) -> JSONValue { value.isFinite ? .number("\(value)") : .null }
}

extension OutputListing {
    /// What a document on the rows of outputs begins with: whose they are, and how many were read.
    func members(
        of transform: String, _ status: TransformJobStatus, objects: Int, read: Int, includesEarlier: Bool
    ) -> [JSONValue.Member] {
        [
            .init(key: "TransformJobName", value: .string(transform)),
            .init(key: "TransformJobStatus", value: .string(status.rawValue)),
            .init(key: "S3OutputPath", value: .string(outputLocation.uri)),
            .init(key: "Objects", value: JSONValue(objects)),
            .init(key: "ObjectsRead", value: JSONValue(read)),
            .init(key: "OutputsOfEarlierRunLeftOut", value: JSONValue(includesEarlier ? 0 : counts.earlier)),
        ]
    }
}
