/// A column with a list of probabilities in each row, and the column beside it with the list of the classes.
package struct ProbabilityLists: Hashable, Sendable {
    /// The place of the probabilities' column.
    package private(set) var values: Int
    /// That of the classes; nil where no column names them.
    package private(set) var labels: Int?
    /// The classes; numbered ones where nothing names them.
    package private(set) var names: [String]

    /// What of a row decides.
    package struct Cells {
        package var texts: [String]
        package var isCut: Bool

        package init(texts: [String], isCut: Bool) {
            self.texts = texts
            self.isCut = isCut
        }
    }

    /// Looks for them among the columns; nil where there are none, or where the lists do not fit one another in each row.
    ///
    /// Where rows have the same labels in another order, each value goes to its own label.
    ///
    /// - Parameter byMajority: Whether lists that fit one another in most rows are enough; those of the others are then none.
    package init?(titles: [String?], rows: [Cells], byMajority: Bool = false) {
        let lists = titles.indices.compactMap { Column($0, of: rows, byMajority: byMajority) }
        // Classes can be numbers, too, which their column's name tells.
        func areLabels(_ column: Column) -> Bool {
            column.isLabels || (titles[column.place] ?? "").hasSuffix("labels")
        }
        let numbers = lists.filter { !areLabels($0) }
        func isNamed(_ column: Column) -> Bool { (titles[column.place] ?? "").hasSuffix("probabilities") }
        guard let found = numbers.first(where: isNamed) ?? numbers.first else { return nil }
        let named = lists.first { areLabels($0) && $0.width == found.width }
        // Lists that nothing names are taken apart only where they are known to be probabilities.
        guard named != nil || isNamed(found) else { return nil }
        let classes = named.flatMap { byMajority ? $0.usualLabels : $0.firstLabels }
        if let classes, Set(classes).count != classes.count { return nil }
        values = found.place
        labels = classes == nil ? nil : named?.place
        names = classes ?? (1...found.width).map { "\(titles[found.place] ?? "probabilities") \($0)" }
        var (fitting, odd) = (0, 0)
        for row in rows where found.place < row.texts.count && !row.texts[found.place].isEmpty {
            let own = labels.map { $0 < row.texts.count ? row.texts[$0] : "" }
            if spread(values: row.texts[found.place], labels: own) != nil { fitting += 1 } else { odd += 1 }
        }
        guard byMajority ? fitting > odd : odd == 0 else { return nil }
    }

    /// The same lists, where their columns have other places.
    func placed(values: Int, labels: Int?) -> ProbabilityLists {
        var copy = self
        (copy.values, copy.labels) = (values, labels)
        return copy
    }

    /// The probability of each class; empty ones where a row has none, nil where its lists are of another form.
    package func spread(values text: String, labels: String?) -> [String]? {
        if text.isEmpty { return Array(repeating: "", count: names.count) }
        guard let numbers = ListCells.elements(of: text) else { return nil }
        if numbers.isEmpty { return Array(repeating: "", count: names.count) }
        guard numbers.count == names.count, numbers.allSatisfy(\.isNumber) else { return nil }
        guard self.labels != nil else { return numbers.map(\.text) }
        guard let own = labels.flatMap(ListCells.elements)?.map(\.text), own.count == names.count else { return nil }
        // By their bytes: two spellings of an accent are two classes.
        var places: [[UInt8]: Int] = [:]
        for (place, name) in own.enumerated() { places[Array(name.utf8)] = place }
        let ordered = names.compactMap { places[Array($0.utf8)] }
        return ordered.count == names.count ? ordered.map { numbers[$0].text } : nil
    }

    /// A column that holds lists of one width, as far as its cells hold anything; or most of them do.
    private struct Column {
        var place: Int
        var lists: [[ListCells.Element]?]
        var width = 0
        var isLabels = false

        private struct Shape: Hashable {
            var width: Int
            var isLabels: Bool
        }

        init?(_ place: Int, of rows: [Cells], byMajority: Bool) {
            self.place = place
            lists = []
            var shapes: [Shape: Int] = [:]
            var odd = 0
            for row in rows {
                guard place < row.texts.count, !row.texts[place].isEmpty else {
                    lists.append(nil)
                    continue
                }
                let list = row.isCut ? nil : ListCells.elements(of: row.texts[place])
                lists.append(list)
                guard let first = list?.first, let list else {
                    if list == nil { odd += 1 }
                    continue
                }
                guard list.count <= 1000, list.allSatisfy({ $0.isNumber == first.isNumber }) else {
                    odd += 1
                    continue
                }
                shapes[Shape(width: list.count, isLabels: !first.isNumber), default: 0] += 1
            }
            guard let most = shapes.max(by: { ($0.value, $1.key.width) < ($1.value, $0.key.width) }) else { return nil }
            let others = odd + shapes.values.reduce(0, +) - most.value
            guard byMajority ? most.value > others : others == 0 else { return nil }
            (width, isLabels) = (most.key.width, most.key.isLabels)
        }

        /// The elements of a list of the column's own shape.
        private func labels(_ list: [ListCells.Element]?) -> [String]? {
            guard let list, list.count == width else { return nil }
            return list.map(\.text)
        }

        var firstLabels: [String]? { lists.lazy.compactMap(labels).first }

        /// Those that most rows have, whatever their order.
        var usualLabels: [String]? {
            var counts: [[String]: Int] = [:]
            let all = lists.compactMap(labels)
            for list in all { counts[list.sorted(), default: 0] += 1 }
            return all.max { (counts[$0.sorted()] ?? 0) < (counts[$1.sorted()] ?? 0) }
        }
    }
}
