/// Compares the values of rows, whose count of columns fits, with those of the training, column by column.
struct ColumnDifferences: Sendable {
    /// How one column differs.
    private struct Difference {
        /// From 0.
        var place: Int
        var isFailure: Bool
        /// What follows "column 3 ".
        var text: String
        var fix: String
        /// The line to name where it is the only difference.
        var line: Int?
    }

    let trained: TrainingColumns
    /// What the training had, in the order of its features.
    let profiles: [ColumnProfile]
    /// The object's name within messages.
    let name: String
    /// Rows as the containers get them, without a header.
    let rows: [CSVSample.Row]

    /// Columns that are told in words; others are named.
    private static let mostInWords = 6
    /// Rows that are needed before what is missing is worth a word.
    private static let fewestForMissing = 5

    /// What differs so that the job would fail or predict nonsense, then what is worth a second look.
    func findings() -> [PreflightFinding] {
        var all: [Difference] = []
        var outside: [Difference] = []
        for (place, known) in profiles.enumerated() {
            let values = rows.compactMap { row -> (line: Int, value: String)? in
                place < row.fields.count ? (row.line, row.fields[place]) : nil
            }
            if let found = difference(at: place, known, values) {
                all.append(found)
            } else if let found = outOfRange(at: place, known, values.map(\.value)) {
                outside.append(found)
            }
        }
        let failed = all.filter(\.isFailure)
        // Alone, numbers beyond those of the training may be new data, and are only pointed out; beside a column that
        // cannot be, they are other data.
        let certain = failed.isEmpty ? [] : (failed + outside).sorted { $0.place < $1.place }
        let doubtful = (all.filter { !$0.isFailure } + (failed.isEmpty ? outside : [])).sorted { $0.place < $1.place }
        return [finding(.failed, certain), finding(.warned, doubtful)].compactMap(\.self)
    }

    private func finding(
        _ verdict: PreflightFinding.Verdict, _ differences: [Difference]
    ) -> PreflightFinding? {
        guard let first = differences.first else { return nil }
        guard differences.count > 1 else {
            let place = first.line.map { "\(name), line \($0)" } ?? name
            return PreflightFinding(
                verdict, "\(place): column \(first.place + 1) \(first.text)", fix: first.fix, field: .input)
        }
        var parts = differences.prefix(Self.mostInWords).map { "column \($0.place + 1) \($0.text)" }
        let others = differences.dropFirst(Self.mostInWords).map { "\($0.place + 1) ('\(trained.features[$0.place])')" }
        if !others.isEmpty {
            parts.append("likewise column\(others.count == 1 ? "" : "s") \(others.joined(separator: ", "))")
        }
        let count = "\(differences.count) of \(trained.features.count) columns"
        return PreflightFinding(
            verdict,
            verdict == .failed
                ? "\(name): \(count) don't fit those of the training: \(parts.joined(separator: "; "))"
                : "\(name): \(count) are worth a second look: \(parts.joined(separator: "; "))",
            fix: verdict == .failed
                ? "check that it is the input of this job, with its columns in the order of the training: "
                    + Self.list(trained.features)
                : Self.joined(differences.map(\.fix)), field: .input)
    }

    private static func joined(_ fixes: [String]) -> String {
        var seen: [String] = []
        for fix in fixes where !seen.contains(fix) { seen.append(fix) }
        return seen.prefix(3).joined(separator: "; ")
    }

    static func list(_ names: [String]) -> String {
        names.prefix(8).joined(separator: ", ") + (names.count > 8 ? ", …" : "")
    }

    private func difference(
        at place: Int, _ known: ColumnProfile, _ values: [(line: Int, value: String)]
    ) -> Difference? {
        let found = ColumnProfile(values.lazy.map(\.value))
        guard found.count > 0 else { return missing(at: place, known, found) }
        let kindDifference =
            switch known.kind {
            case .numbers: amongNumbers(at: place, known, found, values)
            case .dates: amongDates(at: place, known, found)
            case .words: amongWords(at: place, known, found, values.map(\.value))
            case nil: nil as Difference?
            }
        return kindDifference ?? missing(at: place, known, found)
    }

    private func feature(_ place: Int) -> String { "'\(trained.features[place])'" }

    private func failure(_ place: Int, _ text: String, fix: String? = nil) -> Difference {
        Difference(
            place: place, isFailure: true, text: text,
            fix: fix ?? "put the columns in the order of the training: \(Self.list(trained.features))", line: nil)
    }

    // MARK: By what the training had

