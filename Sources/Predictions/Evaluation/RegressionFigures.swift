/// What predicted numbers come to beside the true ones, as scikit-learn counts it.
public struct RegressionFigures: Sendable {
    public private(set) var rows = 0
    private var squares = CompensatedSum()
    private var absolutes = CompensatedSum()
    private var errors = CompensatedSum()
    /// The mean of the true numbers, counted from `shift`, and the sum of the squares around it.
    private var mean = 0.0
    private var spread = CompensatedSum()
    private var blocks: BootstrapBlocks
    /// What is taken off the true numbers, so that differences of large ones lose no digits: the first of them.
    private var shift: Double?

    init(firstBlock: Int = 0) { blocks = BootstrapBlocks(width: 5, first: firstBlock) }

    mutating func add(truth: Double, predicted: Double) {
        rows += 1
        let error = predicted - truth
        squares.add(error * error)
        absolutes.add(abs(error))
        errors.add(error)
        let shift = shift ?? truth
        self.shift = shift
        let moved = truth - shift
        let distance = moved - mean
        mean += distance / Double(rows)
        spread.add(distance * (moved - mean))
        blocks.add([1, error * error, abs(error), moved, moved * moved])
    }

    mutating func merge(_ other: RegressionFigures) {
        guard other.rows > 0 else { return }
        guard rows > 0 else {
            self = other
            return
        }
        let apart = (other.shift ?? 0) - (shift ?? 0)
        let distance = other.mean + apart - mean
        let all = Double(rows + other.rows)
        spread.add(other.spread.value)
        spread.add(distance * distance * Double(rows) / all * Double(other.rows))
        mean += distance * Double(other.rows) / all
        squares.add(other.squares.value)
        absolutes.add(other.absolutes.value)
        errors.add(other.errors.value)
        rows += other.rows
        blocks.merge(other.blocks.moved(by: apart))
    }

    public var rootMeanSquaredError: Double? { Self.known((squares.value / Double(rows)).squareRoot()) }
    public var meanAbsoluteError: Double? { Self.known(absolutes.value / Double(rows)) }
    /// How far predictions lie above the truth on average.
    public var meanError: Double? { Self.known(errors.value / Double(rows)) }

    /// Nil where there are no rows, or numbers so large that sums of them aren't known.
    private static func known(_ value: Double) -> Double? { value.isFinite ? value : nil }

    /// The share of the spread that the predictions explain; where there is no spread, 1 if all are right and 0 otherwise.
    /// Nil below two rows.
    public var r2: Double? { rows < 2 ? nil : Self.known(Self.r2(squares.value, spread.value)) }

    private static func r2(_ squares: Double, _ spread: Double) -> Double {
        guard squares.isFinite, spread.isFinite else { return .nan }
        return spread == 0 ? (squares == 0 ? 1 : 0) : 1 - squares / spread
    }

    public var rootMeanSquaredErrorInterval: ConfidenceInterval? {
        blocks.interval { $0[0] > 0 ? ($0[1] / $0[0]).squareRoot() : nil }
    }
    public var meanAbsoluteErrorInterval: ConfidenceInterval? {
        blocks.interval { $0[0] > 0 ? $0[2] / $0[0] : nil }
    }
    public var r2Interval: ConfidenceInterval? {
        blocks.interval { sums in
            guard sums[0] > 1 else { return nil }
            return Self.r2(sums[1], max(0, sums[4] - sums[3] * sums[3] / sums[0]))
        }
    }
}

extension BootstrapBlocks {
    /// The same blocks of a regression's sums with the true numbers counted from elsewhere.
    fileprivate func moved(by distance: Double) -> BootstrapBlocks {
        guard distance != 0 else { return self }
        return mapped { sums in
            [
                sums[0], sums[1], sums[2], sums[3] + distance * sums[0],
                sums[4] + 2 * distance * sums[3] + distance * distance * sums[0],
            ]
        }
    }
}
