import Testing

@testable import Sandbox

/// Counts and sums come from the data set's own penguins.csv, added up in Python.
struct PenguinDataTests {
    private func column(_ name: String) -> [String] {
        PenguinData.table.selecting([name]).rows.map { $0[0] }
    }

    @Test func `every bird is there`() {
        #expect(PenguinData.table.rows.count == 344)
        #expect(PenguinData.table.rows[0] == ["Adelie", "Torgersen", "39.1", "18.7", "181", "3750", "male", "2007"])
        #expect(PenguinData.table.rows[3] == ["Adelie", "Torgersen", "", "", "", "", "", "2007"])
        #expect(PenguinData.table.rows[343] == ["Chinstrap", "Dream", "50.2", "18.7", "198", "3775", "female", "2009"])
        #expect(column("species").count { $0 == "Adelie" } == 152)
        #expect(column("species").count { $0 == "Gentoo" } == 124)
        #expect(column("sex").count { $0 == "male" } == 168)
        #expect(column("sex").count(where: \.isEmpty) == 11)
        #expect(column("body_mass_g").compactMap { Int($0) }.reduce(0, +) == 1_437_000)
        #expect(isClose(column("bill_length_mm").compactMap { Double($0) }.reduce(0, +), 15021.3, within: 1e-9))
    }

    @Test func `the split is the same every time, and loses no row`() {
        let (training, validation) = PenguinData.table.trainingAndValidation(seed: 7)
        let again = PenguinData.table.trainingAndValidation(seed: 7)
        #expect(training == again.training)
        #expect(validation == again.validation)
        #expect(validation.rows.count == 68)
        #expect(
            (training.rows + validation.rows).sorted { $0.joined() < $1.joined() }
                == PenguinData.table.rows.sorted { $0.joined() < $1.joined() })
        #expect(PenguinData.table.trainingAndValidation(seed: 8).validation != validation)
    }

    @Test func `generated inputs repeat for a seed and grow beyond the birds`() {
        let columns = ["island", "bill_length_mm", "body_mass_g"]
        let bytes = InputGenerator(seed: 3).csv(columns: columns, rows: 1000)
        #expect(bytes == InputGenerator(seed: 3).csv(columns: columns, rows: 1000))
        #expect(bytes != InputGenerator(seed: 4).csv(columns: columns, rows: 1000))
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        #expect(lines.count == 1000)
        #expect(lines.allSatisfy { $0.split(separator: ",", omittingEmptySubsequences: false).count == 3 })
        let lengths = lines.compactMap { Double($0.split(separator: ",", omittingEmptySubsequences: false)[1]) }
        #expect(lengths.allSatisfy { (28...64).contains($0) })
    }

    @Test func `a header is written only where it is asked for`() {
        let generator = InputGenerator(seed: 3)
        #expect(
            String(decoding: generator.csv(columns: ["sex", "year"], rows: 1, header: true), as: UTF8.self)
                .hasPrefix("sex,year\n"))
        #expect(generator.table(columns: ["sex"], rows: 0).rows.isEmpty)
    }
}
