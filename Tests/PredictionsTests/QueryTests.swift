import Predictions
import SeededNumbers
import Testing

@Suite struct QueryTests {
    private static let rows = [
        Row(["setosa", "0.99", "x"], number: 0), Row(["virginica", "0.50", ""], number: 1),
        Row(["versicolor", "n/a", "0.5"], number: 2), Row(["setosa", "5e-1"], number: 3), Row([], number: 4),
    ]

    private static func found(_ column: Int?, _ comparison: RowFilter.Comparison, _ operand: String) throws -> [Int] {
        let matcher = try RowMatcher(RowFilter([.init(column: column, comparison, operand)]))
        return rows.filter(matcher.matches).map(\.number)
    }

    @Test func conditionsCompareNumbersAsNumbersAndTextsAsTexts() throws {
        #expect(try Self.found(0, .equal, "setosa") == [0, 3])
        #expect(try Self.found(0, .notEqual, "setosa") == [1, 2])
        #expect(try Self.found(1, .equal, "0.5") == [1, 3])
        #expect(try Self.found(1, .notEqual, "0.5") == [0, 2])
        #expect(try Self.found(1, .less, "0.9") == [1, 3])
        #expect(try Self.found(1, .lessOrEqual, "0.99") == [0, 1, 3])
        #expect(try Self.found(1, .greater, "0.5") == [0])
        #expect(try Self.found(1, .greaterOrEqual, "0.5") == [0, 1, 3])
        #expect(try Self.found(0, .contains, "ic") == [1, 2])
        #expect(try Self.found(nil, .contains, "5") == [1, 2, 3])
        #expect(try Self.found(0, .matches, "^v.*r$") == [2])
        #expect(try Self.found(0, .matches, "ver") == [2])
        #expect(try Self.found(2, .equal, "") == [1])
        #expect(try Self.found(9, .notEqual, "x") == [])
    }

    @Test func allConditionsMustHold() throws {
        let matcher = try RowMatcher(
            RowFilter([.init(column: 0, .equal, "setosa"), .init(column: 1, .less, "0.9")]))
        #expect(Self.rows.filter(matcher.matches).map(\.number) == [3])
    }

    @Test func operandsThatMeanNothingAreRefused() {
        #expect(throws: RowFilter.Problem.notANumber("x")) { try Self.found(0, .less, "x") }
        #expect(throws: RowFilter.Problem.badExpression("(")) { try Self.found(0, .matches, "(") }
    }

    @Test func aCutCellIsNeitherEqualNorUnequal() throws {
        var reader = RowReader(.csv, keptLength: 16)
        var rows: [Row] = []
        reader.read(Array("a,bbbbbbbbbbbbbbbbbbbbbbbbbbbb,c\n".utf8)) { rows.append($0) }
        for comparison in [RowFilter.Comparison.equal, .notEqual] {
            let matcher = try RowMatcher(RowFilter([.init(column: 1, comparison, "bbbbbbbbbbbbbb")]))
            #expect(!matcher.matches(rows[0]))
        }
        #expect(try RowMatcher(RowFilter([.init(column: 0, .equal, "a")])).matches(rows[0]))
    }

    @Test func leastConfidentRowsComeFirst() {
        var random = SeededRandom(seed: 30)
        var all: [(Int, Double)] = []
        var least = LeastConfidentRows(columns: [0, 1], limit: 25)
        for number in 0..<3000 {
            let one = Double(Int.random(in: 0...500, using: &random)) / 1000
            let other = Double(Int.random(in: 0...500, using: &random)) / 1000
            all.append((number, max(one, other)))
            least.add(Row([String(one), String(other)], number: number))
        }
        least.add(Row(["x", ""], number: 3000))
        let expected = all.sorted { $0.1 == $1.1 ? $0.0 < $1.0 : $0.1 < $1.1 }.prefix(25)
        #expect(least.rows.map(\.row.number) == expected.map(\.0))
        #expect(least.rows.map(\.confidence) == expected.map(\.1))
        #expect(least.unknown == 1)
    }

    @Test func probabilitiesAreTakenApartByTheirLabels() {
        let rows = [
            Row(["a", "[0.9, 0.1]", "['a', 'b, c']"]), Row(["b, c", "[0.8, 0.2]", "['b, c', 'a']"]), Row(["", "", ""]),
        ]
        let plain = ColumnArrangement(places: [0, 1, 2], titles: ["predicted_label", "probabilities", "labels"])
        let arrangement = plain.spreadingProbabilities(of: rows)
        #expect(arrangement.titles == ["predicted_label", "a", "b, c"])
        #expect(
            rows.map { arrangement.arranged($0).texts } == [
                ["a", "0.9", "0.1"], ["b, c", "0.2", "0.8"], ["", "", ""],
            ])
        var fits = true
        #expect(arrangement.arranged(Row(["x", "[0.1]", "['x']"]), fits: &fits).texts == ["x", "", ""] && !fits)
        // Single rows with other lists take nothing from the others, where that is asked for.
        let odd = [
            Row(["a", "[0.9]", "['a']"]), Row(["a", "[0.9, 0.1]", "['a', 'c']"]), Row(["a", "0.9", "a"]),
            Row(["a", "[0.9, null]", "['a', 'b, c']"]), Row(["a", "[1, 0, 0]", "['a', 'b, c', 'd']"]),
        ]
        for row in odd {
            let mixed = [row] + rows + rows
            #expect(plain.spreadingProbabilities(of: mixed) == plain)
            let found = plain.spreadingProbabilities(of: mixed, byMajority: true)
            #expect(found == arrangement && found.shownPlace(ofCell: 0) == 0 && found.shownPlace(ofCell: 1) == nil)
            var fits = true
            #expect(found.arranged(row, fits: &fits).texts == ["a", "", ""] && !fits, "\(row.texts)")
        }
        #expect(plain.spreadingProbabilities(of: odd + rows, byMajority: true) == plain)
        #expect(plain.spreadingProbabilities(of: [Row(["a", "[1]", "['x', 'y']"])]).titles[1] == "probabilities 1")
        #expect(
            ColumnArrangement(places: [0], titles: [nil]).spreadingProbabilities(of: [Row(["[1, 2]"])]).titles == [nil])
    }
}
