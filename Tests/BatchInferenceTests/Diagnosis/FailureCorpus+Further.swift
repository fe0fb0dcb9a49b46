import BatchInference

/// Sentences that were gathered after the rules were written, to see how many of those nobody had in mind are taken rightly.
extension FailureCorpus {
    private static let examples = "aws/amazon-sagemaker-examples"
    private static let torch = "pytorch/pytorch"
    private static let face = "aws/sagemaker-huggingface-inference-toolkit"

    static let further: [Sentence] = furtherInputs + furtherModels + furtherMachines + furtherAccess

    private static let furtherInputs = [
        object(
            "Unable to parse payload. Some rows may have more columns than others and/or non-numeric values may be present "
                + "in the csv data.", is: "input-csv", .input, from: "AWS, built-in algorithms' common serving code"),
        object(
            "ClientError: 400", "", "Message:",
            "unable to decode payload: Incorrect data format. (caused by AttributeError)", is: "input-format", .input,
            from: "AWS, built-in algorithms' common serving code"),
        object(
            "_catboost.CatBoostError: Bad value for num_feature[non_default_doc_idx=0,feature_idx=2]=\"female\": Cannot "
                + "convert 'b'female'' to float", is: "header-row", .input, from: "catboost/catboost _catboost.pyx"),
        object(
            "_catboost.CatBoostError: model_dataset_compatibility.cpp:81: At position 3 should be feature with name age "
                + "(found island).", is: "missing-columns", .input, from: "catboost/catboost#1050"),
        object(
            "ValueError: pandas dtypes must be int, float or bool. Fields with bad pandas dtypes: sex: object",
            is: "header-row", .input, from: "microsoft/LightGBM basic.py"),
        object(
            "xgboost.core.XGBoostError: data.cc:1104: Check failed: valid: Input data contains `inf` or a value too large, "
                + "while `missing` is not set to `inf`", is: "missing-values", .input, from: "dmlc/xgboost data.cc"),
        object(
            "mxnet.base.MXNetError: Error in operator fc1: Shape inconsistent, Provided = [10,784], inferred "
                + "shape=(10,3)", is: "shape", .input, from: "apache/mxnet operator_common.h"),
        object(
            "RuntimeError: Expected 4-dimensional input for 4-dimensional weight [64, 3, 7, 7], but got 3-dimensional input "
                + "of size [3, 224, 224] instead", is: "shape", .input, from: "\(torch) Convolution.cpp"),
        object(
            "RuntimeError: Given groups=1, weight of size [64, 3, 7, 7], expected input[1, 4, 224, 224] to have 3 channels, "
                + "but got 4 channels instead", is: "shape", .input, from: "\(torch) Convolution.cpp"),
        object(
            "ValueError: cannot reshape array of size 150528 into shape (1,3,299,299)", is: "shape", .input,
            from: "numpy"),
        object(
            "{ \"error\": \"input must be 4-dimensional[1,784]\\n\\t [[{{node conv2d/Conv2D}}]]\" }", is: "shape",
            .input,
            from: "tensorflow conv_ops.cc"),
        object(
            "{ \"error\": \"JSON Parse error: The document root must not be followed by other values. at offset: 30\" }",
            is: "input-json", .input, from: "tensorflow/serving json_tensor.cc, on JSON lines"),
        object(
            "{\"code\": 400, \"type\": \"InternalServerException\", \"message\": \"Expecting value: line 1 column 1 "
                + "(char 0)\"}", is: "input-json", .input, from: "\(face) decoder_encoder.py"),
        object(
            "Token indices sequence length is longer than the specified maximum sequence length for this model "
                + "(1024 > 512). Running this sequence through the model will result in indexing errors",
            is: "text-too-long", .input, from: "huggingface/transformers tokenization_utils_base.py"),
        object(
            "pandas.errors.ParserError: Error tokenizing data. C error: Buffer overflow caught - possible malformed input "
                + "file.", is: "input-csv", .input, from: "pandas parsers"),
        object(
            "ValueError: Found array with 0 sample(s) (shape=(0, 6)) while a minimum of 1 is required by "
                + "StandardScaler.", is: "empty-input", .input, from: "scikit-learn validation.py"),
        object(
            "ValueError: Trailing data", is: "input-json", .input,
            from: "pandas _json.py, on JSON lines without lines=True"),
        object(
            "pyarrow.lib.ArrowInvalid: Parquet magic bytes not found in footer. Either the file is corrupted or this is not "
                + "a parquet file.", is: "input-format", .input, from: "apache/arrow file_reader.cc"),
        object(
            "OSError: image file is truncated (12 bytes not processed)", is: "input-format", .input,
            from: "python-pillow/Pillow ImageFile.py"),
        object(
            "cv2.error: OpenCV(4.5.1) error: (-215:Assertion failed) !_src.empty() in function 'cvtColor'",
            is: "input-format", .input, from: "opencv/opencv color.cpp, after imdecode of what is no image"),
        container(
            "2022/01/12 10:01:33 [error] 15#15: *1 client intended to send too large body: 7340032 bytes, client: "
                + "169.254.255.130", is: "payload-too-large", .input, from: "nginx ngx_http_core_module.c"),
        container(
            "werkzeug.exceptions.RequestEntityTooLarge: 413 Request Entity Too Large: The data value transmitted exceeds "
                + "the capacity limit.", is: "payload-too-large", .input, from: "pallets/werkzeug exceptions.py"),
    ]

