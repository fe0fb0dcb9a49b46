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
    package init?(titles: [String?], rows: [Cells]) {
        let lists = titles.indices.compactMap { Column($0, of: rows) }
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
        let classes = named?.lists.lazy.compactMap(\.self).first { !$0.isEmpty }?.map(\.text)
        if let classes, Set(classes).count != classes.count { return nil }
        values = found.place
        labels = classes == nil ? nil : named?.place
        names = classes ?? (1...found.width).map { "\(titles[found.place] ?? "probabilities") \($0)" }
        for row in rows where found.place < row.texts.count {
            let own = labels.map { $0 < row.texts.count ? row.texts[$0] : "" }
            guard spread(values: row.texts[found.place], labels: own) != nil else { return nil }
        }
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

    /// A column that holds lists of one width, as far as its cells hold anything.
    private struct Column {
        var place: Int
        var lists: [[ListCells.Element]?]
        var width = 0
        var isLabels = false

        init?(_ place: Int, of rows: [Cells]) {
            self.place = place
            lists = []
            for row in rows {
                guard place < row.texts.count, !row.texts[place].isEmpty else {
                    lists.append(nil)
                    continue
                }
                guard !row.isCut, let list = ListCells.elements(of: row.texts[place]) else { return nil }
                lists.append(list)
                guard let first = list.first else { continue }
                guard width == 0 || (list.count == width && first.isNumber != isLabels) else { return nil }
                width = list.count
                isLabels = !first.isNumber
                guard list.allSatisfy({ $0.isNumber != isLabels }), width <= 1000 else { return nil }
            }
            if width == 0 { return nil }
        }
    }
}
