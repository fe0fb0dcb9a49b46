import BatchInference
import Testing

/// What failed transforms, and containers that SageMaker runs, are known to say, from public reports and public source, with
/// the cause and the side that each must be taken for.
///
/// Names of buckets, accounts and people are placeholders. A sentence stands where its reporter found it: in the lines about
/// an object, among those of the container, or as the failure reason.
enum FailureCorpus {
    enum Place: Sendable { case object, container, reason }

    struct Sentence: Sendable, CustomTestStringConvertible {
        var place: Place
        /// One line each.
        var lines: [String]
        var id: String
        var side: Diagnosis.Side?
        /// The public report or file that has it.
        var source: String

        var testDescription: String { "\(source): \(lines.last ?? "")" }
    }

    static func object(
        _ lines: String..., is id: String, _ side: Diagnosis.Side?, from source: String
    ) -> Sentence {
        Sentence(place: .object, lines: lines, id: id, side: side, source: source)
    }

    static func container(
        _ lines: String..., is id: String, _ side: Diagnosis.Side?, from source: String
    ) -> Sentence {
        Sentence(place: .container, lines: lines, id: id, side: side, source: source)
    }

    static func reason(
        _ text: String, is id: String, _ side: Diagnosis.Side?, from source: String
    ) -> Sentence {
        Sentence(place: .reason, lines: [text], id: id, side: side, source: source)
    }

    private static let examples = "aws/amazon-sagemaker-examples"
    private static let sdk = "aws/sagemaker-python-sdk"
    private static let xgboost = "aws/sagemaker-xgboost-container"
    private static let toolkit = "aws/sagemaker-inference-toolkit"
    private static let serving = "aws/sagemaker-tensorflow-serving-container"
    private static let server = "awslabs/multi-model-server"

    static let all: [Sentence] =
        columns + values + formats + sizes + answers + starts + memory + access + service + further
        + heldOut + laterHeldOut + words

