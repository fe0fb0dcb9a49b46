import AWSOperations
import Testing

@testable import flightdeck

@Suite("JSON output")
struct JSONTextTests {
    private struct Sample: Encodable {
        var zebra = "z"
        var apple: Int? = 3
        var missing: Int?
        var nested = ["b": [1.5, 2], "a": []]
        var flag = true
        var moment = Timestamp(secondsSinceEpoch: 1_662_495_635.679)
    }

    @Test("keys keep their order, dictionaries are sorted, absent values are left out, times are ISO 8601")
    func ordered() throws {
        let text = try JSONText.encode(Sample(), layout: .compact)
        #expect(
            text
                == #"{"zebra":"z","apple":3,"nested":{"a":[],"b":[1.5,2.0]},"flag":true,"moment":"2022-09-06T20:20:35.679Z"}"#
        )
    }

    @Test("the pretty style indents by two spaces and keeps empty containers on their line")
    func pretty() throws {
        struct Pair: Encodable {
            var first = ["x"]
            var second: [String] = []
        }
        #expect(
            try JSONText.encode(Pair()) == """
                {
                  "first": [
                    "x"
                  ],
                  "second": []
                }
                """)
    }

    @Test("quotes, backslashes and controls are escaped")
    func escapes() throws {
        #expect(try JSONText.encode("a\"b\\c\n\u{1B}", layout: .compact) == #""a\"b\\c\n\u001b""#)
    }

    @Test("numbers that JSON does not have are the words that services write for them")
    func infinities() throws {
        #expect(try JSONText.encode([Double.infinity, -.infinity], layout: .compact) == #"["Infinity","-Infinity"]"#)
        #expect(try JSONText.encode(["a": Double.nan], layout: .compact) == #"{"a":"NaN"}"#)
    }

    @Test("what a terminal could act on or hide is escaped, and what reads well stays")
    func terminal() throws {
        let json = try JSONText.encode("é 漢 🐧 \u{9B}31m \u{202E}evil \u{7F}", escapingHidden: true)
        #expect(json == #""é 漢 🐧 \u009b31m \u202eevil \u007f""#)
        #expect(try JSONText.encode(["a": 1], escapingHidden: true) == "{\n  \"a\": 1\n}")
    }

    @Test("a characters beyond the first plane is escaped as its two halves")
    func surrogates() throws {
        #expect(try JSONText.encode("\u{E0041}", escapingHidden: true) == #""\udb40\udc41""#)
    }

    @Test("a list answer has the API's own keys")
    func apiKeys() throws {
        let summary = TransformJobSummary(
            transformJobName: "t", transformJobArn: "arn", creationTime: Timestamp(secondsSinceEpoch: 0),
            transformJobStatus: .completed)
        let text = try JSONText.encode(ListTransformJobsResponse(transformJobSummaries: [summary]), layout: .compact)
        #expect(
            text == #"{"TransformJobSummaries":[{"TransformJobName":"t","TransformJobArn":"arn","#
                + #""CreationTime":"1970-01-01T00:00:00Z","TransformJobStatus":"Completed"}]}"#)
    }
}
