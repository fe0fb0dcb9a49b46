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
                            ? "write them with the blanks, as in the training"
                            : "take the blanks off: to the model, these are other values",
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
            } else if let before = spelled[word] {
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
        let others = more > 0 ? " and \(more) more value\(more == 1 ? "" : "s")" : ""
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
    var spellingsByWord: [String: String] {
        Dictionary(
            (spellings ?? distinct).lazy.filter { $0 != $0.withoutBlanks }.map { ($0.withoutBlanks, $0) },
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