    private static let columns = [
        object(
            "ClientError: 400", "", "Message:",
            "Unable to evaluate payload provided: Feature size of recordio-protobuf inference data 104 is not consistent "
                + "with feature size of trained model 103.", is: "column-count", .input, from: "\(examples)#2855"),
        object(
            "Unable to evaluate payload provided: Feature size of csv inference data 29 is not consistent with feature size "
                + "of trained model 31.", is: "column-count", .input, from: "\(xgboost)#410"),
        object(
            "Feature size of libsvm inference data 40 is larger than feature size of trained model 29.",
            is: "column-count", .input, from: "\(xgboost) serve_utils.py"),
        object(
            "Received data of unknown size. Expected number of columns is 7. Number of columns in the received data is 9.",
            is: "column-count", .input, from: "aws/sagemaker-scikit-learn-extension automl_transformer.py"),
        object(
            "ValueError: Number of features of the model must match the input. Model n_features is 4 and input n_features "
                + "is 3", is: "column-count", .input, from: "\(examples)#2005"),
        object(
            "ValueError: X has 4 features, but StandardScaler is expecting 5 features as input.", is: "column-count",
            .input, from: "scikit-learn base.py"),
        object(
            "ValueError: X has 13 features per sample; expecting 12", is: "column-count", .input,
            from: "scikit-learn 0.20 linear_model"),
        object(
            "ValueError: X.shape[1] = 5 should be equal to 4, the number of features at training time",
            is: "column-count", .input, from: "scikit-learn svm/_base.py"),
        object(
            "Check failed: learner_model_param_.num_feature >= p_fmat->Info().num_col_ (4 vs. 5) : Number of columns does "
                + "not match number of features in booster.", is: "column-count", .input,
            from: "dmlc/xgboost learner.cc"),
        object(
            "ValueError: Feature shape mismatch, expected: 30, got 29", is: "column-count", .input,
            from: "dmlc/xgboost core.py"),
        object(
            "[LightGBM] [Fatal] The number of features in data (13) is not the same as it was in training data (12).",
            is: "column-count", .input, from: "microsoft/LightGBM predictor.hpp"),
        object(
            "Length mismatch: Expected axis has 4 elements, new values have 5 elements", is: "column-count", .input,
            from: "pandas internals/base.py"),
        object(
            "KeyError: \"['island'] not in index\"", is: "missing-columns", .input, from: "pandas core/indexing.py"),
        object(
            "KeyError: \"None of [Index(['a', 'b'], dtype='object')] are in the [columns]\"", is: "missing-columns",
            .input, from: "pandas core/indexing.py"),
        object(
            "ValueError: A given column is not a column of the dataframe", is: "missing-columns", .input,
            from: "scikit-learn utils"),
        object(
            "ValueError: feature_names mismatch: ['f0', 'f1'] ['age', 'income']", is: "missing-columns", .input,
            from: "dmlc/xgboost core.py"),
        object(
            "{ \"error\": \"Failed to process element: 0 of 'instances' list. JSON object: {} keys must be equal to: a,b\" }",
            is: "missing-columns", .input, from: "\(sdk)#1132, tensorflow/serving json_tensor.cc"),
        object(
            "ValueError: Specifying the columns using strings is only supported for pandas DataFrames",
            is: "column-names", .container, from: "scikit-learn utils"),
        object(
            "Error tokenizing data. C error: Expected 5 fields in line 3, saw 8", is: "ragged", .input,
            from: "pandas parsers"),
        object("record on line 7: wrong number of fields", is: "ragged", .input, from: "golang encoding/csv"),
        object(
            "ValueError: setting an array element with a sequence. The requested array has an inhomogeneous shape after 1 "
                + "dimensions.", is: "ragged", .input, from: "numpy"),
        object(
            "RuntimeError: mat1 and mat2 shapes cannot be multiplied (1x5 and 4x8)", is: "shape", .input,
            from: "pytorch"),
        object(
            "{ \"error\": \"Matrix size-incompatible: In[0]: [1,5], In[1]: [4,8]\" }", is: "shape", .input,
            from: "tensorflow matmul_op.cc"),
        object(
            "ValueError: Input 0 of layer dense is incompatible with the layer: expected axis -1 of input shape to have "
                + "value 4", is: "shape", .input, from: "keras input_spec.py"),
    ]

    private static let values = [
        object(
            "Bad HTTP status received from algorithm: 500", "", "Message:", "could not convert string to float: 'F'",
            "Traceback (most recent call last):", "    result = self._transform_fn(self._model, input_data)",
            is: "header-row", .input, from: "\(examples)#3948"),
        object(
            "ClientError: 415", "", "Message:",
            "Loading csv data failed with Exception, please ensure data is in csv format:", " <class 'ValueError'>",
            " could not convert string to float: 'False'", is: "header-row", .input, from: "\(xgboost) serve_utils.py"),
        object(
            "{ \"error\": \"Failed to process element: 0 of 'instances' list. Error: Invalid argument: JSON Value: \\\"F\\\" "
                + "Type: String is not of expected type: float\" }", is: "header-row", .input,
            from: "tensorflow/serving json_tensor.cc"),
        object(
            "java.lang.NumberFormatException: For input string: \"Adelie\"", is: "header-row", .input,
            from: "aws/sagemaker-sparkml-serving-container DataConversionHelper.java"),
        object(
            "ValueError: DataFrame.dtypes for data must be int, float, bool or category.", is: "header-row", .input,
            from: "dmlc/xgboost data.py"),
        object(
            "ValueError: could not convert string to float: ''", is: "empty-value", .input, from: "CPython float"),
        object(
            "ValueError: could not convert string to float: '\u{FEFF}39.1'", is: "byte-order-mark", .input,
            from: "CPython float"),
        object(
            "ValueError: could not convert string to float: '39.1;18.7;181'", is: "delimiter", .input,
            from: "CPython float"),
        object("ValueError: Input X contains NaN.", is: "missing-values", .input, from: "scikit-learn validation.py"),
        object(
            "ValueError: Input contains NaN, infinity or a value too large for dtype('float32').", is: "missing-values",
            .input, from: "scikit-learn validation.py"),
        object(
            "ValueError: cannot convert float NaN to integer", is: "missing-values", .input, from: "CPython float"),
        object(
            "ValueError: Found unknown categories ['x'] in column 3 during transform", is: "unknown-category", .input,
            from: "scikit-learn _encoders.py"),
        object(
            "ValueError: y contains previously unseen labels: ['Emperor']", is: "unknown-category", .input,
            from: "scikit-learn _label.py"),
        object(
            "ValueError: time data '03/04/2026' does not match format '%Y-%m-%d'", is: "date-format", .input,
            from: "CPython _strptime.py"),
        object(
            "RuntimeError: The size of tensor a (600) must match the size of tensor b (512) at non-singleton dimension 1",
            is: "text-too-long", .input, from: "huggingface/transformers"),
    ]

