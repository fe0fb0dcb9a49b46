/// How often each class of the labels was predicted as each class.
public struct ConfusionMatrix: Sendable {
    /// Classes beyond so many aren't distinguished, and nothing that needs all of them is known.
    public static let classLimit = 1000

    private var labels = ByteTable()
    /// By the places of the true and the predicted class.
    private var counts: [UInt64: Int] = [:]
    public private(set) var rows = 0
    public private(set) var rowsBeyond = 0

    public init() {}

    /// Counts a row; classes are distinguished by their bytes.
    public mutating func add(
        truth: UnsafeBufferPointer<UInt8>, predicted: UnsafeBufferPointer<UInt8>, count: Int = 1
    ) {
        guard let truth = labels.place(of: truth, atMost: Self.classLimit),
            let predicted = labels.place(of: predicted, atMost: Self.classLimit)
        else {
            rowsBeyond += count
            return
        }
        rows += count
        counts[UInt64(truth) << 32 | UInt64(predicted), default: 0] += count
    }

    public mutating func merge(_ other: ConfusionMatrix) {
        rowsBeyond += other.rowsBeyond
        let keys = other.labels.entries.map { Array(other.labels.key($0)) }
        for (pair, count) in other.counts {
            keys[Int(pair >> 32)].withUnsafeBufferPointer { truth in
                keys[Int(pair & 0xFFFF_FFFF)].withUnsafeBufferPointer { add(truth: truth, predicted: $0, count: count) }
            }
        }
    }

    /// The classes in order with their counts. Where all of them are numbers, `1` and `1.0` are one class.
    public var classes: ClassCounts {
        let names = labels.entries.map { labels.text($0) }
        let numbers = labels.entries.map { entry -> Double? in
            labels.key(entry).withUnsafeBufferPointer { key in
                if case .number(let value) = NumberText.read(key) { value } else { nil }
            }
        }
        let values = numbers.compactMap(\.self)
        let areNumbers = values.count == names.count
        let order = names.indices.sorted {
            areNumbers && values[$0] != values[$1]
                ? values[$0] < values[$1] : names[$0].utf8.lexicographicallyPrecedes(names[$1].utf8)
        }
        var places = Array(repeating: 0, count: names.count)
        var merged: [String] = []
        var last: Double?
        for index in order {
            if !areNumbers || merged.isEmpty || values[index] != last {
                merged.append(names[index])
            } else if names[index].utf8.count < merged[merged.count - 1].utf8.count {
                merged[merged.count - 1] = names[index]
            }
            if areNumbers { last = values[index] }
            places[index] = merged.count - 1
        }
        var classes = ClassCounts(names: merged)
        for (pair, count) in counts {
            classes.add(truth: places[Int(pair >> 32)], predicted: places[Int(pair & 0xFFFF_FFFF)], count: count)
        }
        return classes
    }
}

/// A confusion matrix with its classes in order, and what it comes to.
///
/// Figures are those of scikit-learn (`accuracy_score`, `balanced_accuracy_score`, `precision_recall_fscore_support` with
/// `zero_division=0`), over the classes that occur in the labels or the predictions.
public struct ClassCounts: Hashable, Sendable, Codable {
    public let names: [String]
    /// Rows of each pair that occurs; a pair is `true place × classes + predicted place`.
    private var cells: [Int: Int] = [:]
    /// Rows with each class as their label.
    public private(set) var support: [Int]
    /// Rows for which each class was predicted.
    public private(set) var predicted: [Int]
    private var correct: [Int]

    init(names: [String]) {
        self.names = names
        support = Array(repeating: 0, count: names.count)
        (predicted, correct) = (support, support)
    }

    mutating func add(truth: Int, predicted place: Int, count: Int) {
        guard count > 0 else { return }
        cells[truth * names.count + place, default: 0] += count
        support[truth] += count
        predicted[place] += count
        if truth == place { correct[truth] += count }
    }

    public func count(truth: Int, predicted: Int) -> Int { cells[truth * names.count + predicted] ?? 0 }

    public var rows: Int { support.reduce(0, +) }

    /// Whether a class is among the labels and among the predictions.
    public func isOnBothSides(_ place: Int) -> Bool { support[place] > 0 && predicted[place] > 0 }

    /// Nil without rows.
    public var accuracy: Double? { rows == 0 ? nil : Double(correct.reduce(0, +)) / Double(rows) }

    public func precision(_ place: Int) -> Double { Self.share(correct[place], predicted[place]) }

    public func recall(_ place: Int) -> Double { Self.share(correct[place], support[place]) }

    public func f1(_ place: Int) -> Double { Self.share(2 * correct[place], support[place] + predicted[place]) }

    /// The mean recall of the classes that the labels have.
    public var balancedAccuracy: Double? { mean(of: recall) { support[$0] > 0 } }

    public var macroPrecision: Double? { mean(of: precision) { isThere($0) } }
    public var macroRecall: Double? { mean(of: recall) { isThere($0) } }
    public var macroF1: Double? { mean(of: f1) { isThere($0) } }

    private func isThere(_ place: Int) -> Bool { support[place] + predicted[place] > 0 }

    private func mean(of figure: (Int) -> Double, _ isMeant: (Int) -> Bool) -> Double? {
        let places = names.indices.filter(isMeant)
        guard !places.isEmpty else { return nil }
        return places.reduce(0) { $0 + figure($1) } / Double(places.count)
    }

    private static func share(_ part: Int, _ whole: Int) -> Double { whole == 0 ? 0 : Double(part) / Double(whole) }

    /// The same with each count drawn again, as rows drawn with replacement would give them.
    func resampled(by chance: inout SeededChance) -> ClassCounts {
        var copy = ClassCounts(names: names)
        for pair in cells.keys.sorted() {
            let (truth, place) = pair.quotientAndRemainder(dividingBy: names.count)
            copy.add(truth: truth, predicted: place, count: chance.poisson(Double(cells[pair] ?? 0)))
        }
        return copy
    }
}
