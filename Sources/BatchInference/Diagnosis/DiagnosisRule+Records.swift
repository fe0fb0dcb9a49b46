import AWSOperations

/// Causes in the input: its columns, values and format.
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
    ]

    static let recordRules: [DiagnosisRule] = [
        DiagnosisRule(
            "filter",
            signs: [
                "invalid jsonpath", "single range filter", "jsonpath*not supported", "jsonpath*invalid",
                "failed to evaluate*jsonpath", "unable to apply*filter", "failed to apply*filter",
                "inputfilter*invalid",
                "outputfilter*invalid", "invalid*inputfilter", "invalid*outputfilter", "failed to filter",
            ]
        ) { evidence in
            let path = evidence.word(after: "JsonPath: ").map { " \($0)" } ?? ""
            return (
                "batch transform doesn't support a filter's JSONPath\(path)",
                "use one index, one range such as $[1:], or a list such as $[0,2,5], in InputFilter and OutputFilter"
            )
        },
        columnsBySize, columnsExpected,
        DiagnosisRule(
            "missing-columns",
            signs: [
                "columns are missing", "missing columns", "missing required column",
                "is required but could not be found", "not in index",
                "column*not found in", "at position*should be feature with name", "feature_names mismatch",
                "feature names*should match", "feature names unseen at fit time", "feature names seen at fit time",
            ],
            cause: "the records' columns differ from the training columns, by name or number",
            fix: "give the same columns as in training without the target, in the same order"),
        DiagnosisRule(
            "ragged",
            signs: [
                "expected # fields in line #, saw #", "wrong number of fields", "inhomogeneous shape",
                "setting an array element with a sequence", "rows have different", "inconsistent number of columns",
            ]
        ) { evidence in
            let place =
                evidence.numbers.count == 3
                ? ": line \(evidence.numbers[1]) has \(evidence.numbers[2]) fields, not \(evidence.numbers[0])" : ""
            return (
                "not all records have the same number of columns\(place)",
                "look in that object for an unquoted comma, and for titles or totals among the records"
            )
        },
        DiagnosisRule(
            "compressed-input",
            signs: [
                "\u{1F}\u{8B}", "037*213", "\\x1f\\x8b", "\\u001f", "decode byte 0x8b in position 1", "\\037\\213",
            ]
        ) { evidence in
            (
                "the input is compressed, but read as uncompressed",
                evidence.description?.transformInput.compressionType == .gzip
                    ? "compress each object once, with gzip"
                    : "set CompressionType to Gzip, or store the objects uncompressed"
            )
        },
        DiagnosisRule(
            "quotes",
            signs: [
                "bare \"*non-quoted", "bare \"*non quoted", "bare '\"'", "bare \\\"*quoted", "extraneous*in field",
                "extraneous*quoted", "unterminated quoted", "unbalanced quote", "eof inside string",
                "eof inside quoted", "unexpected end of data*quote", "expected after '\"'", "unclosed quote",
            ],
            cause: "the CSV has an unbalanced quote, or a record with a line break inside quotes",
            fix: "quote fields as in RFC 4180, double the quotes inside them, and keep each record on one line"),
        DiagnosisRule(
            "encoding",
            signs: [
                "codec can't decode", "unicodedecodeerror", "invalid utf-8", "invalid utf8", "malformed utf-8",
                "not valid utf-8", "invalid start byte", "invalid continuation byte",
            ],
            cause: "the input is not UTF-8 text",
            fix: "store it as UTF-8, and look for other files under the input prefix"),
        DiagnosisRule(
            "empty-value",
            signs: ["could not convert string to float: ''", "could not convert string to float: \"\""],
            cause: "an empty value where a number is expected",
            fix: "fill or remove empty values in numeric columns, and look for empty lines"),
        DiagnosisRule(
            "header-row",
            signs: [
                "could not convert string to", "header row", "invalid literal for", "non-numeric",
                "unable to parse string", "could not cast string", "numberformatexception", "cannot cast string",
                "could not convert*to numeric", "unsupported data type*string",
            ]
        ) { evidence in
            let value = evidence.word(after: "to float:") ?? evidence.quoted("'")
            return (
                "a word in a numeric column" + (value.map { ": '\($0)'" } ?? "")
                    + ", such as a column's name or a category in the wrong place",
                "if it is a column's name, remove the header row from every object; otherwise give the columns in the "
                    + "order of training, without the target"
            )
        },
        DiagnosisRule(
            "missing-values",
            signs: [
                "contains nan", "infinity or a value too large", "contains infinity", "float nan to integer",
                "contains missing values", "contains null",
            ],
            cause: "the input has missing or infinite values, which the container doesn't accept",
            fix: "fill or remove them before the transform"),
        DiagnosisRule(
            "unknown-category",
            signs: ["unknown categor", "previously unseen label", "unseen label", "unseen categor"],
            cause: "the input has a category not seen in training",
            fix: "check the order of the columns; otherwise train with such records, or leave them out"),
        DiagnosisRule(
            "input-json",
            signs: [
                "json parse error", "json value*not formatted correctly", "jsondecodeerror", "json.decoder",
                "expecting value: line", "invalid json",
                "not valid json", "not a valid json", "malformed json", "invalid control character at",
                "expecting property name", "extra data: line", "unterminated string starting at", "parse*as json",
                "invalid escape character in string", "jsonparseexception", "cannot parse*json", "unable to parse*json",
            ],
            cause: "the container can't parse the input as JSON",
            fix: "check that ContentType says what the input is; JSON Lines need SplitType Line, and BatchStrategy "
                + "SingleRecord if the container accepts one record per request"),
        DiagnosisRule(
            "input-csv",
            signs: [
                "failed to parse input as csv", "failed to parse line*as csv", "loading csv data failed",
                "unable to parse*csv", "failed to parse*csv", "error tokenizing data", "invalid csv",
                "not in csv format",
            ],
            cause: "the container can't parse the input as CSV",
            fix: "check the delimiter, the quotes and ContentType, and look for other files under the input prefix"),
        DiagnosisRule(
            "input-format",
            signs: [
                "loading libsvm data failed", "loading recordio", "invalid recordio", "as recordio", "as tfrecord",
                "corrupted record", "dataloss*record", "truncated record", "loading parquet", "invalid libsvm",
                "cannot identify image", "got unknown format", "could not parse example", "unidentifiedimageerror",
                "failed to parse input",
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
            "shape",
            signs: [
                "input*is incompatible with*layer", "incompatible shapes", "shapes cannot be multiplied",
                "shape mismatch", "shapes*not aligned", "expected shape", "cannot reshape array", "input to reshape is",
                "expected 2d array",
            ],
            cause: "the records have a different shape than the model expects",
            fix: "give the columns of training without the target, in the same order"),
    ]

    /// The sentences that name the input's number first, then the model's.
    private static let columnsBySize = DiagnosisRule(
        "column-count",
        signs: [
            "feature size of*inference data # is not consistent with feature size of trained model #",
            "feature size of*inference data # is larger than feature size of trained model #",
            "x has # features, but*expecting # features", "number of features in data (#)*training data (#)",
            "received # columns*expected #", "got # columns*expected #", "got # features*expected #",
            "found # columns*expected #", "found # features*expected #", "has # columns*expects #",
            "has # features*expects #", "has # columns*but the model*#", "input has # features*#",
        ]
    ) { columns($0, given: $0.numbers.first, expected: $0.numbers.dropFirst().first) }

    /// Those that name the model's first, and those that name none.
    private static let columnsExpected = DiagnosisRule(
        "column-count",
        signs: [
            "expected number of columns is # but received #", "expected # columns*received #",
            "expected # columns*got #", "expected # columns*found #", "expected # features*got #",
            "feature shape mismatch, expected: #, got #", "expected # features*received #",
            "n_features is # and input n_features is #",
            "expected axis has # elements, new values have # elements", "# columns passed, passed data had # columns",
            "expects # columns*#", "expects # features*#", "number of columns*expected", "columns*but received",
            "number of features*expected", "features, but*expecting", "expects*columns", "number of columns*not match",
            "number of features*not match", "feature size*not consistent", "number of columns*differs",
            "unexpected number of columns",
            "wrong number of columns", "incorrect number of columns",
        ]
    ) { columns($0, given: $0.numbers.dropFirst().first, expected: $0.numbers.first) }

    private static func columns(
        _ evidence: DiagnosisEvidence, given: Int?, expected: Int?
    ) -> (cause: String, fix: String) {
        let removal = "remove the target column, or leave it out with an InputFilter"
        guard let given, let expected, given != expected else {
            return (
                "the records have a different number of columns than the training data",
                "\(removal); the checks before a launch say which column it is"
            )
        }
        let cause = "the records have \(given) columns, and the model expects \(expected)"
        if given > expected {
            return (
                cause,
                given == expected + 1
                    ? "\(removal); most often it is still in the input"
                    : "\(removal), and any other column not in training"
            )
        }
        return (
            cause,
            "give all columns of training but the target: check the delimiter, the InputFilter, and that it is the right "
                + "file"
        )
    }
}
