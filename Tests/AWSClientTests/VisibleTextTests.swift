import Testing

@testable import AWSClient

/// What messages show of values that may be anything.
@Suite struct VisibleTextTests {
    @Test(arguments: [
        ("dev", "dev"), ("two words", "two words"), ("ü 日本", "ü 日本"), ("dev\r", #""dev\r""#),
        (" dev", #"" dev""#), ("dev ", #""dev ""#), ("", #""""#), ("a\tb\n", #""a\tb\n""#),
        ("a\u{A0}", #""a\u{A0}""#), ("a\u{1B}[31m", #""a\u{1B}[31m""#), ("\u{FEFF}dev", #""\u{FEFF}dev""#),
    ])
    func whatOneWouldNotSeeIsWrittenOut(_ text: String, _ shown: String) {
        #expect(VisibleText.show(text) == shown)
    }

    @Test func whatIsNoRegionMayBeAKey() {
        #expect(Redactor.region("eu-west-1") == "eu-west-1")
        #expect(Redactor.region("eu west\r") == #""eu west\r""#)
        #expect(Redactor.region("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY") == "[redacted]")
        #expect(Redactor.region(" wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\r") == #"" [redacted]\r""#)
    }

    @Test func signedRequestsAreNotRepeated() {
        let said = "The request signature we calculated does not match. Check your key."
        for rest in [
            "\n\nThe Canonical String for this request should have been\n'POST",
            "\nThe String-to-Sign should have been 'x'",
        ] {
            #expect(Redactor.serviceMessage(said + rest) == said)
        }
        #expect(Redactor.serviceMessage(said) == said)
    }
}
