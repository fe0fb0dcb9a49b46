import FoundationEssentials
import Predictions
import PythonOracle
import SeededNumbers
import Testing

@testable import BatchInference

/// Random texts, read by the sampling reader, by a plain reader written another way, and by Python's csv module.
@Suite("The CSV sampling reader on random texts")
struct CSVSamplingFuzzTests {
    /// What a reader makes of a line: its number and fields, or nil where the line is malformed.
    private struct Row: Hashable {
        var line: Int
        var fields: [String]?
    }

    private static let pieces = [
        "a", "KS", "3", "265.1", "", "", " ", "\t", ",", ",", "\"", "\"", "\"\"", "é", "日本", "\u{2028}", "\u{85}", "'",
        ";",
        "x y", "\r", "-1e5",
    ]

    private static func line(_ random: inout SeededRandom) -> String {
        (0..<Int.random(in: 0...9, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
    }

    private static func text(_ random: inout SeededRandom) -> [UInt8] {
        var text = Int.random(in: 0..<10, using: &random) == 0 ? "\u{FEFF}" : ""
        let end = Int.random(in: 0..<3, using: &random) == 0 ? "\r\n" : "\n"
        let count = Int.random(in: 0...8, using: &random)
        for number in 0..<count {
            text += line(&random)
            if number < count - 1 || Bool.random(using: &random) { text += end }
        }
        return Array(text.utf8)
    }

    /// A plain reader: lines first, then one state for each byte of a line.
    private static func reference(_ bytes: [UInt8]) -> [Row] {
        var bytes = bytes
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
        var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init)
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines.enumerated().compactMap { index, raw in
            let line = raw.last == 0x0D ? Array(raw.dropLast()) : raw
            return line.isEmpty ? nil : Row(line: index + 1, fields: fields(line))
        }
    }

    private enum State { case start, plain, quoted, closed }

    private static func fields(_ line: [UInt8]) -> [String]? {
        var fields: [String] = []
        var content: [UInt8] = []
        var state = State.start
        var isQuoted = false
        for byte in line + [0x2C] {
            let isEnd = byte == 0x2C
            switch state {
            case .start where byte == 0x22: (state, isQuoted) = (.quoted, true)
            case .quoted where byte == 0x22: state = .closed
            case .quoted: content.append(byte)
            case .closed where byte == 0x22:
                content.append(byte)
                state = .quoted
            case .start where isEnd, .plain where isEnd, .closed where isEnd:
                if !isQuoted {
                    while content.last == 0x20 || content.last == 0x09 { content.removeLast() }
                    while content.first == 0x20 || content.first == 0x09 { content.removeFirst() }
                }
                fields.append(String(decoding: content, as: UTF8.self))
                (content, state, isQuoted) = ([], .start, false)
            case .closed: return nil
            case .start, .plain:
                if byte == 0x22 { return nil }
                content.append(byte)
                state = .plain
            }
        }
        // The comma that was put behind the line is still within quotes.
        return state == .start ? fields : nil
    }

    private static func sampled(_ text: TextSample) -> [Row] {
        text.lines.map { line in
            Row(
                line: line.number, fields: (try? CSVRecord.fields(of: line.bytes, delimiter: UInt8(ascii: ",")))?.values
            )
        }
    }

    @Test(
        "reads as a plain reader does, and of a cut text exactly the lines that are whole",
        arguments: [1, 2, 3, 4] as [UInt64])
    func againstReference(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var malformed = 0
        var rows = 0
        for _ in 0..<500 {
            let bytes = Self.text(&random)
            let whole = Self.sampled(TextSample(bytes, isCut: false))
            #expect(whole == Self.reference(bytes), "\(String(decoding: bytes, as: UTF8.self).debugDescription)")
            rows += whole.count
            malformed += whole.count { $0.fields == nil }
            let end = Int.random(in: 0...bytes.count, using: &random)
            let cut = TextSample(Array(bytes[..<end]), isCut: true)
            let seen = Self.sampled(cut)
            #expect(Array(whole.prefix(seen.count)) == seen)
            // A line that is not whole is in no row.
            let lastEnd = bytes[..<end].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
            #expect(seen.count == Self.reference(Array(bytes[..<lastEnd])).count)
        }
        #expect(malformed > 100 && rows - malformed > 500, "both kinds are met: \(malformed) of \(rows)")
    }

    @Test("a table in other readers' CSV is read as they read it", arguments: [11, 12] as [UInt64])
    func againstPython(seed: UInt64) async throws {
        var random = SeededRandom(seed: seed)
        var lines: [String] = []
        while lines.count < 600 {
            // Blanks around fields without quotes are trimmed here, as containers do, and not there.
            let line = Self.line(&random).filter { $0 != " " && $0 != "\t" && $0 != "\r" }
            if !line.isEmpty, Self.fields(Array(line.utf8)) != nil { lines.append(line) }
        }
        let program = """
            import csv, json, sys
            json.dump([next(csv.reader([line], strict=True)) for line in json.load(sys.stdin)], sys.stdout)
            """
        let theirs: [[String]] = try await PythonOracle.answer(program, to: lines)
        let text = TextSample(Array(lines.joined(separator: "\n").utf8), isCut: false)
        #expect(Self.sampled(text).map(\.fields) == theirs)
    }
}
