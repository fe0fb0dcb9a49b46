/// Causes in the container: its start, its model, its memory and its time.
extension DiagnosisRule {
    static let containerRules: [DiagnosisRule] = [
        accept, contentType,
        DiagnosisRule(
            "inner-server", .symptom,
            signs: [
                "host='localhost'*max retries", "host='127.0.0.1'*max retries", "localhost*connection refused",
                "127.0.0.1*connection refused", "0.0.0.0*connection refused",
            ],
            cause: "the model server inside the container isn't running",
            fix: "look for its first error in the container's log: a model that doesn't load, or too little memory"),
        DiagnosisRule(
            "network",
            signs: [
                "could not connect to the endpoint url", "timeout on endpoint url", "name or service not known",
                "failure in name resolution", "max retries exceeded with url", "failed to establish a new connection",
                "network is unreachable", "could not resolve host", "no route to host",
                "couldn't connect to 'https://huggingface.co'", "couldn't connect to the hub",
            ],
            // The instance's own address for keys and facts is closed to containers: libraries ask it all the same.
            unless: ["169.254.169.254", "169.254.170.2"],
            cause: "the container could not reach something on the network",
            fix:
                "check whether the model's network isolation or VPC allows it: a VPC needs an endpoint or a NAT gateway "
                + "for what the container asks"),
        DiagnosisRule(
            "gpu-memory",
            signs: [
                "cuda out of memory", "cuda runtime (out of memory", "cuda error: out of memory",
                "cuda_error_out_of_memory", "cublas_status_alloc",
                "cudnn_status_alloc", "oom when allocating tensor*gpu",
                "cudamalloc failed",
            ],
            cause: "the GPU ran out of memory",
            fix: "lower MaxPayloadInMB and the concurrent transforms, or choose an instance type with more GPU memory"),
        DiagnosisRule(
            "timeout",
            signs: [
                "worker timeout", "did not respond in given time", "didn't respond in given time",
                "worker*killed*timeout", "timeout*worker*killed",
            ],
            cause: "the server in the container waited too long for its own worker",
            fix:
                "raise that server's timeout in the container's environment (such as SAGEMAKER_MODEL_SERVER_TIMEOUT), "
                + "lower MaxPayloadInMB, or choose a larger instance type"),
        invocationTimeout,
        DiagnosisRule(
            "memory",
            signs: [
                "out of memory", "outofmemory", "memoryerror", "oom-kill", "oomkill", " oom ", "worker*sigkill",
                "sent sigkill", "signal 9", "signal: killed", "cannot allocate memory", "can't allocate memory",
                "bad_alloc", "exit code 137", "exit code: 137", "exited with code 137", "exited with code: 137",
                "status 137", "java heap space", "out of shared memory", "signal: bus error",
                "unable to allocate*array", "line #:*# killed", "not enough memory", "memory exhausted",
                "oom when allocating tensor",
            ],
            unless: ["killed*timeout", "timeout*killed"],
            cause: "the container ran out of memory",
            fix: "choose an instance with more memory, or lower MaxPayloadInMB and the concurrent transforms"),
        DiagnosisRule(
            "gpu",
            signs: [
                "cuda driver version is insufficient", "no kernel image is available", "no cuda gpus are available",
                "found no nvidia driver", "torch not compiled with cuda enabled", "libcuda.so", "no nvidia gpu",
                "driver/library version mismatch", "torch.cuda.is_available() is false",
            ],
            unless: ["could not load dynamic library", "ignore above"],
            cause: "the container needs a GPU, or another GPU driver than the instance has",
            fix: "choose a GPU instance type that the container supports, or another TransformAmiVersion"),
        DiagnosisRule(
            "image-start",
            signs: [
                "exec format error", "executable file not found", "exec: \"serve\"", "serve: not found",
                "serve: no such file", "/serve*permission denied", "serve\": permission denied",
                "serve: command not found", "can't open file '*serve'", "serve': no such file",
            ],
            cause: "the image can't be started as an inference container",
            fix: "use an image for inference that is built for x86-64 and has an executable named serve"),
        DiagnosisRule(
            "model-code",
            signs: [
                "no module named '{inference|handler|handler_service|predictor|serve|entry_point|entrypoint|user_script|transform_script|model_handler|inference_script}'",
                "no such file or directory: '{*/|./|}{inference|handler|predictor|serve|handler_service}.py'",
                "no such file or directory: './code'",
            ],
            cause: "the container doesn't find the inference script",
            fix:
                "put it under code/ in the model artifact, and name it in SAGEMAKER_PROGRAM in the environment of the model's "
                + "container"),
        DiagnosisRule(
            "model-code",
            signs: [
                "provide a model_fn implementation", "provide a * implementation", "_fn*notimplemented",
                "cannot use transform_fn implementation in conjunction with",
                "handlers are not implemented correctly in user script",
            ],
            cause: "the model's inference code is missing or lacks a function that the container calls",
            fix: "put the script with model_fn and the other functions under code/ in the model artifact"),
        DiagnosisRule(
            "container-setting",
            signs: ["as env 'hf_task'", "'sagemaker_inference_output' environment variable is not"]
        ) { evidence in
            let name = evidence.text.contains("HF_TASK") ? "HF_TASK" : "SAGEMAKER_INFERENCE_OUTPUT"
            return (
                "the container lacks a setting: \(name)", "set \(name) in the environment of the model's container"
            )
        },
        DiagnosisRule(
            "response-keys",
            signs: [
                "unsupported for selectable inference predictions",
                "selected key(s)*incompatible for objective",
            ],
            cause: "the model's algorithm doesn't give the response keys that were asked for",
            fix: "choose others, or none: SAGEMAKER_INFERENCE_OUTPUT in the environment of the model's container"),
        DiagnosisRule(
            "hub-access", signs: ["access a gated repo", "gated repo"],
            cause: "the container's code fetches a model from Hugging Face that needs an access token",
            fix: "put the model's files into its artifact, or set HF_TOKEN in the environment of the model's container"),
        DiagnosisRule(
            "answer-count", signs: ["number of batch response mismatched"],
            cause: "the model's code returned fewer answers than the requests that its server gave it together",
            fix:
                "return one answer for each request of a batch in the inference code, or set SAGEMAKER_TS_BATCH_SIZE to 1"
        ),
        DiagnosisRule(
            "model-device",
            signs: [
                "expected all tensors to be on the same device", "input type (torch.cuda.*and weight type (torch.",
                "input type (torch.*and weight type (torch.cuda.",
            ],
            cause: "the inference code has the model on one device and its input on another",
            fix: "move both to the same device in the inference code"),
        DiagnosisRule(
            "number-type", signs: ["expected scalar type * but found", "expected object of scalar type"],
            cause: "the inference code gives the model numbers of another type than its weights have",
            fix: "convert the input to the model's type in the inference code, such as with .float()"),
        DiagnosisRule(
            "model-mode", signs: ["expected more than 1 value per channel when training"],
            cause: "the model is in training mode",
            fix: "call model.eval() where the inference code loads it"),
        DiagnosisRule(
            "threads",
            signs: [
                "pthread_create failed", "can't start new thread", "unable to create new native thread",
                "unable to create native thread", "fork: resource temporarily unavailable",
            ],
            cause: "the container started more threads or processes than it may",
            fix:
                "set OMP_NUM_THREADS and OPENBLAS_NUM_THREADS to 1 in the container's environment, or start fewer workers"
        ),
        DiagnosisRule(
            "container-encoding", signs: ["codec can't encode"],
            cause: "the container's code writes text in an encoding that doesn't have all of its characters",
            fix: "set PYTHONIOENCODING=utf-8 and LC_ALL=C.UTF-8 in the container's environment"),
        DiagnosisRule(
            "open-files", signs: ["too many open files"],
            cause: "the container opened more files or connections than it may",
            fix: "start fewer workers, and have the inference code close what it opens"),
        DiagnosisRule(
            "server-application", signs: ["appimporterror", "failed to find attribute '*' in '"],
            cause: "the web server in the image doesn't find the application that it's told to start",
            fix: "check the module and the name that it's started with, such as wsgi:app, and that the image has them"),
        DiagnosisRule(
            "model-unfitted",
            signs: ["notfittederror", "is not fitted yet", "isn't fitted yet", "must be fitted before"],
            cause: "a part of the model in the artifact was never fitted",
            fix: "save the model after its training, with every step that the inference code calls"),
        DiagnosisRule(
            "port-in-use", signs: ["address already in use", "connection in use: ("],
            cause: "two servers in the container want the same port",
            fix: "start one server on port 8080, and look for one that the image starts by itself"),
        DiagnosisRule(
            "read-only", signs: ["read-only file system", "errno 30]", "erofs"],
            cause: "the container's code writes where nothing can be written, such as the model's folder",
            fix: "write below /tmp: set the library's cache folder there in the container's environment"),
        DiagnosisRule(
            "library-version",
            signs: [
                "get attribute '_*' on <module '{sklearn|numpy|pandas|scipy|xgboost|lightgbm|torch|keras|tensorflow}",
                "multiarray failed to import",
                "module '*' has no attribute", "unexpected keyword argument", "size changed, may indicate binary",
                "version `glibc*not found", "a module that was compiled using numpy 1",
                "' object has no attribute '_", "unsupported pickle protocol",
                "predictor was created on*but is being loaded with", "pickle has an incompatible dtype",
                "does not recognize this architecture", "graphdef-interpreting binary is up to date",
                "op type not registered",
            ],
            unless: [
                "'nonetype' object", "'str' object", "'dict' object", "'list' object", "'bytes' object",
            ],
            cause: "the code in the container doesn't match a library version there",
            fix: "use the image, or the framework version, that the model was made for"),
        DiagnosisRule(
            "library-version",
            // An estimator comes out of its pickle as it went in: what a later version of its class has besides, it lacks.
            signs: [
                "{classifier|regressor|encoder|imputer|scaler|transformer|vectorizer|booster|estimator|forest|tree}' object has no attribute '"
            ],
            unless: [
                "attribute '{predict|transform|fit^|fit_|decision_function|score|inverse_|get_|set_|to^|cuda|eval^|generate|forward|partial_}"
            ],
            cause: "the code or model in the container was made for another version of a library",
            fix: "use the image, or the library version, that the model was made with"),
        DiagnosisRule(
            "library-version",
            // The package is there: one of its modules isn't.
            signs: [
                "no module named '{numpy|pandas|scipy|sklearn|xgboost|lightgbm|torch|tensorflow|keras|transformers|joblib|werkzeug|flask|jinja2}.",
                "no module named '_",
            ],
            cause: "the code or model in the container was made for another version of a library",
            fix: "use the image, or the library version, that the model was made with"),
        DiagnosisRule(
            "dependency",
            signs: [
                "no module named", "importerror", "cannot import name", "undefined symbol",
                "failed to install required packages", "no matching distribution found",
                "could not find a version that satisfies the requirement",
                "cannot open shared object file",
            ],
            // TensorFlow says so of each library that it could use and does without.
            unless: ["could not load dynamic library"]
        ) {
            evidence in
            let module = evidence.word(after: "no module named").map { " \($0)" } ?? ""
            return (
                "the container lacks a Python module or library that the model needs\(module)",
                "use the image that the model was made for, or add the module to the image or the artifact"
            )
        },
        DiagnosisRule(
            "model-load",
            signs: [
                "unpicklingerror", "failed to load model", "failed to load the model", "unable to load model",
                "error loading model", "can't load model", "cannot load model", "model cannot be loaded",
                "no model file", "model at*cannot be loaded", "could not find base path*for servable",
                "could not find valid base path", "servable not found for request", "can't get attribute",
                "model cannot be found", "could not find*/opt/ml/model", "no such file*/opt/ml/model",
                "invalid load key", "no savedmodel", "no versions of servable", "model loading failed",
                "/opt/ml/model*does not exist", "is a correct model identifier listed",
                "error(s) in loading state_dict",
                "no file named*pytorch_model.bin*found in directory", "incompatible dtype from the pickle",
                "could not load model", "not found in signature def", "could not find variable",
                "if you are loading a serialized model", "variable has been deleted", "failed to load all models",
                "file signature not found", "pytorchstreamreader failed", "ran out of input", "not an sstable",
                "model file doesn't specify", "did you mean to use torch.jit.load", "protobuf parsing failed",
            ],
            unless: ["load model failed*worker died"],
            cause: "the container can't load the model from its artifact",
            fix: "check that the artifact has the files that this image expects, and that both are of matching versions"
        ),
        DiagnosisRule(
            "model-too-large", signs: ["model data archive is too large"],
            cause: "the model is too large for the instance or for SageMaker",
            fix: "choose an instance type with more memory and disk, or make the artifact smaller"),
        DiagnosisRule("file-missing", signs: ["filenotfounderror: [errno 2]"]) { evidence in
            let file = evidence.name(after: "directory: ").map { " \($0)" } ?? ""
            return (
                "the container's code opens a file\(file) that isn't there",
                "put it into the model artifact or the image, and open it below /opt/ml/model, where the artifact is unpacked"
            )
        },
        DiagnosisRule(
            "file-permission", signs: ["permissionerror: [errno 13]", "permission denied: '/opt/ml"],
            cause: "a file in the container may not be read by the user that its server runs as",
            fix: "make the files of the artifact readable for all (chmod -R a+rX) before it is packed"),
        DiagnosisRule(
            "volume",
            signs: [
                "no space left", "store object on disk", "disk is full", "disk full", "disk quota exceeded",
                "[errno 28]",
            ],
            cause: "the instance's disk is full: the model or an object is too large for it",
            fix: "choose an instance type with a larger disk, or split large objects"),
        ping,
    ]