    private static let furtherModels = [
        container(
            "sklearn.exceptions.NotFittedError: This StandardScaler instance is not fitted yet. Call 'fit' with appropriate "
                + "arguments before using this estimator.", is: "model-unfitted", .container,
            from: "scikit-learn validation.py"),
        container(
            "ValueError: numpy.ndarray size changed, may indicate binary incompatibility. Expected 88 from C header, got 80 "
                + "from PyObject", is: "library-version", .container, from: "numpy __init__.pxd"),
        container(
            "OSError: /opt/conda/lib/libstdc++.so.6: version `GLIBCXX_3.4.30' not found (required by lib_lightgbm.so)",
            is: "library-version", .container, from: "glibc dl-version.c"),
        container(
            "ImportError: libGL.so.1: cannot open shared object file: No such file or directory", is: "dependency",
            .container, from: "opencv/opencv-python#370"),
        container(
            "[16:32:01] learner.cc:1040: Check failed: header == serialisation_header_: If you are loading a serialized "
                + "model (like pickle in Python, RDS in R) generated by older XGBoost", is: "model-load", .container,
            from: "dmlc/xgboost learner.cc"),
        object(
            "{\"code\": 400, \"type\": \"InternalServerException\", \"message\": \"Could not load model "
                + "/.sagemaker/mms/models/model with any of the following classes: (AutoModel)\"}", is: "model-load",
            .container, from: "huggingface/transformers pipelines/base.py"),
        object(
            "{ \"error\": \"Serving signature name: \\\"serving_default\\\" not found in signature def\" }",
            is: "model-load", .container, from: "tensorflow/serving predict_util.cc"),
        object(
            "{ \"error\": \"Could not find variable dense/kernel. This could mean that the variable has been deleted.\" }",
            is: "model-load", .container, from: "tensorflow resource_variable_ops.cc"),
        container(
            "AttributeError: Can't get attribute 'ColumnPicker' on <module '__main__' from "
                + "'/miniconda3/bin/gunicorn'>", is: "model-load", .container, from: "CPython pickle"),
        container(
            "python: can't open file 'serve': [Errno 2] No such file or directory", is: "image-start", .container,
            from: "\(examples)#659"),
        container(
            "/bin/bash: serve: command not found", is: "image-start", .container, from: "bash"),
        container(
            "exec /usr/bin/python3: exec format error", is: "image-start", .container,
            from: "Linux execve, on an image for another processor"),
        container(
            "gunicorn.errors.HaltServer: <HaltServer 'Worker failed to boot.' 3>", is: "ping", .container,
            from: "benoitc/gunicorn arbiter.py"),
        container(
            "[2021-03-04 10:11:12 +0000] [8] [ERROR] Connection in use: ('0.0.0.0', 8080)", is: "port-in-use",
            .container,
            from: "benoitc/gunicorn sock.py"),
        container(
            "OSError: [Errno 30] Read-only file system: '/opt/ml/model/cache'", is: "read-only", .container,
            from: "CPython OSError"),
        container(
            "PermissionError: [Errno 13] Permission denied: '/opt/ml/model/model.joblib'", is: "file-permission",
            .container, from: "CPython OSError"),
    ]

