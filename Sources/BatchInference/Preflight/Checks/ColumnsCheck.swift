import AWSOperations

extension PreflightCheck {
    /// Whether the rows have the columns that the job was trained on: count, kind, no header, no target.
    static let columns = PreflightCheck(
        "columns", "columns", needs: [.candidate, .input, .records, .filters]
    ) { subject, lookups in
        let plan = subject.plan
        guard plan.isCSV else { return [] }
        async let training = lookups.trainingColumns(ofJob: plan.jobName)
        guard try await readableInput(of: plan, lookups) != nil else { return [] }
        let samples = try await lookups.samples(of: plan).filter(\.isPlainText)
        let tables = samples.map { InputTable(name: $0.name, csv: CSVSample($0.text)) }.filter { !$0.csv.rows.isEmpty }
        guard !tables.isEmpty else { return [] }
        let filter = plan.inputFilter.isEmpty ? nil : try? RecordPath(plan.inputFilter)
        do {
            switch try await training {
            case .known(let columns):
                return ColumnsComparison(trained: columns, filter: filter, plan: plan).findings(on: tables)
            case .timeSeries: return []
            case .unknown(let reason): return untrained(tables, because: reason)
            }
        } catch {
            let failure = AWSFailure(wrapping: error)
            if failure == .cancelled { throw failure }
            return untrained(tables, because: nil) + [.unknown("the trained columns", because: failure, field: .input)]
        }
    }

    /// What rows alone can tell.
    private static func untrained(_ tables: [InputTable], because reason: String?) -> [PreflightFinding] {
        var findings = ColumnsComparison.evenness(of: tables)
        if let table = tables.first(where: \.csv.looksLikeHeader) {
            findings.append(
                PreflightFinding(
                    .warned, "\(table.name) seems to begin with a header row, which is read as data",
                    fix: "take the first line out of each object", field: .input))
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
