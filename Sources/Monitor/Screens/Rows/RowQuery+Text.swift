import BatchInference
import Predictions

extension RowQuery {
    /// Why a text can't be read as conditions.
    struct TextProblem: Error, Hashable {
        var text: String
    }

    /// A colon looks for a part, as in the filters of lists.
    private static let signs = RowFilter.Comparison.signs + [(sign: ":", comparison: .containsAnyCase)]

    /// Reads words that must all hold, as lists are filtered: `word` in any column, `column:word` in one;
    /// `column>0.9`, `column=value`, `column!=value`, `column~expression` compare. Without a name before the sign it's the
    /// selected column, and any one for an expression.
    init(_ text: String, columns: [RowPager.Column], selected: RowPager.Column?) throws(TextProblem) {
        self.init([])
        for word in FilterQuery.words(of: text) { conditions.append(try Self.condition(word, columns, selected)) }
    }

    private static func condition(
        _ word: String, _ columns: [RowPager.Column], _ selected: RowPager.Column?
    ) throws(TextProblem) -> Condition {
        for (sign, comparison) in signs where word.hasPrefix(sign) && word.utf8.count > sign.utf8.count && sign != ":" {
            let operand = String(word.dropFirst(sign.count))
            return Condition(
                column: comparison == .matches ? nil : selected, comparison, try checked(operand, comparison))
        }
        var unknown: String?
        // A column's own name may hold signs, so that the longest name wins.
        for index in word.indices.reversed() where index != word.startIndex {
            guard let (sign, comparison) = signs.first(where: { word[index...].hasPrefix($0.0) }) else { continue }
            // `>=` isn't `>` before a `=`.
            if sign == "=", ["<", ">", "!", "="].contains(word[word.index(before: index)]) { continue }
            let name = String(word[..<index])
            let operand = String(word[index...].dropFirst(sign.count))
            let named = columns.filter { $0.title.lowercased() == name.lowercased() }
            let begun = columns.filter { $0.title.lowercased().hasPrefix(name.lowercased()) }
            if let column = named.first ?? (begun.count == 1 ? begun[0] : nil) {
                return Condition(column: column, comparison, try checked(operand, comparison))
            }
            if sign != ":" {
                unknown = begun.count > 1 ? "\(begun.count) columns begin with \(name)" : "no column \(name)"
            }
        }
        if let unknown { throw TextProblem(text: unknown) }
        return Condition(column: nil, .containsAnyCase, word)
    }

    private static func checked(_ operand: String, _ comparison: RowFilter.Comparison) throws(TextProblem) -> String {
        do throws(RowFilter.Problem) {
            _ = try RowMatcher(RowFilter([.init(column: nil, comparison, operand)]))
            return operand
        } catch {
            throw TextProblem(text: error.text)
        }
    }
}
