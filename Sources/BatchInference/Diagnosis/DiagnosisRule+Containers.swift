/// Causes in the container: its start, its memory and time, and what it takes.
extension DiagnosisRule {
    static let containerRules: [DiagnosisRule] = [
        DiagnosisRule(
            "accept",
            signs: status(406) + [
                "accept type*not supported", "not acceptable", "unsupported accept", "accept*is not supported",
                "unsupportedaccept",
            ]
        ) { evidence in
            let type = evidence.word(after: "accept type ").map { " '\($0)'" } ?? ""
            return (
                "the container can't respond in the format that Accept names\(type)",
                "set Accept to a format the container supports, such as text/csv"
            )
        },
        DiagnosisRule(
            "content-type",
            signs: status(415) + [
                "content-type*not supported", "content type*not supported", "contenttype*not supported",
                "unsupported content-type", "unsupported content type", "unsupported contenttype",
                "unsupported media type", "unsupportedmediatype", "unsupportedformaterror", "unsupported input type",
            ]
        ) { evidence in
            let type =
                (evidence.word(after: "content-type ") ?? evidence.word(after: "content type "))
                .map { $0.contains("/") ? " \($0)" : "" } ?? ""
            return (
                "the container doesn't accept that content type\(type)",
                "set ContentType to what the container reads and the input is: text/csv for most of Autopilot's"
            )
        },
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
            ],
            cause: "the container could not reach something on the network",
            fix:
                "check whether the model's network isolation or VPC allows it: a VPC needs an endpoint or a NAT gateway "
                + "for what the container asks"),
        DiagnosisRule(
            "gpu-memory",
            signs: [
                "cuda out of memory", "cuda error: out of memory", "cuda_error_out_of_memory", "cublas_status_alloc",
                "cudnn_status_alloc",
            ],
            cause: "the GPU ran out of memory",
            fix: "lower MaxPayloadInMB and the concurrent transforms, or choose an instance type with more GPU memory"),
        DiagnosisRule(
            "timeout",
            signs: [
                "worker timeout", "did not respond in given time", "didn't respond in given time",
            ],
            cause: "the server in the container waited too long for its own worker",
            fix:
                "raise that server's time-out in the container's environment (such as SAGEMAKER_MODEL_SERVER_TIMEOUT), "
                + "lower MaxPayloadInMB, or choose a larger instance type"),
        DiagnosisRule(
            "timeout",
            signs: status(504) + status(408) + [
                "upstream timed out", "gateway time", "read timed out", "invocation*timed out", "invocations*timed out",
                "model server*timed out", "timeout*invocations", "invocations*timeout", "request timed out",
                "deadline exceeded", "client.timeout exceeded", "timed out while waiting for*response",
            ],
            cause: "the container took longer than the invocation time-out allows",
            fix:
                "set a longer invocation time-out (up to 3600 s), lower MaxPayloadInMB, or choose a larger instance type"
        ),
        DiagnosisRule(
            "memory",
            signs: [
                "out of memory", "outofmemory", "memoryerror", "oom-kill", "oomkill", " oom ", "worker*killed",
                "sigkill", "signal 9", "signal: killed", "cannot allocate memory", "bad_alloc", "exit code 137",
                "exited with code 137", "status 137", "java heap space", "unable to allocate*array",
            ],
            unless: ["killed*timeout", "timeout*killed"],
            cause: "the container ran out of memory",
            fix: "choose an instance with more memory, or lower MaxPayloadInMB and the concurrent transforms"),
        DiagnosisRule(
            "gpu",
            signs: [
                "cuda driver version is insufficient", "no kernel image is available", "no cuda gpus are available",
                "found no nvidia driver", "cuda is not available", "libcuda.so", "no nvidia gpu",
                "driver/library version mismatch",
            ],
            unless: ["could not load dynamic library", "ignore above"],
            cause: "the container needs a GPU, or another GPU driver than the instance has",
            fix: "choose a GPU instance type that the container supports, or another TransformAmiVersion"),
        DiagnosisRule(
            "image-start",
            signs: [
                "exec format error", "executable file not found", "exec: \"serve\"", "serve: not found",
                "serve: no such file", "serve*permission denied",
            ],
            cause: "the image can't be started as an inference container",
            fix: "use an image for inference that is built for x86-64 and has an executable named serve"),
        DiagnosisRule(
            "model-code",
            signs: ["provide a model_fn implementation", "provide a * implementation", "_fn*notimplemented"],
            cause: "the model's inference code is missing or lacks a function that the container calls",
            fix: "put the script with model_fn and the other functions under code/ in the model artifact"),
        DiagnosisRule(
            "library-version", signs: ["module '*' has no attribute", "unexpected keyword argument"],
            cause: "the code in the container doesn't match a library version there",
            fix: "use the image, or the framework version, that the model was made for"),
        DiagnosisRule(
            "dependency", signs: ["no module named", "importerror", "cannot import name", "undefined symbol"]
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
                "no model file",
                "model cannot be found", "could not find*/opt/ml/model", "no such file*/opt/ml/model",
                "invalid load key", "no savedmodel", "no versions of servable", "model loading failed",
                "/opt/ml/model*does not exist",
            ],
            cause: "the container can't load the model from its artifact",
            fix: "check that the artifact has the files that this image expects, and that both are of matching versions"
        ),
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

    /// A server that is not ready; read from a log only where no later line shows that it got ready.
    static let ping = DiagnosisRule(
        "ping", .symptom,
        signs: [
            "ping health check", "failed to respond*/ping", "failed*/ping", "get /ping http/#.#\" 404",
            "get /ping http/#.#\" 500", "get /ping http/#.#\" 502", "get /ping http/#.#\" 503",
            "get /ping http/#.#\" 504",
            "connect() to unix:*failed", "worker failed to boot", "haltserver", "/ping*connection refused",
        ],
        cause: "the container's server never became ready",
        fix:
            "look for its first error in the container's log: a model that doesn't load, a missing module, too little "
            + "memory; SageMaker gives up after about 30 minutes")

    /// What shows that the server got ready.
    static let ready: [TextPattern] = ["/ping http/#.#\" 200", "/invocations http/#.#\" 200"]
}
