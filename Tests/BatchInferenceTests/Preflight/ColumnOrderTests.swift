import SeededNumbers
import Testing

@testable import BatchInference

/// Columns made at random, deterministically, as tables of people have them.
struct RandomTable {
    private var random: SeededRandom
    let names: [String]
    private(set) var rows: [[String]] = []

    enum Shape: CaseIterable {
        case customers
        case measures
        case sparse
    }

    init(_ shape: Shape, rows count: Int, seed: UInt64) {
        random = SeededRandom(seed: seed)
        switch shape {
        case .customers:
            names = ["state", "age", "plan", "mail", "day minutes", "evening minutes", "calls", "since", "id", "note"]
        case .measures: names = (1...12).map { "m\($0)" }
        case .sparse: names = ["gain", "loss", "hours", "education", "score", "grade", "when", "where"]
        }
        for index in 0..<count { rows.append(row(shape, index)) }
        // As people split tables: at random.
        rows.shuffle(using: &random)
    }

    private mutating func row(_ shape: Shape, _ index: Int) -> [String] {
        switch shape {
        case .customers:
            [
                "S\(Int.random(in: 0..<50, using: &random))", "\(Int.random(in: 18...90, using: &random))",
                pick(["basic": 6, "plus": 3, "gold": 1]), pick(["yes": 28, "no": 72]), number(180, 54), number(230, 45),
                "\(Int(abs(normal() + normal()) * 2))", day(), "\(index)",
                "called about \(Int.random(in: 0..<100_000, using: &random))",
            ]
        case .measures:
            // As in tables of measures: the same unit, other means and spreads.
            (0..<12).map { number(10 + Double($0) * 1.5, 1 + Double($0 % 4)) }
        case .sparse:
            [
                chance(0.9) ? "0" : "\(Int(abs(normal()) * 5000))", chance(0.95) ? "0" : "\(Int(abs(normal()) * 900))",
                chance(0.5) ? "40" : number(38, 12), pick(["HS": 5, "BA": 3, "MS": 1]),
                chance(0.2) ? "" : number(0, 1), chance(0.2) ? "NA" : "\(Int.random(in: 1...6, using: &random)).0",
                day(),
                chance(0.97) ? "here" : "place \(Int.random(in: 0..<1000, using: &random))",
            ]
        }
    }

    private mutating func chance(_ share: Double) -> Bool { Double.random(in: 0..<1, using: &random) < share }

    private mutating func normal() -> Double {
        (0..<12).reduce(-6) { sum, _ in sum + Double.random(in: 0..<1, using: &random) }
    }

    private mutating func number(_ mean: Double, _ spread: Double) -> String {
        "\(((mean + spread * normal()) * 10).rounded() / 10)"
    }

    private mutating func day() -> String {
        "2026-0\(Int.random(in: 1...9, using: &random))-\(Int.random(in: 10...28, using: &random))"
    }

    private mutating func pick(_ weights: KeyValuePairs<String, Int>) -> String {
        var place = Int.random(in: 0..<weights.reduce(0) { $0 + $1.value }, using: &random)
        for (word, weight) in weights {
            place -= weight
            if place < 0 { return word }
        }
        return weights[0].key
    }
}

/// Swaps, rotations and shifts of columns are found; rows like those of the training give no alarm.
@Suite("Preflight: columns in the place of others")
struct ColumnOrderTests {
    private static func changes(_ training: [[String]], _ input: [[String]]) -> [ColumnOrder.Change] {
        let count = training[0].count
        func samples(_ rows: [[String]]) -> [ColumnSample] {
            (0..<count).map { place in
                ColumnSample(rows: rows.count) { place < rows[$0].count ? rows[$0][place] : nil }
            }
        }
        return ColumnOrder(trained: samples(training), found: samples(input)).changes()
    }

    private static func findings(_ names: [String], _ training: [[String]], _ input: [[String]]) -> [PreflightFinding] {
        let trained = TrainingColumns(
            names: ["target"] + names, target: "target", excluded: ["target"],
            rows: training.enumerated().map { ["\($0.offset % 2)"] + $0.element }, isWhole: true, hasFeatureList: false)
        var csv = CSVSample(TextSample(Array("1\n".utf8), isCut: false))
        csv.rows = input.enumerated().map { CSVSample.Row(line: $0.offset + 1, fields: $0.element) }
        csv.usualColumns = names.count
        return ColumnsComparison(trained: trained, filter: nil, plan: Samples.plan)
            .findings(on: [InputTable(name: "part-1.csv", csv: csv)]).filter { $0.verdict != .passed }
    }

