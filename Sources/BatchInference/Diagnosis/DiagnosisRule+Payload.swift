import AWSOperations

/// Causes in how much a request carries.
extension DiagnosisRule {
    static let payloadRules: [DiagnosisRule] = [
        DiagnosisRule(
            "record-too-large",
            signs: [
                "too much data for max payload", "token too long", "record*exceeds*maxpayload",
                "record*larger than*maxpayload", "exceeds*maxpayloadinmb", "larger than maxpayloadinmb",
                "greater than maxpayloadinmb", "exceeded*maxpayloadinmb",
            ]
        ) { evidence in
            let limit = evidence.description?.maxPayloadInMB.map { " (\($0) MB)" } ?? ""
            return (
                "a record, or an unsplit object, is larger than MaxPayloadInMB\(limit)",
                "raise MaxPayloadInMB (up to 100) as far as the container accepts, and split the input by line"
            )
        },
        DiagnosisRule(
            "payload-too-large",
            signs: status(413) + [
                "413 request entity too large", "request entity too large", "payload too large", "content too large",
                "received message larger than max", "message size exceed", "toolongframe", "max_content_length",
                "too large body", "request body*too large", "body is too large", "max_request_size",
                "payload size*exceed", "maximum request size", "maximum payload size", "request is too large",
                "request size*exceed",
            ]
        ) { evidence in
            let set = evidence.description?.maxPayloadInMB
            let isWhole =
                evidence.description.map { ($0.transformInput.splitType ?? SplitType.none) == SplitType.none } ?? false
            let lower =
                isWhole
                ? "split the input by line, so that an object is more than one request"
                : set == 1 ? "set BatchStrategy to SingleRecord" : "lower MaxPayloadInMB"
            return (
                "a request was larger than the container accepts" + (set.map { ", with MaxPayloadInMB \($0)" } ?? ""),
                lower + "; if requests are small already, raise the container's own limit (client_max_body_size of "
                    + "nginx, MAX_CONTENT_LENGTH, MMS_MAX_REQUEST_SIZE or TS_MAX_REQUEST_SIZE)"
            )
        },
    ]
}
