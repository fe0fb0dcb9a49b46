/// The first rows of a delimited text.
public struct CSVPreview: Hashable, Sendable {
    /// Nil where the first row looks like data.
    public var header: [String]?
    /// Without the header.
    public var rows: [[String]]
    public var delimiter: Character
    /// The most fields in a row.
    public var columnCount: Int
    /// Indices of rows whose count of fields differs from most.
    public var raggedRows: [Int]
    /// Whether more follows than is shown.
    public var isTruncated: Bool
    /// False for compressed or binary content, of which no rows are shown.
    public var isText: Bool

    /// Reads the beginning of a text. `isTruncated` says that the bytes are cut: the last line is then dropped unless it
    /// is the only one. A nil header or delimiter is guessed.
    public init(
        _ bytes: [UInt8], isTruncated: Bool, rowLimit: Int = 100, hasHeader: Bool? = nil, delimiter: Character? = nil
    ) {
        isText = !bytes.starts(with: [0x1F, 0x8B]) && !bytes.prefix(1024).contains(0)
        let bytes = isText ? bytes : []
        let sign = delimiter?.asciiValue ?? Self.guessDelimiter(bytes)
        var reader = CSVReader(bytes, delimiter: sign)
        var rows: [[String]] = []
        var hasMore = isTruncated
        // One more than asked for, for the header.
        while let row = reader.next() {
            if rows.count > rowLimit {
                hasMore = true
                break
            }
            rows.append(row)
        }
        if isTruncated, reader.lastRowIsCut, rows.count > 1 { rows.removeLast() }
        if hasHeader ?? Self.looksLikeHeader(rows), !rows.isEmpty { header = rows.removeFirst() }
        if rows.count > rowLimit {
            rows.removeLast(rows.count - rowLimit)
            hasMore = true
        }
        self.rows = rows
        self.delimiter = Character(Unicode.Scalar(sign))
        let counts = rows.map(\.count)
        columnCount = max(counts.max() ?? 0, header?.count ?? 0)
        let usual = Self.mostFrequent(counts)
        raggedRows = rows.indices.filter { rows[$0].count != usual }
        self.isTruncated = hasMore
    }

    /// Of comma, tab, semicolon and pipe the one that splits the first lines most often and most evenly.
    private static func guessDelimiter(_ bytes: [UInt8]) -> UInt8 {
        let sample = Array(bytes.prefix(16_384))
        var best = UInt8(ascii: ",")
        var bestScore = 0.0
        for sign in [UInt8(ascii: ","), UInt8(ascii: "\t"), UInt8(ascii: ";"), UInt8(ascii: "|")] {
            var reader = CSVReader(sample, delimiter: sign)
            var counts: [Int] = []
            while counts.count < 20, let row = reader.next() { counts.append(row.count) }
            guard let usual = mostFrequent(counts), usual > 1 else { continue }
            let evenness = Double(counts.count { $0 == usual }) / Double(counts.count)
            // Evenness decides; more columns only between equals.
            let score = evenness * 1000 + Double(min(usual, 500))
            if score > bestScore {
                bestScore = score
                best = sign
            }
        }
        return best
    }

    /// A header names its columns: its fields are distinct, none is a number, and a column below one holds numbers, or
    /// no field occurs again below it.
    static func looksLikeHeader(_ rows: [[String]]) -> Bool {
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

    private static func mostFrequent(_ counts: [Int]) -> Int? {
        var frequency: [Int: Int] = [:]
        for count in counts { frequency[count, default: 0] += 1 }
        return frequency.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key
    }
}
