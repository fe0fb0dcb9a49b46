import AWSOperations
import Console
import JSONCoding

/// Where a command writes: results to standard output, everything else to standard error.
struct CommandOutput: Sendable {
    /// Whether a person reads standard output.
    var isTerminal: Bool
    /// Whether a person reads standard error, so that progress may be drawn there.
    var isErrorTerminal: Bool
    var usesColor: Bool
    /// Whether marks and bars keep to ASCII, and every message to standard error, whoever wrote its words.
    let isASCII: Bool
    let writeResult: @Sendable (String) -> Void
    let writeError: @Sendable (String) -> Void
    /// Writes a result as it is, text or not.
    var writeResultBytes: @Sendable ([UInt8]) -> Void

    init(
        isTerminal: Bool, isErrorTerminal: Bool, usesColor: Bool, isASCII: Bool,
        writeResult: @escaping @Sendable (String) -> Void, writeError: @escaping @Sendable (String) -> Void
    ) {
        self.isTerminal = isTerminal
        self.isErrorTerminal = isErrorTerminal
        self.usesColor = usesColor
        self.isASCII = isASCII
        self.writeResult = writeResult
        writeResultBytes = { writeResult(String(decoding: $0, as: UTF8.self)) }
        guard isASCII else {
            self.writeError = writeError
            return
        }
        self.writeError = { text in writeError(Self.withoutSymbols(text)) }
    }

    /// The text with an ASCII character for each symbol; letters stay, since they are somebody's names.
    static func withoutSymbols(_ text: String) -> String {
        var plain = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\0"..<"\u{80}": plain.append(scalar)
            case "…": plain.append(contentsOf: "...".unicodeScalars)
            case "→": plain.append(contentsOf: "->".unicodeScalars)
            case "∞": plain.append(contentsOf: "inf".unicodeScalars)
            case "µ": plain.append("u")
            default:
                let symbol = AsciiRendition.replacement(scalar.value)
                plain.append(symbol == 0x3F ? scalar : Unicode.Scalar(symbol) ?? scalar)
            }
        }
        return String(plain)
    }

    /// Prints a line of the result; it must be clean already.
    func print(_ line: String) { writeResult(line + "\n") }

    /// Prints remote text, cleaned, line by line: what is piped or kept in a file is looked at later. Only a terminal's
    /// reader is spared what is endless.
    func printClean(_ text: String) {
        // In one piece, so that whoever reads as it comes gets all of a short text at once.
        writeResult(cleanText(text))
    }

    /// What `printClean` prints, each line with its end.
    func cleanText(_ text: String) -> String {
        CleanText.lines(isTerminal ? LongText.cut(text, to: LongText.messageLimit) : text).map { $0 + "\n" }.joined()
    }

    /// Prints code for another tool as it is, or cleaned where it is only looked at.
    func printScript(_ text: String) {
        writeResult(isTerminal ? CleanText.lines(text).joined(separator: "\n") : text)
    }

    /// Prints a value as one JSON document, with every character escaped that a terminal could act on.
    func printJSON(_ value: some Encodable, layout: JSONValue.Layout = .pretty) throws {
        writeResult(try JSONText.encode(value, layout: layout, escapingHidden: true) + "\n")
    }

    /// Prints a table, or what is said in place of an empty one.
    func print(_ table: TextTable, orWhenEmpty empty: String) {
        guard !table.rows.isEmpty else { return note(empty) }
        writeResult(table.lines(color: usesColor, cutting: isTerminal).map { $0 + "\n" }.joined())
    }

    /// A message for whoever watches, on standard error.
    func note(_ message: String) {
        for line in CleanText.lines(LongText.cut(message, to: LongText.messageLimit)) { writeError(line + "\n") }
    }

    /// Says that a listing ends before its end; `things` for example `jobs`.
    func noteCut(after count: Int, things: String) {
        note(count == 1 ? "the first of the \(things); there are more" : "the first \(count) \(things); there are more")
    }

    func report(_ failure: CommandFailure) {
        for line in failure.lines { writeError(line + "\n") }
    }
}
