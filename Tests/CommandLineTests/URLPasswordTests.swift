import AWSOperations
import Testing

@testable import flightdeck

@Suite("Passwords in URLs")
struct URLPasswordTests {
    @Test(
        "no message repeats what stands before the host of a URL",
        arguments: [
            ("s3://u:PW@x/y isn't an S3 URI", "s3://[hidden]@x/y isn't an S3 URI"),
            ("(got http://me:P/W@proxy:3128)", "(got http://[hidden]@proxy:3128)"),
            ("'https://token@host/a@b' and https://host/a@b", "'https://[hidden]@host/a@b' and https://host/a@b"),
            ("http://a:1@b http://c:d@e", "http://[hidden]@b http://[hidden]@e"),
            ("s3://bucket/key@2 and me@example.com", "s3://bucket/key@2 and me@example.com"),
            ("http://127.0.0.1:8080/@x", "http://127.0.0.1:8080/@x"), ("://@", "://[hidden]@"), ("", ""),
        ])
    func hidden(text: String, shown: String) { #expect(URLPassword.hidden(in: text) == shown) }

    @Test("usage errors and failures leave it out, with signs that no URL has, too")
    func messages() {
        let argument = "s3://u:P W\"@x/y"
        let text = ProgramEntry.Ending.quoting(["--input", argument], in: "Error: --input: \(argument) isn't a URI")
        #expect(!text.contains("P W"))
        let joined = ProgramEntry.Ending.quoting(["--input=http://u:PW@x"], in: "unknown value 'http://u:PW@x'")
        #expect(joined == "unknown value 'http://[hidden]@x'")
        let apart = ProgramEntry.Ending.quoting(
            ["--input", "s3://u:PW@x/y"], in: "--input: bucket names have no @: u:PW@x")
        #expect(apart == "--input: bucket names have no @: [hidden]@x")
        var failure = CommandFailure(.usage, "can't use \(argument)", remedy: "see http://a:b@c")
        failure.hidePasswords(of: [argument])
        #expect(!failure.problem.contains("P W") && failure.remedy == "see http://[hidden]@c")
    }

    @Test("options that need not be given stand in brackets, however many there are")
    func brackets() {
        let text = "Error: x\nUsage: flightdeck jobs <options>"
        #expect(ProgramEntry.Ending.bracketed(text) == "Error: x\nUsage: flightdeck jobs [<options>]")
        #expect(ProgramEntry.Ending.bracketed("launch [<options>] [<job>]") == "launch [<options>] [<job>]")
    }
}
