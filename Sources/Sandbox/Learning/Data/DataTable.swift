/// Rows of text cells under named columns; an empty cell is a missing value.
struct DataTable: Hashable, Sendable {
    var columns: [String]
    var rows: [[String]]

    /// The column's place, or nothing where the table has none of that name.
    func index(of column: String) -> Int? { columns.firstIndex(of: column) }

    /// The same rows with only these columns, in this order; columns that the table lacks are left out.
    func selecting(_ names: [String]) -> DataTable {
        let places = names.compactMap(index(of:))
        return DataTable(columns: places.map { columns[$0] }, rows: rows.map { row in places.map { row[$0] } })
    }

    /// The rows whose cell in `column` is present.
    func dropping(missing column: String) -> DataTable {
        guard let place = index(of: column) else { return self }
        return DataTable(columns: columns, rows: rows.filter { !$0[place].isEmpty })
    }

    /// Splits by a deterministic shuffle: every fifth row goes to validation, as Autopilot's default 80/20.
    func trainingAndValidation(seed: UInt64) -> (training: DataTable, validation: DataTable) {
        var generator = SplitMix(seed: seed)
        let shuffled = rows.shuffled(using: &generator)
        let validationCount = rows.count / 5
        return (
            DataTable(columns: columns, rows: Array(shuffled.dropFirst(validationCount))),
            DataTable(columns: columns, rows: Array(shuffled.prefix(validationCount)))
        )
    }
}
