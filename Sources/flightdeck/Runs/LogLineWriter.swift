import AWSOperations
import BatchInference
import JSONCoding

/// Log lines as a command prints them, many at a time: a line that is printable ASCII, as most are, is copied rather than
/// looked at character by character.
struct LogLineWriter {
    private let transform: String
    private let isJSON: Bool
    private let output: CommandOutput
    private var bytes: [UInt8] = []
    /// What JSON has of each stream.
    private var names: [String: [UInt8]] = [:]
    /// The last second and its text.
    private var second: (number: Int, text: [UInt8]) = (.min, [])

    init(transform: String, isJSON: Bool, output: CommandOutput) {
        self.transform = transform
        self.isJSON = isJSON
        self.output = output
    }

    /// Everything that was added since the last time.
    mutating func taken() -> String {
        defer { bytes.removeAll(keepingCapacity: true) }
        return String(decoding: bytes, as: UTF8.self)
    }

    mutating func append(_ line: LogLine) throws {
        if isJSON {
            appendJSON(line)
        } else {
            appendText(line)
        }
    }

    // MARK: JSON

    private mutating func appendJSON(_ line: LogLine) {
        bytes += name(of: line.stream)
        if line.time.isKnown {
            bytes += String(line.time.milliseconds).utf8
        } else {
            bytes += "null".utf8
        }
        bytes += #","message":"#.utf8
        appendQuoted(line.message)
        bytes += "}\n".utf8
    }

    private mutating func name(of stream: String) -> [UInt8] {
        if let known = names[stream] { return known }
        let name = Array("{\"logStreamName\":\(JSONValue.quoted("\(transform)/\(stream)")),\"timestamp\":".utf8)
        names[stream] = name
        return name
    }

    private mutating func appendQuoted(_ text: String) {
        var text = text
        let isPlain = text.withUTF8 { text in
            guard text.allSatisfy({ (0x20...0x7E).contains($0) }) else { return false }
            bytes.append(UInt8(ascii: "\""))
            for byte in text {
                if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { bytes.append(UInt8(ascii: "\\")) }
                bytes.append(byte)
            }
            bytes.append(UInt8(ascii: "\""))
            return true
        }
        if !isPlain { bytes += JSONValue.quoted(text).utf8 }
    }

    // MARK: Text

    private mutating func appendText(_ line: LogLine) {
        let stream = line.shortStream
        var message = line.message
        let isPlain =
            line.time.isKnown && !output.isTerminal && stream.utf8.allSatisfy { (0x21...0x7E).contains($0) }
            && message.withUTF8 { $0.allSatisfy { (0x20...0x7E).contains($0) } }
        guard isPlain else {
            bytes += output.cleanText(TransformFollower.logText(line, withDate: true, isASCII: output.isASCII)).utf8
            return
        }
        let number = Int(line.time.secondsSinceEpoch.rounded(.down))
        if number != second.number {
            let text = line.time.iso8601.utf8.prefix(19).map { $0 == UInt8(ascii: "T") ? UInt8(ascii: " ") : $0 }
            second = (number, text)
        }
        bytes += second.text
        bytes.append(UInt8(ascii: " "))
        bytes += stream.utf8
        bytes += "  ".utf8
        bytes += message.utf8
        bytes.append(UInt8(ascii: "\n"))
    }
}
