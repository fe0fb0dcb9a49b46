/// Which rows of an object are read.
public enum RowWindow: Hashable, Sendable {
    /// So many from the beginning.
    case first(Int)
    /// So many from the end; the object is read whole.
    case last(Int)
    /// Those with these numbers, counted from 0.
    case range(Range<Int>)

    /// How many rows it holds at most.
    public var count: Int {
        switch self {
        case .first(let count), .last(let count): count
        case .range(let range): range.count
        }
    }

    /// Whether it begins where the object does, so that no more than a beginning has to be read.
    var isNear: Bool { if case .first = self { true } else { false } }

    /// The same rows, where the first record is none of them.
    var behindHeader: RowWindow {
        if case .range(let range) = self { .range(range.lowerBound + 1..<range.upperBound + 1) } else { self }
    }

    /// One row more.
    var widened: RowWindow {
        switch self {
        case .first(let count): .first(count + 1)
        case .last(let count): .last(count + 1)
        case .range(let range): .range(range.lowerBound..<range.upperBound + 1)
        }
    }
}