    private func amongNumbers(
        at place: Int, _ known: ColumnProfile, _ found: ColumnProfile, _ values: [(line: Int, value: String)]
    ) -> Difference? {
        let odd = values.filter { !ColumnProfile.isNumber($0.value) && !known.distinct.contains($0.value) }
        guard let first = odd.first else { return nil }
        if odd.count * 2 > found.count {
            if found.dateCount * 2 > found.count {
                return failure(
                    place, "holds dates, such as \(Self.cut(first.value)), where \(feature(place)) had numbers")
            }
            // Text of another column of the training is in the wrong place; a number with something to it is not.
            let isElsewhere = profiles.contains { $0.distinct.contains(first.value) }
            let isDecorated = first.value.contains(where: \.isNumber) && !isElsewhere
            return failure(
                place,
                "holds text, where \(feature(place)) had numbers" + (isDecorated ? ": \(Self.cut(first.value))" : ""),
                fix: isDecorated
                    ? "write numbers as 1234.5, without separators, units or anything else around them" : nil)
        }
        let more = odd.count > 1 ? ", and \(odd.count - 1) more lines have such" : ""
        return Difference(
            place: place, isFailure: false,
            text: "holds '\(Self.cut(first.value))', where \(feature(place)) had numbers\(more)",
            fix: "write numbers as 1234.5, and leave out what is not known", line: first.line)
    }

    private func amongDates(at place: Int, _ known: ColumnProfile, _ found: ColumnProfile) -> Difference? {
        let example = Self.cut(found.example ?? "")
        let usual = known.example ?? ""
        if found.numbers * 2 > found.count {
            return failure(
                place, "holds numbers, such as \(example), where \(feature(place)) had dates, such as \(usual)")
        }
        if found.dateCount * 2 < found.count {
            return failure(place, "holds text, such as \(example), where \(feature(place)) had dates, such as \(usual)")
        }
        guard let form = found.dates.max(by: { $0.value < $1.value })?.key, known.dates[form] == nil else { return nil }
        return Difference(
            place: place, isFailure: false,
            text: "has dates such as \(example), where \(feature(place)) had them as \(usual)",
            fix: "write dates as in the training", line: nil)
    }

    private func amongWords(
        at place: Int, _ known: ColumnProfile, _ found: ColumnProfile, _ values: [String]
    ) -> Difference? {
        let unseen = values.filter { !ColumnProfile.isMissing($0) && !known.distinct.contains($0) }
        guard let example = unseen.first.map(Self.cut) else { return nil }
        let isMostUnseen = unseen.count * 2 > found.count
        if isMostUnseen, found.kind == .numbers {
            return failure(place, "holds numbers, such as \(example), where \(feature(place)) had text")
        }
        if isMostUnseen, found.kind == .dates {
            return failure(place, "holds dates, such as \(example), where \(feature(place)) had text")
        }
        // Only of a column of few words, each there many times, does a sample tell all.
        guard known.hasFewWords, unseen.count * (trained.isWhole ? 4 : 2) > found.count else { return nil }
        let words = known.distinct.sorted().prefix(6).joined(separator: ", ") + (known.distinct.count > 6 ? ", …" : "")
        let isTarget = Set(unseen).isSubset(of: trained.values(of: trained.target))
        let text =
            isTarget
            ? "holds values of '\(trained.target)', the target, in the place of \(feature(place))"
            : "holds values that \(feature(place)) "
                + (trained.isWhole
                    ? "never had in training"
                    : "does not have in the first \(DisplayText.count(trained.rows.count)) rows of the training")
                + ", such as \(example)"
        return Difference(
            place: place, isFailure: isMostUnseen && trained.isWhole, text: text,
            fix: "check spelling and order of the columns; trained on: \(words)", line: nil)
    }

    /// A column that is empty, or nearly so, where the training had values.
    private func missing(at place: Int, _ known: ColumnProfile, _ found: ColumnProfile) -> Difference? {
        guard found.total >= Self.fewestForMissing, known.count > 0 else { return nil }
        let (now, before) = (found.missingShare, known.missingShare)
        guard now == 1 ? before < 0.5 : now > 0.5 && before < 0.1 && found.total >= 20 else { return nil }
        let usual = before == 0 ? "no row" : "\(DisplayText.percent(before)) of the rows"
        return Difference(
            place: place, isFailure: false,
            text: now == 1
                ? "is empty in every row, where \(feature(place)) was so in \(usual) of the training"
                : "is empty in \(DisplayText.percent(now)) of the rows, where \(feature(place)) was so in \(usual) of the "
                    + "training",
            fix: "check that no column was lost or shifted; what is missing is guessed by the model", line: nil)
    }

    /// Numbers of which most lie far beyond those of the training.
    private func outOfRange(at place: Int, _ known: ColumnProfile, _ values: [String]) -> Difference? {
        guard known.kind == .numbers, known.count >= 20, let range = known.range else { return nil }
        let span = max(range.upperBound - range.lowerBound, abs(range.upperBound) * 0.01)
        let numbers = values.compactMap { Double($0) }.filter(\.isFinite)
        let far = numbers.count { $0 < range.lowerBound - span || $0 > range.upperBound + span }
        guard far * 2 > numbers.count, let example = values.first(where: { Double($0) != nil }) else { return nil }
        return failure(
            place,
            "holds numbers such as \(Self.cut(example)), where \(feature(place)) had \(Self.text(range.lowerBound)) to "
                + Self.text(range.upperBound),
            fix: "check the units, and the order of the columns: \(Self.list(trained.features))")
    }

    private static func text(_ number: Double) -> String {
        number == number.rounded() && abs(number) < 1e15 ? "\(Int(number))" : "\(number)"
    }

    private static func cut(_ text: String) -> String { text.count > 24 ? "\(text.prefix(24))…" : text }
}
