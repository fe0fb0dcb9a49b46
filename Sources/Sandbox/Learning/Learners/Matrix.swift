/// Numbers in rows and columns, row after row in one array.
struct Matrix: Hashable, Sendable {
    let rows: Int
    let columns: Int
    var values: [Double]

    init(rows: Int, columns: Int, values: [Double]) {
        precondition(values.count == rows * columns, "a \(rows)×\(columns) matrix of \(values.count) values")
        self.rows = rows
        self.columns = columns
        self.values = values
    }

    init(rows: Int, columns: Int, repeating value: Double = 0) {
        self.init(rows: rows, columns: columns, values: Array(repeating: value, count: rows * columns))
    }

    /// One row for each class index, with 1 in its column.
    init(oneHot classes: [Int], count: Int) {
        self.init(rows: classes.count, columns: count)
        for (row, label) in classes.enumerated() { values[row * count + label] = 1 }
    }

    subscript(row: Int, column: Int) -> Double {
        get { values[row * columns + column] }
        set { values[row * columns + column] = newValue }
    }

    func row(_ row: Int) -> ArraySlice<Double> { values[row * columns..<(row + 1) * columns] }

    func column(_ column: Int) -> [Double] { (0..<rows).map { self[$0, column] } }

    func selecting(rows picked: [Int]) -> Matrix {
        var selected: [Double] = []
        selected.reserveCapacity(picked.count * columns)
        for index in picked { selected.append(contentsOf: row(index)) }
        return Matrix(rows: picked.count, columns: columns, values: selected)
    }

    var columnMeans: [Double] {
        var means = Array(repeating: 0.0, count: columns)
        for row in 0..<rows {
            for column in 0..<columns { means[column] += self[row, column] }
        }
        return means.map { rows == 0 ? 0 : $0 / Double(rows) }
    }
}