    private static let formats = [
        object(
            "ClientError: 400", "", "Message:",
            "Failed to parse input as CSV: bare \" in non quoted field found near: pine kernels and chickpeas - Yum!",
            is: "quotes", .input, from: "\(examples)#898"),
        object(
            "pandas.errors.ParserError: Error tokenizing data. C error: EOF inside string starting at row 12",
            is: "quotes", .input, from: "pandas parsers"),
        object(
            "_csv.Error: field larger than field limit (131072)", is: "quotes", .input, from: "CPython csv"),
        object(
            "UnicodeDecodeError: 'utf-8' codec can't decode byte 0x93 in position 0: invalid start byte",
            is: "encoding", .input, from: "\(sdk)#4869"),
        object(
            "UnicodeDecodeError: 'utf-8' codec can't decode byte 0x8b in position 1: invalid start byte",
            is: "compressed-input", .input, from: "CPython codecs, on a gzip file"),
        object(
            "{ \"error\": \"JSON Parse error: Invalid escape character in string at offset: 113\" }", is: "input-json",
            .input, from: "PacktPublishing/Getting-Started-with-Amazon-SageMaker-Studio#2"),
        object(
            "{ \"error\": \"JSON Value: {} not formatted correctly. Expecting object with 'instances'\" }",
            is: "input-json", .input, from: "tensorflow/serving json_tensor.cc"),
        object(
            "json.decoder.JSONDecodeError: Extra data: line 2 column 1 (char 57)", is: "input-json", .input,
            from: "CPython json"),
        object(
            "ClientError: 415",
            "Loading libsvm data failed with Exception, please ensure data is in libsvm format:",
            " <class 'ValueError'>",
            is: "input-format", .input, from: "\(examples)#1138"),
        object(
            "Loading csv data failed with Exception, please ensure data is in csv format:", " <class '_csv.Error'>",
            " Could not determine delimiter", is: "input-csv", .input, from: "\(xgboost) encoder.py"),
        object(
            "PIL.UnidentifiedImageError: cannot identify image file <_io.BytesIO object>", is: "input-format", .input,
            from: "python-pillow/Pillow Image.py"),
        object(
            "{ \"error\": \"Expected image (JPEG, PNG, or GIF), got unknown format starting with '_SUCCESS'\" }",
            is: "input-format", .input, from: "tensorflow decode_image_op.cc"),
        object(
            "pandas.errors.EmptyDataError: No columns to parse from file", is: "empty-input", .input,
            from: "pandas parsers"),
        object(
            "ValueError: Expected 2D array, got 1D array instead:", "array=[0. 1. 0.].",
            "Reshape your data either using array.reshape(-1, 1) if your data has a single feature",
            is: "single-record",
            .container, from: "\(sdk)#3315"),
        object(
            "ClientError: 415", "Content-type application/x-thing not supported. Supported content-type is text/csv",
            is: "content-type", .input, from: "\(xgboost) serve_utils.py"),
        object(
            "text/plain is not an accepted ContentType: csv, libsvm, parquet, recordio-protobuf.", is: "content-type",
            .input, from: "\(xgboost) data_utils.py"),
        container(
            "2021-07-23 04:04:25,545 [INFO ] W-model-1-stdout com.amazonaws.ml.mms.wlm.WorkerLifeCycle - "
                + "sagemaker_inference.errors.UnsupportedFormatError: Content type application/jsonlines is not supported by "
                + "this framework.", is: "content-type", .input, from: "aws/sagemaker-huggingface-inference-toolkit#23"),
        object(
            "ValueError: Content type text/csv; charset=utf-8 is not supported.", is: "content-type", .input,
            from: "\(examples)#729"),
        object(
            "{\"error\": \"Unsupported Media Type: text/plain\"}", is: "content-type", .input,
            from: "\(serving) tensorflowServing.js"),
        object(
            "content type text/csv not support with table-question-answering, use different content_type",
            is: "content-type", .input, from: "aws/sagemaker-huggingface-inference-toolkit handler_service.py"),
        object(
            "Invalid JsonPath: $[0:2,246:]: only single range filters of format (eg: [1:5]) are supported.",
            is: "filter",
            .input, from: "\(sdk)#1112"),
        object(
            "ClientError: 400", "", "Message:", "unable to evaluate payload provided", is: "payload-refused", .input,
            from: "\(examples)#821"),
    ]

