import Predictions
import Testing

@testable import BatchInference

@Suite("A condition is read with each of its signs, the longest name first")
struct ConditionTextTests {
    private func readings(_ text: String) -> [[String]] {
        ConditionText.readings(of: text).map { [$0.name, $0.sign, $0.operand] }
    }

    @Test("signs")
    func signs() {
        #expect(readings("probability < 0.6") == [["probability", "<", "0.6"]])
        #expect(readings("a>=3") == [["a", ">=", "3"]])
        #expect(readings("a>b!=3") == [["a>b", "!=", "3"], ["a", ">", "b!=3"]])
        #expect(readings("at = 10:30") == [["at = 10", ":", "30"], ["at", "=", "10:30"]])
        #expect(readings("a==b") == [["a", "==", "b"]])
        #expect(readings("~^x") == [["", "~", "^x"]])
        #expect(readings("word").isEmpty && readings("").isEmpty)
        #expect(readings("a =") == [["a", "=", ""]])
    }

    @Test("a name in quotes is what stands in them")
    func quoted() {
        #expect(readings("\"a = b\" : \"x\"") == [["a = b", ":", "\"x\""]])
        #expect(readings("\"say \"\"hi\"\"\"~^x") == [["say \"hi\"", "~", "^x"]])
        #expect(readings("\"a\" b = 1") == [["\"a\" b", "=", "1"]])
        #expect(readings("\"open = 1") == [["\"open", "=", "1"]])
    }

    @Test("a value in quotes is what stands in them")
    func quotedValues() {
        #expect(readings(#"label = "1""#) == [["label", "=", "1"]])
        #expect(readings(#"label != " a ""#) == [["label", "!=", " a "]])
        #expect(readings(#""a b" = "say ""hi""""#) == [["a b", "=", #"say "hi""#]])
        #expect(readings(#"label = "a" b"#) == [["label", "=", #""a" b"#]])
        #expect(readings(#"label ~ "a""#) == [["label", "~", #""a""#]])
    }

    @Test("blanks around a word were meant")
    func words() {
        let readings = ConditionText.readings(of: "island= x ", isWord: true)
        #expect(readings.map { [$0.name, $0.operand] } == [["island", " x "]])
    }

    @Test("the columns tell which sign parts name and value")
    func columns() throws {
        let condition = try RowCondition("a=b >= 3")
        let named = condition.place(output: ["p", "a=b"], input: [])
        #expect(named?.place == .output(1) && named?.reading.operand == "3")
        let plain = try RowCondition("a = b>c")
        #expect(plain.place(output: ["a"], input: [])?.reading.operand == "b>c")
        #expect(plain.place(output: ["x"], input: ["y"]) == nil)
        #expect(plain.plain.column == ColumnReference("a"))
        let part = try RowCondition("island:bis")
        #expect(part.place(output: [], input: ["island"])?.reading.comparison == .containsAnyCase)
    }
}
