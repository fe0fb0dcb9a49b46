/// Conditions on a row's cells, all of which must hold.
public struct RowFilter: Hashable, Sendable {
    public enum Comparison: Hashable, Sendable {
        case equal
        case notEqual
        case less
        case lessOrEqual
        case greater
        case greaterOrEqual
        case contains
        /// The same without regard to the case of ASCII letters.
        case containsAnyCase
        /// A regular expression that matches somewhere in the cell.
        case matches

        /// How comparisons are typed; of two that begin alike, the longer one first.
        public static let signs: [(sign: String, comparison: Comparison)] = [
            (">=", .greaterOrEqual), ("<=", .lessOrEqual), ("!=", .notEqual), ("==", .equal), ("=", .equal),
            (">", .greater), ("<", .less), ("~", .matches),
        ]
    }

    public struct Condition: Hashable, Sendable {
        /// The column's place; nil for any of them.
        public var column: Int?
        public var comparison: Comparison
        public var operand: String

        public init(column: Int?, _ comparison: Comparison, _ operand: String) {
            self.column = column
            self.comparison = comparison
            self.operand = operand
        }
    }

    public var conditions: [Condition]

    public init(_ conditions: [Condition] = []) { self.conditions = conditions }

    /// Why a condition can't be used.
    public enum Problem: Error, Hashable, Sendable {
        case notANumber(String)
        case badExpression(String)

        public var text: String {
            switch self {
            case .notANumber(let operand): "\(operand) isn't a number"
            case .badExpression(let pattern): "can't read the regular expression \(pattern)"
            }
        }
    }
}

/// A filter made ready to be asked of many rows.
public struct RowMatcher {
    private enum Test {
        case text([UInt8], isEqual: Bool)
        /// Equal as numbers or as texts: 0.50 is 0.5.
        case number(Double, [UInt8], isEqual: Bool)
        case order(Double, (Double, Double) -> Bool)
        case contains([UInt8])
        /// A text in lower case.
        case containsAnyCase([UInt8])
        case expression(Regex<AnyRegexOutput>)
    }

    private var tests: [(column: Int?, test: Test)] = []

    public init(_ filter: RowFilter) throws(RowFilter.Problem) {
        for condition in filter.conditions {
            tests.append((condition.column, try Self.test(condition)))
        }
    }

    /// Whether all conditions hold for a row. A cell that is missing or cut fulfils none.
    public func matches(_ row: Row) -> Bool {
        tests.allSatisfy { column, test in
            if let column { return column < row.count && holds(test, row, column) }
            return (0..<row.count).contains { holds(test, row, $0) }
        }
    }

    private static func test(_ condition: RowFilter.Condition) throws(RowFilter.Problem) -> Test {
        let bytes = Array(condition.operand.utf8)
        let number: Double? =
            if case .number(let value) = bytes.withUnsafeBufferPointer({ NumberText.read($0) }) { value } else { nil }
        func order(_ isOrdered: @escaping (Double, Double) -> Bool) throws(RowFilter.Problem) -> Test {
            guard let number else { throw .notANumber(condition.operand) }
            return .order(number, isOrdered)
        }
        switch condition.comparison {
        case .equal, .notEqual:
            let isEqual = condition.comparison == .equal
            return number.map { .number($0, bytes, isEqual: isEqual) } ?? .text(bytes, isEqual: isEqual)
        case .less: return try order(<)
        case .lessOrEqual: return try order(<=)
        case .greater: return try order(>)
        case .greaterOrEqual: return try order(>=)
        case .contains: return .contains(bytes)
        case .containsAnyCase: return .containsAnyCase(bytes.map(ByteSearch.lowercased))
        case .matches:
            // Most patterns that people type are plain words, which need no engine.
            let signs = Set(#"\.^$|?*+()[]{}"#.utf8)
            if !bytes.contains(where: signs.contains) { return .contains(bytes) }
            guard let expression = try? Regex(condition.operand) else { throw .badExpression(condition.operand) }
            return .expression(expression)
        }
    }

    private func holds(_ test: Test, _ row: Row, _ place: Int) -> Bool {
        let isCut = row.isCut(cell: place)
        return row.withCell(place) { cell in
            switch test {
            case .text(let text, let isEqual): return !isCut && cell.elementsEqual(text) == isEqual
            case .number(let number, let text, let isEqual):
                guard !isCut else { return false }
                if case .number(let value) = NumberText.read(cell) { return (value == number) == isEqual }
                return cell.elementsEqual(text) == isEqual
            case .order(let number, let isOrdered):
                guard !isCut, case .number(let value) = NumberText.read(cell) else { return false }
                return isOrdered(value, number)
            case .contains(let text):
                return text.withUnsafeBufferPointer { ByteSearch.first($0, in: cell) } != nil
            case .containsAnyCase(let text):
                return text.withUnsafeBufferPointer { ByteSearch.containsAnyCase($0, in: cell) }
            case .expression(let expression):
                return (try? expression.firstMatch(in: String(decoding: cell, as: UTF8.self))) != nil
            }
        }
    }
}
