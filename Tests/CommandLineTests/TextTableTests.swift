import AWSOperations
import Testing

@testable import flightdeck

@Suite("Tables")
struct TextTableTests {
    @Test("columns are aligned by what text measures, and lines have no spaces at their end")
    func aligned() {
        var table = TextTable([.left("NAME"), .right("SIZE"), .left("STATE")])
        table.add(["漢字", "7", "ok"])
        table.add(["penguins", "1 024", ""])
        #expect(
            table.lines(color: false) == [
                "NAME       SIZE  STATE",
                "漢字          7  ok",
                "penguins  1 024",
            ])
    }

    @Test("remote text is cleaned before it is measured and printed")
    func cleaned() {
        var table = TextTable([.left("REASON"), .left("NEXT")])
        table.add([.init("bad\u{1B}]0;owned\u{07}\nline"), "x"])
        let text = table.lines(color: true).joined()
        #expect(!text.contains("\u{07}") && !text.contains("\u{1B}]"))
        #expect(table.lines(color: false).count == 2)
    }

    @Test("colour wraps the text alone and changes no column")
    func coloured() {
        var table = TextTable([.left("STATUS"), .left("NAME")])
        table.add([.status(TransformJobStatus.failed, isASCII: false), "a"])
        #expect(table.lines(color: true)[1] == "\u{1B}[31m✗ Failed\u{1B}[0m  a")
        #expect(table.lines(color: false)[1] == "✗ Failed  a")
    }

    @Test("a status has a shape and its word, in ASCII too", arguments: TransformJobStatus.known)
    func statuses(_ status: TransformJobStatus) {
        let text = TextTable.Cell.status(status, isASCII: true).text
        #expect(text.allSatisfy(\.isASCII) && text.hasSuffix(" \(status.rawValue)") && text.first != " ")
        #expect(Tint(status: status.rawValue) != nil)
    }

    @Test("a very long name widens nobody else's row, and is cut for people alone")
    func longNames() {
        let name = String(repeating: "n", count: 1000)
        var table = TextTable([.left("NAME"), .left("STATE")])
        table.add(["short", "ok"])
        table.add([.init(name), .init(String(repeating: "r", count: 300))])
        let piped = table.lines(color: false)
        #expect(piped[0] == "NAME   STATE" && piped[1] == "short  ok")
        #expect(piped[2].hasPrefix(name + "  r"))
        let shown = table.lines(color: false, cutting: true)
        #expect(shown[1].hasPrefix("short ") && shown[2].contains("n…n") && shown[2].count == 120 + 2 + 300)
    }

    @Test("a row that is too short is filled up")
    func shortRows() {
        var table = TextTable([.left("A"), .left("B")])
        table.add(["1"])
        #expect(table.lines(color: false) == ["A  B", "1"])
    }
}
