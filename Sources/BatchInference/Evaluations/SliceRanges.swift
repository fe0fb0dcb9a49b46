import Predictions

/// The ranges that a numeric column is sliced into, so that as many rows as may be are in each.
struct SliceRanges: Hashable, Sendable {
    /// In ascending order: one less than there are ranges.
    let edges: [Double]

    /// Ranges of a column whose values are many numbers.
    private static let count = 4
    /// Different numbers up to which each is a slice of its own.
    private static let fewNumbers = 12
    private static let noNumber = "(no number)"

    init(edges: [Double]) { self.edges = edges }

    /// Nil where the values are no numbers, or few different ones.
    ///
    /// - Parameter values: All values of the column, or a sample of them.
    init?(of values: [String]) {
        let given = values.filter { !ColumnProfile.isMissing($0) }
        let numbers = given.compactMap { PredictionEvaluation.number(in: $0) }.sorted()
        guard numbers.count * 10 > given.count * 9, Set(numbers).count > Self.fewNumbers else { return nil }
        var edges: [Double] = []
        for part in 1..<Self.count {
            let edge = numbers[numbers.count * part / Self.count]
            // One value may be that of more rows than a range holds.
            if edge > edges.last ?? numbers[0] { edges.append(edge) }
        }
        // Nearly all may have the least one.
        if edges.isEmpty, let next = numbers.first(where: { $0 > numbers[0] }) { edges = [next] }
        guard !edges.isEmpty else { return nil }
        self.edges = edges
    }

    /// What the ranges are called, in their order, with what isn't a number at the end.
    var labels: [String] {
        let texts = edges.map(Self.text)
        var labels = ["below \(texts[0])"]
        for place in texts.indices.dropFirst() { labels.append("\(texts[place - 1]) to below \(texts[place])") }
        return labels + ["\(texts[texts.count - 1]) and above", Self.noNumber]
    }

    /// The range of a value.
    func label(of value: String) -> String {
        guard let number = PredictionEvaluation.number(in: value) else {
            return value.isEmpty ? value : Self.noNumber
        }
        return labels[edges.firstIndex { number < $0 } ?? edges.count]
    }

    /// A number as people write it, exact.
    private static func text(_ number: Double) -> String {
        if number == number.rounded(), abs(number) < 1e15 { return "\(Int(number))" }
        return "\(number)"
    }
}
