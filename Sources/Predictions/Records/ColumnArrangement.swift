/// Which columns of an object are shown, under which titles, with lists of probabilities taken apart.
///
/// It is decided by the first rows and then holds for all of them; rows that do not fit it are known by
/// `arranged(_:fits:)`.
public struct ColumnArrangement: Hashable, Sendable {
    /// Nil where a column's name is not known.
    public private(set) var titles: [String?]
    private var pieces: [Piece]

    private enum Piece: Hashable, Sendable {
        case cell(Int)
        case lists(ProbabilityLists)
    }

    /// Some of the columns, by their places.
    public init(places: [Int], titles: [String?]) {
        self.titles = titles
        pieces = places.map(Piece.cell)
    }

    /// The places of its cells in the rows as they are read; nil where lists are taken apart.
    public var plainPlaces: [Int]? {
        var places: [Int] = []
        for piece in pieces {
            guard case .cell(let place) = piece else { return nil }
            places.append(place)
        }
        return places
    }

    /// Where a cell of the rows, by its place as they are read, is shown; nil where it isn't, or not as it is.
    public func shownPlace(ofCell cell: Int) -> Int? {
        var place = 0
        for piece in pieces {
            switch piece {
            case .cell(cell): return place
            case .cell: place += 1
            case .lists(let lists): place += lists.names.count
            }
        }
        return nil
    }

    /// The places of the columns, as they are shown, that hold the probability of a class each.
    public var classPlaces: [Int] {
        var places: [Int] = []
        var place = 0
        for piece in pieces {
            guard case .lists(let lists) = piece else {
                place += 1
                continue
            }
            places += place..<(place + lists.names.count)
            place += lists.names.count
        }
        return places
    }

    /// The same columns with a list of probabilities taken apart, a column a class, where the rows have one.
    ///
    /// - Parameters:
    ///   - rows: The first rows of the object, as they are before this arrangement.
    ///   - byMajority: Whether lists that fit one another in most of the rows are enough.
    public func spreadingProbabilities(of rows: [Row], byMajority: Bool = false) -> ColumnArrangement {
        let places = pieces.map { piece -> Int in if case .cell(let place) = piece { place } else { -1 } }
        let cells = rows.filter { !$0.isBlank }.map { row in
            ProbabilityLists.Cells(
                texts: places.filter { $0 < row.count }.map { row.text($0) ?? "" }, isCut: row.isCut)
        }
        guard let lists = ProbabilityLists(titles: titles, rows: cells, byMajority: byMajority) else { return self }
        var result = ColumnArrangement(places: [], titles: [])
        for (index, piece) in pieces.enumerated() where index != lists.labels {
            if index == lists.values {
                result.titles += lists.names.map(Optional.some)
                result.pieces.append(
                    .lists(lists.placed(values: places[lists.values], labels: lists.labels.map { places[$0] })))
            } else {
                result.titles.append(titles[index])
                result.pieces.append(piece)
            }
        }
        return result
    }

    /// The row as it is shown.
    public func arranged(_ row: Row) -> Row {
        var isFit = true
        return arranged(row, fits: &isFit)
    }

    /// The row as it is shown; `fits` turns false where its lists are not those of the first rows, so that the columns of
    /// the classes stay empty.
    public func arranged(_ row: Row, fits: inout Bool) -> Row {
        var result = Row()
        result.number = row.number
        (result.offset, result.length) = (row.offset, row.length)
        (result.isCut, result.isBlank, result.isMalformed) = (row.isCut, row.isBlank, row.isMalformed)
        guard !row.isBlank else { return result }
        for piece in pieces {
            switch piece {
            case .cell(let place):
                guard place < row.count else { continue }
                result.append(cell: place, of: row)
            case .lists(let lists):
                guard lists.values < row.count else { continue }
                let values = lists.spread(
                    values: row.text(lists.values) ?? "", labels: lists.labels.map { row.text($0) ?? "" })
                if values == nil { fits = false }
                for value in values ?? Array(repeating: "", count: lists.names.count) { result.append(value) }
            }
        }
        return result
    }
}
