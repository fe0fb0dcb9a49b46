import FoundationEssentials
import PythonOracle
import SeededNumbers
import Testing

@testable import AWSClient

/// Random config files, read by botocore and by this package; and the differences there are on purpose.
@Suite struct ProfileFileOracleTests {
    /// Sections by title; nested settings as `key.name`. Nil where the file is refused.
    private typealias Reading = [String: [String: String]]?

    /// What botocore made of a file.
    private struct Answer: Decodable {
        var sections: Reading
        /// Why it refused: the name of an error of Python's `configparser`.
        var refusal: String?
    }

    private static let program = #"""
        import json, os, sys, tempfile
        try:
            from botocore.configloader import raw_config_parse
        except ImportError:
            sys.exit("botocore is missing in " + sys.executable + ": run make test, or set FLIGHTDECK_PYTHON")
        results = []
        for text in json.load(sys.stdin):
            with tempfile.NamedTemporaryFile("w", newline="") as file:
                file.write(text)
                file.flush()
                try:
                    sections = raw_config_parse(file.name)
                except Exception as error:
                    results.append(dict(refusal=type(getattr(error, "kwargs", {}).get("error")).__name__))
                    continue
            for values in sections.values():
                for key, value in list(values.items()):
                    if isinstance(value, dict):
                        del values[key]
                        values.update({key + "." + name: text for name, text in value.items()})
            results.append(dict(sections=sections))
        json.dump(results, sys.stdout)
        """#

    private static func botocore(_ texts: [String]) async throws -> [Answer] {
        try await PythonOracle.answer(program, to: texts)
    }

    private static func ours(_ text: String) -> Reading {
        guard let file = try? ProfileFile.parse(text, path: "/f") else { return nil }
        return file.sections.mapValues { section in
            var values: [String: String] = [:]
            for (key, value) in section.values {
                if value.nested.isEmpty { values[key] = value.text }
                for (name, text) in value.nested { values["\(key).\(name)"] = text }
            }
            return values
        }
    }

    /// A file of sections and keys that are each there once.
    private static func randomFile(_ random: inout SeededRandom) -> String {
        let values = [
            "us-east-1", "a=b", "a:b", "x#y", "x;y", "[z]", "'q'", "\"q q\"", "two  words", "%(x)s", "$HOME", "ü 日本",
            "arn:aws:iam::123456789012:role/a/b", "abc/+=", "", "\\n", "[", "]",
        ]
        let separators = ["=", " = ", ":", " : ", "\t=\t", "= ", " ="]
        let noise = ["", "\n", "# comment\n", "; comment\n", "\n\n", "  # indented comment\n", "   \n", "#x=y\n"]
        let lineEnd = Bool.random(using: &random) ? "\n" : "\r\n"
        var text = noise.randomElement(using: &random)!
        for section in ["default", "profile a", "profile b.c-d", "sso-session s", "services v", "other"].shuffled(
            using: &random
        )
        .prefix(Int.random(in: 0...6, using: &random)) {
            text += "[\(section)]\n"
            // Whole sections may be indented; what goes on with a key is indented further.
            let indentation = ["", "", "  ", "\t"].randomElement(using: &random)!
            for key in ["region", "Output", "s3", "x_y", "role_arn", "k-1"].shuffled(using: &random)
                .prefix(Int.random(in: 0...6, using: &random))
            {
                text += noise.randomElement(using: &random)!
                let separator = separators.randomElement(using: &random)!
                text += indentation + key + separator
                switch Int.random(in: 0..<6, using: &random) {
                case 0:
                    text += "\n"
                    for name in ["one", "two", "three"].prefix(Int.random(in: 1...3, using: &random)) {
                        text += noise.randomElement(using: &random)!
                        text += indentation + "  \(name) = \(Int.random(in: 0..<9, using: &random))\n"
                    }
                case 1:
                    text += "first\n" + noise.randomElement(using: &random)!
                    text += indentation + "    second\n"
                default: text += values.randomElement(using: &random)! + "\n"
                }
            }
        }
        return text.replacing("\n", with: lineEnd)
    }

    @Test(arguments: [1, 2, 3] as [UInt64]) func readsAsBotocore(seed: UInt64) async throws {
        var random = SeededRandom(seed: seed)
        let files = (0..<400).map { _ in Self.randomFile(&random) }
        let theirs = try await Self.botocore(files)
        try #require(theirs.count == files.count)
        #expect(theirs.count { $0.sections?.isEmpty == false } > files.count / 2)
        for (text, answer) in zip(files, theirs) { #expect(Self.ours(text) == answer.sections, "\(text)") }
    }

    /// Lines of any kind: what both take they read alike, and what botocore refuses is refused, but for doubled names.
    @Test(arguments: [1, 2, 3] as [UInt64]) func refusesAsBotocore(seed: UInt64) async throws {
        var random = SeededRandom(seed: seed)
        let indentations = ["", "", "", " ", "   ", "\t"]
        let lines = [
            "[a]", "[profile b]", "[c] rest", "[", "[]", "]", "x", "x =", "= 1", "y: 2", "y=1=2", "z = [a]", "k = 'q",
            "k k = v", "x = 1", "", "# c = 1", ";", ": :", "[d",
        ]
        let files = (0..<1000).map { _ in
            "[first]\n"
                + (0..<Int.random(in: 0..<6, using: &random)).map { _ in
                    indentations.randomElement(using: &random)! + lines.randomElement(using: &random)! + "\n"
                }.joined()
        }
        let theirs = try await Self.botocore(files)
        #expect(theirs.count { $0.refusal == nil } > 100)
        #expect(theirs.count { $0.refusal != nil } > 100)
        for (text, answer) in zip(files, theirs) where answer.refusal?.hasPrefix("Duplicate") != true {
            #expect(Self.ours(text) == answer.sections, "\(text) is refused for \(answer.refusal ?? "nothing")")
        }
    }

    /// What differs on purpose, as the SDK reference guide has it: comments behind values and outside of quotes end them,
    /// sections of one name are one, the last of two equal keys counts, quotes around a section's name go, nested names
    /// are in any case as all others, and no section's values are every other's.
    @Test func differsOnPurpose() async throws {
        let cases: [(text: String, ours: Reading, theirs: Reading)] = [
            ("[a]\nx = 1 # c\n", ["a": ["x": "1"]], ["a": ["x": "1 # c"]]),
            ("[a]\nx = 1 ; c\n", ["a": ["x": "1"]], ["a": ["x": "1 ; c"]]),
            ("[a]\nx=1\n[b]\n[a]\ny=2\n", ["a": ["x": "1", "y": "2"], "b": [:]], nil),
            ("[a]\nx=1\nx=2\n", ["a": ["x": "2"]], nil),
            ("[a]\nx = sh -c 'p ; q'\n", ["a": ["x": "sh -c 'p ; q'"]], ["a": ["x": "sh -c 'p ; q'"]]),
            ("[a]\ns3 =\n  One = 1\n", ["a": ["s3.one": "1"]], ["a": ["s3.One": "1"]]),
            ("[DEFAULT]\nx=1\n[a]\n", ["DEFAULT": ["x": "1"], "a": [:]], ["a": ["x": "1"]]),
            ("[profile \"a b\"]\nx=1\n", ["profile a b": ["x": "1"]], ["profile \"a b\"": ["x": "1"]]),
        ]
        let theirs = try await Self.botocore(cases.map(\.text))
        for (item, answer) in zip(cases, theirs) {
            #expect(Self.ours(item.text) == item.ours, "\(item.text)")
            #expect(answer.sections == item.theirs, "\(item.text)")
        }
    }
}
