import AWSOperations

/// Causes in the form of what goes in and comes out.
extension DiagnosisRule {
    /// What SageMaker could not read is the container's answer, whatever was wrong with it.
    static let answerRules: [DiagnosisRule] = [
        DiagnosisRule(
            "answer-format",
            signs: [
                "failed to parse output", "failed to parse the output", "parse*output from the algorithm",
                "failed to parse response", "unable to parse output", "failed to parse prediction",
                "failed to split output", "unable to split output",
            ]
        ) { evidence in
            let format = evidence.word(after: " as ").map { " as \($0.uppercased())" } ?? ""
            return (
                "can't parse the container's response\(format): Join, an OutputFilter or AssembleWith needs it in the "
                    + "input's format",
                "set Accept to the format of ContentType, or use neither Join nor an OutputFilter"
            )
        },
        DiagnosisRule(
            "join",
            signs: [
                "failed to join", "unable to join", "cannot join", "could not join", "failed to associate",
                "number of*predictions*number of*records", "number of*output*does not match*number of*input",
            ],
            cause: "can't join responses to records: their number or format differs",
            fix: "set Accept to the format of ContentType and AssembleWith to that of SplitType, or use no Join"),
        DiagnosisRule(
            "answer-json",
            signs: [
                "is not json serializable", "out of range float values are not json compliant",
                "json response is not compatible for conversion to jsonlines",
            ],
            cause: "the container's code can't write its prediction as JSON",
            fix: "return lists and plain numbers from the inference code, or set Accept to another format"),
        DiagnosisRule(
            "answer-type",
            signs: [
                "not return a valid response", "invalid return type", "invalid model predict output",
                "return type error", "error while encoding csv",
            ],
            cause: "the container's code returned something that its server can't send as a response",
            fix:
                "return text, bytes or lists in the format of Accept from the inference code, one result for each record"
        ),
    ]