    private static let sizes = [
        object(
            "ClientError: 413", is: "payload-too-large", .input, from: "\(sdk)#1882"),
        object(
            "ClientError: 413", "", "Message:", "<head><title>413 Request Entity Too Large</title></head>",
            is: "payload-too-large", .input, from: "\(sdk)#1882"),
        object(
            "HTTP content length exceeded 5246976 bytes.", is: "payload-too-large", .input, from: "\(examples)#245"),
        container(
            "details = \"Received message larger than max (170662612 vs. 4194304)\"", is: "payload-too-large", .input,
            from: "\(sdk)#635"),
        container(
            "io.netty.handler.codec.CorruptedFrameException: Message size exceed limit: 6572143",
            is: "payload-too-large", .output, from: "\(sdk)#1096"),
        container(
            "io.netty.handler.codec.TooLongFrameException: content length exceeded 6553500 bytes.",
            is: "payload-too-large", .input, from: "netty HttpObjectAggregator.java"),
        reason(
            "ClientError: Too much data for max payload size", is: "record-too-large", .input,
            from: "AWS, batch transform"),
        object("bufio.Scanner: token too long", is: "record-too-large", .input, from: "golang bufio"),
    ]

    private static let answers = [
        object(
            "Failed to parse output from the algorithm as CSV: bare \" in non quoted field found near:     "
                + "\"predictions\": [[1.5881,", is: "answer-format", .output, from: "\(serving)#154"),
        object(
            "ClientError: 406", "", "Message:", "Accept type 'application/json' is not supported.", is: "accept",
            .output,
            from: "\(examples)#4839"),
        object(
            "ClientError: 415",
            "Encoding to accept type image/png failed with exception: image/png is not an accepted Accept type. Please "
                + "choose one of the following: ['text/csv', 'application/json'].", is: "accept", .output,
            from: "\(xgboost) handler_service.py"),
        object(
            "TypeError: Object of type ndarray is not JSON serializable", is: "answer-json", .output,
            from: "CPython json"),
    ]

