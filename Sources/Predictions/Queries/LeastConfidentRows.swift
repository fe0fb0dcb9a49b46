/// The rows whose largest probability is smallest: those that the model is least certain of.
public struct LeastConfidentRows: Sendable {
    /// The columns of the probabilities.
    public let columns: [Int]
    /// How many rows are kept.
    public let limit: Int
    /// Rows without any probability.
    public private(set) var unknown = 0

    private struct Kept: Sendable {
        var confidence: Double
        var row: Row
        var place: Int
    }

    /// A heap with the most certain row at its top, which goes first.
    private var heap: [Kept] = []

    public init(columns: [Int], limit: Int) {
        self.columns = columns
        self.limit = max(limit, 0)
    }

    /// Considers a row; `shown` is what is kept of it, the row itself where it is left out, and `place` a number of the
    /// caller's that comes back with it.
    public mutating func add(_ row: Row, shown: Row? = nil, place: Int = 0) {
        guard !row.isBlank, limit > 0 else { return }
        var confidence: Double?
        for place in columns where place < row.count && !row.isCut(cell: place) {
            if case .number(let value) = row.withCell(place, NumberText.read) {
                confidence = max(confidence ?? value, value)
            }
        }
        guard let confidence else {
            unknown += 1
            return
        }
        let kept = Kept(confidence: confidence, row: shown ?? row, place: place)
        if heap.count < limit {
            heap.append(kept)
            rise(heap.count - 1)
        } else if Self.isMoreCertain(heap[0], kept) {
            heap[0] = kept
            sink()
        }
    }

    /// The rows, least certain first, with their largest probability.
    public var rows: [(row: Row, confidence: Double, place: Int)] {
        heap.sorted { Self.isMoreCertain($1, $0) }.map { ($0.row, $0.confidence, $0.place) }
    }

    /// Of equally certain rows, the earlier one stays.
    private static func isMoreCertain(_ one: Kept, _ other: Kept) -> Bool {
        one.confidence == other.confidence ? one.row.number > other.row.number : one.confidence > other.confidence
    }

    private mutating func rise(_ start: Int) {
        var place = start
        while place > 0, Self.isMoreCertain(heap[place], heap[(place - 1) / 2]) {
            heap.swapAt(place, (place - 1) / 2)
            place = (place - 1) / 2
        }
    }

    private mutating func sink() {
        var place = 0
        while true {
            var top = place
            for child in [2 * place + 1, 2 * place + 2] where child < heap.count {
                if Self.isMoreCertain(heap[child], heap[top]) { top = child }
            }
            if top == place { return }
            heap.swapAt(place, top)
            place = top
        }
    }
}
