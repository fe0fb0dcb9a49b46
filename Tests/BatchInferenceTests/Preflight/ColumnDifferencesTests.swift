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

    @Test func twoSpellingsOfAnAccentAreTwoValues() {
        let known = ColumnProfile(Array(repeating: "Caf\u{e9}", count: 30))
        #expect(known.has("Caf\u{e9}") && known.hasSpelling("Caf\u{e9}"))
        #expect(!known.has("Cafe\u{301}") && !known.hasSpelling("Cafe\u{301}"))
        #expect(ColumnProfile(["Caf\u{e9}", "Cafe\u{301}"]).distinct.count == 2)
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
            ("Rome,inf,2026-02-01,text", "column 2 holds text, where 'amount' had numbers"),
            ("Rome,0x1F,2026-02-01,text", "column 2 holds text, where 'amount' had numbers: 0x1F"),
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
                "failed: part-1.csv: 3 of 4 columns don't match the training data: column 1 holds numbers, such as 500, "
                    + "where 'city' had text; column 2 holds text, where 'amount' had numbers; column 4 holds numbers, such "
                    + "as 0, where 'note' had text"
            ])
        #expect(found.first?.fix.hasSuffix("in training order: city, amount, day, note") == true)
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
        #expect(text.contains("10 of 10 columns don't match"))
        #expect(text.hasSuffix("likewise columns 7 ('f6'), 8 ('f7'), 9 ('f8'), 10 ('f9')"))
    }

    @Test("columns that are empty where the training had values, and dates written otherwise, are worth a look")
    func warnings() async {
        #expect(
            await troubles { _ in "Rome,,2026-02-01,text" }.troubles == [
                "failed: part-1.csv: column 2 is empty in every row; in training, 'amount' was empty in no row"
            ])
        #expect(
            await troubles { _ in "Rome,105,01/02/2026,text" }.troubles == [
                "warned: part-1.csv: column 3 has dates such as 01/02/2026, where 'day' had them as 2026-01-10"
            ])
        let both = await troubles { _ in "Rome,NA,01/02/2026,text" }
        #expect(both.map(\.verdict) == [.failed, .warned])
    }

    @Test("an empty column is a failure only where all of the input was read, and the training had values everywhere")
    func emptyColumns() async {
        func verdicts(_ training: String, _ rows: String, other: String? = nil) async -> [PreflightFinding.Verdict] {
            bench.account.put("s3://demo-data/train/churn.csv", training)
            bench.account.put("s3://demo-data/in/march/part-1.csv", rows)
            bench.account.put("s3://demo-data/in/march/part-2.csv", other ?? rows)
            return await bench.findings(.columns).filter { $0.verdict != .passed }.map(\.verdict)
        }
        let training = Self.training.replacing("label", with: "churn")
        let rows = (0..<10).map { "Rome,,2026-02-01,text \($0)\n" }.joined()
        let filled = (0..<10).map { "Rome,\(105 + $0),2026-02-01,text \($0)\n" }.joined()
        #expect(await verdicts(training, rows) == [.failed])
        #expect(await verdicts(training, rows, other: filled) == [.warned], "another object has values there")
        #expect(await verdicts(training.replacing(",100,", with: ",,"), rows) == [.warned], "training had it empty")
        #expect(await verdicts(training, String(repeating: rows, count: 4000)) == [.warned], "not all was read")
        #expect(await verdicts(training, String(rows.prefix(rows.utf8.count / 5))) == [], "a few rows tell nothing")
    }

    @Test("numbers nearly all at one end of the training's are pointed out; ids that go on, and one value, are not")
    func numbersAtOneEnd() async {
        let training =
            "churn,id,degrees\n"
            + (0..<200).map { "yes,\($0),\(Double($0 * 37 % 100) / 2)\n" }.joined()
        func troubles(_ row: (Int) -> String) async -> [String] {
            bench.account.put("s3://demo-data/train/churn.csv", training)
            for part in 1...2 {
                bench.account.put(
                    "s3://demo-data/in/march/part-\(part).csv", (0..<40).map(row).joined(separator: "\n"))
            }
            return await bench.findings(.columns).troubles
        }
        #expect(await troubles { "\(250 + $0),\(Double($0 * 31 % 97) / 2)" }.isEmpty)
        #expect(await troubles { "\(250 + $0),47.0" }.isEmpty)
        #expect(
            await troubles { "\(250 + $0),\(50 + $0)" } == [
                "warned: part-1.csv: column 2 holds numbers such as 50, nearly all of them above 47, where nearly all of "
                    + "'degrees' in training were below"
            ])
    }

    @Test(
        "words that differ from the training's by blanks alone are a finding of their own, with what mends it",
        arguments: [
            ("Rome ,105,2026-02-01,a", "'Rome ' has a blank at its end in 10 of 10 rows; the model saw 'Rome'"),
            (
                "\" Rome\",105,2026-02-01,a",
                "' Rome' has a blank at its beginning in 10 of 10 rows; the model saw 'Rome'"
            ),
            (
                "\tRome\u{A0},105,2026-02-01,a",
                "'\tRome\u{A0}' has a blank at each end in 10 of 10 rows; the model saw 'Rome'"
            ),
        ])
    func blanks(row: String, expected: String) async {
        let found = await troubles { _ in row }
        #expect(found.troubles == ["failed: part-1.csv: column 1: \(expected)"])
        #expect(found.first?.correction == .withoutBlanks(places: [0], header: nil))
        let some = await troubles { $0 < 4 ? row : "Rome,105,2026-02-01,a" }
        #expect(some.troubles == ["warned: part-1.csv: column 1: \(expected.replacing("10 of", with: "4 of"))"])
        // Numbers are numbers, blanks or not.
        #expect(await troubles { _ in "Rome, 105 ,2026-02-01,a" }.isEmpty)
    }

    @Test("blanks that the training had are no fault, and lacking them is one")
    func blanksOfTraining() async {
        func troubles(_ row: String) async -> [PreflightFinding] {
            bench.account.put(
                "s3://demo-data/train/churn.csv",
                "churn, city\n" + (0..<40).map { "\($0 % 2), \(["Oslo", "Rome"][$0 % 2])\n" }.joined())
            for part in 1...2 { bench.account.put("s3://demo-data/in/march/part-\(part).csv", row) }
            return await bench.findings(.columns).filter { $0.verdict != .passed }
        }
        #expect(await troubles(" Oslo\n Rome\n").isEmpty)
        let found = await troubles("Oslo\n Rome\nRome\n")
        #expect(
            found.troubles == [
                "failed: part-1.csv: column 1: 'Oslo' and 1 more value lack the blank at their beginning in 2 of 3 rows; the "
                    + "model saw ' Oslo'"
            ])
        #expect(found.first?.correction == nil)
    }

    @Test("a failure and a warning of one object are two findings, and a long value is cut with a mark")
    func verdicts() async {
        let long = String(repeating: "x", count: 60)
        let found = await troubles { _ in "\(long),105,01/02/2026,text" }
        #expect(found.map(\.verdict) == [.failed, .warned])
        #expect(found.first?.text.hasSuffix("such as \(String(repeating: "x", count: 24))…") == true)
    }
}
