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

    /// Birds that nobody has measured: of each, the kind, the island and the year of one that was, and measurements as
    /// likely together as those of its species and sex.
    func newBirds(_ count: Int) -> DataTable {
        let measured = Self.noise.keys.compactMap(PenguinData.table.index(of:)).sorted()
        let kind = ["species", "sex"].compactMap(PenguinData.table.index(of:))
        let birds = PenguinData.table.rows.filter { row in (measured + kind).allSatisfy { !row[$0].isEmpty } }
        let groups = Dictionary(grouping: birds) { bird in kind.map { bird[$0] } }.mapValues { group in
            group.map { bird in measured.map { Double(bird[$0]) ?? 0 } }
        }
        var generator = SplitMix(seed: seed)
        var table = DataTable(columns: PenguinData.columns, rows: [])
        for _ in 0..<count {
            var bird = birds[generator.index(below: birds.count)]
            let group = groups[kind.map { bird[$0] }] ?? []
            // Sums of the group's deviations, each times a normal number, have the covariance of the group.
            let weights = group.map { _ in generator.normal() / Double(max(group.count - 1, 1)).squareRoot() }
            for (index, place) in measured.enumerated() {
                let mean = group.reduce(0) { $0 + $1[index] } / Double(max(group.count, 1))
                let stray = zip(group, weights).reduce(0) { $0 + ($1.0[index] - mean) * $1.1 }
                bird[place] = Self.text(mean + stray, of: PenguinData.columns[place])
            }
            table.rows.append(bird)
        }
        return table
    }

    /// A measurement, to the step in which it is taken.
    private static func text(_ value: Double, of column: String) -> String {
        let step = noise[column]?.step ?? 1
        let steps = (value / step).rounded()
        return step < 1 ? "\(steps / (1 / step).rounded())" : "\(Int(steps * step))"
    }

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
                row[place] = Self.text(value + noise.deviation * generator.normal(), of: column)
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
