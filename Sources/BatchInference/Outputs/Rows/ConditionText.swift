import Predictions

/// A condition as it is typed, in one of the ways to read it: `probability < 0.6`, `island:Dream`, `~expression`.
public struct ConditionText: Hashable, Sendable {
    /// The column's name; empty where the text begins with the sign.
    public var name: String
    public var sign: String
    public var comparison: RowFilter.Comparison
    public var operand: String

    /// A colon looks for a part, as in the filters of lists.
    private static let signs = RowFilter.Comparison.signs + [(sign: ":", comparison: .containsAnyCase)]

    /// All ways to read a text, the longest name first: a column's own name may hold signs.
    ///
    /// A name in quotes, as CSV has them, is read in one way alone.
    ///
    /// - Parameter isWord: Whether the text is a word of several, whose blanks were quoted and are meant.
    public static func readings(of text: String, isWord: Bool = false) -> [ConditionText] {
        let whole = Array(text.utf8)[...]
        let bytes = isWord ? whole : trimmed(whole)
        func part(_ bytes: ArraySlice<UInt8>) -> String {
            String(decoding: isWord ? bytes : trimmed(bytes), as: UTF8.self)
        }
        if !isWord, let reading = quoted(bytes) { return [reading] }
        var readings: [ConditionText] = []
        for place in bytes.indices.reversed() {
            guard let (sign, comparison) = signs.first(where: { bytes[place...].starts(with: $0.sign.utf8) }) else {
                continue
            }
            // `>=` isn't `>` before a `=`.
            if sign == "=", place > bytes.startIndex, "<>!=".utf8.contains(bytes[place - 1]) { continue }
            readings.append(
                ConditionText(
                    name: part(bytes[..<place]), sign: sign, comparison: comparison,
                    operand: part(bytes[(place + sign.utf8.count)...])))
        }
        return readings
    }

    private static func quoted(_ bytes: ArraySlice<UInt8>) -> ConditionText? {
        guard bytes.first == 0x22 else { return nil }
        var name: [UInt8] = []
        var place = bytes.startIndex + 1
        while place < bytes.endIndex {
            if bytes[place] == 0x22 {
                guard place + 1 < bytes.endIndex, bytes[place + 1] == 0x22 else { break }
                place += 1
            }
            name.append(bytes[place])
            place += 1
        }
        guard place < bytes.endIndex else { return nil }
        let rest = trimmed(bytes[(place + 1)...])
        guard let (sign, comparison) = signs.first(where: { rest.starts(with: $0.sign.utf8) }) else { return nil }
        return ConditionText(
            name: String(decoding: name, as: UTF8.self), sign: sign, comparison: comparison,
            operand: String(decoding: trimmed(rest.dropFirst(sign.utf8.count)), as: UTF8.self))
    }

    /// Why the operand can't be compared with; nil where it can.
    public var problem: RowFilter.Problem? {
        do throws(RowFilter.Problem) {
            _ = try RowMatcher(RowFilter([.init(column: nil, comparison, operand)]))
            return nil
        } catch {
            return error
        }
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var bytes = bytes
        while bytes.first == 0x20 || bytes.first == 0x09 { bytes.removeFirst() }
        while bytes.last == 0x20 || bytes.last == 0x09 { bytes.removeLast() }
        return bytes
    }
}