    private static let starts = [
        reason(
            "AlgorithmError: Model container failed to respond to ping. Please ensure /ping endpoint is implemented and "
                + "responds with an HTTP 200 status code", is: "ping", .container, from: "\(examples)#852"),
        container(
            "169.254.255.130 - - [19/Jul/2019:10:00:00 +0000] \"GET /ping HTTP/1.1\" 404 0 \"-\" \"Go-http-client/1.1\"",
            is: "ping", .container, from: "\(examples)#815"),
        container(
            "2020/10/14 04:08:17 [crit] 10#10: *1 connect() to unix:/tmp/gunicorn.sock failed (2: No such file or "
                + "directory) while connecting to upstream, request: \"GET /ping HTTP/1.1\"", is: "ping", .container,
            from: "\(examples)#1620"),
        object(
            "Bad HTTP status received from algorithm: 500", "", "Message:",
            "{\"error\": \"HTTPConnectionPool(host='localhost', port=10001): Max retries exceeded with url: "
                + "/v1/models/Servo:predict (Caused by NewConnectionError('Failed to establish a new connection: [Errno 111] "
                + "Connection refused'))\"}", is: "inner-server", .container, from: "\(serving)#93, #171, #189"),
        object(
            "{ \"error\": \"module 'tensorflow' has no attribute 'train'\" }", is: "library-version", .container,
            from: "\(examples)#1903"),
        container("ModuleNotFoundError: No module named 'lightgbm'", is: "dependency", .container, from: "CPython"),
        container(
            "NotImplementedError: Please provide a model_fn implementation.", is: "model-code", .container,
            from: "aws/sagemaker-pytorch-inference-toolkit"),
        container(
            "ValueError: Cannot use transform_fn implementation in conjunction with input_fn, predict_fn, and/or output_fn "
                + "implementation", is: "model-code", .container, from: "\(toolkit) transformer.py"),
        container(
            "ValueError: You need to define one of the following ['text-classification'] as env 'HF_TASK'.",
            is: "container-setting", .container,
            from: "aws/sagemaker-huggingface-inference-toolkit handler_service.py"),
        container(
            "OSError: Can't load config for 'x/y'. Make sure that: - 'x/y' is a correct model identifier listed on "
                + "'https://huggingface.co/models'", is: "model-load", .container,
            from: "huggingface/transformers#13927"),
        object(
            "Unable to load model: Model at /opt/ml/model/xgboost-model cannot be loaded:", is: "model-load",
            .container,
            from: "\(xgboost) serve_utils.py"),
        object(
            "{\"error\": \"Servable not found for request: Latest(model)\"}", is: "model-load", .container,
            from: "tensorflow/serving"),
        container(
            "_pickle.UnpicklingError: invalid load key, '<'.", is: "model-load", .container, from: "CPython pickle"),
        container(
            "Load model failed: model, error: Worker died.", is: "worker-died", .container, from: "\(sdk)#2284"),
        container("exec /usr/bin/serve: exec format error", is: "image-start", .container, from: "opencontainers/runc"),
        object(
            "Could not find model \"arn:aws:sagemaker:us-west-2:111122223333:model/pr-mxnet-inference\".",
            is: "model-gone", .service, from: "aws/deep-learning-containers#586"),
    ]

