import Predictions

/// The beginning of a text of records, cut into lines, with everything in it that could make a transform fail.
struct TextSample: Hashable, Sendable {
    /// A line with its number from 1, without its end; blank lines are left out, and so is a line that the sample cuts.
    struct Line: Hashable, Sendable {
        var number: Int
        var bytes: ArraySlice<UInt8>
    }

    var lines: [Line]
    /// The first bytes, behind a byte order mark: whole lines or not.
    var beginning: ArraySlice<UInt8>
    /// Bytes in all.
    var length: Int
    /// The number of the line that the sample ends within; nil where it ends at a line's end, or holds all there is.
    var cutLine: Int?
    var hasByteOrderMark: Bool
    var isUTF16: Bool
    /// Lines that end in a carriage return and a line feed.
    var hasCarriageReturns: Bool
    /// The first line with a carriage return that no line feed follows.
    var firstLoneReturn: Int?
    /// The first line that is no UTF-8.
    var firstLineNotUTF8: Int?
    var hasNullBytes: Bool
    /// The first blank line that has another line behind it.
    var firstBlankLine: Int?
    /// How many blank lines have another line behind them.
    var blankLineCount = 0
    /// Bytes of the longest line; the whole sample where one line goes beyond it.
    var longestLine: Int

    /// Whether the sample ends before the first line does: nothing can be said of its rows.
    var hasNoWholeLine: Bool { lines.isEmpty && cutLine != nil }

    /// Whether lines can be looked for in it.
    var isText: Bool { BinaryKind(self) == nil && ImageType(beginning) == nil && !isUTF16 && !hasNullBytes }

    /// - Parameter isCut: Whether more follows, so that the last line may not be whole.
    init(_ bytes: [UInt8], isCut: Bool) {
        isUTF16 = bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
        hasByteOrderMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
        hasNullBytes = bytes.contains(0)
        hasCarriageReturns = false
        lines = []
        longestLine = 0
        var start = hasByteOrderMark ? 3 : 0
        beginning = bytes[start...].prefix(1024)
        length = bytes.count
        var number = 1
        var blank: Int?
        var blanks = 0
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: 0x0A)
            let raw = bytes[start..<(end ?? bytes.count)]
            longestLine = max(longestLine, raw.count + 1)
            // The last line of a cut text is not whole, and nobody may judge by it.
            if end == nil, isCut {
                cutLine = number
                if firstLoneReturn == nil, raw.dropLast().contains(0x0D) { firstLoneReturn = number }
            } else {
                let hasReturn = raw.last == 0x0D
                if hasReturn, end != nil { hasCarriageReturns = true }
                let line = hasReturn ? raw.dropLast() : raw
                if firstLoneReturn == nil, line.contains(0x0D) || (hasReturn && end == nil) {
                    firstLoneReturn = number
                }
                if firstLineNotUTF8 == nil, String(validating: line, as: UTF8.self) == nil {
                    firstLineNotUTF8 = number
                }
                if line.isEmpty {
                    blank = blank ?? number
                    blanks += 1
                } else {
                    firstBlankLine = firstBlankLine ?? blank
                    blankLineCount = blanks
                    lines.append(Line(number: number, bytes: line))
                }
            }
            start = (end ?? bytes.count) + 1
            number += 1
        }
    }
}

/// A text sample read as CSV.
struct CSVSample: Hashable, Sendable {
    struct Row: Hashable, Sendable {
        var line: Int
        var fields: [String]
        /// By place: fields with blanks around them, as they are written.
        var padded: [Int: String] = [:]
    }

    struct BadLine: Hashable, Sendable {
        var line: Int
        var problem: CSVRecord.Problem
    }

    var delimiter: UInt8
    var rows: [Row]
    var badLines: [BadLine]
    /// The count of fields that most rows have.
    var usualColumns: Int
    /// Whether the first row names columns, as far as the sample alone can tell.
    var looksLikeHeader: Bool
    /// Whether there are more lines than rows were read.
    var isCut: Bool

    init(_ text: TextSample, rowLimit: Int = 100_000) {
        delimiter = UInt8(ascii: ",")
        rows = []
        badLines = []
        let lines = text.lines.prefix(rowLimit)
        isCut = text.lines.count > rowLimit
        delimiter = Self.guessedDelimiter(lines)
        for line in lines {
            do throws(CSVRecord.Problem) {
                let fields = try CSVRecord.fields(of: line.bytes, delimiter: delimiter)
                rows.append(Row(line: line.number, fields: fields.values, padded: fields.padded))
            } catch {
                badLines.append(BadLine(line: line.number, problem: error))
            }
        }
        usualColumns = Self.mostFrequent(rows.map(\.fields.count)) ?? 0
        looksLikeHeader = HeaderLine.isLikely(rows.map(\.fields))
    }

    var delimiterName: String {
        switch delimiter {
        case UInt8(ascii: ","): "commas"
        case UInt8(ascii: "\t"): "tabs"
        case UInt8(ascii: ";"): "semicolons"
        default: "'\(Character(Unicode.Scalar(delimiter)))'"
        }
    }

    /// The comma, unless another sign parts the lines evenly and commas do not.
    static func guessedDelimiter(_ lines: ArraySlice<TextSample.Line>) -> UInt8 {
        func counts(_ sign: UInt8) -> [Int] {
            lines.prefix(20).compactMap { try? CSVRecord.fields(of: $0.bytes, delimiter: sign).values.count }
        }
        let comma = UInt8(ascii: ",")
        let byComma = counts(comma)
        let isEvenByComma = (byComma.first ?? 1) > 1 && Set(byComma).count == 1
        if isEvenByComma { return comma }
        for sign in [UInt8(ascii: ";"), UInt8(ascii: "\t"), UInt8(ascii: "|")] {
            let found = counts(sign)
            if (found.first ?? 1) > 1, Set(found).count == 1, found.count == lines.prefix(20).count { return sign }
        }
        return comma
    }

    private static func mostFrequent(_ counts: [Int]) -> Int? {
        var frequency: [Int: Int] = [:]
        for count in counts { frequency[count, default: 0] += 1 }
        return frequency.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key
    }
}

/// Whether the first row of a sample names columns, as far as the rows alone tell: a guess, good for a question and never
/// for leaving a row out.
enum HeaderLine {
    /// A header names its columns: its fields are distinct, none is a number, and a column below one holds numbers, or
    /// no field occurs again below it.
    static func isLikely(_ rows: [[String]]) -> Bool {
        if let first = rows.first, rows.count > 1, isCounting(first) {
            // A few numbers in a row may be data, unless they stand over words.
            return first.count >= 5
                || first.indices.contains { column in
                    let values = rows.dropFirst().prefix(50).compactMap { column < $0.count ? $0[column] : nil }
                    return values.count { !ColumnProfile.isNumber($0) } * 2 > values.count
                }
        }
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

    /// Whether a row counts its columns, from 0 or from 1: what pandas writes over columns without names.
    static func isCounting(_ fields: [String]) -> Bool {
        guard fields.count >= 3, let start = Int(fields[0]), (0...1).contains(start) else { return false }
        return fields.indices.allSatisfy { fields[$0] == String($0 + start) }
    }
}
