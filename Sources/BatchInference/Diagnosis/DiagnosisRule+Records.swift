import AWSOperations

/// Causes in the input: its columns and values.
extension DiagnosisRule {
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
        columnsBySize, columnsExpected, columnNamesNeeded, missingColumns, ragged,
        DiagnosisRule(
            "duplicate-columns",
            signs: ["more than one column with the name", "duplicate column names were found"],
            cause: "two columns of the input have the same name",
            fix: "rename or remove one of them, or take the header row away where the container expects none"),
        DiagnosisRule(
            "compressed-input",
            signs: [
                "\u{1F}\u{8B}", "037*213", "\\x1f\\x8b", "\\u001f", "decode byte 0x8b in position 1", "\\037\\213",
                "037\u{FFFD}",
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
                "field larger than field limit", "invalid char between encapsulated token and delimiter",
                "eof reached before encapsulated token finished", "eof reached inside a quoted field",
            ],
            clue: { evidence in evidence.text(after: "found near: ").map(RecordClue.text) },
            cause: "the CSV has an unbalanced quote, or a record with a line break inside quotes",
            fix: "quote fields as in RFC 4180, double the quotes inside them, and keep each record on one line"),
        DiagnosisRule(
            "byte-order-mark",
            signs: [
                "to float: '\u{FEFF}", "to float: '\\ufeff", "to float: '\u{EF}\u{BB}\u{BF}", "utf-8 bom",
                "unexpected utf-8 bom",
            ],
            cause: "the object begins with a byte order mark, which is read as part of its first value",
            fix: "save it as UTF-8 without a byte order mark"),
        DiagnosisRule(
            "encoding",
            signs: [
                "codec can't decode", "unicodedecodeerror", "invalid utf-8", "invalid utf8", "malformed utf-8",
                "not valid utf-8", "invalid start byte", "invalid continuation byte", "line contains nul",
                "unmappable character", "malformedinputexception",
            ],
            cause: "the input is not UTF-8 text",
            fix: "store it as UTF-8, and look for other files under the input prefix"),
        DiagnosisRule(
            "empty-value",
            signs: [
                "could not convert string to float: ''", "could not convert string to float: \"\"",
                "could not convert string to float: $", "numberformatexception: empty string",
                "for input string: \"\"", "cannot be parsed as*its string value is ''",
            ],
            cause: "an empty value where a number is expected",
            fix: "fill or remove empty values in numeric columns, and look for empty lines"),
        DiagnosisRule(
            "delimiter",
            signs: [
                "to float: '#;", "to float: '#.#;", "to float: '#\\t", "to float: '#.#\\t", "to float: '#\t",
                "to float: '#.#\t", "to float: '#|", "to float: '#.#|",
            ],
            cause: "the fields of a record aren't separated by commas",
            fix: "write the input with commas between its fields"),
        textValue, missingValues,
        DiagnosisRule(
            "category-type", signs: ["invalid type for cat_feature", "cat_features must be integer or string"],
            cause: "a column of categories has decimal numbers or empty values",
            fix: "write categories as text or whole numbers, as in the training data, and none of them empty"),
        DiagnosisRule(
            "mixed-types",
            signs: ["input to be uniformly strings or numbers", "argument must be a string or number$"],
            cause: "a column has numbers and text, or empty values among text",
            fix: "write each column in one type, as in the training data, and fill empty values"),
        DiagnosisRule(
            "date-format",
            signs: [
                "does not match format '%", "unknown string format", "unknown datetime string format",
                "out of bounds nanosecond timestamp", "doesn't match format \"%",
            ],
            clue: quotedValue
        ) { evidence in
            let value = evidence.quoted("'\"").map { ": '\($0)'" } ?? ""
            return (
                "a date or time isn't in the format that the container expects\(value)",
                "write dates and times as in the training data"
            )
        },
        DiagnosisRule(
            "unknown-category",
            signs: ["unknown categor", "previously unseen label", "unseen label", "unseen categor"],
            clue: quotedValue,
            cause: "the input has a category not seen in training",
            fix: "check the order of the columns; otherwise train with such records, or leave them out"),
        DiagnosisRule(
            "text-too-long",
            signs: [
                "size of tensor a (#) must match the size of tensor b (#) at non-singleton dimension 1",
                "input is too long for model", "input sequence length*exceeds",
                "sequence length is longer than the specified maximum", "longer than the maximum sequence length",
                "is too long. its truncated value is",
            ],
            cause: "a record's text is longer than the model takes",
            fix: "shorten it, or have the model's code truncate it"),
        DiagnosisRule(
            "embedding-range", signs: ["index out of range in self", "] = # is not in [0, #)"],
            cause:
                "a record has a number or a place that the model's embedding doesn't have: a category or token that it "
                + "wasn't trained with, or too long a text",
            fix: "encode the records as for training, with the model's own tokenizer, and truncate long texts"),
    ]

    private static let quotedValue: Clue = { $0.quoted("'\"").map(RecordClue.field) }
    private static let convertedValue: Clue = { evidence in
        ["to float: ", "with base 10: ", "For input string: ", "JSON Value: ", "Its string value is "].lazy
            .compactMap { evidence.quotedOrWord(after: $0) }.first.map(RecordClue.field)
    }
    private static let fieldCount: Clue = { $0.numbers.count == 3 ? .fieldCount($0.numbers[2]) : nil }

    private static let textValue = DiagnosisRule(
        "header-row",
        signs: [
            "could not convert string to", "invalid literal for", "non-numeric value", "non-numeric data",
            "unable to parse string", "could not cast string", "numberformatexception", "cannot cast string",
            "could not convert*to numeric", "unsupported data type*string", "type: string is not of expected type",
            "dtypes for data must be int", "bad pandas dtypes", "cast string to float is not supported",
            "cannot convert*to float", "loop with signature matching types (dtype('<u",
            "np.ndarray of type numpy.object_", "np.ndarray of type numpy.str_",
            "numpy array to a tensor (unsupported object type", "cannot be parsed as*its string value is",
            "ufunc '*' not supported for the input types", "can not safely convert object to",
        ],
        // This names two causes.
        unless: ["some rows may have more columns", "float nan to", "non-finite"],
        clue: convertedValue
    ) { evidence in
        let isOfFunction = evidence.text.contains("ufunc '")
        // Some quote what else is in the sentence: a column, or a function.
        let value =
            evidence.quotedOrWord(after: "Its string value is ") ?? evidence.word(after: "to float:")
            ?? (isOfFunction ? nil : evidence.quoted("'"))
        return (
            "text in a numeric column" + (value.map { ": '\($0)'" } ?? "")
                + ", such as a column's name or a category in the wrong place",
            "if it is a column's name, remove the header row from every object; otherwise give the columns in the "
                + "order of training, without the target"
        )
    }

    private static let missingValues = DiagnosisRule(
        "missing-values",
        signs: [
            "contains nan", "infinity or a value too large", "contains infinity", "float nan to integer",
            "contains missing values", "contains null", "contains `inf`", "convert non-finite values",
            "float() argument must be*nonetype", "nan in input", "input contains inf",
        ],
        cause: "the input has missing or infinite values, which the container doesn't accept",
        fix: "fill or remove them before the transform")

    private static let ragged = DiagnosisRule(
        "ragged",
        signs: [
            "expected # fields in line #, saw #", "wrong number of fields", "inhomogeneous shape",
            "setting an array element with a sequence", "rows have different", "inconsistent number of columns",
            "all the input array dimensions*must match exactly", "number of columns changed from # to # at row #",
            "column(s) while the expected number of column(s) is",
        ],
        clue: fieldCount
    ) { evidence in
        let place =
            evidence.numbers.count == 3 && evidence.text.range(of: "changed from") == nil
            ? ": line \(evidence.numbers[1]) has \(evidence.numbers[2]) fields, not \(evidence.numbers[0])" : ""
        return (
            "not all records have the same number of columns\(place)",
            "look in that object for an unquoted comma, and for titles or totals among the records"
        )
    }

    private static let missingColumns = DiagnosisRule(
        "missing-columns",
        signs: [
            "columns are missing", "missing columns", "missing required column",
            "is required but could not be found", "not in index", "are in the [columns]", "not found in axis",
            "column*not found in", "at position*should be feature with name", "feature_names mismatch",
            "feature names*should match", "feature names unseen at fit time", "feature names seen at fit time",
            "did not have the following fields", "is not a column of the dataframe", "keys must be equal to",
            "usecols do not match columns", "wrong size of feature_names", "is present in model but not in pool",
            "model is missing inputs", "illegalargumentexception: field \"*\" does not exist",
        ],
        cause: "the records' columns differ from the training columns, by name or number",
        fix: "give the same columns as in training without the target, in the same order")

    private static let columnNamesNeeded = DiagnosisRule(
        "column-names", side: .container, signs: ["specifying the columns using strings is only supported for"],
        cause: "the model picks its columns by name, and the container's code gives it records without names",
        fix: "make a data frame with the training columns in the inference code, or train on column numbers")

    /// The sentences that name the input's number first, then the model's.
    private static let columnsBySize = DiagnosisRule(
        "column-count",
        signs: [
            "feature size of*inference data # is not consistent with feature size of trained model #",
            "feature size of*inference data # is larger than feature size of trained model #",
            "x has # features*expecting #", "number of features in data (#)*training data (#)",
            "received # columns*expected #", "got # columns*expected #", "got # features*expected #",
            "found # columns*expected #", "found # features*expected #", "has # columns*expects #",
            "has # features*expects #", "has # columns*but the model*#", "input has # features*#",
            "input data has # while the model expects #",
            "x.shape[1] = # should be equal to #", "x.shape[1] == # while y.shape[1] == #",
        ]
    ) { columns($0, given: $0.numbers.first, expected: $0.numbers.dropFirst().first) }

    /// Those that name the model's first, and those that name none.
    private static let columnsExpected = DiagnosisRule(
        "column-count",
        signs: [
            "expected number of columns is # but received #", "expected number of columns is #, but received #",
            "expected number of columns is #. number of columns in the received data is #",
            "expected # columns*received #",
            "expected # columns*got #", "expected # columns*found #", "expected # features*got #",
            "feature shape mismatch, expected: #, got #", "expected # features*received #",
            "n_features is # and input n_features is #",
            "expected axis has # elements, new values have # elements", "# columns passed, passed data had # columns",
            "expects # columns*#", "expects # features*#",
            "(# vs. #) : number of columns does not match number of features",
            "number of columns*expected", "expected number of columns", "columns*but received",
            "number of features*expected", "features, but*expecting", "expects*columns", "number of columns*not match",
            "number of features*not match", "feature size*not consistent", "number of columns*differs",
            "unexpected number of columns", "query data dimension must match training data dimension",
            "wrong number of columns", "incorrect number of columns", "columns must be same length as key",
            "number of passed names did not match number of header fields",
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
        let cause = "the records have \(DisplayText.counted(given, "column")), and the model expects \(expected)"
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

/// Causes in the series that a forecast starts from.
extension DiagnosisRule {
    static let forecastRules: [DiagnosisRule] = [
        DiagnosisRule(
            "forecast-covariates",
            signs: [
                "known_covariates~{forecast horizon|prediction_length|missing|should|must|time steps into the future}",
                "{exogenous|regressors|^xreg^}~{not passed|have not passed|not provided|missing|required|must be|different number|pass exogenous}",
                "no {exogenous|regressors|regressor}", "future values are needed",
                "{futr_df|x_df|future_df|future dataframe} is required",
                "{covariates|dynamic_feat|feat_dynamic_real|related time series|future values}~{forecast horizon|prediction_length|prediction length|into the future|must have length|too short}",
            ],
            unless: ["known_covariates_names"],
            cause:
                "the forecast needs the known covariates of the future, and the input doesn't have them for every item",
            fix: "add the covariates of each item up to the end of the forecast horizon"),
        DiagnosisRule(
            "forecast-frequency",
            signs: [
                "{frequency|^freq^}~{cannot be inferred|could not be inferred|not provided|not inferred|inconsistent|not match|must match|irregular}",
                "{cannot|could not|unable to|failed to} infer ~{frequency|^freq^}", "inferring the frequency",
                "{missing or |}duplicate timestamps", "{missing|gaps|gap} ~{timestamps|dates} ~freq",
                "invalid start dates", "{missing|irregular} {periods|timestamps|dates}",
                "{irregular|uneven|non-uniform|unevenly spaced} {timestamps|time index|time series|intervals|timestamp}",
                "recognized as a frequency",
                "{{broken}|unknown|unsupported} frequency",
            ],
            unless: ["cpu", "clock", "ghz"],
            cause: "the times of a series aren't regular, or don't have the frequency that the model was trained with",
            fix: "write one row for each item and step of that frequency, without gaps or repeated times"),
        DiagnosisRule(
            "forecast-history",
            signs: [
                "{time series|history|historical|target|observations}~{too short|not long enough|shorter than}",
                "time series~{must|should|need to} have ~{length|observations|time steps|data points}",
                "{not enough|insufficient} {history|historical|observations|data points|context|valid target}",
                "both historical and future", "{not enough|insufficient} data {to|in|for}",
                "requires at least # {observations|samples|data points|values}",
                "{less|fewer} than {#|two} {non-nan rows|datapoints|data points|observations}",
                "# {observations|time steps|data points} ~{required|are needed|at least}", "some series have less",
                "minimum {samples|observations|length|number of observations}~{series|horizon|interval}",
            ],
            cause: "a series of the input has too short a history for a forecast",
            fix: "give each item more rows of the past, or leave such items out"),
    ]
}
