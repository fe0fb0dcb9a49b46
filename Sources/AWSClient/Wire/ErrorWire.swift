import AWSOperations
import JSONCoding

/// Reads what a service says went wrong, whatever it is written in.
enum ErrorWire {
    /// The error, and the region that S3 names in it.
    static func read(_ answer: HTTPAnswer, operation: OperationDescriptor) -> (error: ServiceError, region: String?) {
        let head = answer.head
        var found = readBody(answer.bytes, operation: operation)
        if let type = head["x-amzn-errortype"] { found.code = type }
        if let query = head["x-amzn-query-error"] { found.code = String(query.prefix { $0 != ";" }) }
        if let code = found.code { found.code = shortened(code) }
        let own = found.code.flatMap { $0.isEmpty ? nil : $0 }
        let code = own ?? codeOfStatus(head.status)
        let error = ServiceError(
            operation: operation, code: code,
            message: found.message.map { LongText.cut(Redactor.serviceMessage($0), to: LongText.messageLimit) }
                .map { $0.stripped.isEmpty ? "" : $0 } ?? messageOfStatus(answer),
            // S3 may find out that it fails when it has said 200.
            httpStatus: head.isSuccess ? 500 : head.status,
            requestID: RequestID.find(head) ?? found.requestID.flatMap { $0.stripped.isEmpty ? nil : $0 },
            isServicesOwn: own != nil)
        return (error, found.region)
    }

    private struct Found {
        var code: String?
        var message: String?
        var requestID: String?
        var region: String?
    }

    private static func readBody(_ bytes: [UInt8], operation: OperationDescriptor) -> Found {
        guard let first = bytes.first(where: { $0 > 0x20 }) else { return Found() }
        if first == UInt8(ascii: "{") { return readJSON(bytes) }
        if first == UInt8(ascii: "<"), let root = try? XMLElement.parse(bytes) { return readXML(root) }
        return Found()
    }

    private static func readJSON(_ bytes: [UInt8]) -> Found {
        guard let fields = try? JSON.decode(JSONError.self, from: bytes) else { return Found() }
        return Found(
            code: fields.type ?? fields.code ?? fields.upperCode, message: fields.message ?? fields.upperMessage)
    }

    private struct JSONError: Decodable {
        var type: String?
        var code: String?
        var upperCode: String?
        var message: String?
        var upperMessage: String?

        private enum CodingKeys: String, CodingKey {
            case type = "__type"
            case code
            case upperCode = "Code"
            case message
            case upperMessage = "Message"
        }

        // Each field by itself: a code that is a number must not lose the message.
        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            func text(_ key: CodingKeys) -> String? {
                (try? container.decodeIfPresent(String.self, forKey: key)) ?? nil
            }
            type = text(.type)
            code = text(.code)
            upperCode = text(.upperCode)
            message = text(.message)
            upperMessage = text(.upperMessage)
        }
    }

    /// S3 has `<Error>` at the root; query services have it inside `<ErrorResponse>`.
    private static func readXML(_ root: XMLElement) -> Found {
        let error = root.name == "Error" ? root : root["Error"] ?? root["Errors"]?["Error"]
        guard let error else { return Found() }
        return Found(
            code: error["Code"]?.text, message: error["Message"]?.text,
            requestID: (error["RequestId"] ?? root["RequestId"] ?? root["RequestID"])?.text,
            region: error["Region"]?.text)
    }

    /// `aws.protocoltests#FooError:http://…` is `FooError`.
    private static func shortened(_ code: String) -> String {
        let name = code.prefix { $0 != ":" && $0 != "," }
        return LongText.cut(String(name.split(separator: "#").last ?? name).trimmed, to: 200)
    }

    private static func codeOfStatus(_ status: Int) -> String {
        switch status {
        case 301: "PermanentRedirect"
        case 307: "TemporaryRedirect"
        case 400: "BadRequest"
        case 403: "Forbidden"
        case 404: "NotFound"
        case 412: "PreconditionFailed"
        case 416: "InvalidRange"
        case 429: "TooManyRequestsException"
        case 500: "InternalServerError"
        case 502: "BadGateway"
        case 503: "ServiceUnavailable"
        case 504: "GatewayTimeout"
        default: "HTTP\(status)"
        }
    }

    private static func messageOfStatus(_ answer: HTTPAnswer) -> String {
        guard let words = WebPage.words(answer) else { return "HTTP \(answer.head.status)" }
        return "HTTP \(answer.head.status) with \(WebPage.phrase(words)) in place of an AWS error"
    }
}

/// What stands on a web page that came in place of a service's answer.
enum WebPage {
    /// Its title, else its first words, in one line without anything that looks like a secret; nil for what is no page.
    static func words(_ answer: HTTPAnswer) -> String? {
        let bytes = answer.bytes.prefix(65_536)
        let start = bytes.drop { $0 <= 0x20 }.prefix(64).map { (65...90).contains($0) ? $0 | 0x20 : $0 }
        let isPage = ["<!doctype html", "<html", "<head", "<body"].contains { start.starts(with: $0.utf8) }
        guard isPage || (answer.head["content-type"] ?? "").lowercased().hasPrefix("text/html") else { return nil }
        let text = String(decoding: bytes, as: UTF8.self)
        let said = title(of: text) ?? withoutTags(text)
        let line = said.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return Redactor.harmless(Redactor.words(line, limit: 100))
    }

    /// The page in a few words: `a web page ("Sign in to GuestWifi")`.
    static func phrase(_ words: String) -> String { words.isEmpty ? "a web page" : "a web page (\"\(words)\")" }

    private static func title(of text: String) -> String? {
        guard let open = text.firstRange(of: /<title[^>]*>/.ignoresCase()),
            let close = text[open.upperBound...].firstRange(of: /<\/title/.ignoresCase())
        else { return nil }
        let title = text[open.upperBound..<close.lowerBound]
        return title.contains { !$0.isWhitespace } ? String(title) : nil
    }

    private static func withoutTags(_ text: String) -> String {
        var out = ""
        var isTag = false
        for character in text {
            switch character {
            case "<": isTag = true
            case ">":
                isTag = false
                out.append(" ")
            default: if !isTag { out.append(character) }
            }
            if out.count > 400 { break }
        }
        return out
    }
}
