import AWSOperations
import Testing

@testable import BatchInference

/// Sentences that failed transforms were reported with, and what each must be taken for.
@Suite struct FailureSentencesTests {
    private static let object = "my-bucket/data/df.csv"
    private static let pointer = "ClientError: See job logs for more information"

    /// What stands in the data-log of an object.
    private func ofObject(_ lines: [String], at object: String = object) -> [Diagnosis] {
        let first = "[sagemaker logs]: MaxConcurrentTransforms=1, MaxPayloadInMB=1, BatchStrategy=MULTI_RECORD"
        return Diagnosis.all(
            status: .failed, failureReason: Self.pointer,
            logLines: [first] + lines.map { "[sagemaker logs]: \(object): \($0)" })
    }

    @Test(arguments: [
        (
            "Unable to evaluate payload provided: Feature size of csv inference data 30 is not consistent with feature "
                + "size of trained model 29.", "column-count"
        ),
        (
            "Unable to evaluate payload provided: Feature size of libsvm inference data 40 is larger than feature size "
                + "of trained model 29.", "column-count"
        ),
        ("ValueError: X has 4 features, but StandardScaler is expecting 5 features as input.", "column-count"),
        ("Model n_features is 4 and input n_features is 5", "column-count"),
        ("Feature shape mismatch, expected: 30, got 29", "column-count"),
        ("Length mismatch: Expected axis has 4 elements, new values have 5 elements", "column-count"),
        ("KeyError: \"['island'] not in index\"", "missing-columns"),
        ("Error tokenizing data. C error: Expected 5 fields in line 3, saw 8", "ragged"),
        ("record on line 7: wrong number of fields", "ragged"),
        ("pandas.errors.ParserError: Error tokenizing data. C error: EOF inside string starting at row 12", "quotes"),
        ("Failed to parse input as CSV: bare \" in non quoted field found near: x", "quotes"),
        (
            "Failed to parse output from the algorithm as CSV: bare \" in non quoted field found near: {",
            "answer-format"
        ),
        ("could not convert string to float: 'F'", "header-row"),
        ("could not convert string to float: ''", "empty-value"),
        ("ValueError: Input X contains NaN.", "missing-values"),
        ("ValueError: Found unknown categories ['x'] in column 3 during transform", "unknown-category"),
        ("UnicodeDecodeError: 'utf-8' codec can't decode byte 0xe9 in position 11: invalid start byte", "encoding"),
        ("UnicodeDecodeError: 'utf-8' codec can't decode byte 0x8b in position 1", "compressed-input"),
        ("ClientError: 413", "payload-too-large"),
        ("<html><title>413 Request Entity Too Large</title></html>", "payload-too-large"),
        ("grpc RESOURCE_EXHAUSTED: Received message larger than max (5 vs. 4)", "payload-too-large"),
        ("CorruptedFrameException: Message size exceed limit: 7", "payload-too-large"),
        ("Too much data for max payload size", "record-too-large"),
        ("bufio.Scanner: token too long", "record-too-large"),
        ("Content-type application/x-thing is not supported", "content-type"),
        ("ClientError: 415", "content-type"),
        ("Accept type image/png is not supported", "accept"),
        ("ClientError: 406", "accept"),
        ("{ \"error\": \"JSON Parse error: Invalid escape character in string at offset: 113\" }", "input-json"),
        ("json.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0)", "input-json"),
        ("Invalid JsonPath: $[0:2,246:]: only single range filters of format (eg: [1:5]) are supported.", "filter"),
        ("Unable to get response from algorithm", "no-answer"),
        (
            "{\"error\": \"HTTPConnectionPool(host='localhost', port=10001): Max retries exceeded with url: /v1/models/x "
                + "(Caused by NewConnectionError('Failed to establish a new connection: [Errno 111] Connection refused'))\"}",
            "inner-server"
        ),
        ("{ \"error\": \"JSON Value: {} not formatted correctly. Expecting object with 'instances'\" }", "input-json"),
        ("{ \"error\": \"module 'tensorflow' has no attribute 'train'\" }", "library-version"),
        ("pandas.errors.EmptyDataError: No columns to parse from file", "empty-input"),
    ])
    func ofAnObject(_ sentence: String, id: String) {
        let found = ofObject(["ClientError: 400", "", "Message:", sentence])
        #expect(found.map(\.id) == [id], "\(sentence)")
        #expect(found.first?.cause.contains("s3://\(Self.object)") == true)
        #expect(found.first?.evidence.contains(sentence) == true)
    }