    private static let furtherMachines = [
        container("OSError: [Errno 12] Cannot allocate memory", is: "memory", .container, from: "CPython OSError"),
        container(
            "numpy.core._exceptions.MemoryError: Unable to allocate 1.91 GiB for an array with shape (16000, 16000) and "
                + "data type float64", is: "memory", .container, from: "numpy"),
        container(
            "java.lang.OutOfMemoryError: GC overhead limit exceeded", is: "memory", .container, from: "OpenJDK"),
        container(
            "RuntimeError: DataLoader worker (pid 45) is killed by signal: Bus error. It is possible that dataloader's "
                + "workers are out of shared memory.", is: "memory", .container, from: "\(torch) DataLoader.cpp"),
        reason(
            "AlgorithmError: Serving container exited unexpectedly, exit code: 137", is: "memory", .container,
            from: "AWS, exit codes of containers"),
        container(
            "ResourceExhaustedError: OOM when allocating tensor with shape[32,512,512] and type float on "
                + "/job:localhost/replica:0/task:0/device:GPU:0", is: "gpu-memory", .container,
            from: "tensorflow op_kernel.cc"),
        object(
            "Bad HTTP status received from algorithm: 504", is: "timeout", .container,
            from: "AWS, data-log of a batch transform"),
    ]

    private static let furtherAccess = [
        reason(
            "ClientError: API error (404): manifest for 111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn/"
                + "pytorch-inference:1.8.0-cpu-py3 not found: manifest unknown: Requested image not found", is: "image",
            .access, from: "\(examples)#3351"),
        reason(
            "ClientError: Cannot pull algorithm container. Either the image does not exist or its permissions are "
                + "incorrect.", is: "image", .access, from: "aws/sagemaker-python-sdk#1115"),
        reason(
            "ClientError: Data download failed:AccessDenied (403): Access Denied", is: "input-access", .access,
            from: "\(examples)#288"),
        reason(
            "ClientError: Data download failed:NoSuchKey (404): The specified key does not exist.", is: "input-missing",
            .input, from: "AWS re:Post, data download failed"),
        reason(
            "ClientError: Failed to download data. Please ensure that the subnet's route table includes a route to an S3 "
                + "VPC endpoint or a NAT device, both the security groups and the subnet's network ACL allow incoming and "
                + "outgoing traffic to S3.", is: "vpc-route", .access, from: "AWS, jobs in a VPC"),
        container(
            "botocore.exceptions.NoCredentialsError: Unable to locate credentials", is: "no-credentials", .access,
            from: "boto/botocore exceptions.py"),
        container(
            "botocore.exceptions.ClientError: An error occurred (ExpiredToken) when calling the GetObject operation: The "
                + "provided token has expired.", is: "no-credentials", .access, from: "boto/botocore"),
        container(
            "botocore.exceptions.ClientError: An error occurred (404) when calling the HeadObject operation: Not Found",
            is: "input-missing", .input, from: "boto/botocore"),
    ]
}