    static let formatRules: [DiagnosisRule] = [
        DiagnosisRule(
            "input-json",
            signs: [
                "json parse error", "json value*not formatted correctly", "jsondecodeerror", "json.decoder",
                "expecting value: line", "invalid json", "missing 'inputs' or 'instances' key",
                "not valid json", "not a valid json", "malformed json", "invalid control character at",
                "expecting property name", "extra data: line", "unterminated string starting at", "parse*as json",
                "invalid escape character in string", "jsonparseexception", "cannot parse*json", "unable to parse*json",
                "expecting ',' delimiter: line", "valueerror: trailing data", "expected object or value",
            ],
            cause: "the container can't parse the input as JSON",
            fix: "check that ContentType says what the input is; JSON Lines need SplitType Line, and BatchStrategy "
                + "SingleRecord if the container accepts one record per request"),
        DiagnosisRule(
            "request-keys", signs: ["input tensor alias not found"],
            cause: "the requests lack a key that the container expects",
            fix: "write each record as the container reads it, such as {\"instances\": …} or {\"inputs\": …}"),
        DiagnosisRule(
            "base64", signs: ["binascii.error: incorrect padding"],
            cause: "a value of the input isn't valid Base64",
            fix: "encode the bytes again, with the = signs at the end, and without line breaks"),
        DiagnosisRule(
            "not-compressed", signs: ["badgzipfile"],
            cause: "the input isn't compressed with gzip, but is read as if it were",
            fix: "set CompressionType to None, or compress every object with gzip"),
        DiagnosisRule(
            "header-needed",
            signs: ["correct csv with header columns"],
            cause: "the container's code needs a header row in every request, and only an object's first one has it",
            fix: "send JSON or JSON Lines, or read rows without a header in the model's own inference code"),
        DiagnosisRule(
            "input-csv",
            signs: [
                "failed to parse input as csv", "failed to parse line*as csv", "loading csv data failed",
                "unable to parse*csv", "failed to parse*csv", "error tokenizing data", "invalid csv",
                "not in csv format", "could not determine delimiter", "buffer overflow caught - possible malformed",
                "new-line character seen in unquoted field", "some rows may have more columns than others",
            ],
            cause: "the container can't parse the input as CSV",
            fix: "check the delimiter, the quotes and ContentType, and look for other files under the input prefix"),
        DiagnosisRule(
            "input-format",
            signs: [
                "loading libsvm data failed", "loading recordio", "invalid recordio", "as recordio", "as tfrecord",
                "corrupted record", "dataloss*record", "truncated record", "loading parquet", "invalid libsvm",
                "cannot identify image", "got unknown format", "could not parse example", "unidentifiedimageerror",
                "failed to parse input", "image file is truncated", "broken data stream when reading image",
                "premature end of jpeg", "does not follow libsvm label format", "ensure the file is in",
                "text input must of type", "text input must be of type", "dimension checking failed when",
                "parquet magic bytes not found", "expected image (jpeg", "incorrect data format",
                "assertion failed) !_src.empty()", "assertion failed) !buf.empty()", "can't parse serialized example",
            ],
            cause: "the input's format doesn't match ContentType and SplitType",
            fix: "check both, and look for other files under the input prefix"),
        DiagnosisRule(
            "empty-input",
            signs: [
                "no columns to parse from file", "emptydataerror", "found array with 0 sample", "empty payload",
                "payload is empty", "zero-size array", "empty request", "no data received", "input is empty",
            ],
            cause: "a request had no records: an object or a line is empty",
            fix: "remove empty objects and empty lines from the input"),
        DiagnosisRule(
            "single-record", side: .container,
            signs: [
                "expected 2d array, got 1d array", "expected 2d array, got scalar array",
                "expected 2-dimensional*got 1", "tuple index out of range*shape[1]",
            ],
            cause: "a request held a single record, which the container's code reads as a list of values",
            fix: "send several records with each request (BatchStrategy MultiRecord), or reshape a single one in the "
                + "inference code"),
        DiagnosisRule(
            "shape",
            signs: [
                "input*is incompatible with*layer", "incompatible shapes", "shapes cannot be multiplied",
                "shape mismatch", "shapes*not aligned", "expected shape", "cannot reshape array", "input to reshape is",
                "expected 2d array", "matrix size-incompatible", "in[0] mismatch in[1] shape",
                "mismatch in its core dimension", "could not broadcast input array",
                "given groups=#, weight of size*to have # channels", "shape inconsistent", "inconsistent shape",
                "expected #-dimensional*but got", "expected #d*input*got", "must be #-dimensional",
                "dimension mismatch", "expecting # dimensional", "unexpected shape for input",
                "operands could not be broadcast together", "has inconsistent batch size",
                "values != expected.*but output shape",
            ],
            cause: "the records have a different shape than the model expects",
            fix: "give the columns of training without the target, in the same order"),
    ]

    /// The container can't write what Accept asks for.
    static let accept = DiagnosisRule(
        "accept", side: .output,
        signs: [
            "accept type*not supported", "not acceptable", "unsupported accept", "accept*is not supported",
            "unsupportedaccept", "is not an accepted accept type", "encoding to accept type*failed",
            "cannot encode*into accept type",
        ]
    ) { evidence in
        let type = evidence.word(after: "accept type ").map { " '\($0)'" } ?? ""
        return (
            "the container can't respond in the format that Accept names\(type)",
            "set Accept to a format the container supports, such as text/csv"
        )
    }

    static let contentType = DiagnosisRule(
        "content-type", side: .input,
        signs: [
            "content-type*not support", "content type*not support", "contenttype*not support",
            "unsupported content-type", "unsupported content type", "unsupported contenttype",
            "unsupported media type", "unsupportedmediatype", "unsupportedformaterror", "unsupported input type",
            "is not an accepted contenttype", "is not an accepted csv contenttype",
        ]
    ) { evidence in
        let type =
            (evidence.word(after: "content-type ") ?? evidence.word(after: "content type "))
            .flatMap { $0.contains("/") ? $0 : nil }
        let job = evidence.description
        // One toolkit says the same of what it can't read and of what it can't write.
        if let type, job?.transformOutput?.accept == type, job?.transformInput.contentType != type {
            return (
                "the container can't respond in the format that Accept names '\(type)'",
                "set Accept to a format the container supports, such as text/csv"
            )
        }
        return (
            "the container doesn't accept that content type\(type.map { " \($0)" } ?? "")",
            "set ContentType to what the container reads and the input is: text/csv for most Autopilot models"
        )
    }
}
