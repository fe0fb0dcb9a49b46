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
    /// A value to be equal to may be in such quotes, too.
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
            let rest = bytes[(place + sign.utf8.count)...]
            let value = isWord || !isEquality(sign) ? nil : enclosed(trimmed(rest))
            readings.append(
                ConditionText(
                    name: part(bytes[..<place]), sign: sign, comparison: comparison, operand: value ?? part(rest)))
        }
        return readings
    }

    private static func isEquality(_ sign: String) -> Bool { ["=", "==", "!="].contains(sign) }

    private static func quoted(_ bytes: ArraySlice<UInt8>) -> ConditionText? {
        guard let (name, end) = quotedPart(bytes) else { return nil }
        let rest = trimmed(bytes[end...])
        guard let (sign, comparison) = signs.first(where: { rest.starts(with: $0.sign.utf8) }) else { return nil }
        let operand = trimmed(rest.dropFirst(sign.utf8.count))
        return ConditionText(
            name: name, sign: sign, comparison: comparison,
            operand: (isEquality(sign) ? enclosed(operand) : nil) ?? String(decoding: operand, as: UTF8.self))
    }

    /// What stands in quotes that enclose all of a text; nil where they don't.
    private static func enclosed(_ bytes: ArraySlice<UInt8>) -> String? {
        guard let (text, end) = quotedPart(bytes), end == bytes.endIndex else { return nil }
        return text
    }

    /// What stands in quotes at the beginning, a doubled one for one, and where it goes on behind them.
    private static func quotedPart(_ bytes: ArraySlice<UInt8>) -> (text: String, end: Int)? {
        guard bytes.first == 0x22 else { return nil }
        var text: [UInt8] = []
        var place = bytes.startIndex + 1
        while place < bytes.endIndex {
            if bytes[place] == 0x22 {
                guard place + 1 < bytes.endIndex, bytes[place + 1] == 0x22 else { break }
                place += 1
            }
            text.append(bytes[place])
            place += 1
        }
        guard place < bytes.endIndex else { return nil }
        return (String(decoding: text, as: UTF8.self), place + 1)
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
