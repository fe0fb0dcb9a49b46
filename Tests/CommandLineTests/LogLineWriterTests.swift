import AWSOperations
import BatchInference
import Testing

@testable import flightdeck

/// What is copied in a hurry is what the careful way writes.
@Suite struct LogLineWriterTests {
    private let output = CommandOutput(
        isTerminal: false, isErrorTerminal: false, usesColor: false, isASCII: false, writeResult: { _ in },
        writeError: { _ in })

    private static let messages = [
        "\"POST /invocations HTTP/1.1\" 200 7", "", " ", "back\\slash", "tab\there", "two\nlines", "ümlaut €",
        "\u{1B}[31mred",
        "\u{202E}turned", "\u{7F}", String(repeating: "x", count: 5000),
        "[sagemaker logs]: b/in/a.csv: ClientError: 400",
    ]

    @Test(arguments: messages, [1_763_838_000.25, nil as Double?, 1_763_838_000.75, 0])
    func linesAreAsTheyWouldBeOneByOne(message: String, seconds: Double?) throws {
        let time = seconds.map { Timestamp(secondsSinceEpoch: $0) } ?? .unknown
        let line = LogLine(time: time, stream: "i-0a1b2c3d4e5f-1662495847/data-log", message: message)
        var json = LogLineWriter(transform: "job", isJSON: true, output: output)
        var text = LogLineWriter(transform: "job", isJSON: false, output: output)
        // Twice, since names and times are remembered.
        for _ in 0..<2 {
            try json.append(line)
            try text.append(line)
        }
        let event = try JSONText.encode(
            LogEventLine(line, transform: "job"), layout: .compact, escapingHidden: true)
        #expect(json.taken() == "\(event)\n\(event)\n")
        let clean = output.cleanText(TransformFollower.logText(line, withDate: true, isASCII: false))
        #expect(text.taken() == clean + clean)
        #expect(text.taken().isEmpty)
    }
}