    @Test(arguments: [
        ("ModuleNotFoundError: No module named 'lightgbm'", "dependency"),
        ("exec format error", "image-start"),
        (
            "com.amazonaws.ml.mms.wlm.WorkerInitializationException: Backend worker did not respond in given time",
            "timeout"
        ),
        ("[CRITICAL] WORKER TIMEOUT (pid:31)", "timeout"),
        ("Worker (pid:31) was sent SIGKILL! Perhaps out of memory?", "memory"),
        ("RuntimeError: CUDA out of memory. Tried to allocate 2 MiB", "gpu-memory"),
        ("FileNotFoundError: [Errno 2] No such file or directory: '/opt/ml/model/model.pkl'", "model-load"),
        ("_pickle.UnpicklingError: invalid load key, '<'.", "model-load"),
        ("OSError: [Errno 28] No space left on device", "volume"),
        ("botocore.exceptions.ConnectTimeoutError: Connect timeout on endpoint URL: \"https://x/\"", "network"),
        (
            "An error occurred (AccessDenied) when calling the PutObject operation: Access Denied in S3",
            "output-access"
        ),
        ("2020/10/14 [error] upstream timed out (110: Connection timed out) while reading response header", "timeout"),
        ("2020/10/14 [error] upstream prematurely closed connection while reading response header", "no-answer"),
        ("NotImplementedError: Please provide a model_fn implementation.", "model-code"),
    ])
    func ofAContainer(_ line: String, id: String) {
        let found = Diagnosis.all(
            status: .failed, failureReason: "AlgorithmError: See job logs for more information",
            logLines: ["starting", line])
        #expect(found.map(\.id) == [id])
    }

    @Test(arguments: [
        (
            "CapacityError: Unable to provision requested ML compute capacity due to InsufficientInstanceCapacity error.",
            "capacity"
        ),
        (
            "ClientError: Failed to download model data for container \"c\" from URL: \"s3://b/x/model.tar.gz\". Please "
                + "ensure that there is an object located at the URL and that the role has permissions", "model-data"
        ),
        ("ClientError: Please make sure all images included in the model exist, and that the execution role", "image"),
        ("ClientError: Maximum runtime exceeded: transform job ran longer than 5 days", "runtime"),
        ("ClientError: Unable to store object on disk: no space left", "volume"),
        (
            "ClientError: Failed to upload output: User: arn:aws:sts::1:assumed-role/r/S is not authorized to perform: "
                + "kms:GenerateDataKey on resource: arn:aws:kms:eu-west-1:1:key/abc because no policy allows", "kms"
        ),
        ("InternalServerError: We encountered an internal error. Please try again.", "internal-error"),
        (
            "AlgorithmError: Model container failed to respond to ping. Please ensure /ping endpoint is implemented and "
                + "responds with an HTTP 200 status code", "ping"
        ),
        (
            "ClientError: No S3 objects found under S3 URL \"s3://b/in/\" given in input data source. Please ensure that "
                + "the bucket exists in the selected region (us-west-2), that objects exist under that S3 prefix, and that "
                + "the role \"arn:r\" has \"s3:ListBucket\" permissions on bucket \"b\".", "input-missing"
        ),
        ("ClientError: The subnet subnet-1 has insufficient free addresses", "vpc"),
    ])
    func ofTheService(_ reason: String, id: String) {
        #expect(Diagnosis.all(status: .failed, failureReason: reason, logLines: []).map(\.id) == [id])
    }

    @Test func theCorpusIsLargeAndEachSentenceStandsOnce() {
        #expect(FailureCorpus.all.count >= 100)
        #expect(Set(FailureCorpus.all.map(\.lines)).count == FailureCorpus.all.count)
        #expect(FailureCorpus.all.allSatisfy { !$0.source.isEmpty && !$0.lines.isEmpty })
    }

