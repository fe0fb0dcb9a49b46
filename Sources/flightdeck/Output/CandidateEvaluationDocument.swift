import BatchInference
import JSONCoding
import Predictions

/// `evaluate --json`
struct CandidateEvaluationDocument: Encodable {
    let record: EvaluationRecord
    /// What it's expected to take, where it's only planned.
    var outlook: EvaluationOutlook?

    func encode(to encoder: any Encoder) throws {
        var members: [JSONValue.Member] = [
            .init(key: "EvaluationName", value: .string(record.name)),
            .init(key: "AutoMLJobName", value: .string(record.jobName)),
            .init(key: "Status", value: .string(record.stateWords)),
            .init(key: "CreationTime", value: .string(record.createdAt.iso8601)),
            .init(key: "ProblemType", value: .string(record.kind.rawValue)),
            .init(key: "Problem", value: record.problem.map(JSONValue.string) ?? .null),
            .init(key: "LeftBehind", value: .array(record.leftBehind.map(JSONValue.string))),
            .init(key: "Input", value: input),
        ]
        if let outlook { members.append(.init(key: "Plan", value: plan(outlook))) }
        if let result = record.result {
            members += facts(result)
        } else {
            members.append(.init(key: "Candidates", value: .array(record.candidates.map(planned))))
        }
        try JSONValue.object(members).encode(to: encoder)
    }

    private func plan(_ outlook: EvaluationOutlook) -> JSONValue {
        let most = outlook.most(of: record.taking, stoppedAfter: record.timeLimit)
        var gap: String?
        if case .unknown(let reason) = most { gap = reason }
        return .object([
            .init(key: "Transforms", value: EvaluationDocument.count(record.taking.count)),
            .init(key: "LeftOut", value: EvaluationDocument.count(record.leftOut.count)),
            .init(key: "AtOnce", value: outlook.atOnce.map(EvaluationDocument.count) ?? .null),
            .init(key: "StopAfterSeconds", value: EvaluationDocument.number(record.timeLimit)),
            .init(key: "MaximumCost", value: EvaluationDocument.number(most.value?.value)),
            .init(key: "Currency", value: most.value.map { .string($0.currency) } ?? .null),
            .init(key: "CostGap", value: gap.map(JSONValue.string) ?? .null),
            .init(key: "LikelyCost", value: outlook.likely.map(JSONValue.string) ?? .null),
            .init(key: "CopyS3Uri", value: record.copyFolder.map(JSONValue.string) ?? .null),
            .init(key: "RemovesOutputs", value: .bool(record.removesOutputs)),
        ])
    }

    /// A candidate without a result of the evaluation.
    private func planned(_ candidate: EvaluationRecord.Candidate) -> JSONValue {
        .object([
            .init(key: "CandidateName", value: .string(candidate.name)),
            .init(key: "ModelName", value: .string(candidate.createModel.modelName)),
            .init(key: "TransformJobName", value: .string(candidate.transform)),
            .init(key: "S3OutputPath", value: .string(candidate.output)),
            .init(key: "InstanceType", value: .string(candidate.instanceType.rawValue)),
            .init(key: "InstanceCount", value: EvaluationDocument.count(1)),
            .init(
                key: "State",
                value: .string(outlook != nil && candidate.state == .failed ? "left out" : candidate.state.rawValue)),
            .init(key: "ValidationMetric", value: EvaluationDocument.number(candidate.validation)),
            .init(key: "Problem", value: candidate.problem.map(JSONValue.string) ?? .null),
            .init(key: "Remedy", value: candidate.remedy.map(JSONValue.string) ?? .null),
        ])
    }

    private var input: JSONValue {
        let input = record.input
        func remark(_ remark: LabelledInput.Remark?) -> JSONValue { EvaluationDocument.count(remark?.count ?? 0) }
        return .object([
            .init(key: "S3Uri", value: .string(input.uri)),
            .init(key: "Target", value: .string(input.target)),
            .init(key: "Objects", value: EvaluationDocument.count(input.objects)),
            .init(key: "Rows", value: EvaluationDocument.count(input.rows)),
            .init(key: "UsableRows", value: EvaluationDocument.count(input.usable)),
            .init(key: "RowsWithoutLabel", value: remark(input.unlabelled)),
            .init(key: "RowsWithoutNumber", value: remark(input.notNumbers)),
            .init(key: "RowsOfOtherWidth", value: remark(input.uneven)),
            .init(key: "RowsWithLineBreaks", value: remark(input.broken)),
            .init(key: "RowsThatAreNotJSON", value: remark(input.malformed)),
            .init(key: "RowsOfUnknownClasses", value: EvaluationDocument.count(input.unknownRows)),
            .init(key: "RowsThatRepeat", value: EvaluationDocument.count(input.repeats?.count ?? 0)),
            .init(
                key: "UnknownClasses",
                value: .array(
                    input.unknownLabels.map { label in
                        .object([
                            .init(key: "Label", value: .string(label.label)),
                            .init(key: "Rows", value: EvaluationDocument.count(label.count)),
                            .init(key: "First", value: .string(label.place)),
                            .init(key: "DidYouMean", value: label.suggestion.map(JSONValue.string) ?? .null),
                        ])
                    })),
            .init(
                key: "Sample",
                value: input.sample.map { sample in
                    .object([
                        .init(key: "Rows", value: EvaluationDocument.count(sample.rows)),
                        .init(key: "Seed", value: .number("\(sample.seed)")),
                    ])
                } ?? .null),
            .init(key: "InputFilter", value: .string(input.inputFilter)),
            .init(key: "Warnings", value: .array(input.warnings.map(JSONValue.string))),
            .init(
                key: "LeftOutObjects",
                value: .array(
                    (input.leftOut ?? []).map { objects in
                        .object([
                            .init(key: "Reason", value: .string(objects.reason)),
                            .init(key: "Objects", value: EvaluationDocument.count(objects.count)),
                            .init(key: "First", value: .array(objects.names.map(JSONValue.string))),
                        ])
                    })),
            .init(key: "CopyReasons", value: .array(input.copyReasons.map(JSONValue.string))),
            .init(key: "Notes", value: .array(input.notes.map(JSONValue.string))),
        ])
    }

