import AWSOperations
import BatchInference
import JSONCoding

/// Rows as `outputs --json` has them, written without an encoder, which would take most of the time of a long list.
struct OutputRowText {
    private var lastTime: (seconds: Double, text: String)?

    /// The same text as an encoded `OutputDocument.Pair` without a preview, as it stands in the list.
    mutating func text(of row: OutputRow) -> String {
        var members = ["      \"State\": \"\(row.state.word)\""]
        if row.output != nil, row.origin != .thisRun {
            members.append("      \"Run\": \"\(row.origin == .unknown ? "unknown" : "earlier")\"")
        }
        if let repair = row.repair { members.append("      \"Repair\": \(Self.quoted(repair))") }
        if let input = row.input { members.append("      \"Input\": \(text(of: input))") }
        if let output = row.output { members.append("      \"Output\": \(text(of: output))") }
        return "    {\n\(members.joined(separator: ",\n"))\n    }"
    }

    private mutating func text(of object: S3Object) -> String {
        var text = "{\n        \"Key\": \(Self.quoted(object.key))"
        if let size = object.$size { text += ",\n        \"Size\": \(size)" }
        if let time = object.$lastModified { text += ",\n        \"LastModified\": \(self.text(of: time))" }
        return text + ",\n        \"ETag\": \(Self.quoted(object.eTag))\n      }"
    }

    /// Objects of one run have few times.
    private mutating func text(of time: Timestamp) -> String {
        if let lastTime, lastTime.seconds == time.secondsSinceEpoch { return lastTime.text }
        let text = time.isKnown ? "\"\(time.iso8601)\"" : "null"
        lastTime = (time.secondsSinceEpoch, text)
        return text
    }

    private static func quoted(_ text: String) -> String {
        if text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) && $0 != 0x22 && $0 != 0x5C }) { return "\"\(text)\"" }
        return JSONValue.string(text).text(.compact, escapingHidden: true)
    }
}