    private static let memory = [
        object("Unable to get response from algorithm", is: "no-answer", .container, from: "\(sdk)#753, #962, #1951"),
        container(
            "com.amazonaws.ml.mms.wlm.WorkerInitializationException: Backend worker did not respond in given time",
            is: "timeout", .container, from: "\(toolkit)#77, \(server) WorkerThread.java"),
        container(
            "[73] [CRITICAL] WORKER TIMEOUT (pid:77)",
            "[error] 79#79: *3 upstream prematurely closed connection while reading response header from upstream, request: "
                + "\"POST /invocations HTTP/1.1\"", is: "timeout", .container, from: "\(serving)#130"),
        container(
            "[WARNING] Worker with pid 31 was terminated due to signal 9", is: "memory", .container,
            from: "\(examples)#3148, #3407"),
        container(
            "[ERROR] Worker (pid:31) was sent SIGKILL! Perhaps out of memory?", is: "memory", .container,
            from: "gunicorn"),
        container(
            "MemoryError: Unable to allocate 4.00 GiB for an array with shape (1, 536870912)", is: "memory", .container,
            from: "numpy"),
        container(
            "{\"error\": \"Memory exhausted: not enough memory to start TFS instance\"}", is: "memory", .container,
            from: "\(serving) python_service.py"),
        container("java.lang.OutOfMemoryError: Java heap space", is: "memory", .container, from: "OpenJDK"),
        container(
            "RuntimeError: CUDA out of memory. Tried to allocate 2.00 MiB (GPU 0; 15.78 GiB total capacity)",
            is: "gpu-memory", .container, from: "pytorch"),
        container(
            "RuntimeError: Found no NVIDIA driver on your system.", is: "gpu", .container, from: "pytorch"),
        container("OSError: [Errno 28] No space left on device", is: "volume", .container, from: "Linux"),
        container(
            "2020/10/14 10:00:00 [error] 8#8: *1 upstream timed out (110: Connection timed out) while reading response "
                + "header from upstream", is: "timeout", .container, from: "nginx"),
    ]

    private static let access = [
        reason(
            "ClientError: Failed to download model data for container \"c\" from URL: \"s3://b/model.tar.gz\". Please ensure "
                + "that there is an object located at the URL and that the role has permissions", is: "model-data",
            .access,
            from: "mlflow/mlflow#2573"),
        reason(
            "ClientError: No S3 objects found under S3 URL \"s3://b/in/\" given in input data source. Please ensure that the "
                + "bucket exists in the selected region", is: "input-missing", .input,
            from: "hashicorp/terraform-provider-aws"),
        reason(
            "Could not assume role arn:aws:iam::111122223333:role/r. Please ensure that the role exists and allows principal "
                + "'sagemaker.amazonaws.com' to assume the role.", is: "assume-role", .access,
            from: "awslabs/predictive-maintenance-using-machine-learning#3"),
        reason(
            "ClientError: Please make sure all images included in the model exist, and that the execution role used to "
                + "create the model has permissions to access them.", is: "image", .access,
            from: "AWS, CreateTransformJob"),
        reason(
            "ClientError: User: arn:aws:sts::111122223333:assumed-role/r/S is not authorized to perform: kms:Decrypt on "
                + "resource: arn:aws:kms:eu-west-1:111122223333:key/abc", is: "kms", .access, from: "aws/aws-cdk#12810"),
        container(
            "botocore.exceptions.ClientError: An error occurred (AccessDenied) when calling the CreateMultipartUpload "
                + "operation: Access Denied", is: "output-access", .access, from: "kubeflow/pipelines#4581"),
        container(
            "botocore.exceptions.ClientError: An error occurred (403) when calling the HeadObject operation: Forbidden",
            is: "input-access", .access, from: "aws-samples/eks-workshop#521"),
        container(
            "botocore.exceptions.ConnectTimeoutError: Connect timeout on endpoint URL: \"https://s3.amazonaws.com/\"",
            is: "network", .container, from: "boto/botocore exceptions.py"),
    ]

    private static let service = [
        reason(
            "CapacityError: Unable to provision requested ML compute capacity due to InsufficientInstanceCapacity error. "
                + "Please retry using a different ML instance type or after some time.", is: "capacity", .service,
            from: "AWS, capacity"),
        reason(
            "InternalServerError: We encountered an internal error.  Please try again.", is: "internal-error", .service,
            from: "\(sdk)#1758, #5182"),
        reason("Internal error. Please try again", is: "internal-error", .service, from: "\(sdk)#1284"),
        reason(
            "ResourceLimitExceeded: The account-level service limit 'ml.m5.large for transform job usage' is 0 Instances",
            is: "quota", .service, from: "AWS, CreateTransformJob"),
        reason(
            "SageMaker Batch currently doesn't support Model entity with container definitions which use ModelDataSource "
                + "attribute", is: "model-source", .service, from: "\(sdk)#4777"),
    ]
}
