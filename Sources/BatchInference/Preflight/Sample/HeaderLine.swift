/// Whether the first row of a sample names columns, as far as the rows alone tell: a guess, good for a question and never
/// for leaving a row out.
enum HeaderLine {
    /// A header names its columns: its fields are distinct, none is a number, and a column below one holds numbers, or
    /// no field occurs again below it.
    static func isLikely(_ rows: [[String]]) -> Bool {
        guard rows.count > 1, let first = rows.first, !first.isEmpty, Set(first).count == first.count,
            first.allSatisfy({ !$0.isEmpty && Double($0) == nil })
        else { return false }
        let data = rows.dropFirst().prefix(50)
        for column in first.indices {
            let values = data.compactMap { column < $0.count ? $0[column] : nil }.filter { !$0.isEmpty }
            if !values.isEmpty, values.count(where: { Double($0) != nil }) * 2 > values.count { return true }
        }
        // All columns hold text: one column of labels has no header if its first value comes again.
        guard first.count > 1 else { return false }
        return first.indices.allSatisfy { column in
            !data.contains { column < $0.count && $0[column] == first[column] }
        } && first.allSatisfy { !$0.contains(" ") } && data.count > 2
    }
}
