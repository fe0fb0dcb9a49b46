import Predictions

extension RecordBlock {
    /// The block with a list of probabilities taken apart, a column a class, named by the list of labels beside it.
    ///
    /// Where the lists do not fit one another in every row, they stay as they are.
    func spreadingProbabilities() -> RecordBlock {
        let cells = rows.map { ProbabilityLists.Cells(texts: $0.cells, isCut: $0.isCut) }
        guard let lists = ProbabilityLists(titles: titles, rows: cells) else { return self }
        var result = self
        result.titles = []
        for place in titles.indices where place != lists.labels {
            if place == lists.values {
                result.titles += lists.names.map(Optional.some)
            } else {
                result.titles.append(titles[place])
            }
        }
        for row in rows.indices {
            let own = rows[row].cells
            // A row without a field stays one.
            guard !own.isEmpty else { continue }
            var cells: [String] = []
            for place in titles.indices where place != lists.labels {
                if place == lists.values {
                    let labels = lists.labels.map { $0 < own.count ? own[$0] : "" }
                    let values = place < own.count ? lists.spread(values: own[place], labels: labels) : nil
                    cells += values ?? Array(repeating: "", count: lists.names.count)
                } else if place < own.count {
                    cells.append(own[place])
                }
            }
            result.rows[row].cells = cells
        }
        return result
    }
}
