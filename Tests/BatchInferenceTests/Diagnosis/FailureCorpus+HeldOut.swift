import BatchInference

/// Sentences that were looked for when the rules were thought to be complete, each with the diagnosis that it should have
/// noted down before any was tried.
extension FailureCorpus {
    static let heldOut = [
        container(
            "2022-08-03T10:11:12,100 [INFO ] W-9000-model_1.0 MODEL_LOG - model: model, number of batch "
                + "response mismatched, expect: 3, got: 1.", is: "answer-count", .container,
            from: "aws/amazon-sagemaker-examples#3525"),
        object(
            "{ \"code\": 503, \"type\": \"InternalServerException\", \"message\": \"number of batch "
                + "response mismatched\" }", is: "answer-count", .container,
            from: "aws/amazon-sagemaker-examples#3979"),
        object(
            "Loading libsvm data failed with Exception, please ensure data is in libsvm format: <class "
                + "'ValueError'>", is: "input-format", .input,
            from: "aws/amazon-sagemaker-examples#1138"),
        object(
            "Blankspace and colon not found in firstline '39.1,18.7,181 ...' of file 'part-0.csv'. "
                + "ContentType by defaullt is in libsvm. Please ensure the file is in libsvm format.",
            is: "input-format", .input,
            from: "aws/amazon-sagemaker-examples#668"),
        object(
            "{ \"code\": 400, \"type\": \"InternalServerException\", \"message\": \"You need to provide "
                + "the correct CSV with Header columns to use it with the inference toolkit default handler.\" " + "}",
            is: "header-needed", .input,
            from: "aws/sagemaker-huggingface-inference-toolkit#25"),
        container(
            "ValueError: failed to install required packages", is: "dependency", .container,
            from: "aws/sagemaker-huggingface-inference-toolkit#77"),
        container(
            "AttributeError: 'OneHotEncoder' object has no attribute '_infrequent_enabled'", is: "library-version",
            .container,
            from: "scikit-learn _encoders.py, a pickle of another version"),
        container(
            "ValueError: unsupported pickle protocol: 5", is: "library-version", .container,
            from: "CPython pickle"),
        container(
            "OSError: Unable to open file (file signature not found)", is: "model-load", .container,
            from: "h5py/h5py h5f.pyx, on a model that is no HDF5"),
        object(
            "ValueError: text input must of type `str` (single example), `List[str]` (batch or single "
                + "pretokenized example) or `List[List[str]]` (batch of pretokenized examples).", is: "input-format",
            .input,
            from: "huggingface/transformers tokenization_utils_base.py"),
        object(
            "lightgbm.basic.LightGBMError: Wrong size of feature_names", is: "missing-columns", .input,
            from: "microsoft/LightGBM"),
        container(
            "lightgbm.basic.LightGBMError: Model file doesn't specify the number of classes", is: "model-load",
            .container,
            from: "microsoft/LightGBM gbdt_model_text.cpp"),
        object(
            "ValueError: Expecting 2 dimensional numpy.ndarray, got:  (4,)", is: "shape", .input,
            from: "dmlc/xgboost data.py"),
        container(
            "error: creating server: Internal - failed to load all models", is: "model-load", .container,
            from: "triton-inference-server/server main.cc"),
        object(
            "{\"error\":\"[request id: <id_unknown>] unexpected shape for input 'INPUT__0' for model "
                + "'resnet'. Expected [-1,3,224,224], got [1,224,224,3].\"}", is: "shape", .input,
            from: "triton-inference-server/core infer_request.cc"),
        container(
            "RuntimeError: PytorchStreamReader failed reading zip archive: failed finding central " + "directory",
            is: "model-load", .container,
            from: "pytorch/pytorch inline_container.cc"),
        container(
            "RuntimeError: Expected all tensors to be on the same device, but found at least two "
                + "devices, cuda:0 and cpu!", is: "model-device", .container,
            from: "pytorch/pytorch TensorIterator.cpp"),
        container(
            "OpenBLAS blas_thread_init: pthread_create failed for thread 63 of 64: Resource temporarily "
                + "unavailable", is: "threads", .container,
            from: "OpenMathLib/OpenBLAS blas_server.c"),
        object(
            "UnicodeEncodeError: 'ascii' codec can't encode character '\\xe9' in position 3: ordinal not "
                + "in range(128)", is: "container-encoding", .container,
            from: "CPython, a container whose locale is C"),
        container(
            "ImportError: cannot import name 'escape' from 'jinja2' "
                + "(/miniconda3/lib/python3.7/site-packages/jinja2/__init__.py)", is: "dependency", .container,
            from: "pallets/flask#4494"),
        container(
            "ModuleNotFoundError: No module named 'sklearn.ensemble.forest'", is: "library-version", .container,
            from: "scikit-learn, a pickle of version 0.21"),
        container(
            "EOFError: Ran out of input", is: "model-load", .container,
            from: "CPython pickle, on an empty file"),
        object(
            "numpy.core._exceptions._UFuncNoLoopError: ufunc 'multiply' did not contain a loop with "
                + "signature matching types (dtype('<U21'), dtype('<U21')) -> None", is: "header-row", .input,
            from: "numpy ufunc"),
        object(
            "TypeError: can't convert np.ndarray of type numpy.object_. The only supported types are: "
                + "float64, float32, float16, complex64, int64, int32, int16, int8, uint8, and bool.", is: "header-row",
            .input,
            from: "pytorch/pytorch tensor_numpy.cpp"),
        object(
            "{ \"error\": \"Missing 'inputs' or 'instances' key\" }", is: "input-json", .input,
            from: "tensorflow/serving json_tensor.cc"),
        container(
            "tensorflow.python.framework.errors_impl.DataLossError: Unable to open table file "
                + "/opt/ml/model/variables: Data loss: not an sstable (bad magic number)", is: "model-load", .container,
            from: "tensorflow checkpoint_reader.cc"),
        container(
            "gunicorn.errors.AppImportError: Failed to find attribute 'app' in 'wsgi'.", is: "server-application",
            .container,
            from: "benoitc/gunicorn util.py"),
        object(
            "IndexError: index out of range in self", is: "embedding-range", .input,
            from: "pytorch/pytorch embedding lookup"),
        container(
            "/opt/ml/code/serve.sh: line 3:    42 Killed                  python server.py", is: "memory", .container,
            from: "bash, a process that the kernel killed"),
        object(
            "ValueError: Expected more than 1 value per channel when training, got input size " + "torch.Size([1, 32])",
            is: "model-mode", .container,
            from: "pytorch/pytorch functional.py"),
        object(
            "Unable to evaluate payload provided: Found 28 features, expected 29", is: "column-count", .input,
            from: "AWS, linear learner's serving"),
        container(
            "RuntimeError: Library cudart not found or libcudart.so.11.0: cannot open shared object "
                + "file: No such file or directory", is: "dependency", .container,
            from: "cupy/tensorflow loaders"),
        container(
            "torch.serialization: RuntimeError: /opt/ml/model/model.pth is a zip archive (did you mean "
                + "to use torch.jit.load()?)", is: "model-load", .container,
            from: "pytorch/pytorch serialization.py"),
        object(
            "pandas.errors.ParserError: Expected 6 fields in line 12, saw 7. Error could possibly be due "
                + "to quotes being ignored when a multi-char delimiter is used.", is: "ragged", .input,
            from: "pandas python_parser.py"),
        object(
            "ValueError: invalid literal for int() with base 10: 'Adelie'", is: "header-row", .input,
            from: "CPython int"),
        container(
            "mxnet.base.MXNetError: src/storage/./pooled_storage_manager.h:157: cudaMalloc failed: out " + "of memory",
            is: "gpu-memory", .container,
            from: "apache/mxnet pooled_storage_manager.h"),
        object(
            "{ \"error\": \"indices[0,3] = 30522 is not in [0, 30522)\" }", is: "embedding-range", .input,
            from: "tensorflow gather_op.cc"),
        object(
            "{ \"error\": \"Tensor name: age has inconsistent batch size: 1 expecting 2\" }", is: "shape", .input,
            from: "tensorflow/serving json_tensor.cc"),
        object(
            "ValueError: Columns must be same length as key", is: "column-count", .input,
            from: "pandas core/frame.py"),
        object(
            "ValueError: Number of passed names did not match number of header fields in the file", is: "column-count",
            .input,
            from: "pandas parsers"),
        object(
            "ValueError: operands could not be broadcast together with shapes (5,) (4,)", is: "shape", .input,
            from: "numpy"),
        object(
            "RuntimeError: expected scalar type Float but found Double", is: "number-type", .container,
            from: "pytorch/pytorch TensorBody.h"),
        object(
            "RuntimeError: Input type (torch.cuda.FloatTensor) and weight type (torch.FloatTensor) "
                + "should be the same", is: "model-device", .container,
            from: "pytorch/pytorch Convolution.cpp"),
        object(
            "UnicodeDecodeError: 'utf-8' codec can't decode byte 0x89 in position 0: invalid start byte",
            is: "encoding", .input,
            from: "CPython, on a PNG image read as text"),
        object(
            "ValueError: y contains previously unseen labels: 'x'", is: "unknown-category", .input,
            from: "scikit-learn _label.py"),
        object(
            "pandas._libs.tslibs.parsing.DateParseError: Unknown datetime string format, unable to " + "parse: n/a",
            is: "date-format", .input,
            from: "pandas"),
        container(
            "torch.cuda.OutOfMemoryError: CUDA out of memory. Tried to allocate 20.00 MiB", is: "gpu-memory",
            .container,
            from: "pytorch"),
        container(
            "FileNotFoundError: [Errno 2] No such file or directory: " + "'/opt/ml/model/code/requirements.txt'",
            is: "model-load", .container,
            from: "CPython"),
        container(
            "requests.exceptions.SSLError: HTTPSConnectionPool(host='pypi.org', port=443): Max retries "
                + "exceeded with url: /simple/", is: "network", .container,
            from: "psf/requests adapters.py"),
        container(
            "ERROR: Could not find a version that satisfies the requirement torch==1.4.0+cpu", is: "dependency",
            .container,
            from: "pypa/pip"),
        object(
            "ValueError: Input contains infinity or a value too large for dtype('float64').", is: "missing-values",
            .input,
            from: "scikit-learn"),
    ]

    /// What is no cause, or none that anybody can tell by it.
    static let causeless: [(place: Place, line: String, source: String)] = [
        (
            .container,
            "2019/03/17 12:34:14 [info] 67#67: *11 client timed out (110: Connection timed out) while "
                + "waiting for request, client: 169.254.255.130", "aws/sagemaker-tensorflow-serving-container#18"
        ),
        (
            .reason, "ClientError: Too many objects failed. See job logs for more information",
            "AWS, failure reason of a batch transform"
        ),
        (.object, "RuntimeError: CUDA error: device-side assert triggered", "pytorch/pytorch CUDAException.cpp"),
        (.reason, "AlgorithmError: , exit code: 1", "AWS, failure reason"),
        (.object, "ValueError: feature_names must be string, and may not contain [, ] or <", "dmlc/xgboost core.py"),
        (
            .object, "botocore.exceptions.ParamValidationError: Parameter validation failed: Invalid bucket name",
            "boto/botocore"
        ),
        (.object, "org.apache.avro.AvroRuntimeException: Malformed data. Length is negative", "apache/avro"),
        (.container, "[ERROR] Exception in worker process", "benoitc/gunicorn arbiter.py"),
    ]
}
