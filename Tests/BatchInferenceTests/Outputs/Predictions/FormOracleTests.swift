import Predictions
import PythonOracle
import SeededNumbers
import Testing

@testable import BatchInference

/// Generated files, read by Python's csv and json and by this package, and compared.
@Suite struct FormOracleTests {
    private static let csvProgram = """
        import csv, io, json, sys
        answers = [list(csv.reader(io.StringIO(text, newline=""))) for text in json.load(sys.stdin)]
        json.dump(answers, sys.stdout)
        """

    @Test("CSV as a service and as people write it is read as Python's csv reads it", arguments: [1, 2, 3] as [UInt64])
    func csv(seed: UInt64) async throws {
        var random = SeededRandom(seed: seed)
        let texts = (0..<600).map { _ in Self.csvText(&random) }
        let theirs: [[[String]]] = try await PythonOracle.answer(Self.csvProgram, to: texts)
        try #require(theirs.count == texts.count)
        for (text, their) in zip(texts, theirs) {
            var records: [Record] = []
            var scanner = RecordScanner(.csv)
            scanner.scan(Array(text.utf8)) { records.append($0) }
            scanner.finish { records.append($0) }
            #expect(records.map { CSVFields.fields(of: $0.bytes) } == their, "\(text.debugDescription)")
        }
    }

    private static func csvText(_ random: inout SeededRandom) -> String {
        let pieces = ["a", "0.5", "é", "\u{2028}", "\u{85}", "\u{C}", " ", ";", "'", "[1, 2]", "日本", "\t"]
        let end = random.one(of: ["\n", "\r\n"])
        var text = ""
        for _ in 0..<random.below(6) {
            var fields: [String] = []
            for _ in 0..<(1 + random.below(4)) {
                var field = (0..<random.below(4)).map { _ in random.one(of: pieces) }.joined()
                switch random.below(5) {
                case 0:
                    // Quoted, with all that needs it.
                    for _ in 0..<random.below(3) { field += random.one(of: ["\"\"", ",", "\n", "\r\n", "\"\""]) + "x" }
                    field = "\"\(field)\""
                    if random.below(6) == 0 { field += "tail" }
                case 1 where !field.isEmpty: field += "\"bare"
                default: break
                }
                fields.append(field)
            }
            text += fields.joined(separator: ",") + end
            if random.below(8) == 0 { text += end }
        }
        // The last line needs no line break.
        if random.below(3) == 0, text.hasSuffix(end) { text = String(text.dropLast()) }
        return text
    }

    private static let jsonProgram = """
        import json, sys
        def cell(v):
            if v is None: return ""
            if isinstance(v, str): return v
            return json.dumps(v, ensure_ascii=False)
        def flat(v, name, out):
            if isinstance(v, dict) and (v or not name):
                for k, w in v.items(): flat(w, name + "." + k if name else k, out)
            else: out[name] = cell(v)
        answers = []
        for text in json.load(sys.stdin):
            document = json.loads(text)
            records = document["predictions"] if isinstance(document, dict) else document
            rows = []
            for record in records:
                out = {}
                flat(record, "", out)
                rows.append(out)
            answers.append(rows)
        json.dump(answers, sys.stdout)
        """

    @Test("records of JSON have the members that Python's json finds", arguments: [1, 2] as [UInt64])
    func json(seed: UInt64) async throws {
        var random = SeededRandom(seed: seed)
        var texts: [String] = []
        for _ in 0..<300 {
            let records = (0..<(1 + random.below(4))).map { _ in Self.object(&random, depth: 2) }
            let gap = random.one(of: ["", " ", "\n  ", "\r\n\t"])
            let list = "[\(gap)" + records.joined(separator: ",\(gap)") + "\(gap)]"
            texts.append(random.below(2) == 0 ? list : "{\(gap)\"predictions\":\(gap)\(list)\(gap)}\n")
        }
        let theirs: [[[String: String]]] = try await PythonOracle.answer(Self.jsonProgram, to: texts)
        try #require(theirs.count == texts.count)
        for (text, their) in zip(texts, theirs) {
            let table = RecordTable(Array(text.utf8), type: "application/json")
            #expect(table.form == .json && table.rows.count == their.count, "\(text)")
            for (row, wanted) in zip(table.rows, their) {
                var found: [String: String] = [:]
                for (name, cell) in zip(table.columns, row.cells) {
                    if let name, wanted[name] != nil || !cell.isEmpty { found[name] = cell }
                }
                #expect(found == wanted, "\(text)")
            }
        }
    }

    private static func object(_ random: inout SeededRandom, depth: Int) -> String {
        let names = ["a", "predicted_label", "0.1", "predictions", "é\\u00e9", "q\\\"", "\\ud83d\\ude00"]
        let members = names.shuffled(using: &random).prefix(1 + random.below(4)).map { name in
            "\"\(name)\": \(value(&random, depth: depth))"
        }
        return "{" + members.joined(separator: random.one(of: [", ", ",", " ,\n"])) + "}"
    }

    private static func value(_ random: inout SeededRandom, depth: Int) -> String {
        switch random.below(depth > 0 ? 7 : 4) {
        case 0: return random.one(of: ["1", "-0.5", "12345678901234567890", "true", "false", "null"])
        case 1: return random.one(of: ["\"\"", "\"a, b\"", "\"]}\\\\\"", "\"line\\nend\"", "\"\\u2028é\""])
        case 2: return "[" + (0..<random.below(3)).map { "\($0)" }.joined(separator: ", ") + "]"
        case 3: return "[\"x\", \"y, \\\"z\\\"\"]"
        default: return object(&random, depth: depth - 1)
        }
    }

    private static let listProgram = """
        import ast, json, sys
        json.dump([[str(v) if isinstance(v, str) else repr(v) for v in ast.literal_eval(t)] for t in json.load(sys.stdin)], sys.stdout)
        """

    @Test("lists of labels and numbers are read as Python reads its own")
    func lists() async throws {
        var random = SeededRandom(seed: 7)
        let labels = [
            "a", "Yes, maybe", "it\\'s", "No \"never\"", "[x]", "", "tab\\t", "é", "two\\nlines", "\\x41", "\\\\",
        ]
        let texts =
            (0..<200).map { _ in
                let elements = (0..<random.below(5)).map { _ in
                    random.below(3) == 0 ? random.one(of: ["0.5", "1", "-2.25"]) : "'\(random.one(of: labels))'"
                }
                return "[" + elements.joined(separator: random.one(of: [", ", ","])) + "]"
            } + [#"["it's", "b"]"#]
        let theirs: [[String]] = try await PythonOracle.answer(Self.listProgram, to: texts)
        for (text, their) in zip(texts, theirs) {
            #expect(ListCells.elements(of: text)?.map(\.text) == their, "\(text)")
        }
        for text in ["", "[", "[1", "[1]x", "a", "['a]", "[1,,2]", "{}", "[a]"] {
            #expect(ListCells.elements(of: text) == nil, "\(text)")
        }
    }
}
