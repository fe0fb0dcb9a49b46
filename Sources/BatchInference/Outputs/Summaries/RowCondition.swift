import AWSOperations
import Predictions

/// A condition on a column as it is typed: `probability < 0.6`.
public struct RowCondition: Hashable, Sendable {
    public var column: ColumnReference
    public var comparison: RowFilter.Comparison
    public var operand: String

    /// Why a text is no condition.
    public struct Problem: Error, Hashable, Sendable {
        public var text: String
    }

    /// Reads `COLUMN SIGN VALUE`; the first sign parts the two, the longer of two at the same place.
    public init(_ text: String) throws(Problem) {
        let bytes = Array(text.utf8)
        for place in bytes.indices {
            for (sign, comparison) in RowFilter.Comparison.signs where bytes[place...].starts(with: sign.utf8) {
                let name = Self.trimmed(bytes[..<place])
                guard !name.isEmpty else { throw Problem(text: "name a column before \(sign)") }
                column = ColumnReference(name)
                self.comparison = comparison
                operand = Self.trimmed(bytes[(place + sign.utf8.count)...])
                do throws(RowFilter.Problem) {
                    _ = try RowMatcher(RowFilter([.init(column: 0, comparison, operand)]))
                } catch {
                    throw Problem(text: error.text)
                }
                return
            }
        }
        throw Problem(text: "use COLUMN > VALUE, with one of = != < <= > >= ~ between them")
    }

    /// Whether some of the conditions are of the input's columns alone.
    static func needInput(_ conditions: [RowCondition], output: [String?], input: [String?]) -> Bool {
        conditions.contains { condition in
            if case .input? = condition.column.place(output: output, input: input) { true } else { false }
        }
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> String {
        var bytes = bytes
        while bytes.first == 0x20 || bytes.first == 0x09 { bytes.removeFirst() }
        while bytes.last == 0x20 || bytes.last == 0x09 { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// A column as people name it: by its name, by its number from 1, or as `input.NAME` where both sides have it.
public struct ColumnReference: Hashable, Sendable, CustomStringConvertible {
    @ByteText public var text: String

    public init(_ text: String) { self.text = text }

    public var description: String { text }

    /// Which side of a row, and which of its columns.
    public enum Place: Hashable, Sendable {
        case output(Int)
        case input(Int)
    }

    private static let inputPrefix = "input."

    /// Looks among the predictions first, then among the input's columns.
    public func place(output: [String?], input: [String?]) -> Place? {
        if let place = place(in: output) { return .output(place) }
        return inputPlace(in: input).map(Place.input)
    }

    /// Looks among the input's columns alone.
    public func inputPlace(in titles: [String?]) -> Int? {
        place(in: titles)
            ?? text.droppingBytePrefix(Self.inputPrefix).flatMap { ColumnReference(String($0)).place(in: titles) }
    }

    private func place(in titles: [String?]) -> Int? {
        if let place = titles.firstIndex(where: { $0?.hasSameBytes(as: text) == true }) { return place }
        guard let number = Int(text), number >= 1, number <= titles.count else { return nil }
        return number - 1
    }
}
