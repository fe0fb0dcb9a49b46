import BatchInference

extension RowQuery {
    /// Why a text can't be read as conditions.
    struct TextProblem: Error, Hashable {
        var text: String
    }

    /// Reads words that must all hold, as lists are filtered: `word` in any column, `column:word` in one;
    /// `column>0.9`, `column=value`, `column!=value`, `column~expression` compare. Without a name before the sign it's the
    /// selected column, and any one for an expression.
    init(_ text: String, columns: [RowPager.Column], selected: RowPager.Column?) throws(TextProblem) {
        self.init([])
        let words = FilterQuery.words(of: text)
        for (index, word) in words.enumerated() {
            if let (condition, before) = Self.condition(upTo: index, of: words, columns) {
                conditions.removeLast(min(before, conditions.count))
                conditions.append(condition)
            } else {
                conditions.append(try Self.condition(word, columns, selected))
            }
        }
    }

    /// A condition whose column has blanks in its name, as those without a name of their own do: `column 3>8`; and how many
    /// of the words before it are part of it.
    private static func condition(
        upTo index: Int, of words: [String], _ columns: [RowPager.Column]
    ) -> (Condition, before: Int)? {
        for first in max(index - 4, 0)..<index {
            for reading in ConditionText.readings(of: words[first...index].joined(separator: " "), isWord: true) {
                let name = reading.name.lowercased()
                // The sign is in the last word: an earlier one's condition is read already.
                guard reading.operand.utf8.count < words[index].utf8.count else { continue }
                if name.contains(" "), let column = columns.first(where: { $0.title.lowercased() == name }),
                    let condition = try? condition(column, reading)
                {
                    return (condition, index - first)
                }
            }
        }
        return nil
    }

    private static func condition(
        _ word: String, _ columns: [RowPager.Column], _ selected: RowPager.Column?
    ) throws(TextProblem) -> Condition {
        let readings = ConditionText.readings(of: word, isWord: true)
        if let reading = readings.last, reading.name.isEmpty, !reading.operand.isEmpty, reading.sign != ":" {
            return try condition(reading.comparison == .matches ? nil : selected, reading)
        }
        var unknown: String?
        for reading in readings where !reading.name.isEmpty {
            let name = reading.name.lowercased()
            let named = columns.filter { $0.title.lowercased() == name }
            let begun = columns.filter { $0.title.lowercased().hasPrefix(name) }
            if let column = named.first ?? (begun.count == 1 ? begun[0] : nil) { return try condition(column, reading) }
            if reading.sign != ":" {
                unknown =
                    begun.count > 1 ? "\(begun.count) columns begin with \(reading.name)" : "no column \(reading.name)"
            }
        }
        if let unknown { throw TextProblem(text: unknown) }
        return Condition(column: nil, .containsAnyCase, word)
    }

    private static func condition(
        _ column: RowPager.Column?, _ reading: ConditionText
    ) throws(TextProblem) -> Condition {
        if let problem = reading.problem { throw TextProblem(text: problem.text) }
        return Condition(column: column, reading.comparison, reading.operand)
    }
}
