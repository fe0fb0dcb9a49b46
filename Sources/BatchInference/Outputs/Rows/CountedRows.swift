import Predictions

/// The rows of an object that was read to its end: how many there are, and where they begin.
public struct CountedRows: Hashable, Sendable {
    /// Blank lines among them, and headers.
    public var records: Int
    public var blankLines: Int
    public var index: RowIndex
    /// What of the text can't be read as it is meant.
    public var flaws: TextFlaws

    public init(records: Int, blankLines: Int, index: RowIndex, flaws: TextFlaws) {
        (self.records, self.blankLines, self.index, self.flaws) = (records, blankLines, index, flaws)
    }

    init(_ scanner: SummaryScanner, flaws: TextFlaws) {
        self.init(records: scanner.records, blankLines: scanner.blankLines, index: scanner.index, flaws: flaws)
    }
}
