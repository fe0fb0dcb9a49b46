extension Diagnosis {
    /// One cause: how a text gives it away, what it means, and what to do.
    struct Rule {
        var id: String
        /// Any one of these, each a set of texts that must all occur in a text in lower case.
        var signs: [[String]]
        var cause: String
        var fix: String

        func matches(_ text: String) -> Bool {
            signs.contains { $0.allSatisfy { text.range(of: $0) != nil } }
        }

        func diagnosis(evidence: String) -> Diagnosis {
            Diagnosis(id: id, cause: cause, evidence: evidence, fix: fix)
        }
    }

    /// The cause that only says where to look.
    static let pointsToLog = "see-data-log"

    /// The usual causes, the more particular ones first.
    static let rules: [Rule] = [
        Rule(
            id: "column-count",
            signs: [
                ["number of columns", "expected"], ["columns", "but received"], ["feature_names mismatch"],
                ["number of features", "expected"], ["x has", "features, but"], ["expects", "columns"],
                ["feature size", "not consistent"],
                ["error tokenizing data", "fields in line"],
            ],
            cause: "the records have another number of columns than the model was trained on; most often the target "
                + "column is still in the input",
            fix: "remove the target column, or leave it out with an InputFilter; the checks before a launch say which "
                + "column it is"),
        Rule(
            id: "payload-too-large",
            signs: [
                ["413", "invocations"], ["clienterror: 413"], ["status code 413"], ["413 request entity too large"],
                ["payload too large"],
                ["max_content_length"], ["too large", "payload"],
                ["exceeds", "maxpayloadinmb"], ["larger than", "payload"], ["too much data", "payload"],
            ],
            cause: "a request was larger than the container takes",
            fix: "lower MaxPayloadInMB (1 to 20 for XGBoost), and split by line"),
        Rule(
            id: "header-row",
            signs: [
                ["could not convert string to float"], ["header row"], ["invalid literal for"], ["non-numeric"],
                ["unable to parse", "csv"],
            ],
            cause: "a text stands where a number should be; most often a header row is read as a record",
            fix: "remove the header row from every object"),
        Rule(
            id: "quotes",
            signs: [
                ["bare \"", "non-quoted"], ["bare \"", "non quoted"], ["bare '\"'"], ["extraneous", "in field"],
                ["extraneous", "quoted-field"],
                ["unterminated quoted"], ["unbalanced quote"],
            ],
            cause: "a quote in the CSV is not balanced, or a record has a line break inside quotes",
            fix: "quote fields as RFC 4180 says, double quotes inside them, and keep each record on one line"),
        Rule(
            id: "quota",
            signs: [["resourcelimitexceeded"], ["account-level service limit"]],
            cause: "the account's quota for the instance type is used up or 0",
            fix: "ask for more of 'ml.… for transform job usage' in Service Quotas, or choose another type"),
        Rule(
            id: "capacity",
            signs: [
                ["capacityerror"], ["unable to provision requested ml compute capacity"], ["insufficient capacity"],
            ],
            cause: "AWS has no free instances of that type in the region for the moment",
            fix: "try again later, or choose another instance type or fewer instances"),
        Rule(
            id: "model-data",
            signs: [
                ["could not access model data"], ["unable to access model data"], ["model artifact", "not found"],
                ["failed to extract model data"],
            ],
            cause: "a model artifact cannot be read by the model's role, or is gone",
            fix: "check that the artifact exists, that the role may read it, and that its bucket is in the region"),
        Rule(
            id: "input-access",
            signs: [
                ["accessdenied", "s3"], ["access denied", "s3"], ["could not download", "s3"],
                ["no s3 objects found"], ["failed to list", "s3"], ["unable to download"],
            ],
            cause: "the model's role cannot read the input, or nothing is there",
            fix: "check the input's address, and grant the role s3:ListBucket and s3:GetObject on it"),
        Rule(
            id: "assume-role",
            signs: [["could not assume role"]],
            cause: "SageMaker may not take on the model's role",
            fix: "let the role's trust policy allow sagemaker.amazonaws.com to assume it"),
        Rule(
            id: "ping",
            signs: [
                ["did not pass the ping health check"], ["ping", "health check"], ["failed to respond", "ping"],
                ["/ping", "500"], ["/ping", "502"],
            ],
            cause: "the container did not get ready to answer",
            fix: "look for its start in the log; choose an instance with more memory if it was killed"),
        Rule(
            id: "timeout",
            signs: [
                ["model server", "timed out"], ["invocation", "timed out"], ["timeout", "invocations"],
                ["upstream timed out"], ["504", "invocations"], ["status code 504"], ["read timed out"],
            ],
            cause: "the container took longer for a batch than it is given",
            fix: "set a longer invocation time-out (up to 3600 s), lower MaxPayloadInMB, or choose a larger instance"),
        Rule(
            id: "memory",
            signs: [
                ["out of memory"], ["outofmemory"], ["memoryerror"], ["oom-kill"], [" oom "], ["worker", "killed"],
                ["signal 9"],
            ],
            cause: "the container ran out of memory",
            fix: "choose an instance with more memory, or lower MaxPayloadInMB and the concurrent transforms"),
        Rule(
            id: "content-type",
            signs: [
                ["415", "invocations"], ["clienterror: 415"], ["status code 415"], ["unsupported media type"],
                ["unsupportedmediatype"], ["unsupported content-type"],
            ],
            cause: "the container does not take that content type",
            fix: "set ContentType to text/csv"),
        Rule(
            id: "volume",
            signs: [["no space left on device"], ["internalservererror"]],
            cause: "the instance's volume was too small for the model or an object, or the service failed inside",
            fix: "try again; then choose a larger instance type, or smaller objects"),
        Rule(
            id: "throttled",
            signs: [["rate exceeded"], ["throttlingexception"]],
            cause: "a service was asked too often",
            fix: "wait, and run fewer things that poll at the same time"),
        Rule(
            id: pointsToLog,
            signs: [["see job logs for more information"], ["clienterror: 400"], ["algorithmerror"]],
            cause: "the container refused records; the cause stands in the log",
            fix: "read the lines after 'Message:' in the data-log streams"),
    ]
}
