/// Compares the values of rows, whose columns fit, with those of the training.
struct TrainedValues: Sendable {
    let trained: TrainingColumns
    /// The object's name within messages.
    let name: String
    /// Rows as the containers get them, without a header.
    let rows: [CSVSample.Row]

    /// A value in a column of numbers that is none, and that the training had not either.
    func textAmongNumbers() -> PreflightFinding? {
        for (place, feature) in trained.features.enumerated() {
            let known = trained.values(of: feature)
            guard Self.numericShare(known) > 0.9 else { continue }
            let odd = rows.filter { place < $0.fields.count && !$0.fields[place].isEmpty }
                .filter { !Self.isNumber($0.fields[place]) && !known.contains($0.fields[place]) }
            guard let first = odd.first else { continue }
            let more = odd.count > 1 ? ", and \(odd.count - 1) more lines have such" : ""
            return PreflightFinding(
                .warned,
                "\(name), line \(first.line): column \(place + 1) holds '\(first.fields[place].prefix(24))', where "
                    + "'\(feature)' had numbers\(more)",
                fix: "write numbers as 1234.5, and leave out what is not known", field: .input)
        }
        return nil
    }

    /// A column whose values are, in good part, none of the few that the training had.
    func neverSeen() -> PreflightFinding? {
        for (place, feature) in trained.features.enumerated() {
            let values = trained.values(of: feature)
            let known = Set(values)
            // Only of a column of few words, each there many times, does a sample tell all.
            guard values.count >= 20, known.count * 5 <= values.count, Self.numericShare(values) < 0.5 else { continue }
            let found = rows.compactMap { row in
                place < row.fields.count && !Self.isMissing(row.fields[place]) ? row.fields[place] : nil
            }
            let unseen = found.filter { !known.contains($0) }
            guard let example = unseen.first, unseen.count * (trained.isWhole ? 4 : 2) > found.count else { continue }
            let words = known.sorted().prefix(6).joined(separator: ", ") + (known.count > 6 ? ", …" : "")
            let isTarget = Set(unseen).isSubset(of: trained.values(of: trained.target))
            return PreflightFinding(
                .warned,
                isTarget
                    ? "\(name): column \(place + 1) holds values of '\(trained.target)', the target, in the place of "
                        + "'\(feature)'"
                    : "\(name): column \(place + 1) holds values that '\(feature)' "
                        + (trained.isWhole
                            ? "never had in training"
                            : "does not have in the first \(DisplayText.count(trained.rows.count)) rows of the training")
                        + ", such as \(example.prefix(24))",
                fix: "check spelling and order of the columns; trained on: \(words)", field: .input)
        }
        return nil
    }

    /// The share of values that are numbers, or stand for one that is missing; of no values, none.
    static func numericShare(_ values: [String]) -> Double {
        guard !values.isEmpty else { return 0 }
        return Double(values.count(where: isNumber)) / Double(values.count)
    }

    static func isNumber(_ value: String) -> Bool { Double(value) != nil || isMissing(value) }

    /// Whether a value is one of those that readers of CSV take for none.
    private static func isMissing(_ value: String) -> Bool {
        value.isEmpty || missing.contains(value.lowercased())
    }

    private static let missing: Set<String> = [
        "na", "n/a", "#na", "#n/a", "<na>", "nan", "-nan", "null", "none", "?",
    ]
}