    private func facts(_ result: EvaluationResult) -> [JSONValue.Member] {
        [
            .init(key: "DecidedBy", value: .string(result.decisive.rawValue)),
            .init(key: "Use", value: result.choice.map { .string(result.candidates[$0].name) } ?? .null),
            .init(key: "Verdict", value: .array(result.verdict.map(JSONValue.string))),
            .init(key: "Notes", value: .array(result.figureNotes.map(JSONValue.string))),
            .init(
                key: "CandidatesWithFigures",
                value: EvaluationDocument.count(result.candidates.count { $0.figures != nil })),
            .init(key: "Candidates", value: .array(result.candidates.map { candidate($0, result) })),
            .init(key: "Pairs", value: .array(result.pairs.map { pair($0, result) })),
            .init(key: "ComparedRows", value: EvaluationDocument.count(result.compared)),
            .init(key: "DisagreeingRows", value: EvaluationDocument.count(result.disagreeing)),
            .init(
                key: "Disagreements",
                value: .array(
                    result.disagreements.map { row in
                        .object([
                            .init(key: "Row", value: .string(row.place)),
                            .init(key: "Label", value: .string(row.label)),
                            .init(
                                key: "Predictions",
                                value: .object(
                                    zip(result.candidates, row.predictions).map {
                                        .init(key: $0.name, value: $1.map(JSONValue.string) ?? .null)
                                    })),
                            .init(
                                key: "Input",
                                value: .object(
                                    row.cells.enumerated().map { place, cell in
                                        let name = place < result.columns.count ? result.columns[place] : nil
                                        return .init(key: name ?? "column_\(place + 1)", value: .string(cell))
                                    })),
                        ])
                    })),
        ]
    }

    private func candidate(_ candidate: EvaluationResult.Candidate, _ result: EvaluationResult) -> JSONValue {
        var members: [JSONValue.Member] = [
            .init(key: "CandidateName", value: .string(candidate.name)),
            .init(key: "TransformJobName", value: .string(candidate.transform)),
            .init(key: "S3OutputPath", value: .string(candidate.output)),
            .init(
                key: "InstanceType",
                value: record.candidates.first { $0.transform == candidate.transform }.map {
                    .string($0.instanceType.rawValue)
                } ?? .null),
            .init(key: "Seconds", value: EvaluationDocument.number(candidate.seconds)),
            .init(key: "Cost", value: EvaluationDocument.number(candidate.cost?.value)),
            .init(key: "Currency", value: candidate.cost.map { .string($0.currency) } ?? .null),
            .init(key: "ValidationMetric", value: EvaluationDocument.number(candidate.validation)),
            .init(key: "Problem", value: candidate.problem.map(JSONValue.string) ?? .null),
            .init(key: "Shortfalls", value: .array(candidate.shortfalls.map(JSONValue.string))),
        ]
        guard let figures = candidate.figures else { return .object(members) }
        members += EvaluationDocument.facts(figures)
        if let classes = figures.classes {
            members.append(.init(key: "Classes", value: EvaluationDocument.classes(classes)))
        }
        if let positive = figures.positiveClass {
            members += [
                .init(key: "PositiveClass", value: .string(positive)),
                .init(
                    key: "Threshold",
                    value: figures.thresholds.first { $0.value == record.threshold }.map(EvaluationDocument.point)
                        ?? .null),
                .init(key: "Curve", value: .array(figures.curve.map(EvaluationDocument.point))),
            ]
        }
        if let slicing = result.slicing {
            let slices = candidate.slices.map { slice in
                JSONValue.object(
                    [.init(key: "Value", value: .string(slice.value))] + EvaluationDocument.facts(slice.figures))
            }
            members.append(
                .init(
                    key: "By",
                    value: .object([
                        .init(key: "Column", value: .string(slicing)), .init(key: "Slices", value: .array(slices)),
                        .init(key: "RowsBeyondSlices", value: EvaluationDocument.count(candidate.rowsBeyondSlices)),
                    ])))
        }
        return .object(members)
    }

    private func pair(_ pair: EvaluationResult.Pair, _ result: EvaluationResult) -> JSONValue {
        .object([
            .init(key: "First", value: .string(result.candidates[pair.first].name)),
            .init(key: "Second", value: .string(result.candidates[pair.second].name)),
            .init(key: "Rows", value: EvaluationDocument.count(pair.rows)),
            .init(key: "OnlyFirstRight", value: EvaluationDocument.count(pair.onlyFirstRight)),
            .init(key: "OnlySecondRight", value: EvaluationDocument.count(pair.onlySecondRight)),
            .init(key: "BothWrong", value: EvaluationDocument.count(pair.bothWrong)),
            .init(key: "PredictDifferently", value: EvaluationDocument.count(pair.different)),
            .init(
                key: "FirstWithoutSecond",
                value: .object(
                    PairedEvaluation.Figure.allCases.compactMap { figure in
                        guard let found = pair.differences[figure.rawValue] else { return nil }
                        return .init(
                            key: figure.rawValue,
                            value: .object([
                                .init(key: "Value", value: EvaluationDocument.number(found.value)),
                                .init(key: "Low", value: EvaluationDocument.number(found.interval?.low)),
                                .init(key: "High", value: EvaluationDocument.number(found.interval?.high)),
                            ]))
                    })),
        ])
    }
}
