import AWSOperations
import Predictions

/// What the cells of the target's column mean.
struct LabelReading: Sendable {
    enum Meaning: Hashable, Sendable {
        case itself
        /// A class that is spelled otherwise.
        case other(String)
        case unlabelled
        case noNumber
        /// No class of the training data.
        case unknown
    }

    private let isRegression: Bool
    /// Nil where all labels count.
    private let exact: Set<ByteText>?
    /// Nil for what several classes are spelled like.
    private var folded: [String: String?] = [:]
    /// Nil for the number of several classes.
    private var numbers: [Double: String?] = [:]
    /// Whether all classes are numbers, so that `1` and `1.0` are one wherever they are counted.
    private let areNumbers: Bool

    /// - Parameter classes: All that there are; nil where more may come.
    init(isRegression: Bool, classes: [String]?) {
        self.isRegression = isRegression
        exact = classes.map { Set($0.map { ByteText($0) }) }
        areNumbers = (classes ?? []).allSatisfy { PredictionEvaluation.number(in: $0) != nil }
        for name in classes ?? [] {
            let key = Self.folded(name)
            folded[key] = folded[key] == nil ? .some(name) : .some(nil)
            guard let number = PredictionEvaluation.number(in: name) else { continue }
            numbers[number] = numbers[number] == nil ? .some(name) : .some(nil)
        }
    }

    private static func folded(_ label: String) -> String { LabelledLayout.cleaned(label).lowercased() }

    func text(_ cell: ArraySlice<UInt8>) -> String {
        String(decoding: PredictionEvaluation.trimmed(cell), as: UTF8.self)
    }

    func meaning(of label: String) -> Meaning {
        if label.isEmpty { return .unlabelled }
        if isRegression {
            if PredictionEvaluation.number(in: label) != nil { return .itself }
            return ColumnProfile.isMissing(label) ? .unlabelled : .noNumber
        }
        guard let exact else { return ColumnProfile.isMissing(label) ? .unlabelled : .itself }
        if exact.contains(ByteText(label)) { return .itself }
        if let number = PredictionEvaluation.number(in: label), let name = numbers[number] {
            if areNumbers { return .itself }
            if let name { return .other(name) }
        }
        if let name = folded[Self.folded(label)], let name { return .other(name) }
        return ColumnProfile.isMissing(label) ? .unlabelled : .unknown
    }

    /// Whether a row with it counts.
    func isUsable(_ cell: ArraySlice<UInt8>) -> Bool {
        switch meaning(of: text(cell)) {
        case .itself, .other: true
        case .unlabelled, .noNumber, .unknown: false
        }
    }
}
