import AWSOperations
import Testing

@testable import BatchInference

@Suite("Preflight: every column beside the training's, both ways")
struct ColumnDifferencesTests {
    private let bench = PreflightBench()

    /// Training of 40 rows: two of words, a number, a date.
    private static let training =
        (["label,city,amount,day,note"]
        + (0..<40).map { row in
            "\(row % 2 == 0 ? "yes" : "no"),\(["Oslo", "Rome", "Bonn"][row % 3]),\(100 + row),2026-01-\(10 + row % 20),"
                + "free text \(row)"
        }).joined(separator: "\n")

    /// What the columns' check says of ten rows, made from their number.
    private func troubles(_ row: (Int) -> String) async -> [PreflightFinding] {
        bench.account.put("s3://demo-data/train/churn.csv", Self.training.replacing("label", with: "churn"))
        let text = (0..<10).map(row).joined(separator: "\n")
        for part in 1...2 { bench.account.put("s3://demo-data/in/march/part-\(part).csv", text) }
        return await bench.findings(.columns).filter { $0.verdict != .passed }
    }

    @Test("rows like those of the training pass")
    func sound() async {
        #expect(await troubles { "Rome,\(105 + $0),2026-02-0\($0 % 9 + 1),more text \($0)" }.isEmpty)
    }

    @Test(
        "one column that cannot be is a failure, whatever it holds",
        arguments: [
            ("7,105,2026-02-01,text", "column 1 holds numbers, such as 7, where 'city' had text"),
            ("2026-02-01,105,2026-02-01,text", "column 1 holds dates, such as 2026-02-01, where 'city' had text"),
            ("Paris,105,2026-02-01,text", "column 1 holds values that 'city' never had in training, such as Paris"),
            ("Rome,many,2026-02-01,text", "column 2 holds text, where 'amount' had numbers"),
            ("Rome,2026-02-01,2026-02-01,text", "column 2 holds dates, such as 2026-02-01, where 'amount' had numbers"),
            ("Rome,105,46054,text", "column 3 holds numbers, such as 46054, where 'day' had dates, such as 2026-01-10"),
            ("Rome,105,Sunday,text", "column 3 holds text, such as Sunday, where 'day' had dates, such as 2026-01-10"),
            ("Rome,105,2026-02-01,12.5", "column 4 holds numbers, such as 12.5, where 'note' had text"),
        ])
    func single(row: String, expected: String) async {
        let found = await troubles { _ in row }
        #expect(found.troubles == ["failed: part-1.csv: \(expected)"])
        #expect(found.allSatisfy { !$0.fix.isEmpty && $0.field == .input })
    }

    @Test("all columns that do not fit are named, in their order, numbers out of range among them")
    func several() async {
        let found = await troubles { "\(500 + $0),Rome,2026-02-01,\($0)" }
        #expect(
            found.troubles == [
                "failed: part-1.csv: 3 of 4 columns don't fit those of the training: column 1 holds numbers, such as 500, "
                    + "where 'city' had text; column 2 holds text, where 'amount' had numbers; column 4 holds numbers, such "
                    + "as 0, where 'note' had text"
            ])
        #expect(found.first?.fix.hasSuffix("in the order of the training: city, amount, day, note") == true)
        let far = await troubles { _ in "7,9000,2026-02-01,text" }
        #expect(far.first?.text.contains("column 2 holds numbers such as 9000, where 'amount' had 100 to 139") == true)
        // Alone, new numbers may be new data.
        let alone = await troubles { _ in "Rome,9000,2026-02-01,text" }.troubles
        #expect(
            alone == [
                "warned: part-1.csv: column 2 holds numbers such as 9000, where 'amount' had 100 to 139"
            ])
    }

    @Test("more columns than fit in words are named by place and name")
    func many() async {
        let names = (0..<10).map { "f\($0)" }
        let training =
            (["churn," + names.joined(separator: ",")]
            + (0..<30).map { row in "yes," + names.map { _ in "\(row)" }.joined(separator: ",") })
            .joined(separator: "\n")
        bench.account.put("s3://demo-data/train/churn.csv", training)
        let row = names.map { _ in "word" }.joined(separator: ",")
        for part in 1...2 { bench.account.put("s3://demo-data/in/march/part-\(part).csv", "\(row)\n\(row)\n") }
        let text = await bench.findings(.columns).first?.text ?? ""
        #expect(text.contains("10 of 10 columns don't fit"))
        #expect(text.hasSuffix("likewise columns 7 ('f6'), 8 ('f7'), 9 ('f8'), 10 ('f9')"))
    }

    @Test("columns that are empty where the training had values, and dates written otherwise, are worth a look")
    func warnings() async {
        #expect(
            await troubles { _ in "Rome,,2026-02-01,text" }.troubles == [
                "warned: part-1.csv: column 2 is empty in every row, where 'amount' was so in no row of the training"
            ])
        #expect(
            await troubles { _ in "Rome,105,01/02/2026,text" }.troubles == [
                "warned: part-1.csv: column 3 has dates such as 01/02/2026, where 'day' had them as 2026-01-10"
            ])
        let both = await troubles { _ in "Rome,NA,01/02/2026,text" }
        #expect(both.first?.verdict == .warned)
        #expect(both.first?.text.contains("2 of 4 columns are worth a second look") == true)
    }

    @Test("a failure and a warning of one object are two findings, and a long value is cut with a mark")
    func verdicts() async {
        let long = String(repeating: "x", count: 60)
        let found = await troubles { _ in "\(long),105,01/02/2026,text" }
        #expect(found.map(\.verdict) == [.failed, .warned])
        #expect(found.first?.text.hasSuffix("such as \(String(repeating: "x", count: 24))…") == true)
    }
}
