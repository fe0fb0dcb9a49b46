import AWSOperations
import Testing

@testable import BatchInference

@Suite("Predictions are paired with records, or say why not")
struct PairingTests {
    private static let lines = PairingRule(splitType: .line, assembleWith: .line)

    private func preview(
        _ input: String?, _ output: String?, rule: PairingRule = lines, accept: String? = "text/csv",
        type: String? = "text/csv", names: ColumnNames = ColumnNames(), rowLimit: Int = 100
    ) -> PredictionPreview {
        func side(_ text: String?, _ type: String?, isLines: Bool) -> PredictionPreview.Side {
            text.map { .table(RecordTable(Array($0.utf8), type: type, isLines: isLines)) } ?? .absent
        }
        return PredictionPreview(
            input: side(input, type, isLines: rule.splitType == .line), output: side(output, accept, isLines: false),
            rule: rule, names: names, rowLimit: rowLimit)
    }

    /// Each prediction with its record, as text.
    private func pairs(_ preview: PredictionPreview) -> [[String]] {
        zip(preview.predicted.rows, preview.given.rows).map { $0.cells + $1.cells }
    }

    @Test("a first row of text alone is a record like any other")
    func noHeaderIsGuessed() {
        let result = preview("Torgersen,NA,male\nBiscoe,37.8,female\nDream,39.5,male\n", "p1\np2\np3\n")
        #expect(result.pairing == .paired())
        #expect(
            pairs(result) == [
                ["p1", "Torgersen", "NA", "male"], ["p2", "Biscoe", "37.8", "female"], ["p3", "Dream", "39.5", "male"],
            ])
        let headed = preview("island,bill\nDream,1\n", "p-header\np1\n")
        #expect(pairs(headed).first == ["p-header", "island", "bill"])
        #expect(headed.unpairedSentence == nil && headed.coverage == "all 2 rows" && headed.notes.isEmpty)
    }

    @Test("counts that differ are said, and nothing is paired")
    func countsDiffer() {
        let result = preview(String(repeating: "1,2\n", count: 40), String(repeating: "Adelie\n", count: 16))
        #expect(result.pairing == .unpaired(.countsDiffer))
        #expect(
            result.unpairedSentence
                == "not paired: the numbers of records and predictions differ (40 records, 16 predictions)")
        #expect(preview("1\n", "1,2\n3\n").unpairedSentence?.hasSuffix("(1 record, 2 predictions)") == true)
        #expect(preview("", "").pairing == .paired())
    }

    @Test("options that leave no order of lines pair nothing")
    func options() {
        func reason(_ split: SplitType?, _ assembly: AssemblyType?, isForecast: Bool = false) -> Pairing {
            preview(
                "1\n2\n", "a\nb\n", rule: PairingRule(splitType: split, assembleWith: assembly, isForecast: isForecast)
            ).pairing
        }
        #expect(reason(SplitType.none, .line) == .unpaired(.notSplit) && reason(nil, nil) == .unpaired(.notSplit))
        #expect(
            reason(.line, AssemblyType.none) == .unpaired(.notAssembled)
                && reason(.line, nil) == .unpaired(.notAssembled))
        #expect(reason(.tfRecord, .line) == .unpaired(.framed("TFRecord")))
        #expect(reason(.line, .line, isForecast: true) == .unpaired(.forecast))
        let glued = preview(
            "1\n2\n3\n4\n5\n6\n", "0.11\n0.220.33\n0.440.55\n0.66",
            rule: PairingRule(splitType: .line, assembleWith: nil))
        #expect(
            glued.unpairedSentence
                == "not paired: AssembleWith is None, so predictions can run into each other (6 records, 4 predictions)"
        )
    }

    @Test("an object that is gone, refused or compressed hides nothing of the other")
    func sides() {
        let gone = preview(nil, "Adelie\nGentoo\n")
        #expect(gone.unpairedSentence == "not paired: the input object doesn't exist (2 predictions)")
        #expect(gone.predicted.rows.map(\.cells) == [["Adelie"], ["Gentoo"]])
        let refused = PredictionPreview(
            input: .failed(Shortfall("can't read s3://b/x", failure: .cancelled)),
            output: .table(RecordTable(Array("a\n".utf8), type: nil)), rule: Self.lines
        )
        #expect(refused.unpairedSentence == "not paired: the input can't be read (1 prediction)")
        #expect(preview("1\n", nil).unpairedSentence == "not paired: the output doesn't exist (1 record)")
        let packed = PredictionPreview(
            input: .table(RecordTable([0x1F, 0x8B, 8, 0], type: "text/csv")),
            output: .table(RecordTable(Array("a\n".utf8), type: nil)), rule: Self.lines)
        #expect(
            packed.unpairedSentence
                == "not paired: can't read the input as rows: it's compressed (gzip) (1 prediction)")
        #expect(
            packed.notes.first?.hasPrefix("the input is compressed (gzip), 4 B; it begins with 1f 8b 08 00") == true)
    }

    @Test("blank lines are records or not as the counts tell; where they don't, nothing is paired")
    func blankLines() {
        let skipped = preview("1\n\n2\n\n3\n", "a\nb\nc\n")
        #expect(
            skipped.pairing == .paired(skipsBlankInput: true)
                && pairs(skipped) == [["a", "1"], ["b", "2"], ["c", "3"]])
        let answered = preview("1\n\n2\n", "a\n\nb\n")
        #expect(answered.pairing.isPaired && pairs(answered).filter { !$0.isEmpty } == [["a", "1"], ["b", "2"]])
        let empty = preview("1\n2\n3\n", "a\n\nc\n")
        #expect(empty.pairing == .paired() && pairs(empty) == [["a", "1"], ["2"], ["c", "3"]], "an empty prediction")
        #expect(
            preview("1\n\n2\n", "a\nb\n\n").pairing == .unpaired(.blankLines), "both readings fit, with other pairs")
        let differ = preview("1\n\n2\n\n3\n", "a\nb\nc\nd\n")
        #expect(
            differ.unpairedSentence
                == "not paired: the numbers of records and predictions differ (3 records and 2 blank lines, 4 predictions)"
        )
        let trailing = preview("1\n2\n\n", "a\nb\n")
        #expect(trailing.pairing.isPaired && pairs(trailing) == [["a", "1"], ["b", "2"]])
    }

    @Test("the last rows of an input that can't be read to its end stand beside no prediction")
    func unreadEnd() {
        var input = RecordTable(Array("1\n2\n".utf8), type: "text/csv", isLines: true)
        (input.count.isExact, input.firstRow) = (false, 3)
        var output = RecordTable(Array("a\nb\n".utf8), type: nil)
        output.firstRow = 5
        #expect(Self.lines.pairing(of: input, with: output) == .unpaired(.inputUnreadable))
        input.count.isExact = true
        #expect(Self.lines.pairing(of: input, with: output) == .unpaired(.countsDiffer))
    }

    @Test("a carriage return alone ends no row, which is said")
    func carriageReturns() {
        let lone = preview("1\n", "a\rb\rc")
        #expect(lone.notes == ["the output has carriage returns within rows: only a line feed ends a row"])
        #expect(preview("1\r\n2\r\n", "a\r\nb\r\n").notes.isEmpty)
    }

    @Test("JSON answers are paired by what they hold, once both sides are counted")
    func answers() {
        let answer = #"{"predictions": [{"predicted_label": "a", "p": 0.5}, {"predicted_label": "b", "p": 0.75}]}"#
        let result = preview("1,x\n2,y\n", answer, accept: "application/json")
        #expect(result.pairing == .paired() && result.predicted.titles == ["predicted_label", "p"])
        #expect(pairs(result) == [["a", "0.5", "1", "x"], ["b", "0.75", "2", "y"]])
        #expect(preview("1\n2\n3\n", answer, accept: "application/json").pairing == .unpaired(.countsDiffer))
        var input = RecordTable(Array("1\n2\n".utf8), type: "text/csv", isLines: true)
        input.count.isExact = false
        let output = RecordTable(Array(answer.utf8), type: "application/json")
        #expect(Self.lines.pairing(of: input, with: output) == .unpaired(.documents))
    }

    @Test("what was read of two long objects is paired, with what is known of their counts")
    func parts() {
        func table(_ text: String, isExact: Bool) -> RecordTable {
            var table = RecordTable(Array(text.utf8), type: "text/csv", isLines: true)
            table.count.isExact = isExact
            table.shareRead = isExact ? 1 : 0.25
            return table
        }
        func preview(_ input: RecordTable, _ output: RecordTable) -> PredictionPreview {
            PredictionPreview(input: .table(input), output: .table(output), rule: Self.lines)
        }
        let open = preview(table("1\n2\n", isExact: false), table("a\nb\nc\n", isExact: false))
        #expect(open.pairing == .paired() && open.coverage == "first 3 rows of about 12")
        #expect(
            open.notes == [
                "paired by line: not read to the end, so the counts could still differ (at least 2 records, at least 3 predictions)"
            ])
        let short = preview(table("1\n2\n3\n", isExact: false), table("a\nb\n", isExact: true))
        #expect(short.unpairedSentence?.hasSuffix("(at least 3 records, 2 predictions)") == true)
        #expect(
            preview(table("1\n\n2\n", isExact: false), table("a\n", isExact: false)).pairing == .unpaired(.blankLines))
    }

    @Test("probabilities stand a column a class, under the label that each belongs to")
    func probabilities() {
        let output = """
            a,"['Yes, maybe', 'No ""never""']","[0.25, 0.75]"
            b,"['No ""never""', 'Yes, maybe']","[0.5, 0.125]"
            ,,
            c,[],[]

            """
        let result = preview("1\n2\n3\n4\n", output)
        #expect(result.predicted.titles == [nil, "Yes, maybe", "No \"never\""])
        #expect(
            result.predicted.rows.map(\.cells) == [
                ["a", "0.25", "0.75"], ["b", "0.125", "0.5"], ["", "", ""], ["c", "", ""],
            ])
        #expect(result.written.rows.map(\.cells.count) == [3, 3, 3, 3], "as the object has them")
        let unlabelled = preview(
            "1\n", "a,\"[0.5, 0.5]\"\n", names: ColumnNames(responses: ["predicted_label", "probabilities"]))
        #expect(unlabelled.predicted.titles == ["predicted_label", "probabilities 1", "probabilities 2"])
        let other = preview("1\n2\n", "a,\"['x', 'y']\",\"[1, 2]\"\nb,\"['x', 'z']\",\"[1, 2]\"\n")
        #expect(other.predicted.titles.count == 3, "labels that differ are left as they are")
        let json = preview(
            "1\n", #"{"predicted_label": "a", "labels": ["a", "b"], "probabilities": [0.75, 0.25]}"# + "\n",
            accept: "application/jsonlines")
        #expect(json.predicted.titles == ["predicted_label", "a", "b"] && pairs(json) == [["a", "0.75", "0.25", "1"]])
    }

    @Test("joined outputs are shown without what they repeat of the input beside them")
    func joins() {
        let names = ColumnNames(responses: ["predicted_label"], joinsInput: true)
        let csv = preview("OH,3\nNY,4\n", "OH,3,yes\nNY,4,no\n", names: names)
        #expect(csv.predicted.titles == ["predicted_label"] && pairs(csv) == [["yes", "OH", "3"], ["no", "NY", "4"]])
        #expect(csv.written.rows.first?.cells == ["OH", "3", "yes"])
        #expect(preview(nil, "OH,3,yes\n", names: names).predicted.rows[0].cells == ["OH", "3", "yes"])
        let lines = "application/jsonlines"
        let json = preview(
            #"{"id": 1}"# + "\n", #"{"id": 1, "SageMakerOutput": {"predicted_label": "a"}}"# + "\n", accept: lines,
            type: lines)
        #expect(json.predicted.titles == ["predicted_label"] && pairs(json) == [["a", "1"]])
        let scalar = preview(
            "[1, 2]\n", #"{"SageMakerInput": [1, 2], "SageMakerOutput": 0.5}"# + "\n", accept: lines, type: lines)
        #expect(scalar.predicted.titles == ["SageMakerOutput"] && pairs(scalar) == [["0.5", "1", "2"]])
        #expect(
            preview(nil, #"{"id": 1, "SageMakerOutput": 2}"# + "\n", accept: lines).predicted.titles == [
                "id", "SageMakerOutput",
            ])
    }

    @Test("forecasts have the header of their output, and no records beside them")
    func forecasts() {
        let rule = PairingRule(splitType: nil, assembleWith: .line)
        let result = preview(
            "item,2024\n", "item_id,date,mean\na,2025-01-01,1.5\n", rule: rule, names: ColumnNames(isForecast: true))
        #expect(result.pairing == .unpaired(.forecast) && result.predicted.titles == ["item_id", "date", "mean"])
        #expect(result.predicted.rows.map(\.cells) == [["a", "2025-01-01", "1.5"]] && result.coverage == "all 1 row")
    }
}
