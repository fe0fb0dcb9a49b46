import Predictions

/// Rows of the training data, as far as they were read: what the models took of each, with its true value.
struct TrainedRows: Sendable {
    /// Rows that were read, and whether those are all.
    let rows: Int
    let isWhole: Bool
    private let hashes: Set<UInt64>
    /// Columns of each.
    private let width: Int

    /// Nil where the columns that the models take aren't known for certain, or no rows are.
    init?(_ training: TrainingColumns) {
        let places = training.names.indices.filter { !training.excluded.contains(training.names[$0]) }
        guard !training.hasFeatureList, !training.rows.isEmpty, !places.isEmpty, let target = training.targetIndex
        else { return nil }
        var hashes: Set<UInt64> = []
        for row in training.rows where row.count == training.names.count {
            var hash = RowHash()
            for place in places { hash.take(Array(row[place].utf8)[...]) }
            hash.take(Array(row[target].utf8)[...])
            hashes.insert(hash.value)
        }
        (rows, isWhole, width) = (training.rows.count, training.isWhole, places.count)
        self.hashes = hashes
    }

    /// Whether rows are seldom the same, so that one that is the same is the same case.
    var areDistinct: Bool { hashes.count * 5 > rows * 4 }

    /// Whether a row is one of them: its features in their order, and its true value.
    func contains(_ row: Row, _ layout: LabelledLayout) -> Bool {
        guard layout.features.count == width else { return false }
        var hash = RowHash()
        for place in layout.features { hash.take(row[cell: place]) }
        hash.take(row[cell: layout.target])
        return hashes.contains(hash.value)
    }

    /// `all 1 200 rows of it`, `the first 20 000 rows of it`
    var extent: String {
        (isWhole ? "all " : "the first ") + "\(DisplayText.counted(rows, "row")) of it"
    }
}

/// A number made of a row's cells: the same however numbers are written, and whatever case and blanks are.
private struct RowHash {
    // FNV-1a.
    private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

    mutating func take(_ cell: ArraySlice<UInt8>) {
        let cell = PredictionEvaluation.trimmed(cell)
        if let number = PredictionEvaluation.number(in: cell) {
            // Zero has two signs.
            var bits = (number == 0 ? 0 : number).bitPattern
            for _ in 0..<8 {
                mix(UInt8(truncatingIfNeeded: bits))
                bits >>= 8
            }
            mix(0xFE)
        } else {
            for byte in cell { mix((0x41...0x5A).contains(byte) ? byte | 0x20 : byte) }
        }
        // In no text in UTF-8.
        mix(0xFF)
    }

    private mutating func mix(_ byte: UInt8) { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
}
