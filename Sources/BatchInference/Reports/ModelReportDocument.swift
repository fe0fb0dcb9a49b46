import AWSOperations
import JSONCoding

extension ModelReport {
    /// The report as a document: all that was read, whatever is shown of it.
    public var document: JSONValue {
        func list<Item>(_ items: [Item], _ value: (Item) -> JSONValue) -> JSONValue { .array(items.map(value)) }
        return .members([
            ("AutoMLJobName", .string(job)), ("CandidateName", .string(candidate)), ("IsBestCandidate", .bool(isBest)),
            ("ModelQuality", quality.map(Self.document)), ("Explainability", explainability.map(Self.document)),
            ("Backtest", backtest.map(Self.document)), ("InputColumns", columns.map(Self.document)),
            (
                "Locations",
                list(places) { place in
                    .members([
                        ("Report", .string(place.part.rawValue)), ("S3Uri", .string(place.uri)),
                        (
                            "Files",
                            list(place.files) { file in
                                .members([
                                    ("S3Uri", .string(file.location.uri)), ("Format", .string(file.format)),
                                    ("Size", file.size.map { JSONValue($0) } ?? .null), ("Read", .bool(file.isRead)),
                                ])
                            }
                        ), ("HasMoreFiles", .bool(place.hasMore)),
                    ])
                }
            ),
            ("Notebooks", .object(notebooks.map { .init(key: $0.key, value: .string($0.uri)) })),
            ("Notes", list(notes) { .string($0) }),
        ])
    }

    private static func number(_ value: Double?) -> JSONValue { value.map { JSONValue($0) } ?? .null }

    /// The parts by name; where several have one name, each later one with its number.
    private static func unknown(_ parts: [UnknownPart]) -> JSONValue? {
        var counts: [ByteText: Int] = [:]
        let members = parts.map { part in
            let count = counts[ByteText(part.name), default: 0] + 1
            counts[ByteText(part.name)] = count
            return JSONValue.Member(
                key: count == 1 ? part.name : "\(part.name) (\(count))", value: writable(part.value))
        }
        return members.isEmpty ? nil : .object(members)
    }

    /// The value with words for what JSON has no number for.
    private static func writable(_ value: JSONValue) -> JSONValue {
        switch value {
        case .number(let digits): Double(digits).map { $0.isFinite ? value : JSONValue($0) } ?? .string(digits)
        case .array(let items): .array(items.map(writable))
        case .object(let members): .object(members.map { .init(key: $0.key, value: writable($0.value)) })
        default: value
        }
    }

    private static func document(_ report: ModelQualityReport) -> JSONValue {
        .members([
            ("ValidationRows", report.rows.map { JSONValue($0) } ?? .null),
            ("Sections", .array(report.sections.map(document))), ("Other", unknown(report.unknown)),
        ])
    }

    private static func document(_ section: ModelQuality) -> JSONValue {
        .members([
            ("ProblemType", .string(section.kind.key)),
            (
                "Metrics",
                .object(
                    section.metrics.map { metric in
                        .init(
                            key: metric.key,
                            value: .members([
                                ("Name", .string(metric.name)),
                                ("Value", metric.text.map { .string($0) } ?? number(metric.value)),
                                ("StandardDeviation", metric.deviation.map { JSONValue($0) }),
                                ("BestConstantClassifier", metric.constant.map { JSONValue($0) }),
                                (
                                    "BestConstantClassifierStandardDeviation",
                                    metric.constantDeviation.map { JSONValue($0) }
                                ),
                                ("NoBetterThanConstant", metric.isNoBetterThanConstant.map { .bool($0) }),
                            ]))
                    })
            ), ("ConfusionMatrix", section.matrix.map(document)),
            (
                "Curves",
                section.curves.isEmpty
                    ? nil
                    : .array(
                        section.curves.map { curve in
                            .members([
                                ("Curve", .string(curve.kind.rawValue)), ("Label", curve.label.map { .string($0) }),
                                ("Area", number(curve.reportedArea)), ("AreaOfPoints", number(curve.areaOfPoints)),
                                ("X", .string(curve.axes.x)), ("Y", .string(curve.axes.y)),
                                ("ValuesLeftOut", JSONValue(curve.leftOut)),
                                ("Points", .array(curve.points.map { .array([JSONValue($0.x), JSONValue($0.y)]) })),
                            ])
                        })
            ), ("Other", unknown(section.unknown)),
        ])
    }

