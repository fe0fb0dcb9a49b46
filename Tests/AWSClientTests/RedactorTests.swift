import Testing

@testable import AWSClient

/// No password gets through, whatever stands before or behind the signs around it.
@Suite struct RedactorTests {
    private static let marks = ["", "\u{301}", "\u{600}", "\u{200D}", "\u{FE0F}", "\u{20E3}", "😀", "\r\n"]

    @Test func passwordsAreLeftOutOfEveryURL() {
        for before in Self.marks {
            for behind in Self.marks {
                for sign in ["/", "?", "#", ":", "@", "%", ""] {
                    let password = "\(before)hu\(sign)\(behind)sh\(before)"
                    for url in [
                        "http://me:\(password)@\(behind)host:8080/path", "me:\(password)@proxy",
                        "https:/\("/")me:\(password)@host/?a=b",
                    ] {
                        for shown in [Redactor.url(url), SetupReport.withoutPassword(url)] {
                            #expect(
                                !Self.holds(shown, "sh\(before)@") && !Self.holds(shown, "hu"), "\(url) as \(shown)")
                        }
                    }
                }
            }
        }
    }

    @Test(arguments: ["", "//", "http:/", "http:///", "http:\\\\", " http://", "http://"])
    func urlsWrittenWronglyHoldPasswordsToo(beginning: String) {
        for sign in ["", "/", "?", "#", "@"] {
            let url = "\(beginning)me:a\(sign)hush@host/x"
            for shown in [Redactor.url(url), SetupReport.withoutPassword(url)] {
                #expect(!Self.holds(shown, "hush"), "\(url) as \(shown)")
            }
        }
    }

    @Test func wordsThatQuoteAURLAreNotPassedOn() {
        let proxy = "http://me:a/hush@127.0.0.1:9"
        #expect(Redactor.words("Unsupported proxy syntax in '\(proxy)'", quoting: [proxy]) == nil)
        #expect(Redactor.words("can't resolve a/hush@127.0.0.1", quoting: ["", proxy]) == nil)
        #expect(Redactor.words("timed out", quoting: ["", proxy, "https://host/"]) == "timed out")
    }

    @Test func aURLInTheWrongVariableHidesItsPassword() {
        #expect(Redactor.misplaced("http://me:hush@host") == "http://[redacted]@host")
        #expect(Redactor.misplaced("me@corp") == "me@corp")
        #expect(Setting("https://me:hush@host", from: .standard).shown == "https://[redacted]@host")
    }

    @Test func signaturesAreLeftOutOfEveryQuery() {
        for mark in Self.marks {
            let url = "https://host/key?\(mark)&X-Amz-Signature=\(mark)hush&x=\(mark)&X-Amz-Credential=hush\(mark)&y=1"
            let shown = Redactor.url(url)
            #expect(!Self.holds(shown, "hush"), "\(shown)")
            #expect(Self.holds(shown, "&y=1"))
        }
    }

    @Test(arguments: [
        ("http://h/p@q", "http://h/p@q"), ("http://h:80/p@q", "http://h:80/p@q"),
        ("http://[::1]:80/a@b", "http://[::1]:80/a@b"),
        ("http://u@h/", "http://[redacted]@h/"), ("https://host/a?b=c&d=e", "https://host/a?b=c&d=e"),
        ("http://u:p/w@h:80/x", "http://[redacted]@h:80/x"),
    ])
    func whatIsNoSecretStays(url: String, shown: String) { #expect(Redactor.url(url) == shown) }

    @Test func aQuoteBeforeAMarkIsQuotedAndReadBack() {
        for mark in Self.marks where mark != "\r\n" {
            let word = "a'\(mark)b \"\(mark)c\\\(mark) '"
            let read = ShellWords.split("x \(ShellWords.quoted(word)) \"y\(mark)\"")
            #expect(read?.map { Array($0.utf8) } == ["x", word, "y" + mark].map { Array($0.utf8) })
        }
    }

    /// By bytes, as whoever looks for a password in a log would.
    private static func holds(_ text: String, _ part: String) -> Bool {
        let (text, part) = (Array(text.utf8), Array(part.utf8))
        return text.indices.contains { text[$0...].starts(with: part) }
    }
}
