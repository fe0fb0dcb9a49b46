import AWSOperations
import JSONCoding

extension PreflightCheck {
    /// Whether the rows have the columns that the job was trained on: count, kind, no header, no target.
    static let columns = PreflightCheck(
        "columns", "columns", needs: [.candidate, .artifacts, .input, .records, .filters]
    ) { subject, lookups in
        let plan = subject.plan
        guard plan.isCSV else { return try await jsonKeys(plan, lookups) }
        async let training = lookups.trainingColumns(
            ofJob: plan.jobName, artifacts: plan.containers.map(\.modelDataUrl))
        guard let input = try await readableInput(of: plan, lookups) else { return [] }
        let samples = try await lookups.samples(of: plan).filter { $0.isPlainText && NonCSVText($0.text) == nil }
        let tables = samples.map { InputTable(name: $0.name, csv: CSVSample($0.text)) }.filter { !$0.csv.rows.isEmpty }
        let extent = ReadExtent(try await lookups.samples(of: plan), of: input)
        let unread = samples.first(where: \.text.hasNoWholeLine).map { sample in
            PreflightFinding(
                .unknown,
                "the columns of \(sample.name): unknown, because its first row is longer than the "
                    + "\(DisplayText.byteCount(sample.text.length)) that were read", field: .input)
        }
        guard !tables.isEmpty else { return (unread.map { [$0] } ?? []).reading(extent) }
        let filter = plan.inputFilter.isEmpty ? nil : try? RecordPath(plan.inputFilter)
        do {
            switch try await training {
            case .known(let columns):
                let isWhole = extent.isAll && tables.count >= input.data.count && !tables.contains(where: \.csv.isCut)
                let found = ColumnsComparison(trained: columns, filter: filter, plan: plan, isWhole: isWhole)
                    .findings(on: tables)
                return (found + (unread.map { [$0] } ?? [])).reading(extent)
            case .timeSeries(let needed, let makeup):
                return series(tables, needed: needed, makeup: makeup).reading(extent)
            case .unknown(let reason): return untrained(tables, because: reason).reading(extent)
            }
        } catch {
            let failure = AWSFailure(wrapping: error)
            if failure == .cancelled { throw failure }
            return untrained(tables, because: nil).reading(extent) + [
                .unknown("the trained columns", because: failure, field: .input)
            ]
        }
    }

    /// Whether objects of time series begin with the names of their columns.
    private static func series(_ tables: [InputTable], needed: [String], makeup: String) -> [PreflightFinding] {
        guard !needed.isEmpty else { return [] }
        for table in tables {
            let header = table.csv.rows.first?.fields ?? []
            guard let missing = needed.first(where: { !header.contains($0) }) else { continue }
            return [
                PreflightFinding(
                    .failed,
                    header.contains(where: needed.contains)
                        ? "the header of \(table.name) has no column '\(missing)', which the forecast needs"
                        : "\(table.name) lacks the header row a forecast needs",
                    fix:
                        "start each object with a header row that includes \(needed.joined(separator: ", "))",
                    field: .input)
            ]
        }
        let more = makeup.isEmpty ? "" : "; the forecast takes \(makeup)"
        return [PreflightFinding(.passed, "the header names \(needed.joined(separator: ", "))\(more)", field: .input)]
    }

    /// What rows alone can tell.
    private static func untrained(_ tables: [InputTable], because reason: String?) -> [PreflightFinding] {
        var findings = ColumnsComparison.evenness(of: tables)
        if let table = tables.first(where: \.csv.looksLikeHeader) {
            findings.append(
                PreflightFinding(
                    .warned, "\(table.name) seems to start with a header row, which is read as data",
                    fix: "remove the first line of each object", field: .input,
                    correction: .withoutHeader(table.csv.rows[0].fields)))
        }
        if let reason {
            findings.append(
                PreflightFinding(.unknown, "the trained columns: unknown, because \(reason)", field: .input))
        }
        return findings
    }
}

/// One sampled object as rows.
struct InputTable: Hashable, Sendable {
    var name: String
    var csv: CSVSample
}