    @Test(arguments: FailureCorpus.all)
    func whatIsKnownFromPublicReports(_ sentence: FailureCorpus.Sentence) throws {
        let reason = sentence.place == .reason ? sentence.lines[0] : Self.pointer
        let prefix = sentence.place == .object ? "2026-10-14T04:08:19.666:[sagemaker logs]: \(Self.object): " : ""
        let found = Diagnosis.all(
            status: .failed, failureReason: reason,
            logLines: sentence.place == .reason ? [] : ["starting"] + sentence.lines.map { prefix + $0 })
        #expect(found.map(\.id) == [sentence.id])
        let diagnosis = try #require(found.first)
        #expect(diagnosis.side == sentence.side)
        #expect(diagnosis.isKnown)
        #expect(!diagnosis.cause.isEmpty && !diagnosis.fix.isEmpty)
        #expect(diagnosis.objects == (sentence.place == .object ? ["s3://\(Self.object)"] : []))
    }

    /// One sentence as the other's neighbour: neither the place nor what stands around it may change what it means.
    @Test(arguments: FailureCorpus.all.filter { $0.place == .object })
    func theSameOfTwoObjectsInOneMessage(_ sentence: FailureCorpus.Sentence) {
        let lines = ["a.csv", "b.csv"].map { name in
            sentence.lines.map { "[sagemaker logs]: my-bucket/in/\(name): \($0)" }.joined(separator: "\n")
        }
        let found = Diagnosis.all(status: .failed, failureReason: Self.pointer, logLines: lines)
        #expect(found.map(\.id) == [sentence.id])
        #expect(found.first?.objects == ["s3://my-bucket/in/a.csv", "s3://my-bucket/in/b.csv"])
        #expect(found.first?.objectCount == 2)
    }

    @Test func whatIsNoMatterOfPermissionsIsNotTakenForIt() {
        let slow =
            "boto3.exceptions.S3UploadFailedError: Failed to upload /tmp/a to b/c: An error occurred (SlowDown) when calling "
            + "the CompleteMultipartUpload operation (reached max retries: 4): Please reduce your request rate."
        let found = Diagnosis.all(
            status: .failed, failureReason: "AlgorithmError: See job logs for more information", logLines: [slow])
        #expect(found.map(\.id) == ["throttled"])
    }

    @Test func aQuotedFunctionIsNoValue() throws {
        let sentence =
            "TypeError: ufunc 'isnan' not supported for the input types, and the inputs could not be safely coerced"
        #expect(ofObject([sentence]).first?.cause.contains("isnan") == false)
        let value =
            "The column '4' of the row #12 in the data store 'm' cannot be parsed as float32. Its string value is 'F'."
        let diagnosis = try #require(ofObject([value]).first)
        #expect(diagnosis.cause.contains("'F'") && !diagnosis.cause.contains("'4'"))
        #expect(diagnosis.clue == .field("F"))
    }

