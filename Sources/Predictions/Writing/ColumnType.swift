/// What a column's cells are as JSON, where they stand in CSV and have no type of their own.
///
/// Streamed rows can't be looked at twice: the first ones tell, as pandas tells by all. No digit is lost: what a number of
/// JSON can't say stays text.
public enum ColumnType: Hashable, Sendable {
    /// Each cell by itself: a number where it's written as one of JSON.
    case unknown
    case text
    case number
    case boolean

    /// What the first cells of a column tell.
    public init(of cells: some Sequence<String>) {
        var (filled, numbers, booleans) = (0, 0, 0)
        for cell in cells where !cell.isEmpty {
            filled += 1
            let bytes = Array(cell.utf8)
            if Self.boolean(bytes[...]) != nil { booleans += 1 }
            switch bytes.withUnsafeBufferPointer({ NumberText.read($0) }) {
            // Of digits that mean a name, such as 00123, none may go.
            case .number where Self.number(bytes[...]) != nil: numbers += 1
            case .word: numbers += 1
            default: break
            }
        }
        self = filled == 0 ? .unknown : numbers == filled ? .number : booleans == filled ? .boolean : .text
    }

    /// A cell's value as JSON; nil for text.
    func json(_ cell: ArraySlice<UInt8>) -> [UInt8]? {
        switch self {
        case .unknown: Self.isNumber(cell) ? Array(cell) : nil
        case .text: nil
        case .number: Self.number(cell) ?? Self.missing(cell)
        case .boolean: Self.boolean(cell)
        }
    }

    private static func boolean(_ cell: ArraySlice<UInt8>) -> [UInt8]? {
        switch String(decoding: cell, as: UTF8.self) {
        case "True", "TRUE", "true": Array("true".utf8)
        case "False", "FALSE", "false": Array("false".utf8)
        default: nil
        }
    }

    /// The word for what is no number, among numbers.
    private static func missing(_ cell: ArraySlice<UInt8>) -> [UInt8]? {
        String(decoding: cell, as: UTF8.self).lowercased() == "nan" ? Array("null".utf8) : nil
    }

    /// A number with all of its digits, written as JSON has it: without blanks around it, a plus, or a bare point.
    private static func number(_ cell: ArraySlice<UInt8>) -> [UInt8]? {
        if isNumber(cell) { return Array(cell) }
        func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
        var rest = cell.drop(while: isBlank)
        while let last = rest.last, isBlank(last) { rest.removeLast() }
        var text: [UInt8] = []
        if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
            if sign == UInt8(ascii: "-") { text.append(sign) }
            rest.removeFirst()
        }
        if rest.first == UInt8(ascii: ".") { text.append(0x30) }
        for (place, byte) in zip(rest.indices, rest) {
            text.append(byte)
            let next = place + 1 < rest.endIndex ? rest[place + 1] : 0x65
            if byte == UInt8(ascii: "."), next | 0x20 == UInt8(ascii: "e") { text.append(0x30) }
        }
        return isNumber(text[...]) ? text : nil
    }

    /// Whether a cell is a number as JSON writes it (RFC 8259), so that its digits can stay as they are.
    static func isNumber(_ cell: ArraySlice<UInt8>) -> Bool {
        var rest = cell
        func takeDigits() -> Int {
            let digits = rest.prefix { $0 &- 0x30 < 10 }
            rest = rest.dropFirst(digits.count)
            return digits.count
        }
        if rest.first == UInt8(ascii: "-") { rest.removeFirst() }
        let startsWithNought = rest.first == 0x30
        let whole = takeDigits()
        guard whole > 0, !startsWithNought || whole == 1 else { return false }
        if rest.first == UInt8(ascii: ".") {
            rest.removeFirst()
            guard takeDigits() > 0 else { return false }
        }
        if let sign = rest.first, sign | 0x20 == UInt8(ascii: "e") {
            rest.removeFirst()
            if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { rest.removeFirst() }
            guard takeDigits() > 0 else { return false }
        }
        return rest.isEmpty
    }
}