extension PreflightCheck {
    /// Whether records of JSON, one a line, have the members that the job was trained on.
    static func jsonKeys(_ plan: LaunchPlan, _ lookups: PreflightLookups) async throws -> [PreflightFinding] {
        guard plan.split == .line, plan.contentType.lowercased().contains("json") else { return [] }
        async let training = lookups.trainingColumns(
            ofJob: plan.jobName, artifacts: plan.containers.map(\.modelDataUrl))
        guard let input = try await readableInput(of: plan, lookups) else { return [] }
        let all = try await lookups.samples(of: plan)
        let (samples, extent) = (all.filter(\.isPlainText), ReadExtent(all, of: input))
        do {
            guard case .known(let trained) = try await training, !trained.hasFeatureList else { return [] }
            return JSONKeys(trained: trained, filter: try? RecordPath(plan.inputFilter)).findings(on: samples)
                .reading(extent)
        } catch {
            let failure = AWSFailure(wrapping: error)
            if failure == .cancelled { throw failure }
            return [.unknown("the trained columns", because: failure, field: .input)]
        }
    }
}

/// Compares the members of records, or how many values they have, with the columns of the training.
private struct JSONKeys {
    let trained: TrainingColumns
    let filter: RecordPath?

    func findings(on samples: [InputSample]) -> [PreflightFinding] {
        var (seen, unknown) = (0, 0)
        for sample in samples {
            for line in sample.text.lines {
                // What isn't JSON, and what the filter does not find, other checks tell.
                guard var record = JSONValue(parsing: Array(line.bytes)) else { continue }
                if let filter {
                    guard let part = try? filter.filter(json: record) else { continue }
                    record = part
                }
                seen += 1
                switch judgement(of: record) {
                case .fits: break
                case .unknown: unknown += 1
                case .differs(let text):
                    return [
                        PreflightFinding(
                            .failed, "\(sample.name), line \(line.number) \(text)",
                            fix: "the model was trained on: \(ColumnDifferences.list(trained.features))", field: .input)
                    ]
                }
            }
        }
        guard seen > 0 else { return [] }
        guard unknown == 0 else {
            return [
                PreflightFinding(
                    .unknown,
                    "the trained columns: unknown in \(DisplayText.count(unknown)) of the \(DisplayText.count(seen)) "
                        + "records read, which are lists of lists or of objects", field: .input)
            ]
        }
        return [
            PreflightFinding(
                .passed,
                "the \(DisplayText.count(seen)) records read have the \(trained.features.count) columns of the "
                    + "training", field: .input)
        ]
    }

    /// How a record is, beside the columns of the training.
    private enum Judgement {
        case fits
        /// What follows the record's name.
        case differs(String)
        /// Its form says nothing of its columns.
        case unknown
    }

    private func judgement(of record: JSONValue) -> Judgement {
        switch record {
        case .object(let members):
            // `{"features": […]}` and the like.
            if members.count == 1, let values = members[0].value.array { return judgement(of: values) }
            // By their bytes, as the container looks for them.
            let names = Set(members.map { ByteText($0.key) })
            let missing = trained.features.filter { !names.contains(ByteText($0)) }
            guard !missing.isEmpty else { return .fits }
            guard missing.count < trained.features.count else {
                let there = names.sorted().map(\.string)
                return .differs(
                    there.isEmpty
                        ? "is an empty object"
                        : "has none of the training columns; it has \(ColumnDifferences.list(there))")
            }
            return .differs(
                "has no \(missing.prefix(8).map { "'\($0)'" }.joined(separator: ", "))"
                    + (missing.count > 8 ? " and \(missing.count - 8) more columns" : "")
                    + ", which the model was trained on")
        case .array(let values): return judgement(of: values)
        case .null: return .differs("is null, not a record")
        default: return judgement(of: [record])
        }
    }

    private func judgement(of values: [JSONValue]) -> Judgement {
        // Lists of lists are records of another form.
        guard !values.contains(where: { $0.array != nil || $0.isObject }) else { return .unknown }
        let (count, features) = (values.count, trained.features.count)
        return count == features
            ? .fits : .differs("has \(DisplayText.counted(count, "value")), trained on \(features)")
    }
}
