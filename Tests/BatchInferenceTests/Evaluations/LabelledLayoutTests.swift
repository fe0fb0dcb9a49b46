import Predictions
import Testing

@testable import BatchInference

/// Where the target stands in labelled rows, and what is said where nobody can tell.
@Suite struct LabelledLayoutTests {
    private static let training = TrainingColumns(
        names: ["island", "mass", "species", "sex"], target: "species", excluded: ["species"],
        rows: (0..<12).map { number in
            [
                ["Dream", "Biscoe"][number % 2], "\(3000 + number * 10)", ["Adelie", "Gentoo"][number / 2 % 2],
                ["male", "female"][number / 3 % 2],
            ]
        }, isWhole: true, hasFeatureList: false)

    private func layout(
        _ rows: [[String]], target: String? = nil, training: TrainingColumns? = training
    ) throws(EvaluationProblem) -> LabelledLayout {
        try LabelledLayout(
            rows.enumerated().map { Row($1, number: $0) },
            wanted: LabelledLayout.Wanted(
                target: target ?? "species", isNamed: target != nil, training: training, trainingGap: "it's gone"),
            in: "a.csv")
    }

    private func problem(_ rows: [[String]], target: String? = nil, training: TrainingColumns? = training) -> String {
        do {
            _ = try layout(rows, target: target, training: training)
            return "none"
        } catch {
            return error.description
        }
    }

    @Test("the target is found by the header's name in whatever place, or by its words without one")
    func found() throws {
        let header = try layout([
            ["sex", "species", "mass", "extra", "island"], ["male", "Adelie", "1", "x", "Dream"],
        ])
        #expect(header.hasHeader && header.target == 1 && header.features == [4, 2, 0])
        #expect(header.remarks.first?.contains("extra") == true)
        for place in 0...3 {
            let rows = Self.training.rows.map { row in
                var cells = [row[0], row[1], row[3]]
                cells.insert(row[2], at: place)
                return cells
            }
            let found = try layout(rows)
            #expect(!found.hasHeader && found.target == place, "\(place)")
            #expect(found.features == (0...3).filter { $0 != place })
        }
    }

    @Test("another spelling in the header is taken where nobody named the target, and asked about where somebody did")
    func spelling() throws {
        let rows = [["Island", "MASS", "Species ", "sex"], ["Dream", "1", "Adelie", "male"]]
        #expect(try layout(rows).target == 2)
        #expect(problem(rows, target: "species").contains("did you mean Species?"))
        #expect(
            problem([["island", "mass", "specis", "sex"], ["a", "1", "b", "c"]]).contains("did you mean specis?"))
        #expect(problem(Self.training.rows, target: "spezies").contains("did you mean species?"))
    }

    @Test("a missing target, missing columns, another width and other delimiters are named with what to do")
    func refused() {
        #expect(
            problem([["island", "mass", "sex"], ["Dream", "1", "male"]]).contains("the target species is missing"))
        #expect(problem([["Dream", "1", "male"]]).contains("the target species is missing: its rows have 3 columns"))
        #expect(
            problem([["island", "species", "sex"], ["Dream", "Adelie", "male"]]).contains("column mass is missing"))
        #expect(problem([["Dream", "1", "Adelie", "male", "x", "y"]]).contains("6 columns"))
        #expect(problem([["Dream;1;Adelie;male"]]).contains("semicolons"))
        #expect(
            problem([["species", "species", "island", "mass", "sex"], ["a", "b", "c", "1", "d"]]).contains("2 columns"))
        #expect(problem([["Dream", "1", "Adelie", "male"]], training: nil).contains("it's gone"))
        #expect(problem([["Dream", "1", "Adelie", "male"]], target: "9").contains("give 1 to 4"))
    }

    @Test("a number names a column where nothing else can") func byNumber() throws {
        let rows = [["Dream", "1", "Adelie", "male"], ["Dream", "2", "Gentoo", "male"]]
        #expect(try layout(rows, target: "3", training: nil).target == 2)
        #expect(try layout(rows, target: "1").target == 0)
    }

    @Test("a filter says in words on which all sources agree what is left, or there is none")
    func filters() {
        #expect(LabelledInputReader.filter(picking: [1, 2, 3], of: 4) == "$[1:]")
        #expect(LabelledInputReader.filter(picking: [0, 1, 3], of: 4) == "$[0,1,3]")
        #expect(LabelledInputReader.filter(picking: Array(0..<40), of: 41) == nil)
        for width in 2...40 {
            for target in 0..<width {
                let features = (0..<width).filter { $0 != target }
                guard let filter = LabelledInputReader.filter(picking: features, of: width) else { continue }
                #expect(filter.utf8.count <= 63)
                let path = try? RecordPath(filter)
                #expect((try? path?.filter(fields: (0..<width).map(String.init))) == features.map(String.init))
            }
        }
    }

    @Test("a sample has exactly as many rows as were asked for, the same each time, from everywhere")
    func sampling() {
        for (rows, all) in [(1, 1), (20, 20), (20, 1000), (333, 334), (0, 5)] {
            func drawn() -> [Int] {
                var drawing = Drawing(rows: rows, of: all, seed: 5)
                return (0..<all).filter { _ in drawing.takesNext() }
            }
            #expect(drawn().count == rows && drawn() == drawn())
        }
        var counts = [Int](repeating: 0, count: 10)
        for seed in 0..<2000 {
            var drawing = Drawing(rows: 3, of: 10, seed: UInt64(seed))
            for place in 0..<10 where drawing.takesNext() { counts[place] += 1 }
        }
        // 600 on average; five deviations are about 103.
        #expect(counts.allSatisfy { (490...710).contains($0) }, "\(counts)")
    }

    @Test("labels mean a class, a class in another case, nothing, or no class at all")
    func labels() {
        let labels = LabelReading(isRegression: false, classes: ["Adelie", "no", "No", "1", "NA"])
        // Beside a class that is a word, 1 and 1.0 would be two.
        #expect(labels.meaning(of: "Adelie") == .itself && labels.meaning(of: "1.0") == .other("1"))
        let numbered = LabelReading(isRegression: false, classes: ["0", "1"])
        #expect(numbered.meaning(of: "1.0") == .itself && numbered.meaning(of: "01") == .itself)
        #expect(numbered.meaning(of: "True") == .unknown && numbered.meaning(of: "1,0") == .unknown)
        #expect(labels.meaning(of: "ADELIE") == .other("Adelie"))
        // Two classes are spelled so.
        #expect(labels.meaning(of: "NO") == .unknown)
        #expect(labels.meaning(of: "") == .unlabelled && labels.meaning(of: "null") == .unlabelled)
        #expect(labels.meaning(of: "NA") == .itself && labels.meaning(of: "Adelei") == .unknown)
        let numbers = LabelReading(isRegression: true, classes: nil)
        #expect(numbers.meaning(of: "1e3") == .itself && numbers.meaning(of: "many") == .noNumber)
        #expect(numbers.meaning(of: "NaN") == .unlabelled)
        let any = LabelReading(isRegression: false, classes: nil)
        #expect(any.meaning(of: "anything") == .itself && any.meaning(of: "nan") == .unlabelled)
    }
}
