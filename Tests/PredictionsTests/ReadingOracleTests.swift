import Foundation
import Predictions
import PythonOracle
import SeededNumbers
import Testing

/// Every cell against Python's csv and json, and what is written against both.
@Suite struct ReadingOracleTests {
    private struct Question: Codable {
        var texts: [String]
    }

    private static let reading = """
        import csv, json, sys, io
        csv.field_size_limit(1 << 30)
        json.dump([list(csv.reader(io.StringIO(t, newline=""))) for t in json.load(sys.stdin)["texts"]], sys.stdout)
        """

    /// CSV as Python writes it, with all that makes it hard; without a carriage return alone, which Python ends a row at.
    private static func texts() -> [String] {
        var random = SeededRandom(seed: 17)
        let cells = [
            "", "a", "1.5", "x,y", "say \"hi\"", "\"", "\"\"", "two\nlines", "two\r\nlines", " padded ", "ü", "日本",
            "a\u{2028}b",
            "\u{85}", "\u{C}", "\u{FEFF}", "😀", ",", "'",
        ]
        func written(_ rows: [[String]], _ end: String, last: Bool) -> String {
            let lines = rows.map { row in
                row.map { cell in
                    cell.contains { $0 == "," || $0 == "\"" || $0.isNewline } || row == [""]
                        ? "\"\(cell.replacing("\"", with: "\"\""))\"" : cell
                }.joined(separator: ",")
            }
            return lines.joined(separator: end) + (last ? end : "")
        }
        var texts = ["", "a", "a\n", "a,b", "\"a\"", "\"\"\n"]
        for round in 0..<80 {
            let width = Int.random(in: 1...6, using: &random)
            let rows = (0..<Int.random(in: 1...40, using: &random)).map { _ in
                (0..<width).map { _ in cells.randomElement(using: &random) ?? "" }
            }
            texts.append(written(rows, round.isMultiple(of: 2) ? "\n" : "\r\n", last: round % 3 > 0))
        }
        // Wide rows and long ones.
        texts.append(written([(0..<9000).map { "c\($0)" }, (0..<9000).map { "\"\($0), x\"" }], "\n", last: true))
        texts.append(
            written([["id", String(repeating: "word, ", count: 420_000), "end"], ["2", "", "3"]], "\n", last: true))
        return texts
    }

    @Test func everyCellIsThatOfPython() async throws {
        var random = SeededRandom(seed: 1)
        let texts = Self.texts()
        let answers: [[[String]]] = try await PythonOracle.answer(Self.reading, to: Question(texts: texts))
        try #require(answers.count == texts.count)
        for (text, rows) in zip(texts, answers) {
            let bytes = Array(text.utf8)
            var own: [[String]] = []
            var reader = RowReader(.csv)
            let length = max(bytes.count / 5, 7)
            for piece in pieces(of: bytes, atMost: length, &random) { reader.read(piece) { own.append($0.texts) } }
            reader.finish { own.append($0.texts) }
            // A byte order mark that begins a file is no part of its first cell.
            var expected = rows
            if expected.first?.first?.unicodeScalars.first == "\u{FEFF}", !text.hasPrefix("\"") {
                expected[0][0] = String(String.UnicodeScalarView(expected[0][0].unicodeScalars.dropFirst()))
                if expected[0] == [""] { expected[0] = [] }
            }
            #expect(own == expected, "\(text.prefix(80).debugDescription)")
        }
    }

    @Test func everyColumnIsCountedAsPythonReadsIt() async throws {
        var random = SeededRandom(seed: 2)
        let texts = Self.texts()
        let answers: [[[String]]] = try await PythonOracle.answer(Self.reading, to: Question(texts: texts))
        for (text, rows) in zip(texts, answers) where !text.unicodeScalars.contains("\u{FEFF}") {
            let bytes = Array(text.utf8)
            let width = rows.map(\.count).max() ?? 0
            let places = Array(Set([0, 1, width / 2, max(width - 1, 0), width]))
            for selection in [SummaryScanner.Selection.places(places), .all(atMost: 10_000)]
                + places.map({ .places([$0]) })
            {
                var scanner = SummaryScanner(.csv, columns: selection)
                for piece in pieces(of: bytes, atMost: max(bytes.count / 3, 9), &random) { scanner.scan(piece) }
                scanner.finish()
                let filled = rows.filter { !$0.isEmpty }
                #expect(scanner.records == rows.count && scanner.blankLines == rows.count - filled.count)
                #expect(scanner.bytes == bytes.count && scanner.index.rows == rows.count)
                for column in scanner.columns {
                    let cells = filled.compactMap { column.place < $0.count ? $0[column.place] : nil }
                    var counts: [String: Int] = [:]
                    for cell in cells where !cell.isEmpty { counts[cell, default: 0] += 1 }
                    let statistics = column.statistics
                    #expect(statistics.rows == filled.count && statistics.absent == filled.count - cells.count)
                    #expect(statistics.empty == cells.count { $0.isEmpty })
                    if statistics.long == 0 {
                        let labels = statistics.labels().map { ($0.label, $0.count) }
                        #expect(Dictionary(uniqueKeysWithValues: labels) == counts)
                    }
                }
                if case .all = selection { #expect(scanner.columns.count == width) }
            }
        }
    }

    private struct Written: Codable {
        var csv: String
        var tsv: String
        var jsonLines: String
        var header: [String]
    }

    private static let rereading = """
        import csv, json, sys, io
        q = json.load(sys.stdin)
        def value(v): return "" if v is None else v if isinstance(v, str) else repr(v)
        answers = []
        for w in q:
            lines = [json.loads(l, parse_float=str, parse_int=str) for l in w["jsonLines"].split("\\n")[:-1]]
            answers.append([list(csv.reader(io.StringIO(w["csv"], newline=""))),
                list(csv.reader(io.StringIO(w["tsv"], newline=""), "excel-tab")),
                [list(l) for l in lines[:1]] + [[value(l[k]) for k in w["header"]] for l in lines]])
        json.dump(answers, sys.stdout)
        """

    @Test func whatIsWrittenIsReadBackByPython() async throws {
        var random = SeededRandom(seed: 8)
        let cells = [
            "", "a", "1.50", "-0", "007", "1e5", "x,y", "tab\there", "say \"hi\"", "two\nlines", "a\rb", "\\",
            "a\u{2028}b", "日本",
            "\u{1}", "NaN", "null", "true", "12345678901234567890.5",
        ]
        var questions: [Written] = []
        var truth: [[[String]]] = []
        for _ in 0..<50 {
            let width = Int.random(in: 1...5, using: &random)
            let titles = (0..<width).map {
                [nil, "name", "a,b", "q\"", "col \($0)"][Int.random(in: 0..<5, using: &random)]
            }
            let rows = (0..<20).map { _ in (0..<width).map { _ in cells.randomElement(using: &random) ?? "" } }
            var texts: [String] = []
            var header: [String] = []
            for format in RowWriter.Format.allCases {
                var writer = RowWriter(format, columns: titles)
                writer.writeHeader()
                for row in rows { writer.write(Row(row)) }
                texts.append(String(decoding: writer.take(), as: UTF8.self))
                header = writer.columns
                #expect(writer.pendingBytes == 0)
            }
            #expect(Set(header).count == width)
            questions.append(Written(csv: texts[0], tsv: texts[1], jsonLines: texts[2], header: header))
            truth.append([header] + rows)
        }
        let answers: [[[[String]]]] = try await PythonOracle.answer(Self.rereading, to: questions)
        try #require(answers.count == truth.count)
        for (answer, rows) in zip(answers, truth) {
            #expect(answer[0] == rows && answer[1] == rows)
            #expect(answer[2] == rows)
        }
    }

    private static let json = """
        import json, sys
        def cell(v):
            if v is None: return ""
            return v if isinstance(v, str) else json.dumps(v, ensure_ascii=False)
        def flat(v, name=""):
            out = {}
            for k, w in v.items():
                k = f"{name}.{k}" if name else k
                if isinstance(w, dict) and w: out.update(flat(w, k))
                else: out[k] = cell(w)
            return out
        json.dump([[flat(r) for r in case] for case in json.load(sys.stdin)["cases"]], sys.stdout)
        """

    private struct JSONQuestion: Codable {
        var cases: [[[String: JSONCell]]]
    }

    private enum JSONCell: Codable {
        case text(String)
        case number(Int)
        case list([Int])
        case object([String: Int])
        case null

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .text(let text): try container.encode(text)
            case .number(let number): try container.encode(number)
            case .list(let list): try container.encode(list)
            case .object(let object): try container.encode(object)
            case .null: try container.encodeNil()
            }
        }

        init(from decoder: any Decoder) throws { self = .null }
    }

    @Test func membersOfJSONInAllForms() async throws {
        var random = SeededRandom(seed: 6)
        let cases = (0..<20).map { _ in
            (0..<12).map { _ in
                var object: [String: JSONCell] = [:]
                for name in ["label", "p", "more, \"odd\"", "日本"] where Int.random(in: 0..<4, using: &random) > 0 {
                    object[name] =
                        switch Int.random(in: 0..<5, using: &random) {
                        case 0:
                            .text(
                                ["}", "a\"b", "two\nlines", "", "\\", "ü\u{2028}"].randomElement(using: &random) ?? "")
                        case 1: .number(Int.random(in: -9...9, using: &random))
                        case 2: .list([1, 2])
                        case 3: .object(["x": 1, "y": 2])
                        default: .null
                        }
                }
                return object
            }
        }
        let answers: [[[String: String]]] = try await PythonOracle.answer(Self.json, to: JSONQuestion(cases: cases))
        try #require(answers.count == cases.count)
        let compact = JSONEncoder()
        let pretty = JSONEncoder()
        pretty.outputFormatting = [.prettyPrinted]
        for (objects, expected) in zip(cases, answers) {
            func text(_ value: some Encodable, _ encoder: JSONEncoder) throws -> String {
                String(decoding: try encoder.encode(value), as: UTF8.self)
            }
            let lines = try objects.map { try text($0, compact) }.joined(separator: "\n")
            let documents = [
                (RecordForm.jsonLines, lines), (.json, try text(objects, compact)), (.json, try text(objects, pretty)),
                (.json, try text(["predictions": objects], pretty)),
                (.json, try objects.map { try text($0, pretty) }.joined(separator: "\n")),
            ]
            for (form, document) in documents {
                // A document that is no list of objects, or an empty object, may be one record of another form.
                var rows: [Row] = []
                var reader = RowReader(form)
                for piece in pieces(of: Array(document.utf8), atMost: 40, &random) {
                    reader.read(piece) { rows.append($0) }
                }
                reader.finish { rows.append($0) }
                try #require(rows.count == expected.count, "\(document)")
                for (row, members) in zip(rows, expected) {
                    for (place, name) in reader.columns.enumerated() {
                        #expect((row.text(place) ?? "") == members[name ?? ""] ?? "", "\(name ?? "") of \(document)")
                    }
                    #expect(Set(members.keys).isSubset(of: Set(reader.columns.compactMap(\.self))))
                }
            }
        }
    }
}
