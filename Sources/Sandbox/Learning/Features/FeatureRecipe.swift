/// How a candidate turns columns into features, before it has seen any data.
struct FeatureRecipe: Hashable, Sendable {
    enum Scaling: Hashable, Sendable {
        case none
        case standard
        case range
    }

    var scaling: Scaling = .standard
    /// Powers up to this one of every number.
    var degree = 1
    var usesCategories = true
    /// Numeric columns to use; all where nothing is said.
    var numericColumns: [String]?

    /// Learns the pipeline from the training rows.
    func fit(_ table: DataTable, labels: [String]) -> FeaturePipeline {
        FeaturePipeline(
            columns: table.columns,
            encodings: table.columns.indices.map {
                encoding(ofColumn: table.columns[$0], cells: table.rows.map(\.[$0]))
            },
            labels: labels)
    }

    private func encoding(ofColumn name: String, cells: [String]) -> ColumnEncoding {
        let present = cells.filter { !$0.isEmpty }
        let numbers = present.compactMap { Double($0) }
        guard numbers.count == present.count, !numbers.isEmpty else {
            return usesCategories ? .category(levels: Set(present).sorted()) : .dropped
        }
        guard numericColumns?.contains(name) ?? true else { return .dropped }
        let ordered = numbers.sorted()
        let middle = ordered.count / 2
        let median = ordered.count % 2 == 1 ? ordered[middle] : (ordered[middle - 1] + ordered[middle]) / 2
        let mean = numbers.reduce(0, +) / Double(numbers.count)
        let deviation = (numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(numbers.count)).squareRoot()
        switch scaling {
        case .none:
            return .numeric(missing: median, center: 0, scale: 1, degree: degree)
        case .standard:
            return .numeric(missing: median, center: mean, scale: deviation > 0 ? deviation : 1, degree: degree)
        case .range:
            let width = ordered[ordered.count - 1] - ordered[0]
            return .numeric(missing: median, center: ordered[0], scale: width > 0 ? width : 1, degree: degree)
        }
    }
}
