import AWSOperations
import BatchInference
import Synchronization
import Testing

@testable import flightdeck

@Suite("Long and odd text")
struct LongAndOddTextTests {
    private static let megabyte = String(repeating: "é", count: 1 << 19)

    private static func output(isTerminal: Bool, _ written: Written) -> CommandOutput {
        CommandOutput(
            isTerminal: isTerminal, isErrorTerminal: false, usesColor: false, isASCII: false,
            writeResult: { written.add($0) }, writeError: { written.add($0) })
    }

    private final class Written: Sendable {
        private let writes = Mutex<[String]>([])
        var text: String { writes.withLock { $0.joined() } }
        var count: Int { writes.withLock { $0.count } }
        func add(_ more: String) { writes.withLock { $0.append(more) } }
    }

    @Test("messages keep to ASCII where that is wanted, except for names")
    func symbols() {
        let written = Written()
        let output = CommandOutput(
            isTerminal: false, isErrorTerminal: false, usesColor: false, isASCII: true,
            writeResult: { _ in }, writeError: { written.add($0) })
        output.note("room for 4 × ml.m5.xlarge → a, b, … · 2–3 — ∞ “q” é漢.csv")
        output.report(CommandFailure(.failed, "use 'ml.… usage' ✗", remedy: "80 µs"))
        #expect(
            written.text
                == "room for 4 x ml.m5.xlarge -> a, b, ... . 2-3 - inf \"q\" é漢.csv\n"
                + "flightdeck: use 'ml.... usage' x\n  80 us\n")
    }

    @Test("a cut ends with a whole character and says how much is missing")
    func cut() {
        #expect(LongText.cut("abc", to: 2) == "abc", "shorter than the mark would be")
        let text = String(repeating: "é", count: 100)
        #expect(LongText.cut(text, to: 11) == "ééééé… (190 more bytes)")
        #expect(LongText.cut(Self.megabyte, to: 4096).utf8.count < 4200)
    }

    @Test("a megabyte of a service's words is cut wherever a person reads it")
    func messages() throws {
        let failure = AWSFailure.service(
            ServiceError(
                operation: ListAutoMLJobsRequest.operation, code: "ValidationException", message: Self.megabyte,
                httpStatus: 400, requestID: "id"))
        let lines = CommandFailure(failure).lines
        #expect(lines.joined().utf8.count < 10_000 && lines[0].contains("more bytes"))
        #expect(TextTable.Cell(Self.megabyte).text.utf8.count < 1300)
        for isTerminal in [true, false] {
            let written = Written()
            Self.output(isTerminal: isTerminal, written).note(Self.megabyte)
            #expect(written.text.utf8.count < 5000)
        }
        let (shown, kept) = (Written(), Written())
        Self.output(isTerminal: true, shown).printClean(Self.megabyte)
        Self.output(isTerminal: false, kept).printClean(Self.megabyte)
        #expect(shown.text.utf8.count < 5000 && kept.text == Self.megabyte + "\n")
        let document = Written()
        try Self.output(isTerminal: true, document).printJSON([Self.megabyte])
        #expect(document.text.contains(Self.megabyte), "a document is whole")
    }

    @Test("a text, a table and a document are each written in one piece")
    func inOnePiece() throws {
        let written = Written()
        let output = Self.output(isTerminal: false, written)
        output.printClean("export A=1\nexport B=2\nexport C=3")
        #expect(written.count == 1 && written.text == "export A=1\nexport B=2\nexport C=3\n")
        var table = TextTable([.left("A")])
        for row in ["x", "y", "z"] { table.add([.init(row)]) }
        output.print(table, orWhenEmpty: "")
        try output.printJSON(["a", "b"])
        #expect(written.count == 3)
    }

    @Test("nothing that a terminal could act on is written, whoever reads it first", arguments: [true, false])
    func odd(isTerminal: Bool) throws {
        let text = "a\u{1B}[31mred\u{202E}evil\u{7}\u{9B}2J\u{200B}\u{2066}\r\nsecond\u{7F}"
        let written = Written()
        let output = Self.output(isTerminal: isTerminal, written)
        output.note(text)
        output.printClean(text)
        var table = TextTable([.left("A")])
        table.add([.init(text)])
        output.print(table, orWhenEmpty: "")
        output.print(TextTable([.left("A")]), orWhenEmpty: text)
        output.report(CommandFailure(.failed, text, remedy: text))
        try output.printJSON(["text": text])
        try output.printJSON(["text": text], layout: .compact)
        let isClean = written.text.unicodeScalars.allSatisfy { scalar in
            scalar == "\n" || ![.control, .format, .lineSeparator].contains(scalar.properties.generalCategory)
        }
        #expect(isClean, "\(written.text.debugDescription)")
        #expect(written.text.contains("\\u001b[31mred\\u202eevil"), "JSON keeps it, escaped")
    }

    @Test("a line in what a service says is not a message of its own")
    func forgedLines() {
        let lines = CommandFailure(.failed, "no\nflightdeck: all is well\r\nflightdeck: really").lines
        #expect(lines == ["flightdeck: no", "  flightdeck: all is well", "  flightdeck: really"])
    }

    @Test(
        "a usage error repeats no argument that a terminal could act on",
        arguments: [
            ["jobs", "--\u{1B}]0;owned\u{7}"], ["\u{1B}[31mred"], ["jobs", "--max-items", "\u{202E}12"],
            ["candidates", "a\nError: forged"], ["jobs", "--region=\u{9B}2J\u{200B}x"],
            ["--theme", "\u{1B}c", "extra\u{7F}"],
            ["watch", String(repeating: "x", count: 100_000)], ["jobs", "\u{1B}[2J"],
            ["launch", "--instance-count", "\u{85}\r7"],
            ["export", "j", "--as", "\u{2028}\u{1B}P"],
        ])
    func usage(arguments: [String]) {
        let ending: ProgramEntry.Ending
        do {
            _ = try FlightdeckCommand.parseAsRoot(arguments)
            Issue.record("these arguments should be refused")
            return
        } catch {
            ending = ProgramEntry.Ending(error, arguments: arguments)
        }
        let text = ending.message ?? ""
        #expect(!text.isEmpty && text.utf8.count < 8000, "\(text.utf8.count)")
        let isClean = text.unicodeScalars.allSatisfy { scalar in
            scalar == "\n" || ![.control, .format, .lineSeparator].contains(scalar.properties.generalCategory)
        }
        #expect(isClean, "\(text.debugDescription)")
        #expect(!text.split(separator: "\n").contains { $0 == "Error: forged" })
    }

    @Test("code is printed as it is, and cleaned for eyes alone")
    func scripts() {
        let script = "aws x \\\n  --tags 'a\u{1B}[2J'\n"
        let (shown, kept) = (Written(), Written())
        Self.output(isTerminal: true, shown).printScript(script)
        Self.output(isTerminal: false, kept).printScript(script)
        #expect(kept.text == script)
        #expect(!shown.text.contains("\u{1B}") && shown.text.hasSuffix("'\n"))
    }

    @Test("lost results turn success and interruption into failure, and keep what else there is to say")
    func lostResults() {
        let done = ProgramEntry.Ending(status: .done).losingResults(because: "No space left on device")
        #expect(done.status == .failed && done.message?.contains("No space left on device") == true)
        let interrupted = ProgramEntry.Ending(CancellationError()).losingResults(because: "x")
        #expect(interrupted.status == .failed && interrupted.message?.contains("interrupted") == false)
        let access = ProgramEntry.Ending(CommandFailure(.access, "denied")).losingResults(because: "x")
        #expect(access.status == .access && access.message?.hasPrefix("flightdeck: denied\n") == true)
    }
}
