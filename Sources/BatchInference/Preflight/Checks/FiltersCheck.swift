import AWSOperations
import JSONCoding

extension PreflightCheck {
    /// Applies filters and join to real rows.
    static let filters = PreflightCheck(
        "filters", "filters and join", needs: [.input, .records, .filters]
    ) { subject, lookups in
        let plan = subject.plan
        guard !plan.inputFilter.isEmpty || !plan.outputFilter.isEmpty || plan.join == .input else { return [] }
        var findings: [PreflightFinding] = []
        let input = path(plan.inputFilter, .inputFilter, plan, &findings)
        let output = path(plan.outputFilter, .outputFilter, plan, &findings)
        guard findings.allSatisfy({ $0.verdict != .failed }), let objects = try await readableInput(of: plan, lookups)
        else {
            return findings
        }
        let samples = try await lookups.samples(of: plan)
        let trial = FilterTrial(plan: plan, input: input, output: output)
        return findings + trial.findings(on: samples.filter(\.isPlainText)).reading(ReadExtent(samples, of: objects))
    }

    /// A filter as a path; an empty one is the whole record.
    private static func path(
        _ text: String, _ field: PlanProblem.Field, _ plan: LaunchPlan, _ findings: inout [PreflightFinding]
    ) -> RecordPath? {
        guard !text.isEmpty else { return nil }
        do throws(RecordPathProblem) {
            let path = try RecordPath(text)
            if !plan.isCSV, let sign = path.characterNotTaken {
                findings.append(
                    PreflightFinding(
                        .failed, "the filter \(text): CreateTransformJob refuses '\(sign)' in a JSONPath",
                        fix: "keep whole records and select parts afterwards, or write records with names of "
                            + "letters, digits and hyphens", field: field))
                return nil
            }
            if path.hasSliceWithEnd {
                findings.append(
                    PreflightFinding(
                        .warned, "sources disagree on whether the end of the slice in \(text) belongs to it",
                        fix: "name the columns one by one, as in $[0,1,2]", field: field))
            }
            return path
        } catch {
            findings.append(
                PreflightFinding(
                    .failed, "the filter \(text): \(error.message)",
                    fix: "for example $[1:] or $[0,2]", field: field))
            return nil
        }
    }
}

/// Filters and join applied to sampled records, with the names of the columns that the model answers with in the place
/// of predictions.
struct FilterTrial: Sendable {
    let plan: LaunchPlan
    let input: RecordPath?
    let output: RecordPath?

    func findings(on samples: [InputSample]) -> [PreflightFinding] {
        // Filters that were tried on nothing fit nothing.
        if !samples.isEmpty, samples.allSatisfy(\.text.lines.isEmpty) {
            return [
                PreflightFinding(
                    .unknown, "filters and join: unknown, because no whole record was read", field: .inputFilter)
            ]
        }
        if plan.isCSV { return csvFindings(on: samples) }
        if plan.contentType.contains("json") { return jsonFindings(on: samples) }
        return [
            PreflightFinding(
                .unknown, "filters and join: unknown, because \(plan.contentType) can't be checked",
                field: .inputFilter)
        ]
    }

    /// What a container answers for a row.
    private var prediction: [String] {
        let keys = plan.effectiveResponseKeys
        return (keys.isEmpty ? ["prediction"] : keys).map { "<\($0)>" }
    }

    private func csvFindings(on samples: [InputSample]) -> [PreflightFinding] {
        var example: [String]?
        for sample in samples {
            for row in CSVSample(sample.text).rows {
                do throws(RecordPathProblem) {
                    _ = try input?.filter(fields: row.fields)
                } catch {
                    return [refusal(.inputFilter, plan.inputFilter, error, sample.name, row.line, row.fields.count)]
                }
                let answered = plan.join == .input ? row.fields + prediction : prediction
                do throws(RecordPathProblem) {
                    let written = try output?.filter(fields: answered) ?? answered
                    example = example ?? written
                } catch {
                    return [refusal(.outputFilter, plan.outputFilter, error, sample.name, row.line, answered.count)]
                }
            }
        }
        return passed(example.map { $0.joined(separator: ",") })
    }

    private func refusal(
        _ field: PlanProblem.Field, _ path: String, _ problem: RecordPathProblem, _ name: String, _ line: Int,
        _ columns: Int
    ) -> PreflightFinding {
        let what = field == .inputFilter ? "the row" : plan.join == .input ? "the joined row" : "the prediction"
        return PreflightFinding(
            .failed, "\(name), line \(line), \(path): \(problem.message); \(what) has \(columns) columns",
            fix: "columns are counted from 0, and from the end as -1", field: field)
    }

    private func jsonFindings(on samples: [InputSample]) -> [PreflightFinding] {
        var example: JSONValue?
        for sample in samples {
            for line in sample.text.lines {
                guard let record = JSONValue(parsing: Array(line.bytes)) else { continue }
                do throws(RecordPathProblem) {
                    _ = try input?.filter(json: record)
                } catch {
                    return [
                        PreflightFinding(
                            .failed, "\(sample.name), line \(line.number), \(plan.inputFilter): \(error.message)",
                            field: .inputFilter)
                    ]
                }
                guard plan.join == .input else { continue }
                let joined = Self.joined(record, prediction)
                do throws(RecordPathProblem) {
                    let written = try output?.filter(json: joined) ?? joined
                    example = example ?? written
                } catch  where !Self.looksIntoPrediction(plan.outputFilter) {
                    return [
                        PreflightFinding(
                            .failed, "\(sample.name), line \(line.number), \(plan.outputFilter): \(error.message)",
                            fix: "the prediction is $['SageMakerOutput']", field: .outputFilter)
                    ]
                } catch {
                    continue
                }
            }
        }
        if plan.join != .input, output != nil {
            return passed(nil) + [
                PreflightFinding(
                    .unknown, "the output filter: unknown, because the response's form is known only afterwards",
                    fix: "try a sample run first", field: .outputFilter)
            ]
        }
        return passed(nil)
    }

    private static func looksIntoPrediction(_ path: String) -> Bool { path.contains("SageMakerOutput") }

    /// A JSON record with its prediction (CreateTransformJob, DataProcessing, JoinSource).
    private static func joined(_ record: JSONValue, _ prediction: [String]) -> JSONValue {
        let answer = JSONValue.array(prediction.map(JSONValue.string))
        var joined = record.isObject ? record : .members([("SageMakerInput", record)])
        joined["SageMakerOutput"] = answer
        return joined
    }

    private func passed(_ example: String?) -> [PreflightFinding] {
        let text = example.map { "filters fit; a row is written as \(Self.cut($0))" } ?? "filters fit the records"
        return [PreflightFinding(.passed, text, field: plan.inputFilter.isEmpty ? .outputFilter : .inputFilter)]
    }

    private static func cut(_ text: String) -> String { text.count > 80 ? text.prefix(79) + "…" : text }
}