    @Test("rows of the same tables give no failure and next to no warning", arguments: RandomTable.Shape.allCases)
    func honest(shape: RandomTable.Shape) {
        var warnings = 0
        var inputs = 0
        for seed in 1...20 as ClosedRange<UInt64> {
            let table = RandomTable(shape, rows: 700, seed: seed)
            for (start, count) in [(0, 1), (1, 2), (3, 5), (8, 12), (20, 20), (40, 100), (140, 260)] {
                let found = Self.findings(
                    table.names, Array(table.rows[400...]), Array(table.rows[start..<(start + count)]))
                inputs += 1
                #expect(
                    found.troubles.allSatisfy { !$0.hasPrefix("failed") }, "\(seed), \(count) rows: \(found.troubles)")
                warnings += found.count
            }
        }
        #expect(warnings * 100 <= inputs, "\(warnings) warnings on \(inputs) inputs")
    }

    @Test("a little training data gives no more alarms", arguments: RandomTable.Shape.allCases)
    func littleTraining(shape: RandomTable.Shape) {
        for seed in 50...70 as ClosedRange<UInt64> {
            let table = RandomTable(shape, rows: 60, seed: seed)
            for count in [1, 5, 20, 40] {
                let changes = Self.changes(Array(table.rows[40...]), Array(table.rows[..<count]))
                #expect(changes.isEmpty, "\(seed), \(count) rows: \(changes)")
            }
        }
    }

    @Test("two columns that changed places are named, though their numbers overlap")
    func swapped() {
        var found = 0
        var others = 0
        for seed in 1...20 as ClosedRange<UInt64> {
            let table = RandomTable(.customers, rows: 700, seed: seed)
            let input = table.rows[..<200].map { row in
                var row = row
                row.swapAt(4, 5)
                return row
            }
            let changes = Self.changes(Array(table.rows[300...]), input)
            if changes == [ColumnOrder.Change(kind: .swapped, places: [4, 5], isCertain: true)] { found += 1 }
            others += changes.count { $0.places != [4, 5] }
        }
        #expect(found >= 19 && others == 0, "\(found) of 20, \(others) others")
    }

    @Test("every pair of columns that differ is found, or nothing is said; never another pair")
    func everyPair() {
        let table = RandomTable(.sparse, rows: 700, seed: 7)
        let training = Array(table.rows[300...])
        for first in 0..<8 {
            for second in (first + 1)..<8 {
                let input = table.rows[..<200].map { row in
                    var row = row
                    row.swapAt(first, second)
                    return row
                }
                let places = Self.changes(training, input).map(\.places)
                // Two columns that are nearly always 0 are hardly told apart.
                let isOpen = (first, second) == (0, 1)
                #expect(places == [[first, second]] || isOpen && places.isEmpty, "\(first), \(second): \(places)")
            }
        }
    }

    @Test("three columns in a circle, and columns that are all shifted by one, are told as such")
    func rotatedAndShifted() {
        let table = RandomTable(.measures, rows: 700, seed: 3)
        let training = Array(table.rows[300...])
        let circle = table.rows[..<200].map { row in
            var row = row
            (row[1], row[5], row[9]) = (row[5], row[9], row[1])
            return row
        }
        #expect(
            Self.changes(training, circle) == [
                ColumnOrder.Change(kind: .rotated(to: [5, 9, 1]), places: [1, 5, 9], isCertain: true)
            ])
        // An id in front, and the last column lost.
        let shifted = table.rows[..<200].enumerated().map { ["\($0.offset)"] + $0.element.dropLast() }
        let changes = Self.changes(training, shifted)
        #expect(changes == [ColumnOrder.Change(kind: .shifted(by: -1), places: Array(1...11), isCertain: true)])
        let lost = table.rows[..<200].map { $0.dropFirst() + ["1"] }
        let ahead = Self.changes(training, lost.map(Array.init))
        #expect(ahead.map(\.kind) == [.shifted(by: 1)] && ahead.first?.places == Array(0...10))
    }

    @Test("the findings name columns and features, and weak evidence is a warning")
    func words() {
        let table = RandomTable(.customers, rows: 700, seed: 5)
        let training = Array(table.rows[300...])
        func swapped(_ count: Int) -> [[String]] {
            table.rows[..<count].map { row in
                var row = row
                row.swapAt(4, 5)
                return row
            }
        }
        let strong = Self.findings(table.names, training, swapped(200))
        #expect(
            strong.troubles == [
                "failed: part-1.csv: columns 5 ('day minutes') and 6 ('evening minutes') seem to be swapped: each looks like "
                    + "the other in training"
            ])
        #expect(strong.first?.fix.hasPrefix("put the columns in training order: state, age") == true)
        let verdicts = (1...8).flatMap { seed in
            let table = RandomTable(.customers, rows: 500, seed: UInt64(seed))
            return [8, 12, 16, 20].flatMap { count in
                let input = table.rows[..<count].map { row in
                    var row = row
                    row.swapAt(4, 5)
                    return row
                }
                return Self.findings(table.names, Array(table.rows[100...]), input).map(\.verdict)
            }
        }
        #expect(Set(verdicts) == [.warned, .failed])
        let shifted = table.rows[..<200].enumerated().map { ["\($0.offset)"] + $0.element.dropLast() }
        #expect(
            Self.findings(table.names, training, shifted).troubles.contains {
                $0.contains("columns 2 to ") && $0.contains("shifted one column to the right")
            })
    }

    @Test("rows of one kind, at an end of what the training had, are not taken for other columns")
    func oneKind() {
        var failures = 0
        for seed in 1...20 as ClosedRange<UInt64> {
            let table = RandomTable(.measures, rows: 600, seed: seed)
            for place in [0, 4, 9] {
                let sorted = table.rows.sorted { Double($0[place]) ?? 0 < Double($1[place]) ?? 0 }
                for count in [5, 20, 100] {
                    let changes = Self.changes(Array(sorted.dropLast(count)), Array(sorted.suffix(count)))
                    failures += changes.count(where: \.isCertain)
                }
            }
        }
        #expect(failures == 0)
    }
}
