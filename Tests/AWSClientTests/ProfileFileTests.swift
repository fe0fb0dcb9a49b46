import SeededNumbers
import Testing

@testable import AWSClient

@Suite struct ProfileFileTests {
    private func parse(_ text: String) throws -> ProfileFile { try ProfileFile.parse(text, path: "/f") }

    @Test func readsSectionsAndValues() throws {
        let file = try parse(
            """
            # a comment
            ; another
            [default]
            region=us-east-1
            Output : json

            [profile dev]
            region =  eu-west-1   # here
            role_arn = arn:aws:iam::123456789012:role/a=b
            empty =
            [profile "two words"]
            region = x
            [profile\ttabbed]
            region = y
            [sso-session main]
            sso_region = z
            """)
        #expect(file.sections["default"]?.values["region"] == ProfileFile.Value(text: "us-east-1", line: 4))
        #expect(file.sections["default"]?.values["output"]?.text == "json")
        #expect(file.sections["profile dev"]?.values["region"]?.text == "eu-west-1")
        #expect(file.sections["profile dev"]?.values["role_arn"]?.text == "arn:aws:iam::123456789012:role/a=b")
        #expect(file.sections["profile dev"]?.values["empty"]?.text == "")
        #expect(file.sections["profile two words"]?.values["region"]?.text == "x")
        #expect(file.sections["profile tabbed"]?.values["region"]?.text == "y")
        #expect(file.sections["sso-session main"]?.values["sso_region"]?.text == "z")
    }

    /// As botocore has it: after the word, one word of a shell's.
    @Test func titlesAreAShellsTwoWords() throws {
        let file = try parse(
            """
            [profile "a" "b"]
            region = 1
            [profile c d]
            region = 2
            [profile e\\ f]
            region = 3
            [profile "g"h]
            region = 4
            [profile 'i j']
            region = 5
            [profile 'open]
            region = 6
            [services "k" l]
            region = 7
            [profile]
            region = 8
            """)
        let named = file.sections.filter { ["profile ", "services "].contains(where: $0.key.hasPrefix) }
        #expect(
            named.mapValues { $0.values["region"]?.text }
                == ["profile e f": "3", "profile gh": "4", "profile i j": "5"])
    }

    @Test func readsNestedSettings() throws {
        let file = try parse("[default]\ns3 =\n  addressing_style = path\n\tmax_queue_size=10\nregion = r\n")
        #expect(
            file.sections["default"]?.values["s3"]?.nested == ["addressing_style": "path", "max_queue_size": "10"])
        #expect(file.sections["default"]?.values["region"]?.text == "r")
    }

    @Test func readsNamesWithBrackets() throws {
        let file = try parse("[profile a[1]]\n[profile b] # as in [wiki]\n[profile 'c ] d']\n")
        #expect(Set(file.sections.keys) == ["profile a[1]", "profile b", "profile c ] d"])
        #expect(file.sections["profile b"]?.line == 2)
    }

    @Test func whiteSpaceOfAnyKindIsTakenOff() throws {
        let file = try parse("\u{A0}[default]\u{2003}\nregion\u{A0}=\u{3000}eu-west-1\u{A0}\n\u{A0}\nx = a\u{2028}b\n")
        #expect(file.sections["default"]?.values["region"]?.text == "eu-west-1")
        #expect(file.sections["default"]?.values["x"]?.text == "a\u{2028}b", "only a line feed or return ends a line")
    }

    @Test func mergesSectionsOfOneName() throws {
        let file = try parse("[a]\nx=1\ny=1\n[b]\nx=3\n[a]\ny=2\n")
        #expect(file.sections["a"]?.values.mapValues(\.text) == ["x": "1", "y": "2"])
    }

    @Test func keepsWhatIsNoComment() throws {
        let file = try parse("[a]\nx = a#b;c\ny = abc/+=#\n\r\nz = w\r\n")
        #expect(file.sections["a"]?.values["x"]?.text == "a#b;c")
        #expect(file.sections["a"]?.values["y"]?.text == "abc/+=#")
        #expect(file.sections["a"]?.values["z"]?.text == "w")
    }

    @Test(arguments: [
        ("x = 1", 1), ("[a\nx=1", 1), ("[]\n", 1), ("[a]\nx=1\nnonsense\n", 3), ("[a]\n= 1\n", 2),
    ])
    func saysTheLineOfAnError(_ text: String, _ line: Int) throws {
        do throws(ProfileFile.Malformed) {
            _ = try ProfileFile.parse(text, path: "/f")
            Issue.record("no error")
        } catch {
            #expect(error.line == line)
        }
    }

    /// Bytes of any kind are read or refused, never a trap.
    @Test(arguments: 1...30 as ClosedRange<UInt64>) func anythingIsReadOrRefused(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let pieces = [
            "[", "]", "=", ":", "#", ";", "\n", "\r\n", " ", "\t", "profile ", "default", "a", "\"", "ü", "\0",
        ]
        for _ in 0..<200 {
            let text = (0..<Int.random(in: 0..<40, using: &random)).map { _ in pieces.randomElement(using: &random)! }
                .joined()
            let file = try? parse(text)
            #expect(file == nil || file!.sections.values.allSatisfy { !$0.title.isEmpty })
        }
    }
}
