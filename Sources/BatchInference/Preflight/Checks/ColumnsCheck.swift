import AWSOperations

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
        let samples = try await lookups.samples(of: plan).filter { $0.isPlainText && ForeignText($0.text) == nil }
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
            case .timeSeries(let needed): return series(tables, needed: needed).reading(extent)
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
    private static func series(_ tables: [InputTable], needed: [String]) -> [PreflightFinding] {
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
        return [PreflightFinding(.passed, "the header names \(needed.joined(separator: ", "))", field: .input)]
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
