import Predictions
import Testing

@testable import BatchInference

@Suite("The form of an output follows its content, then its declared type")
struct OutputFormTests {
    private func form(_ text: String, _ type: String?) -> RecordForm { RecordForm(of: Array(text.utf8), type: type) }

    @Test("what is declared is right as long as the content agrees")
    func declared() {
        #expect(
            form("Adelie,0.9\n", "text/csv") == .csv && form("Adelie\n", nil) == .csv && form("", "text/csv") == .csv)
        #expect(form("{\"a\": 1}\n{\"a\": 2}\n", "application/jsonlines") == .jsonLines)
        #expect(form("[0.1, 0.9]\n[0.2, 0.8]\n", "application/jsonlines") == .jsonLines)
        #expect(form("0.5\n0.6\n", "application/x-ndjson") == .jsonLines)
        #expect(form("{\"predictions\": [1]}", "application/json; charset=utf-8") == .json)
        #expect(form("anything", "text/plain") == .text)
    }

    @Test("what somebody has chosen is right for any text, and content that is none stays what it is")
    func chosen() {
        for chosen in [RecordForm.csv, .jsonLines, .json, .text] {
            for text in ["A,0.5\n", "{\"a\": 1}\n", ""] {
                #expect(RecordForm(of: Array(text.utf8), type: "text/csv", as: chosen) == chosen)
                var stream = ContentStream(type: nil, as: chosen)
                try? stream.read(Array(text.utf8)) { _, _ in }
                try? stream.finish { _, _ in }
                #expect(stream.form == chosen)
            }
        }
        #expect(RecordForm(of: Array("PAR1....".utf8), type: nil, as: .text) == .binary(.parquet))
    }

    @Test("where they differ, the content is right")
    func content() {
        #expect(form("{\"a\": 1}\n", "text/csv") == .jsonLines && form("{\"a\": 1}", nil) == .jsonLines)
        #expect(form("{\n  \"a\": 1\n}\n", "text/csv") == .json, "pretty-printed")
        #expect(form("{\n  \"a\": 1\n}\n", "application/jsonlines") == .json)
        #expect(form("{\"predictions\": [1, 2]}\n", nil) == .json)
        #expect(form("{a},1\n{b},2\n", "text/csv") == .csv && form("{\"a\": 1},x\n", "text/csv") == .csv)
        #expect(form("[1]\n", "text/csv") == .csv, "a list may be a CSV field")
        #expect(
            form("Adelie,0.9\n", "application/json") == .text && form("0.5,0.6\n", "application/jsonlines") == .text)
    }

    @Test("bytes that are no text are called what they are")
    func binary() {
        func named(_ bytes: [UInt8]) -> String { RecordForm(of: bytes, type: "text/csv").name }
        #expect(named([0x1F, 0x8B, 8, 0x31]) == "gzip" && named(Array("BZh91AY&SY".utf8)) == "bzip2")
        #expect(named(Array("BZh9 is a label\n".utf8)) == "CSV")
        #expect(named([0x31, 0, 0x0A]) == "binary" && named(Array("PAR1x".utf8)) == "Parquet")
        #expect(named([0xFF, 0xFE, 0x31, 0]) == "UTF-16 text" && named([0xFF, 0x2C, 0xC3]) == "CSV")
        let table = RecordTable([0x1B, 0, 0x41], type: nil)
        #expect(table.rows.isEmpty && table.excerptText == "1b 00 41  ..A")
    }

    @Test("lists, objects and lone values are rows under the names that they have")
    func tables() {
        func table(_ text: String, _ type: String) -> RecordTable { RecordTable(Array(text.utf8), type: type) }
        let lines = table(
            "{\"mean\": [1.50, 2], \"q\": {\"0.1\": 1e3, \"0.9\": null}}\n{\"id\": \"a, b\"}\n", "application/jsonlines"
        )
        #expect(lines.columns == ["mean", "q.0.1", "q.0.9", "id"])
        #expect(lines.rows.map(\.cells) == [["[1.50, 2]", "1e3", "", ""], ["", "", "", "a, b"]])
        #expect(
            table("[0.1,0.9]\n[0.2,0.8]\n", "application/jsonlines").rows.map(\.cells) == [
                ["0.1", "0.9"], ["0.2", "0.8"],
            ])
        // The answers to requests of several records, one a line.
        for answers in [
            "{\"predictions\": [{\"a\": 1}, {\"a\": 2}]}\n{\"predictions\": [{\"a\": 3}]}\n",
            "[{\"a\": 1}, {\"a\": 2}]\n[{\"a\": 3}]\n",
        ] {
            let found = table(answers, "application/jsonlines")
            #expect(found.columns == ["a"] && found.rows.map(\.cells) == [["1"], ["2"], ["3"]])
        }
        for answers in ["[{\"a\": 1}, {\"a\": 2}]", "[\n  {\"a\": 1},\n  {\"a\": 2}\n]\n"] {
            #expect(table(answers, "text/csv").rows.map(\.cells) == [["1"], ["2"]])
        }
        #expect(table("[0.5,0.5]\n[1,0]\n", "text/csv").rows.map(\.cells) == [["[0.5", "0.5]"], ["[1", "0]"]])
        #expect(table("{\"predictions\": 0.5}\n", "application/jsonlines").rows.map(\.cells) == [["0.5"]])
        let mixed = table("0.5\n\n{\"a\": \"x\"}\nnot json\n", "application/jsonlines")
        #expect(mixed.columns == [nil, "a"] && mixed.rows.map(\.cells) == [["0.5"], [], ["", "x"], ["not json"]])
        #expect(mixed.count.records == 4 && mixed.count.blankLines == 1 && mixed.count.isExact)
        #expect(table("{\"a\": 1, \"a\": 2}\n", "application/jsonlines").rows[0].cells == ["2"], "the last one counts")
        #expect(table("a,\"b\nc\"\r\n\r\nd", "text/csv").rows.map(\.cells) == [["a", "b\nc"], [], ["d"]])
    }
}