    static let invocationTimeout = DiagnosisRule(
        "timeout",
        signs: [
            "upstream timed out", "gateway time", "read timed out", "invocation*timed out", "invocations*timed out",
            "model server*timed out", "request timed out",
            "deadline exceeded", "client.timeout exceeded", "timed out while waiting for*response",
        ],
        cause: "the container took longer than the invocation timeout allows",
        fix: "set a longer invocation timeout (up to 3600 s), lower MaxPayloadInMB, or choose a larger instance type")

    /// A server that is not ready; read from a log only where no later line shows that it got ready.
    static let ping = DiagnosisRule(
        "ping", .symptom,
        signs: [
            "ping health check", "failed to respond*/ping", "failed*/ping", "get /ping http/#.#\" 404",
            "get /ping http/#.#\" 500", "get /ping http/#.#\" 502", "get /ping http/#.#\" 503",
            "get /ping http/#.#\" 504", "failed to respond to ping",
            "connect() to unix:*failed", "worker failed to boot", "haltserver", "/ping*connection refused",
            "connection refused*/ping",
        ],
        cause: "the container's server never became ready",
        fix:
            "look for its first error in the container's log: a model that doesn't load, a missing module, too little "
            + "memory; SageMaker gives up after about 30 minutes")

    /// What shows that the server got ready.
    static let ready: [TextPattern] = ["/ping http/#.#\" 200", "/invocations http/#.#\" 200"]
}
