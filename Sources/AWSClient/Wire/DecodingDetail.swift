import AWSOperations

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
            "\(subject(context.codingPath)) isn't \(noun(type))"
        case DecodingError.valueNotFound(let type, let context):
            "\(subject(context.codingPath)) is null, not \(noun(type))"
        case DecodingError.dataCorrupted(let context):
            context.codingPath.isEmpty ? "not the format expected" : "\(path(context.codingPath, end: " "))is malformed"
        case EncodingError.invalidValue(_, let context):
            "\(subject(context.codingPath)) is a number that JSON can't hold"
        case let malformed as XMLReader.Malformed:
            "XML, byte \(malformed.offset): \(shortened(malformed.problem))"
        case is LossLedger.UnrecognizableResponse: "it has neither a name, an ARN nor a status"
        default: "not the format expected"
        }
    }

    /// What a value of a type is called by whoever does not program.
    static func noun(_ type: Any.Type) -> String {
        switch type {
        case is any StringProtocol.Type: "text"
        case is Bool.Type: "true or false"
        case is Timestamp.Type: "a time"
        case is any BinaryInteger.Type: "a whole number"
        case is any BinaryFloatingPoint.Type: "a number"
        case is any ExpressibleByDictionaryLiteral.Type: "an object"
        case is any ExpressibleByArrayLiteral.Type: "a list"
        default: "a value of the right type"
        }
    }

    private static func subject(_ keys: [any CodingKey]) -> String { keys.isEmpty ? "it" : path(keys, end: "") }

    /// Names may be a service's own, of any length.
    private static func shortened(_ text: String) -> String {
        Redactor.harmless(text.count > 60 ? text.prefix(59) + "…" : text)
    }

    private static func path(_ keys: [any CodingKey], end: String = ".") -> String {
        keys.isEmpty
            ? "" : keys.map { $0.intValue.map(String.init) ?? shortened($0.stringValue) }.joined(separator: ".") + end
    }
}
