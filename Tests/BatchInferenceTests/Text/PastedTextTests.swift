import Testing

@testable import BatchInference

@Suite struct PastedTextTests {
    @Test(arguments: [
        " s3://b/k ", "\ts3://b/k\r\n", "\u{A0}s3://b/k\u{202F}", "\u{200B}s3://b/k\u{FEFF}", "\u{2028}s3://b/k\u{85}",
        "\u{202A}s3://b/k\u{202C}", "s3://b/k", "\u{0}s3://b/k\u{7F}", "\u{3000}\u{2003}s3://b/k\u{AD}",
    ])
    func endsAreTrimmed(text: String) {
        #expect(PastedText.trimmed(text) == "s3://b/k")
    }

    @Test(arguments: ["a b", "a\u{A0}b", "a\u{200B}b", "a\n\tb", "e\u{301}", "👩‍🚀", "–"])
    func insideStaysAsItIs(text: String) {
        #expect(PastedText.trimmed(text).utf8.elementsEqual(text.utf8))
        #expect(PastedText.trimmed(" \(text)\u{FEFF}").utf8.elementsEqual(text.utf8))
    }

    @Test func nothingButWhiteSpaceIsNothing() {
        #expect(PastedText.trimmed(" \u{A0}\r\n\u{200B}") == "")
        #expect(PastedText.trimmed("") == "")
    }

    @Test(arguments: [
        (" --input ", "--input"), ("--input=\u{A0}s3://b/k \r", "--input=s3://b/k"), ("--tag=a = b ", "--tag=a = b"),
        ("key= value ", "key= value"), (" s3://b/a=b ", "s3://b/a=b"), ("--input= ", "--input="),
    ])
    func argumentsAreTrimmedWithTheirValues(argument: String, expected: String) {
        #expect(PastedText.trimmedArgument(argument) == expected)
    }
}
