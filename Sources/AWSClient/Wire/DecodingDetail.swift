/// What a decoder found wrong, in a line that holds none of the answer's values.
enum DecodingDetail {
    /// The same of a whole answer, which may be somebody else's web page.
    static func describe(_ error: any Error, in answer: HTTPAnswer) -> String {
        WebPage.words(answer).map(WebPage.phrase) ?? describe(error)
    }

    static func describe(_ error: any Error) -> String {
        switch error {
        case DecodingError.keyNotFound(let key, let context):
            "\(path(context.codingPath))\(shortened(key.stringValue)) is missing"
        case DecodingError.typeMismatch(let type, let context):
            "\(path(context.codingPath, end: " "))is no \(type)"
        case DecodingError.valueNotFound(let type, let context):
            "\(path(context.codingPath, end: " "))is null, not a \(type)"
        case DecodingError.dataCorrupted(let context):
            context.codingPath.isEmpty ? "not the format expected" : "\(path(context.codingPath, end: " "))is malformed"
        case let malformed as XMLReader.Malformed:
            "XML, byte \(malformed.offset): \(shortened(malformed.problem))"
        case is LossLedger.NothingKnown: "it has neither a name, an ARN nor a status"
        default: "not the format expected"
        }
    }

    /// Names may be a service's own, of any length.
    private static func shortened(_ text: String) -> String {
        Redactor.harmless(text.count > 60 ? text.prefix(59) + "…" : text)
    }

    private static func path(_ keys: [any CodingKey], end: String = ".") -> String {
        keys.isEmpty
            ? "" : keys.map { $0.intValue.map(String.init) ?? shortened($0.stringValue) }.joined(separator: ".") + end
    }
}
