import AWSOperations
import Predictions

/// The cells of some columns of an object, piece by piece, while its next parts are under way.
struct CellFeed {
    private var feed: RowFeed
    var reader: CellReader
    private(set) var hasEnded = false

    init(
        _ source: RecordLoader.Source, storage: any ObjectReader, form: RecordForm, places: [Int], width: Int?,
        skipsBlank: Bool
    ) {
        feed = RowFeed(source, storage: storage, knowing: [])
        reader = CellReader(form, isLines: source.isLines, places: places, width: width, skipsBlankLines: skipsBlank)
    }

    /// Bytes of the object that were read.
    var position: Int { feed.position }

    /// The records so far; exact at the end.
    var count: RecordCount {
        RecordCount(records: reader.records, blanks: reader.blanks, isExact: hasEnded)
    }

    /// How many rows there are and where they begin; nil before the end.
    var counted: CountedRows? {
        hasEnded
            ? CountedRows(
                records: reader.records, blanks: reader.blanks, index: reader.index, flaws: flaws) : nil
    }

    /// What of the text can't be read as it is meant; whole at the end.
    var flaws: TextFlaws { feed.flaws.adding(reader) }

    /// Reads on by a piece; false at the end.
    mutating func next() async throws(AWSFailure) -> Bool {
        guard !hasEnded else { return false }
        if let piece = try await feed.nextPiece() {
            guard feed.form == reader.form else {
                throw .configuration(
                    problem: "changed while reading: it was \(reader.form.phrase) before", remedy: "try again")
            }
            reader.read(piece)
        } else {
            reader.finish()
            hasEnded = true
        }
        return true
    }
}
