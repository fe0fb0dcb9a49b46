import SeededNumbers
import Testing

@testable import Monitor

@Suite("TOML")
struct TOMLReaderTests {
    private static func value(_ text: String) throws -> TOMLValue? { try TOMLReader.read("x = \(text)")["x"] }

    @Test(
        "values of every kind are read",
        arguments: [
            ("\"a\\tb \\\"q\\\" \\u00e9 \\U0001F600 \\\\\"", .string("a\tb \"q\" é 😀 \\")),
            ("'C:\\x \"y\"'", .string("C:\\x \"y\"")), ("\"\"", .string("")),
            ("\"\"\"\none\n\"two\"\"\n\"\"\"", .string("one\n\"two\"\"\n")),
            ("\"\"\"a\\\n   \n  b\"\"\"", .string("ab")),
            ("'''\r\nraw \\n\r\nx'''''", .string("raw \\n\nx''")), ("0", .integer(0)), ("-17", .integer(-17)),
            ("+1_000", .integer(1000)), ("0xDEAD_beef", .integer(0xDEAD_BEEF)), ("0o17", .integer(15)),
            ("0b101", .integer(5)), ("-9223372036854775808", .integer(.min)), ("3.5e-2", .double(0.035)),
            ("-0.0", .double(0)), ("6E3", .double(6000)), ("1_0.2_5", .double(10.25)), ("-inf", .double(-.infinity)),
            ("true", .boolean(true)), ("false # off", .boolean(false)), ("1979-05-27", .moment("1979-05-27")),
            ("1979-05-27T07:32:00.5-08:00", .moment("1979-05-27T07:32:00.5-08:00")),
            ("1979-05-27 07:32:00z", .moment("1979-05-27 07:32:00z")), ("07:32:00", .moment("07:32:00")),
            ("2000-02-29", .moment("2000-02-29")), ("[]", .list([])),
            ("[ 1, # one\n [ 'a' ],\n]", .list([.integer(1), .list([.string("a")])])),
        ] as [(String, TOMLValue)])
    func values(text: String, expected: TOMLValue) throws {
        #expect(try Self.value(text) == expected)
    }

    @Test("tens of thousands of keys and headers are read without copying those before")
    func many() throws {
        let keys = "[palette]\n" + (0..<40_000).map { "c\($0) = 'x'\nd.e\($0) = 1\n" }.joined()
        let palette = try TOMLReader.read(keys)["palette"]?.table
        #expect(palette?.keys.count == 40_001 && palette?["d"]?.table?.keys.count == 40_000)
        let headers = (0..<40_000).map { "[[run]]\nn = \($0)\n[a.b\($0)]\n" }.joined()
        let table = try TOMLReader.read(headers)
        #expect(table["run"]?.array?.count == 40_000 && table["a"]?.table?.keys.count == 40_000)
    }

    @Test("tables come by headers, dotted keys, braces and in arrays, and know their lines")
    func tables() throws {
        let table = try TOMLReader.read(
            """
            \u{FEFF}top = 1
            a.b."c d" = 2
            in = { x = 1, y.z = "w" }\r
            [s.t]
            k = true
            [s]
            'quoted key' = 'v'
            [[list]]
            n = 1
            [list.sub]
            m = 1
            [[ list ]]
            n = 2
            """)
        #expect(table.keys == ["top", "a", "in", "s", "list"])
        #expect(table["a"]?.table?["b"]?.table?["c d"] == .integer(2))
        #expect(table["in"]?.table?["y"]?.table?["z"] == .string("w"))
        #expect(table["s"]?.table?["t"]?.table?["k"] == .boolean(true))
        #expect(table["s"]?.table?["quoted key"] == .string("v"))
        let list = try #require(table["list"]?.array)
        #expect(list.map { $0.table?["n"] } == [.integer(1), .integer(2)])
        #expect(list.first?.table?["sub"]?.table?["m"] == .integer(1))
        #expect(table.line(of: "in") == 3 && table.line(of: "list") == 8 && list.last?.table?.line == 12)
    }