    @Test func sidesNumbersAndNamesAreTold() throws {
        let columns = try #require(
            ofObject(["Feature size of csv inference data 30 is not consistent with feature size of trained model 29"])
                .first)
        #expect(columns.cause.hasPrefix("the records have 30 columns, and the model expects 29"))
        #expect(columns.fix.contains("target column"))
        let fewer = try #require(ofObject(["Expected number of columns is 654 but received 653"]).first)
        #expect(fewer.cause.hasPrefix("the records have 653 columns, and the model expects 654"))
        #expect(!fewer.fix.contains("still in the input"))
        let key = "arn:aws:kms:us-west-2:444455556666:key/abc"
        let kms = Diagnosis.all(
            status: .failed,
            failureReason: "User: u is not authorized to perform: kms:GenerateDataKey on resource: \(key) because",
            logLines: [])
        #expect(kms.first?.cause == "the model's role can't use the KMS key \(key) to write the output")
    }

    @Test func anArchiveUnderTheInputPrefixIsNamedWhateverIsWrongWithItsBytes() {
        let ready = [
            "connect() to unix:/tmp/gunicorn.sock failed (2: No such file or directory)", ping(502), ping(200),
        ]
        let object = "b/demo/model/output/model.tar.gz"
        let log = ["ClientError: 400", "Failed to parse line: '\u{1F}\u{8B}' as CSV: bare \" in non quoted field"].map {
            "[sagemaker logs]: \(object): \($0)"
        }
        let found = Diagnosis.all(status: .failed, failureReason: Self.pointer, logLines: ready + log)
        #expect(found.map(\.id) == ["stray-object"])
        #expect(found.first?.cause.contains("s3://\(object)") == true)
    }

    private func ping(_ status: Int) -> String {
        "169.254.255.130 - - \"GET /ping HTTP/1.1\" \(status) 182 \"-\" \"Go-http-client/1.1\""
    }

    @Test func aContainerThatGotReadyLaterIsNotBlamed() {
        let reason = "AlgorithmError: See job logs for more information"
        func found(_ lines: [String], _ status: TransformJobStatus = .failed) -> [String] {
            Diagnosis.all(status: status, failureReason: status == .failed ? reason : nil, logLines: lines).map(\.id)
        }
        #expect(found([ping(502), ping(502)]) == ["ping"])
        #expect(found([ping(404), ping(404)]) == ["ping"])
        #expect(found([ping(502), ping(200)]) == ["see-data-log"])
        #expect(found([ping(502), ping(502)], .inProgress) == [])
        #expect(found([ping(502), ping(502), ping(502)], .inProgress) == [])
    }

    /// Words of one sentence within another, and numbers that are counts.
    @Test(arguments: [
        "169.254.255.130 - - \"POST /invocations HTTP/1.1\" 200 413 \"-\" \"Go-http-client/1.1\"",
        "169.254.255.130 - - \"POST /invocations HTTP/1.1\" 200 504", "[INFO] stopping, skipping, mapping failed over",
        "UserWarning: No module named 'tensorflow_io'", "Shape of the requested data: '(64, 6)'",
        "[INFO] 41300 records", "/opt/program/payload.py larger than before",
        // What servers print of themselves as they start.
        "Maximum Response Size: 6553500", "Maximum Request Size: 6553500", "Netty client threads: 0",
        "[2024-11-10:14:22:54:INFO] nginx config: \nworker_processes auto;\n    proxy_read_timeout 60s;\n    location ~ "
            + "^/(ping|invocations|execution-parameters) {", "    client_max_body_size 20m;",
        "MAX_CONTENT_LENGTH=20971520", "[2020-03-18:05:36:01:INFO] No GPUs detected (normal if no gpus installed)",
        "[2020-04-20:00:32:07:INFO] Determined delimiter of CSV input is ','", "[INFO] Skipping header row",
        "2021-03-14 23:56:24.740563: I tensorflow_serving/util/retrier.cc:46] Retrying of Reserving resources for servable: "
            + "{name: Servo version: 1} exhausted max_num_retries: 0",
        "W tensorflow/stream_executor/platform/default/dso_loader.cc:64] Could not load dynamic library 'libcuda.so.1'; "
            + "dlerror: libcuda.so.1: cannot open shared object file: No such file or directory",
        "2021-04-13 17:56:45,799 [INFO ] W-9000-model_1 org.pytorch.serve.wlm.WorkerThread - Connecting to: "
            + "/home/model-server/tmp/.ts.sock.9000",
        "[2020-03-18 22:47:00 +0000] [44] [INFO] Worker exiting (pid: 44)",
        "ConnectTimeout: HTTPConnectionPool(host='169.254.169.254', port=80): Max retries exceeded with url: /latest/",
        "reg:linear is now deprecated in favor of reg:squarederror.",
    ])
    func noCauseIsMadeUp(_ line: String) {
        let found = Diagnosis.all(status: .failed, failureReason: Self.pointer, logLines: [line])
        #expect(found.map(\.id) == ["see-data-log"], "\(found)")
        #expect(found.first?.isKnown == false)
    }

    @Test(arguments: FailureCorpus.harmless)
    func noCauseIsMadeUpOfWhatGoesOn(_ line: String) {
        let found = Diagnosis.all(
            status: .failed, failureReason: "AlgorithmError: See job logs for more information", logLines: [line])
        #expect(found.allSatisfy { !$0.isKnown }, "\(line): \(found.map(\.id))")
    }

    /// A stack trace quotes the program: the errors that its lines speak of didn't happen.
    @Test func linesOfAProgramAreNoSigns() {
        func found(_ lines: [String]) -> [String] {
            Diagnosis.all(status: .failed, failureReason: Self.pointer, logLines: lines).map(\.id)
        }
        let trace = [
            "Traceback (most recent call last):", "  File \"/opt/ml/code/inference.py\", line 8, in predict_fn",
            "    raise MemoryError(\"out of memory\")", "    except ModuleNotFoundError:",
            "2025-11-07T07:48:34,116 [INFO ] W-9000-model_1.0-stdout MODEL_LOG -     raise ValueError(\"Input contains NaN\")",
            "\tat java.lang.OutOfMemoryError.<init>(OutOfMemoryError.java:48)",
        ]
        #expect(found(trace) == ["see-data-log"])
        #expect(
            found(trace + ["ValueError: X has 4 features, but PCA is expecting 5 features as input."]) == [
                "column-count"
            ])
        let object = "[sagemaker logs]: b/in/a.csv: "
        #expect(found([object + "    raise KeyError(key) from err", object + "KeyError: 'age'"]) == ["missing-key"])
    }

    /// What an exception's kind tells is said only where no line tells more.
    @Test func aCauseIsToldBeforeAnException() throws {
        let lines = ["NameError: name 'pd' is not defined", "ValueError: Input X contains NaN."]
        let found = Diagnosis.all(status: .failed, failureReason: Self.pointer, logLines: lines)
        #expect(found.map(\.id) == ["missing-values"])
        let died = ["AttributeError: 'NoneType' object has no attribute 'predict'", "Backend worker process died."]
        let code = try #require(Diagnosis.all(status: .failed, failureReason: Self.pointer, logLines: died).first)
        #expect(code.id == "code-error" && code.side == .container)
        #expect(code.cause.hasPrefix("the container's inference code fails with AttributeError"))
    }

    @Test(arguments: (FailureCorpus.causeless + FailureCorpus.laterCauseless).map { ($0.place, $0.line) })
    func noCauseIsMadeUpOfPublicSentences(_ place: FailureCorpus.Place, _ line: String) {
        let pointer = "AlgorithmError: See job logs for more information"
        let found = Diagnosis.all(
            status: .failed, failureReason: place == .reason ? line : pointer,
            logLines: place == .reason ? [] : [place == .object ? "[sagemaker logs]: b/in/a.csv: \(line)" : line])
        #expect(found.allSatisfy { !$0.isKnown }, "\(line): \(found.map(\.id))")
    }

    @Test func whatIsNotKnownComesWithTheLinesThatMatter() throws {
        let found = ofObject(["ClientError: 400", "", "Message:", "the frobnicator is out of zots"])
        #expect(found.count == 1)
        let diagnosis = try #require(found.first)
        #expect(!diagnosis.isKnown)
        #expect(diagnosis.lines.last?.hasSuffix("the frobnicator is out of zots") == true)
        #expect(!diagnosis.lines.contains { $0.contains("MaxConcurrentTransforms") })
    }

    /// A status that a server chose for another reason than the usual one says less than its words.
    @Test func wordsSayMoreThanStatuses() {
        let words = "could not convert string to float: 'x'"
        #expect(ofObject(["ClientError: 415", "", "Message:", words]).map(\.id) == ["header-row"])
        let access = "169.254.255.130 - - [1/Jan/2026:10:00:00 +0000] \"POST /invocations HTTP/1.1\" 415 90"
        let found = Diagnosis.all(status: .failed, failureReason: Self.pointer, logLines: [words, access])
        #expect(found.map(\.id) == ["header-row"])
        #expect(
            Diagnosis.all(status: .failed, failureReason: Self.pointer, logLines: [access]).map(\.id) == [
                "content-type"
            ])
    }

    @Test func eachObjectHasItsOwnCause() throws {
        func line(_ name: String, _ text: String) -> String { "[sagemaker logs]: b/in/\(name): \(text)" }
        let lines = [
            line("a.csv", "ClientError: 400"), line("a.csv", "Expected number of columns is 7 but received 8"),
            line("b.csv", "could not convert string to float: 'F'"),
            line("c.csv", "Expected number of columns is 7 but received 9"),
            line("d.csv", "the frobnicator is out of zots"), line("e.csv", "Unable to get response from algorithm"),
            line("f.csv", "Expected number of columns is 7 but received 8"),
        ]
        let found = Diagnosis.all(status: .failed, failureReason: Self.pointer, logLines: lines)
        #expect(found.map(\.id) == ["column-count", "header-row", "column-count", "no-answer", "see-log"])
        // Numbers of one object aren't told of another.
        #expect(found[0].cause.hasPrefix("the records have 8 columns"))
        #expect(found[0].objects == ["s3://b/in/a.csv", "s3://b/in/f.csv"])
        #expect(found[2].cause.hasPrefix("the records have 9 columns"))
        #expect(found[1].clue == .field("F"))
        #expect(found[4].objects == ["s3://b/in/d.csv"] && found[4].lines == [lines[4]])
        // Why there was no answer, the container knows better.
        let killed = "[WARNING] Worker with pid 31 was terminated due to signal 9"
        let better = Diagnosis.all(status: .failed, failureReason: Self.pointer, logLines: [lines[5], killed])
        #expect(better.map(\.id) == ["memory"])
        #expect(better.first?.objects == ["s3://b/in/e.csv"])
    }

    /// What a key looks like is no sign, and no reason to take it for something else.
    @Test(arguments: [
        "year=2026/month=11/part-0", "a b/c.csv", "413/ClientError.csv", "no space left/x.csv", "ünï/çode.csv", "x",
    ])
    func keysAreNoSigns(_ key: String) {
        let found = Diagnosis.all(
            status: .failed, failureReason: Self.pointer,
            logLines: ["2026-10-14T04:08:19.666:[sagemaker logs]: my-bucket/\(key): ClientError: 400"])
        #expect(found.map(\.id) == ["see-data-log"])
        #expect(found.first?.objects == ["s3://my-bucket/\(key)"])
    }

    @Test func aMediaTypeThatOnlyAcceptNamesIsOfTheOutput() {
        let job = Samples.transform(accept: "application/x-npy")
        let line = "[sagemaker logs]: b/in/a.csv: Content type application/x-npy is not supported by this framework."
        let found = Diagnosis.all(
            status: .failed, failureReason: Self.pointer, logLines: [line], description: job)
        #expect(found.first?.fix.hasPrefix("set Accept") == true)
    }

    @Test func objectsAreCounted() {
        let lines = ["a.csv", "b.csv", "c.csv"].map { "[sagemaker logs]: b/in/\($0): ClientError: 415" }
        let found = Diagnosis.all(status: .failed, failureReason: Self.pointer, logLines: lines)
        #expect(found.first?.cause.hasSuffix("(in s3://b/in/a.csv and 2 more)") == true)
    }

    @Test func patternsMatchInOrderAndWholeNumbers() {
        func match(_ pattern: TextPattern, _ text: String) -> [Int]? { pattern.match(in: Array(text.utf8)) }
        #expect(match("a*b", "xa..b") == [])
        #expect(match("a*b", "b..a") == nil)
        #expect(match("size # of #", "size 12 of 7") == [12, 7])
        #expect(match("413", "x 4130") == nil)
        #expect(match("413", "1413") == nil)
        #expect(match("413", "413") == [])
        #expect(match("#", "99999999999999999999") == [.max])
        #expect(match("a", "") == nil)
    }

    @Test func patternsKnowWordsAndSentences() {
        func match(_ pattern: TextPattern, _ text: String) -> [Int]? { pattern.match(in: FoldedText.bytes(of: text)) }
        #expect(match("{got|saw} # {rows|fields}", "it saw 7 fields") == [7])
        #expect(match("{got|saw} # {rows|fields}", "it saw seven fields") == nil)
        #expect(match("model {missing}", "The model could not be found") != nil)
        #expect(match("model {missing}", "The model was found") == nil)
        #expect(
            match("{{missing}|lost} key", "no such key") != nil && match("{{missing}|lost} key", "a lost key") != nil)
        #expect(match("image~{missing}", "image r of account a does not exist") != nil)
        #expect(match("image~{missing}", "the image starts. The file does not exist") == nil)
        #expect(match("image~{missing}", "image \(String(repeating: "x", count: 70)) does not exist") == nil)
        #expect(match("^inf^", "an inf, or two") != nil && match("^inf^", "information") == nil)
        #expect(
            match("{no value} value", "a null value") != nil && match("{no value} value", "a nullable value") == nil)
        // However it's written.
        #expect(match("cannot find 'x'", "Can\u{2019}t find x") == nil)
        for text in [
            "Cannot find 'x'", "can not  find \u{2018}x\u{2019}", "CAN'T find `x`", "can't find \\u0027x\\u0027",
        ] {
            #expect(match("cannot find 'x'", text) != nil, "\(text)")
        }
        #expect(match("doesn't", "it does not") != nil && match("is not", "it isn't") != nil)
    }

    /// The index that lines are looked up in leaves out no rule that they show a sign of.
    @Test func everyRuleIsFoundByItsOwnSigns() {
        for sentence in FailureCorpus.all {
            for line in sentence.lines {
                let evidence = DiagnosisEvidence(logLine: line, nil)
                let slow = DiagnosisRule.all.firstIndex { $0.diagnosis(of: evidence) != nil }
                #expect(DiagnosisRule.first(of: evidence)?.rank == slow, "\(line)")
            }
        }
    }
}
