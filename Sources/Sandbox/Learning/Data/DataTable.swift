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

/// Makes input CSV files from the penguins: the real rows first, then resampled ones with a little noise.
struct InputGenerator: Sendable {
    var seed: UInt64

    /// How far a resampled measurement strays from the bird it was drawn from: a standard deviation and a step.
    private static let noise: [String: (deviation: Double, step: Double)] = [
        "bill_length_mm": (0.4, 0.1), "bill_depth_mm": (0.2, 0.1), "flipper_length_mm": (1.2, 1),
        "body_mass_g": (45, 25),
    ]

    /// `rows` rows of `columns` that the penguins have; the same seed, columns and count give the same table.
    func table(columns: [String], rows count: Int) -> DataTable {
        let source = PenguinData.table.selecting(columns)
        var generator = SplitMix(seed: seed)
        let order = source.rows.shuffled(using: &generator)
        var rows = Array(order.prefix(count))
        rows.reserveCapacity(count)
        while rows.count < count {
            var row = source.rows[generator.index(below: source.rows.count)]
            for (place, column) in source.columns.enumerated() {
                guard let noise = Self.noise[column], let value = Double(row[place]) else { continue }
                let stray = value + noise.deviation * generator.normal()
                let steps = (stray / noise.step).rounded()
                row[place] = noise.step < 1 ? "\(steps / (1 / noise.step).rounded())" : "\(Int(steps * noise.step))"
            }
            rows.append(row)
        }
        return DataTable(columns: source.columns, rows: rows)
    }

    /// The table as CSV bytes, each row ending in a newline; `header` puts the column names first.
    func csv(columns: [String], rows: Int, header: Bool = false) -> [UInt8] {
        let table = table(columns: columns, rows: rows)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(rows * 48)
        func append(_ cells: [String]) {
            for (place, cell) in cells.enumerated() {
                if place > 0 { bytes.append(0x2c) }
                bytes.append(contentsOf: cell.utf8)
            }
            bytes.append(0x0a)
        }
        if header { append(table.columns) }
        for row in table.rows { append(row) }
        return bytes
    }
}