    @Test(
        "what is not TOML is said with its line",
        arguments: [
            ("[é]", 1), ("[.]", 1), ("[#]", 1), ("[=]", 1), ("[]", 1), ("[[a]", 1), ("[a.]", 1), ("[a]x", 1),
            ("é = 1", 1), ("= 1", 1), ("a", 1), ("a = ", 1), ("a = é", 1), ("a.\n", 1), ("\n\na = {,}", 3),
            ("a = {x = 1,}", 1), ("a = {\nx = 1}", 1), ("a = [1 2]", 1), ("a = [", 1), ("a = \"x\ny\"", 1),
            ("a = \"\\x\"", 1), ("a = \"\\uD800\"", 1), ("a = '''x", 1), ("a = 01", 1), ("a = 1_", 1), ("a = 1.", 1),
            ("a = .5", 1), ("a = 0x", 1), ("a = 9223372036854775808", 1), ("a = 1e", 1), ("a = 1979-02-29", 1),
            ("a = 25:00:00", 1), ("a = True", 1), ("a = 1\na = 2", 2), ("[a]\n[a]", 2), ("a = 1\n[a]", 2),
            ("a = []\n[[a]]", 2), ("[[a]]\n[a]", 2), ("a = {x = 1}\n[a.y]", 2), ("a.b = 1\n[a]", 2),
            ("a.b = 1\na.b.c = 2", 2),
            ("a = \"\u{0}\"", 1), ("# \u{7F}", 1), ("a = 1 b = 2", 1), ("a = 1\rb = 2", 1), ("\"\"\"a\"\"\" = 1", 1),
            ("[ \u{A0}a]", 1), ("[\u{202E}]", 1), (String(repeating: "[", count: 5000), 1),
            ("a = " + String(repeating: "[", count: 5000), 1),
            ("a = " + String(repeating: "{b=", count: 5000), 1),
            ("\n[a" + String(repeating: ".b", count: 20_000) + "]", 2),
            ("\na" + String(repeating: ".b", count: 20_000) + " = 1", 2),
            ("[a" + String(repeating: ".b", count: 60) + "]\na" + String(repeating: ".b", count: 60) + " = 1", 2),
            ("a = " + String(repeating: "{" + String(repeating: "b.", count: 60) + "c = ", count: 60), 1),
        ] as [(String, Int)])
    func refusals(text: String, line: Int) throws {
        let problem = try #require(throws: TOMLProblem.self) { try TOMLReader.read(text) }
        #expect(problem.line == line, "\(problem)")
        #expect(
            problem.words.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control && $0 != "\u{202E}" })
    }

    private static let pieces = [
        "[", "]", "[[", "]]", "{", "}", "\"", "'", "\"\"\"", "'''", ".", "=", ",", "\n", "\r\n", "\r", "#", " ", "\t",
        "\\",
        "\\u00e9", "é", "漢", "\u{202E}", "\u{FEFF}", "\u{0}", "\u{7F}", "\u{301}", "1", "-", "_", "e", "0x", "inf",
        "true",
        "1979-05-27", "T07:32:00", "a = 1\n", "[a]\n", "[[a]]\n", "[a.b]\n", "input = \"s3://b/\"\n", "[palette]\n",
        "\"accent\" = \"red\"\n", "container", "tags", "inherits",
    ]

    /// A text with a few places changed, some of them doubled, cut out, or put elsewhere.
    private static func mutation(of text: [Unicode.Scalar], _ random: inout SeededRandom) -> String {
        var scalars = text
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            let place = Int.random(in: 0...scalars.count, using: &random)
            let end = min(scalars.count, place + Int.random(in: 1...30, using: &random))
            switch Int.random(in: 0..<8, using: &random) {
            case 0: scalars.removeSubrange(place..<end)
            case 1: scalars.insert(contentsOf: scalars[place..<end], at: 0)
            case 2: scalars.removeSubrange(place...)
            default: scalars.insert(contentsOf: pieces.randomElement(using: &random)!.unicodeScalars, at: place)
            }
        }
        var result = String.UnicodeScalarView()
        result.append(contentsOf: scalars)
        return String(result)
    }

    @Test("no text stops the program, as a plan or as a theme", arguments: [1, 2, 3, 4] as [UInt64])
    func mutations(seed: UInt64) throws {
        let plan = """
            flightdeck-plan = 1
            job = "churn"
            candidate = 'best é'
            input = \"""s3://bucket/in/\"""
            instance-type = "ml.m5.xlarge"
            instance-count = 2
            subnets = ["a", "b", ]
            tags = { team = "x", "cost center" = "4 2" }
            [environment]
            A = "1"
            [[container]]
            image = "i"
            model-data-url = "s3://b/m.tar.gz"
            environment = { K = "v" }
            """
        let themes = try EmbeddedThemes.names.map { try #require(EmbeddedThemes.file(named: $0)).text }
        let texts = ([plan] + themes.map { String($0.prefix(1500)) }).map { Array($0.unicodeScalars) }
        var random = SeededRandom(seed: seed)
        var read = 0
        for _ in 0..<1500 {
            let text = Self.mutation(of: texts.randomElement(using: &random)!, &random)
            // One that is read is read alike however its lines end, and a comment behind it changes nothing.
            if let table = try? TOMLReader.read(text) {
                read += 1
                #expect(try TOMLReader.read(text + "\n# end").keys == table.keys)
            }
            _ = try? PlanFile(text, label: "plan.toml")
            let loaded = try? Theme.load(name: "own") { name throws(ThemeProblem) in
                name == "own" ? ThemeFile(label: "own.toml", text: text) : EmbeddedThemes.file(named: name)
            }
            if loaded != nil { #expect((try? TOMLReader.read(text)) != nil) }
        }
        #expect(read > 100, "most mutations say nothing about valid texts")
    }
}
