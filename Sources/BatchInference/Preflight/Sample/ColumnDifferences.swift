import AWSOperations

/// Compares the values of rows, whose count of columns fits, with those of the training, column by column.
struct ColumnDifferences: Sendable {
    /// What a finding is about: of each, the first object that has it tells.
    enum Kind: CaseIterable, Sendable {
        /// Columns in the place of others.
        case order
        /// Values that the training had not.
        case values
        /// Blanks around values, which a correction takes off.
        case blanks
    }

    struct Told: Sendable {
        var finding: PreflightFinding
        var kind: Kind
    }

    /// How one column differs, or some that changed places.
    private struct Difference {
        /// From 0.
        var places: [Int]
        var isFailure: Bool
        var text: String
        var fix: String
        /// The line to name where it is the only difference.
        var line: Int?
    }

    let trained: TrainingColumns
    /// What the training had, in the order of its features.
    let profiles: [ColumnProfile]
    let samples: [ColumnSample]
    /// The object's name within messages.
    let name: String
    /// Rows as the containers get them, without a header.
    let rows: [CSVSample.Row]
    /// Places that have no value in any row of the input, all of which was read.
    var emptyPlaces: Set<Int> = []
    /// Whether places are those of the objects themselves, so that a correction can name them.
    var canBeCorrected = true

    /// Columns that are told in words; others are named.
    private static let mostInWords = 6
    /// Rows that are needed before what is missing is worth a word.
    private static let fewestForMissing = 5

