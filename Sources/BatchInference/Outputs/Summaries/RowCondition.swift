import AWSOperations
import Predictions

/// A condition on a column as it is typed: `probability < 0.6`.
public struct RowCondition: Hashable, Sendable {
    /// One way to read it: which column, and what its values are compared with.
    public struct Reading: Hashable, Sendable {
        public var column: ColumnReference
        public var comparison: RowFilter.Comparison
        public var operand: String
    }

    /// The way to read it that holds where no column's name has a sign in it.
    public let plain: Reading
    /// All ways, the longest name first.
    private let readings: [Reading]

    /// Why a text is no condition.
    public struct Problem: Error, Hashable, Sendable {
        public var text: String
    }

    /// Reads `COLUMN SIGN VALUE`; where the text has several signs, the columns tell later which of them parts the two.
    public init(_ text: String) throws(Problem) {
        let texts = ConditionText.readings(of: text)
        guard let plain = texts.last else {
            throw Problem(text: "use COLUMN > VALUE, with one of = != < <= > >= ~ : between them")
        }
        guard !plain.name.isEmpty else { throw Problem(text: "name a column before \(plain.sign)") }
        if let problem = plain.problem { throw Problem(text: problem.text) }
        readings = texts.filter { $0.problem == nil }.map {
            Reading(column: ColumnReference($0.name), comparison: $0.comparison, operand: $0.operand)
        }
        self.plain = Reading(
            column: ColumnReference(plain.name), comparison: plain.comparison, operand: plain.operand)
    }

    /// The reading whose column is there, and where; nil where none is.
    func place(output: [String?], input: [String?]) -> (place: ColumnReference.Place, reading: Reading)? {
        for reading in readings {
            if let place = reading.column.place(output: output, input: input) { return (place, reading) }
        }
        return nil
    }

    /// Whether it is of a column of the input; without the input's columns, whether it may be.
    func isOfInput(output: [String?], input: [String?]?) -> Bool {
        guard let input else { return readings.count > 1 || plain.column.isOfInput(output: output, input: nil) }
        return place(output: output, input: input)?.place.isInput == true
    }
}

/// A column as people name it: by its name, by its number from 1, or as `input.NAME` or `output.NAME` where both sides have
/// it; or one that is known from an object's first rows.
public struct ColumnReference: Hashable, Sendable, CustomStringConvertible {
    @ByteText public var text: String
    /// The side and the place where a column is known; others of the same name are not meant.
    private let known: RowPager.Column?
    /// Whether the known column has a name of its own.
    private let isNamed: Bool

    public init(_ text: String) {
        self.text = text
        (known, isNamed) = (nil, true)
    }

    /// A column of the first rows; in other objects it's that of the same name, or without one of the same place.
    public init(_ column: RowPager.Column, of preview: PredictionPreview) {
        let titles = column.side == .input ? preview.given.titles : preview.arrangement.titles
        let title = column.place < titles.count ? titles[column.place] : nil
        text = title ?? column.title
        (known, isNamed) = (column, title != nil)
    }

    public var description: String { text }

    /// Which side of a row, and which of its columns.
    public enum Place: Hashable, Sendable {
        case output(Int)
        case input(Int)

        public var isInput: Bool { if case .input = self { true } else { false } }

        /// A column without a name: `OUTPUT 2`.
        public var text: String {
            switch self {
            case .output(let place): "OUTPUT \(place + 1)"
            case .input(let place): "INPUT \(place + 1)"
            }
        }

        /// From 1.
        public var number: Int {
            switch self {
            case .output(let place), .input(let place): place + 1
            }
        }
    }

    private static let inputPrefix = "input."
    private static let outputPrefix = "output."

    /// Whether it is said to be one of the predictions: `output.NAME`.
    var isNamedOutput: Bool { known?.side == .output || known == nil && text.hasBytePrefix(Self.outputPrefix) }

    /// Looks among the predictions first, then among the input's columns.
    public func place(output: [String?], input: [String?]) -> Place? {
        switch known?.side {
        case .output?: return place(in: output).map(Place.output)
        case .input?: return place(in: input).map(Place.input)
        case nil:
            if let place = place(in: output) ?? place(in: output, behind: Self.outputPrefix) { return .output(place) }
            return inputPlace(in: input).map(Place.input)
        }
    }

    /// Looks where groups are made by it: among the input's columns, unless it's a known one of the predictions or is called
    /// one of them.
    func groupingPlace(output: [String?], input: [String?]) -> Place? {
        guard known == nil else { return place(output: output, input: input) }
        return inputPlace(in: input).map(Place.input)
            ?? place(in: output, behind: Self.outputPrefix).map(Place.output)
    }

    /// Whether it is a column of the input; without the input's columns, whether it may be.
    func isOfInput(output: [String?], input: [String?]?) -> Bool {
        guard let input else { return place(output: output, input: []) == nil }
        return place(output: output, input: input)?.isInput == true
    }

    /// Whether groups are made by a column of the input, as `isOfInput` says it of others.
    func groupsByInput(output: [String?], input: [String?]?) -> Bool {
        groupingPlace(output: output, input: input ?? [])?.isInput ?? true
    }

    private func inputPlace(in titles: [String?]) -> Int? {
        place(in: titles) ?? place(in: titles, behind: Self.inputPrefix)
    }

    private func place(in titles: [String?], behind prefix: String) -> Int? {
        guard known == nil else { return nil }
        return text.droppingBytePrefix(prefix).flatMap { ColumnReference(String($0)).place(in: titles) }
    }

    private func place(in titles: [String?]) -> Int? {
        if isNamed, let place = titles.firstIndex(where: { $0?.hasSameBytes(as: text) == true }) { return place }
        if let known {
            // Where nothing is named, columns are told by their places.
            return !isNamed && known.place < titles.count && titles[known.place] == nil ? known.place : nil
        }
        guard let number = Int(text), number >= 1, number <= titles.count else { return nil }
        return number - 1
    }
}
