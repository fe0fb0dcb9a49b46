import Predictions

/// The rows of an object that was read to its end: how many there are, and where they begin.
public struct CountedRows: Hashable, Sendable {
    /// Blank lines among them, and headers.
    public var records: Int
    public var blanks: BlankLines
    public var index: RowIndex
    /// What of the text can't be read as it is meant.
    public var flaws: TextFlaws

    public init(records: Int, blanks: BlankLines, index: RowIndex, flaws: TextFlaws) {
        (self.records, self.blanks, self.index, self.flaws) = (records, blanks, index, flaws)
    }

    init(_ scanner: SummaryScanner, flaws: TextFlaws) {
        self.init(records: scanner.records, blanks: scanner.blanks, index: scanner.index, flaws: flaws)
    }
}
