import BatchInference
import Testing

@Suite struct CSVPreviewTests {
    private func preview(_ text: String, isTruncated: Bool = false, rowLimit: Int = 100) -> CSVPreview {
        CSVPreview(Array(text.utf8), isTruncated: isTruncated, rowLimit: rowLimit)
    }

    @Test func quotesDelimitersAndLineBreaks() {
        let result = preview("1,\"a, \"\"b\"\"\",x\r\n2,\"two\nlines\",y\n3,,\n")
        #expect(result.rows == [["1", "a, \"b\"", "x"], ["2", "two\nlines", "y"], ["3", "", ""]])
        #expect(result.header == nil && result.columnCount == 3 && result.raggedRows.isEmpty && !result.isTruncated)
    }

    @Test(arguments: [(",", "a,b;c\n1,2\n"), ("\t", "a\tb,c\n1\t2\n"), (";", "a;b\n1;2\n"), ("|", "a|b\n1|2\n")])
    func delimitersAreGuessed(delimiter: String, text: String) {
        let result = preview(text)
        #expect(String(result.delimiter) == delimiter)
        #expect(result.columnCount == 2)
    }

    @Test func headersAreGuessed() {
        #expect(preview("island,bill\nTorgersen,39.1\n").header == ["island", "bill"])
        #expect(preview("Torgersen,39.1\nBiscoe,46.1\n").header == nil)
        #expect(preview("Adelie\nAdelie\nGentoo\n").header == nil)
        #expect(preview("only,one\n").header == nil)
        #expect(preview("name,city\nAnn,Rome\nBob,Oslo\nEve,Bonn\n").header == ["name", "city"])
    }

    @Test func aCutLastLineIsDropped() {
        #expect(preview("1,2\n3,4\n5", isTruncated: true).rows == [["1", "2"], ["3", "4"]])
        #expect(preview("1,2\n3,4\n5", isTruncated: false).rows.count == 3)
        #expect(preview("1,2\n3,4\n", isTruncated: true).rows.count == 2)
        #expect(preview("1,2,3", isTruncated: true).rows == [["1", "2", "3"]])
    }

    @Test func raggedRowsAreNamed() {
        let result = preview("1,2\n3,4,5\n6,7\n8\n")
        #expect(result.raggedRows == [1, 3])
        #expect(result.columnCount == 3)
    }

    @Test func rowsAreLimited() {
        let text = (0..<50).map { "\($0),x\n" }.joined()
        let result = preview(text, rowLimit: 10)
        #expect(result.rows.count == 10 && result.rows.last == ["9", "x"] && result.isTruncated)
        #expect(preview("a,b\n" + text, rowLimit: 10).rows.count == 10)
        #expect(!preview("1,2\n3,4\n", rowLimit: 2).isTruncated)
    }

    @Test func byteOrderMarksAndBrokenTextDoNoHarm() {
        #expect(CSVPreview([0xEF, 0xBB, 0xBF, 0x31, 0x2C, 0x32], isTruncated: false).rows == [["1", "2"]])
        #expect(CSVPreview([0xFF, 0x2C, 0xC3], isTruncated: false).rows == [["\u{FFFD}", "\u{FFFD}"]])
        #expect(CSVPreview([], isTruncated: false).rows.isEmpty)
    }

    @Test func compressedAndBinaryContentShowsNoRows() {
        #expect(!CSVPreview([0x1F, 0x8B, 8, 0x31, 0x0A], isTruncated: false).isText)
        let binary = CSVPreview([0x31, 0, 0x0A], isTruncated: true)
        #expect(!binary.isText && binary.rows.isEmpty && binary.isTruncated)
        #expect(preview("1,2\n").isText)
    }

    @Test func anyBytesAreRead() {
        var generator = SystemRandomNumberGenerator()
        let alphabet: [UInt8] = [1, 10, 13, 34, 44, 59, 9, 124, 49, 97, 0xC3, 0xA9, 0xFF, 32]
        for _ in 0..<3000 {
            let bytes = (0..<Int.random(in: 0...60, using: &generator)).map { _ in
                alphabet.randomElement(using: &generator) ?? 0
            }
            let result = CSVPreview(bytes, isTruncated: Bool.random(using: &generator), rowLimit: 5)
            #expect(result.rows.count <= 5)
            #expect(result.rows.allSatisfy { $0.count <= result.columnCount && !$0.isEmpty })
            #expect(result.raggedRows.allSatisfy(result.rows.indices.contains))
        }
    }

    @Test func writtenRowsAreReadBack() {
        var generator = SystemRandomNumberGenerator()
        let alphabet = Array("ab,\"\n é")
        for _ in 0..<500 {
            let rows = (0..<Int.random(in: 1...6, using: &generator)).map { _ in
                (0..<3).map { _ in
                    "x"
                        + String(
                            (0..<Int.random(in: 0...5, using: &generator)).map { _ in alphabet.randomElement() ?? "a" })
                }
            }
            let text = rows.map { row in
                row.map { field in "\"" + field.map { $0 == "\"" ? "\"\"" : String($0) }.joined() + "\"" }
                    .joined(separator: ",")
            }.joined(separator: "\n")
            let result = CSVPreview(Array(text.utf8), isTruncated: false, hasHeader: false, delimiter: ",")
            #expect(result.rows == rows)
        }
    }

    @Test func columnsAreSummarised() {
        let labels = ColumnSummary(of: [["a"], ["b"], ["a"], []])
        #expect(labels == .labels([.init(label: "a", count: 2), .init(label: "b", count: 1)], distinct: 2, rows: 3))
        #expect(
            ColumnSummary(of: [["x", "1.5"], ["x", "2.5"], ["x", "5"]], column: 1)
                == .numbers(minimum: 1.5, mean: 3, maximum: 5, rows: 3))
        let classes = (0..<10).map { ["\($0 % 2)"] }
        #expect(
            ColumnSummary(of: classes)
                == .labels([.init(label: "0", count: 5), .init(label: "1", count: 5)], distinct: 2, rows: 10))
        #expect(ColumnSummary(of: [[]]) == .empty)
        guard case .labels(let listed, distinct: 100, rows: 100) = ColumnSummary(of: (0..<100).map { ["l\($0)"] })
        else {
            Issue.record("no labels")
            return
        }
        #expect(listed.count == 20)
    }
}