    /// What differs so that the job would fail or predict nonsense, then what is worth a second look.
    func findings() -> [Told] {
        let changes = order()
        let moved = Set(changes.flatMap(\.places))
        var all: [Difference] = []
        var outside: [Difference] = []
        for (place, known) in profiles.enumerated() where !moved.contains(place) {
            let values = rows.compactMap { row -> Value? in
                place < row.fields.count
                    ? Value(line: row.line, value: row.fields[place], spelling: row.padded[place]) : nil
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
        let certain = failed.isEmpty ? [] : (failed + outside).sorted { $0.places[0] < $1.places[0] }
        let doubtful = (all.filter { !$0.isFailure } + (failed.isEmpty ? outside : []))
            .sorted { $0.places[0] < $1.places[0] }
        return told(.order, changes.map(difference))
            + [finding(.failed, certain), finding(.warned, doubtful)].compactMap(\.self)
            .map { Told(finding: $0, kind: .values) } + blanks(without: moved)
    }

    /// Columns that seem to be in another place, and nothing else.
    func orderAlone() -> [Told] { told(.order, order().map(difference)) }

    private func told(_ kind: Kind, _ differences: [Difference]) -> [Told] {
        [finding(.failed, differences.filter(\.isFailure)), finding(.warned, differences.filter { !$0.isFailure })]
            .compactMap(\.self).map { Told(finding: $0, kind: kind) }
    }

    private func finding(
        _ verdict: PreflightFinding.Verdict, _ differences: [Difference]
    ) -> PreflightFinding? {
        guard let first = differences.first else { return nil }
        guard differences.count > 1 else {
            let place = first.line.map { "\(name), line \($0)" } ?? name
            return PreflightFinding(verdict, "\(place): \(first.text)", fix: first.fix, field: .input)
        }
        var parts = differences.prefix(Self.mostInWords).map(\.text)
        let others = differences.dropFirst(Self.mostInWords).flatMap(\.places).map {
            "\($0 + 1) ('\(trained.features[$0])')"
        }
        if !others.isEmpty {
            parts.append("likewise \(DisplayText.noun(others.count, "column")) \(others.joined(separator: ", "))")
        }
        let count = "\(differences.reduce(0) { $0 + $1.places.count }) of \(trained.features.count) columns"
        return PreflightFinding(
            verdict,
            verdict == .failed
                ? "\(name): \(count) don't match the training data: \(parts.joined(separator: "; "))"
                : "\(name): \(count) are suspicious: \(parts.joined(separator: "; "))",
            fix: verdict == .failed
                ? "check that it is the input of this job, with its columns in training order: "
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

    // MARK: Columns in the place of others

    private func order() -> [ColumnOrder.Change] {
        let found = profiles.indices.map { place in
            ColumnSample(rows: rows.count) { place < rows[$0].fields.count ? rows[$0].fields[place] : nil }
        }
        return ColumnOrder(trained: samples, found: found).changes()
    }

    private func difference(_ change: ColumnOrder.Change) -> Difference {
        let names = change.places.map { "\($0 + 1) (\(feature($0)))" }
        let text: String
        var fix = inOrder
        switch change.kind {
        case .swapped:
            text =
                "columns \(names.joined(separator: " and ")) seem to be swapped: each looks like the other in training"
        case .rotated(let others):
            let looks = zip(change.places, others).map { "column \($0 + 1) looks like \(feature($1))" }
            text = "columns \(Self.enumeration(names)) seem to be in another order: \(looks.joined(separator: ", "))"
        case .shifted(let offset):
            let (first, last) = (change.places[0], change.places[change.places.count - 1])
            text =
                "columns \(first + 1) to \(last + 1) look like \(feature(first + offset)) to "
                + "\(feature(last + offset)) in training: they are shifted one column to the \(offset > 0 ? "left" : "right")"
            fix =
                "check whether a column before them was \(offset > 0 ? "left out" : "added, such as an id or the target")"
                + "; \(fix)"
        }
        return Difference(places: change.places, isFailure: change.isCertain, text: text, fix: fix)
    }

    private var inOrder: String { "put the columns in training order: \(Self.list(trained.features))" }

    private static func enumeration(_ parts: [String]) -> String {
        guard let last = parts.last, parts.count > 1 else { return parts.joined() }
        return parts.dropLast().joined(separator: ", ") + " and " + last
    }

    // MARK: Column by column

    /// A value of a row; how it is written, where blanks are around it.
    private struct Value {
        var line: Int
        var value: String
        var spelling: String?
    }

    private func difference(at place: Int, _ known: ColumnProfile, _ values: [Value]) -> Difference? {
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
            places: [place], isFailure: true, text: "column \(place + 1) \(text)", fix: fix ?? inOrder, line: nil)
    }

    private func doubt(
        _ place: Int, _ text: String, fix: String, isFailure: Bool = false, line: Int? = nil
    ) -> Difference {
        Difference(
            places: [place], isFailure: isFailure, text: "column \(place + 1) \(text)", fix: fix, line: line)
    }

    // MARK: By what the training had

    private func amongNumbers(
        at place: Int, _ known: ColumnProfile, _ found: ColumnProfile, _ values: [Value]
    ) -> Difference? {
        let odd = values.filter { !ColumnProfile.isNumber($0.value) && !known.has($0.value) }
        guard let first = odd.first else { return nil }
        if odd.count * 2 > found.count {
            if found.dateCount * 2 > found.count {
                return failure(
                    place, "holds dates, such as \(Self.cut(first.value)), where \(feature(place)) had numbers")
            }
            // Text of another column of the training is in the wrong place; a number with something to it is not.
            let isElsewhere = profiles.contains { $0.has(first.value) }
            let isDecorated = first.value.contains(where: \.isNumber) && !isElsewhere
            return failure(
                place,
                "holds text, where \(feature(place)) had numbers" + (isDecorated ? ": \(Self.cut(first.value))" : ""),
                fix: isDecorated
                    ? "write numbers as 1234.5, without separators, units or anything else around them" : nil)
        }
        let more = odd.count > 1 ? ", and \(odd.count - 1) more lines have such" : ""
        return doubt(
            place, "holds '\(Self.cut(first.value))', where \(feature(place)) had numbers\(more)",
            fix: "write numbers as 1234.5, and leave out what isn't known", line: first.line)
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
        return doubt(
            place, "has dates such as \(example), where \(feature(place)) had them as \(usual)",
            fix: "write dates as in the training data")
    }

    private func amongWords(
        at place: Int, _ known: ColumnProfile, _ found: ColumnProfile, _ values: [String]
    ) -> Difference? {
        // What only blanks tell apart is told of on its own.
        let unseen = values.filter {
            !ColumnProfile.isMissing($0) && !known.has($0) && !known.has($0.withoutBlanks)
        }
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
        // New words are no surprise where the training had many but once, and none at all in a few rows.
        let chance = Self.chance(of: unseen.count, in: found.count, each: known.shareOfNewWords)
        guard chance < 0.02 else { return nil }
        let words =
            known.distinct.sorted().prefix(6).map(\.string).joined(separator: ", ")
            + (known.distinct.count > 6 ? ", …" : "")
        let isTarget = Set(unseen).isSubset(of: trained.values(of: trained.target))
        let text =
            isTarget
            ? "holds values of '\(trained.target)', the target, in the place of \(feature(place))"
            : "holds values that \(feature(place)) "
                + (trained.isWhole
                    ? "never had in training"
                    : "doesn't have in the first \(DisplayText.count(trained.rows.count)) training rows")
                + ", such as \(example)"
        return doubt(
            place, text, fix: "check spelling and order of the columns; trained on: \(words)",
            isFailure: isMostUnseen && trained.isWhole && chance < 0.005)
    }

    /// About how likely so many rows are such, where each is by chance.
    private static func chance(of count: Int, in rows: Int, each share: Double) -> Double {
        var chance = 1.0
        for index in 0..<min(count, 100) { chance *= share * Double(rows - index) / Double(index + 1) }
        return chance
    }

    /// A column that is empty, or nearly so, where the training had values.
    private func missing(at place: Int, _ known: ColumnProfile, _ found: ColumnProfile) -> Difference? {
        guard found.total >= Self.fewestForMissing, known.count > 0 else { return nil }
        let (now, before) = (found.missingShare, known.missingShare)
        guard now == 1 ? before < 0.5 : now > 0.5 && before < 0.1 && found.total >= 20 else { return nil }
        let usual = before == 0 ? "no row" : "\(DisplayText.percent(before)) of the rows"
        return doubt(
            place,
            now == 1
                ? "is empty in every row; in training, \(feature(place)) was empty in \(usual)"
                : "is empty in \(DisplayText.percent(now)) of the rows; in training, \(feature(place)) was empty in \(usual)",
            fix: "check that no column was lost or shifted; the model guesses what is missing",
            isFailure: now == 1 && before <= 0.01 && emptyPlaces.contains(place))
    }

    /// Numbers of which most lie far beyond those of the training, or nearly all at one end of them.
    private func outOfRange(at place: Int, _ known: ColumnProfile, _ values: [String]) -> Difference? {
        guard known.kind == .numbers, known.count >= 20, let range = known.range else { return nil }
        let span = max(range.upperBound - range.lowerBound, abs(range.upperBound) * 0.01)
        let numbers = values.compactMap { Double($0) }.filter(\.isFinite)
        guard let example = values.first(where: { Double($0) != nil }) else { return nil }
        let far = numbers.count { $0 < range.lowerBound - span || $0 > range.upperBound + span }
        let fix = "check the units, and the order of the columns: \(Self.list(trained.features))"
        if far * 2 > numbers.count {
            return failure(
                place,
                "holds numbers such as \(Self.cut(example)), where \(feature(place)) had \(Self.text(range.lowerBound)) to "
                    + Self.text(range.upperBound), fix: fix)
        }
        // Ids and moments go on beyond those of the training, and one value in all rows may be meant.
        let usual = samples[place].numbers
        guard !known.isRising, numbers.count >= 20, usual.count >= 40, Set(numbers.prefix(200)).count >= 8 else {
            return nil
        }
        let (low, high) = (usual[usual.count / 20], usual[usual.count - 1 - usual.count / 20])
        let isAbove = numbers.count { $0 > high } * 10 > numbers.count * 9
        guard isAbove || numbers.count(where: { $0 < low }) * 10 > numbers.count * 9 else { return nil }
        return failure(
            place,
            "holds numbers such as \(Self.cut(example)), nearly all of them \(isAbove ? "above" : "below") "
                + "\(Self.text(isAbove ? high : low)), where nearly all of \(feature(place)) in training were "
                + (isAbove ? "below" : "above"), fix: fix)
    }

    private static func text(_ number: Double) -> String {
        number == number.rounded() && abs(number) < 1e15 ? "\(Int(number))" : "\(number)"
    }

    private static func cut(_ text: String) -> String { text.count > 24 ? "\(text.prefix(24))…" : text }
}

extension ColumnDifferences {
    /// Words that the training had but for blanks around them: to a model these are other words.
    func blanks(without moved: Set<Int>) -> [Told] {
        let columns = profiles.indices.filter { profiles[$0].kind == .words && !moved.contains($0) }
            .compactMap { BlankColumn(differences: self, place: $0) }
        var told: [Told] = []
        for isCertain in [true, false] {
            let some = columns.filter { $0.isCertain == isCertain }
            guard !some.isEmpty else { continue }
            let parts = some.prefix(6).map(\.text) + (some.count > 6 ? ["likewise \(some.count - 6) more columns"] : [])
            let added = some.filter(\.areAdded)
            let isCorrectable = added.count == some.count && canBeCorrected
            told.append(
                Told(
                    finding: PreflightFinding(
                        isCertain ? .failed : .warned, "\(name): \(parts.joined(separator: "; "))",
                        fix: added.isEmpty
                            ? "write them with the blanks, as in the training data"
                            : "remove the blanks: to the model, these are different values",
                        field: .input,
                        correction: isCorrectable ? .withoutBlanks(places: added.map(\.place), header: nil) : nil),
                    kind: .blanks))
        }
        return told
    }
}

/// A column whose words have blanks that the training's had not, or lack those that it had.
private struct BlankColumn {
    var place: Int
    /// Whether the input has blanks that the training had not.
    var areAdded: Bool
    var isCertain: Bool
    var text: String

    init?(differences: ColumnDifferences, place: Int) {
        let known = differences.profiles[place]
        /// The training's spellings by the words without blanks; made where a word needs it.
        lazy var spelled = known.spellingsByWord
        var counts: [String: Int] = [:]
        var examples: [String] = []
        var added = 0
        var lacking = 0
        var example: (now: String, before: String)?
        for row in differences.rows where place < row.fields.count {
            let spelling = row.padded[place] ?? row.fields[place]
            guard !ColumnProfile.isMissing(row.fields[place]), !known.hasSpelling(spelling) else { continue }
            let word = spelling.withoutBlanks
            if known.hasSpelling(word), word != spelling {
                added += 1
                if counts.updateValue((counts[spelling] ?? 0) + 1, forKey: spelling) == nil {
                    examples.append(spelling)
                }
                example = example ?? (spelling, word)
            } else if let before = spelled[ByteText(word)] {
                lacking += 1
                if counts.updateValue((counts[spelling] ?? 0) + 1, forKey: spelling) == nil {
                    examples.append(spelling)
                }
                example = example ?? (spelling, before)
            }
        }
        guard let example else { return nil }
        self.place = place
        areAdded = added >= lacking
        let (count, total) = (added + lacking, differences.rows.count)
        isCertain = count * 2 > total && known.hasFewWords && differences.trained.isWhole
        let more = examples.count - 1
        let others = more > 0 ? " and \(DisplayText.counted(more, "more value"))" : ""
        let verb = more > 0 ? (areAdded ? "have" : "lack") : (areAdded ? "has" : "lacks")
        let end = Self.end(of: areAdded ? example.now : example.before, more > 0 ? "their" : "its")
        text =
            "column \(place + 1): '\(Self.cut(example.now))'\(others) \(verb) \(areAdded ? "a blank" : "the blank") "
            + "\(end) in \(DisplayText.count(count)) of \(DisplayText.count(total)) rows; the model saw "
            + "'\(Self.cut(example.before))'"
    }

    private static func end(of text: String, _ whose: String) -> String {
        let scalars = text.unicodeScalars
        let isFirst = scalars.first?.properties.isWhitespace ?? false
        let isLast = scalars.last?.properties.isWhitespace ?? false
        return isFirst && isLast ? "at each end" : isFirst ? "at \(whose) beginning" : "at \(whose) end"
    }

    private static func cut(_ text: String) -> String {
        text.count > 24 ? "\(text.prefix(12))…\(text.suffix(11))" : text
    }
}

extension ColumnProfile {
    /// How the training writes words that it has with blanks around them.
    var spellingsByWord: [ByteText: String] {
        Dictionary(
            (spellings ?? distinct).lazy.map(\.string).filter { $0 != $0.withoutBlanks }
                .map { (ByteText($0.withoutBlanks), $0) },
            uniquingKeysWith: min)
    }
}

extension String {
    /// Without white space at either end, of whatever kind.
    var withoutBlanks: String {
        let scalars = unicodeScalars
        guard let first = scalars.first, let last = scalars.last,
            first.properties.isWhitespace || last.properties.isWhitespace
        else { return self }
        guard let start = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let end = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        return String(scalars[start...end])
    }
}