    private static func document(_ matrix: LabelMatrix) -> JSONValue {
        .members([
            ("Predicted", .array(matrix.predicted.map { .string($0) })),
            (
                "Labels",
                .array(
                    matrix.rows.indices.map { place in
                        let row = matrix.rows[place]
                        return .members([
                            ("Label", .string(row.label)), ("HasValidationRows", .bool(!row.hasNoRows)),
                            ("Rows", number(matrix.hasShares ? nil : row.total)),
                            ("Recall", number(matrix.recall(place))),
                            ("Counts", .array(row.counts.map(number))),
                            (
                                "Shares",
                                .array(matrix.predicted.indices.map { number(matrix.share(row: place, column: $0)) })
                            ),
                        ])
                    })
            ), ("Notes", .array(matrix.notes.map { .string($0) })),
        ])
    }

    private static func document(_ explainability: Explainability) -> JSONValue {
        .members([
            (
                "Methods",
                .array(
                    explainability.methods.map { method in
                        .members([
                            ("Method", .string(method.key)),
                            (
                                "Outputs",
                                .array(
                                    method.outputs.map { output in
                                        .members([
                                            ("Label", .string(output.label)),
                                            ("ExpectedValue", output.expectedValue.map { JSONValue($0) }),
                                            (
                                                "Features",
                                                .array(
                                                    output.features.map {
                                                        .members([
                                                            ("Name", .string($0.name)), ("Value", JSONValue($0.value)),
                                                        ])
                                                    })
                                            ), ("FeaturesWithoutNumber", JSONValue(output.unread)),
                                        ])
                                    })
                            ),
                        ])
                    })
            ),
            (
                "Bias",
                explainability.bias.isEmpty
                    ? nil
                    : .array(
                        explainability.bias.map { bias in
                            .members([
                                ("Of", .string(bias.isPostTraining ? "Predictions" : "Data")),
                                ("Facet", .string(bias.facet)), ("Group", .string(bias.group)),
                                ("Metric", .string(bias.name)), ("Description", .string(bias.about)),
                                ("Value", number(bias.value)), ("Error", bias.error.map { .string($0) }),
                            ])
                        })
            ), ("Other", unknown(explainability.unknown)),
        ])
    }

    private static func document(_ backtest: Backtest) -> JSONValue {
        .members([
            ("Rows", JSONValue(backtest.rows)), ("Items", JSONValue(backtest.items)),
            ("Windows", JSONValue(backtest.windows)),
            (
                "Metrics",
                .array(
                    backtest.metrics.map { metric in
                        .members([
                            ("Name", .string(metric.name)), ("Value", number(metric.value)),
                            ("Items", metric.items.map { JSONValue($0) }), ("Least", metric.best.map { JSONValue($0) }),
                            ("Most", metric.worst.map { JSONValue($0) }),
                        ])
                    })
            ),
            (
                "Quantiles",
                .array(
                    backtest.quantiles.map { quantile in
                        .members([
                            ("Name", .string(quantile.name)), ("Level", quantile.level.map { JSONValue($0) }),
                            ("Rows", JSONValue(quantile.rows)), ("Coverage", number(quantile.coverage)),
                            ("WeightedQuantileLoss", number(quantile.weightedLoss)),
                            ("MAE", number(quantile.meanAbsoluteError)),
                            ("RMSE", number(quantile.rootMeanSquaredError)),
                            ("WAPE", number(quantile.weightedAbsolutePercentageError)),
                        ])
                    })
            ), ("Other", unknown(backtest.unknown)),
        ])
    }

    private static func document(_ answer: InputColumnsAnswer) -> JSONValue {
        switch answer {
        case .unknown(let reason): return .members([("Unknown", .string(reason))])
        case .known(let columns):
            return .members([
                (
                    "Columns",
                    .array(
                        columns.columns.map { column in
                            .members([
                                ("Name", .string(column.name)), ("Type", .string(column.type)),
                                ("Examples", .array(column.examples.map { .string($0) })),
                                ("MissingShare", column.missing.map { JSONValue($0) }),
                                ("Least", column.range.map { JSONValue($0.lowerBound) }),
                                ("Most", column.range.map { JSONValue($0.upperBound) }),
                            ])
                        })
                ), ("NotInRecords", .array(columns.left.map { .string($0) })),
                ("RowsRead", JSONValue(columns.rows)), ("Notes", .array(columns.notes.map { .string($0) })),
            ])
        }
    }
}
