/// Causes by the words that programs have in common. What a program is known to say stands in the particular rules, which come
/// first.
extension DiagnosisRule {
    /// In the order in which they are asked: the first whose words a line has, tells.
    static let generalRules: [General] =
        generalAnswers + generalAccess + generalMachine + generalRecords + generalFormats + generalModel

    /// What the container answers.
    private static let generalAnswers: [General] = [
        General(
            "answer-format",
            signs: [
                "{unable}~{parse|split|decode|assemble|parsing} {the |}{output|response|prediction|predictions} {of|from}"
            ],
            unless: ["endpoint url"]),
        General(
            "join",
            signs: ["{unable}~^join {input|output|record|source|the input|the output|prediction}", "joinsource"],
            unless: ["thread", "os.path"]),
        General(
            "answer-type",
            signs: [
                "{error|failed to|unable to|cannot|could not} {while |when |}{encode|encoding|serialize|serializing} {csv|the prediction|prediction|response|the response|result|output}",
                "handler~{must|should} return", "{unsupported|invalid|unexpected} {return|output} type",
            ],
            unless: ["accept type"]),
    ]

    /// What a role may do, what exists, and what a network reaches.
    private static let generalAccess: [General] = [
        General(
            "vpc-route",
            signs: ["route to an s3", "{s3|vpc|gateway} endpoint or a nat", "network acl allow"]),
        General("subscription", signs: ["marketplace~subscri", "subscri~marketplace", "not subscribed to"]),
        General(
            "kms",
            signs: [
                "kms~{{denied}|pending|disabled|invalid state|{missing}}", "kmsinvalidstate",
                "{key|alias}~arn:aws:kms*{missing}",
                "{key|cmk|customer master key}~{is disabled|pending deletion|pending import}",
                "arn:aws:kms*{is disabled|is pending}",
            ],
            unless: ["apikey"]),
        General(
            "assume-role",
            signs: [
                "{unable} ~assume~role", "assume the role", "trust {relationship|policy}~{sagemaker|assume}",
                "sts:assumerole on the role", "role~{cannot be|could not be|not} assumed",
                "principal 'sagemaker.amazonaws.com'",
            ],
            unless: ["model data"]),
        General(
            "image",
            signs: [
                "{docker |ecr |container |requested |requested container |algorithm |}image~{{missing}|is invalid|could not be pulled|cannot be pulled}",
                "{missing} {the |}{requested |docker |ecr |container |}image",
                "dkr.ecr*{{missing}|is invalid|{denied}}",
                "{unable} ~pull~{image|container}", "{denied}~{ecr|repository}", "repositorynotfound", "imagenotfound",
                "{batchgetimage|getdownloadurlforlayer|batchchecklayeravailability} permission",
                "permission for the image",
            ],
            unless: [
                "image file", "identify image", "image processor", "image_processor", "image size", "decode", "imread",
                "jpeg", "png",
                "pil.", "cv2", "s3://", "kernel image",
            ]),
        General(
            "model-too-large",
            signs: [
                "{model|archive|artifact|artifacts} ~{too large|too big|exceeds|larger than}~{size|limit|maximum|instance|memory|volume|reduce|^gb|}"
            ],
            unless: ["input", "message", "request", "payload", "sequence", "token", "record"]),
        General(
            "model-data",
            signs: [
                "{model data|model artifact|model artifacts|model.tar.gz|model archive|model data archive}~{{missing}|{broken}|valid tar|{denied}|could not}",
                "{unable} ~{model data|model artifact|model.tar.gz|model archive}", "not in gzip format",
                "look like a tar archive",
                "tarfile.readerror",
                "readerror: {not a|file could not|truncated|unexpected end|bad checksum|invalid header|empty}",
                "tarfile~{not a gzip|could not be opened|truncated}", "valid tar.gz archive",
                "tar: {error is not recoverable|child returned|unexpected eof}",
            ],
            unless: ["[info", "no space left"]),
        General(
            "output-access",
            signs: [
                "{upload|write|put|save|writing|uploading|store}~{{denied}|permission}",
                "{unable} ~{upload|write output|put object|save output}",
                "{{denied}|(403)} ~{putobject|createmultipartupload|uploadpart|completemultipartupload}",
                "perform: s3:{put|abort|createmultipart}",
            ],
            unless: [
                "/opt/ml", "/tmp", "errno", "slow down", "slowdown", "reduce your request rate", "throttl",
                "(requesttimeout)", "read",
                "rate exceeded",
            ]),
        General(
            "no-credentials",
            signs: [
                "credentials {error|retrieval}", "{missing|no|invalid|expired|partial|incomplete} ~{aws |}credentials",
                "credentialretrieval",
                "{security |session |access |}token~{is invalid|expired|is not valid}", "{unable} ~{credentials}",
                "invalidclienttokenid",
                "invalidaccesskeyid", "signaturedoesnotmatch", "authfailure",
            ],
            unless: ["csrf", "tokenizer", "huggingface", "hf_token", "github"]),
        General(
            "input-missing",
            signs: [
                "({404|nosuchkey|nosuchbucket|notfound}) when calling the {get|head|list|copy}", "s3~{{missing}}",
                "s3 {key|object|bucket|prefix|path|uri}~{missing}",
                "{missing} ~{s3 |}{key|bucket|object} ~s3", "bucket~{missing}", "{missing} ~s3://",
            ],
            unless: [
                "endpoint", "route", "permission", "credential", "module", "repository", "kms", "output", "image",
                "model data",
                "model artifact", "model.tar.gz", "no such file or directory: '/",
            ]),
        General(
            "input-access",
            signs: [
                "({403|accessdenied|forbidden}) when calling the {get|head|list|copy}", "s3~{denied}", "{denied}~^s3",
                "{download|read|list|get|reading|downloading|listing}~{s3 |object |data |}~{{denied}}", "perform: s3:",
            ],
            unless: ["huggingface", "ecr", "putobject", "s3:put", "/opt/ml", "errno", "kms"]),
        General(
            "not-authorized",
            signs: [
                "is not authorized to perform",
                "({accessdenied|accessdeniedexception|unauthorizedoperation|unauthorized}) when calling",
                "user is not authorized", "explicit deny",
            ]),
        General(
            "network",
            signs: [
                "connecttimeout", "endpointconnectionerror", "newconnectionerror",
                "connection was closed before we received",
                "{certificate|ssl|tls}~{verify failed|validation failed|verification failed|handshake|error|expired}",
                "sslerror", "sslcertverification",
                "proxyconnection", "{unable} ~proxy", "getaddrinfo", "gaierror", "{download|direct download} failed!",
                "urlopen error",
                "{unable} ~{resolve|reach|connect to}~{host|dns|name|url|http|endpoint|internet|server|proxy|hub}",
                "{unable|cannot|could not} ~download ~{from|http|https}", "nodename nor servname",
                "network is unreachable",
                "connection to ~ timed out", "max retries exceeded",
            ],
            unless: [
                "169.254.169.254", "169.254.170.2", "localhost", "127.0.0.1", "0.0.0.0", "unix:", "worker", "upstream",
                "s3://", "model data",
                "data download", ".ts.sock", "ping",
            ]),
    ]

    /// Memory, disk, GPU, time, threads.
    private static let generalMachine: [General] = [
        General(
            "gpu-memory",
            signs: [
                "{cuda|gpu|cudnn|cublas|hip}~{out of memory|oom^|memory allocation|outofmemory|alloc_failed}",
                "{out of memory|outofmemory|oom^}~{gpu|cuda}",
            ]),
        General(
            "timeout",
            signs: [
                "{invocation|inference|prediction|request|model|worker|response|container|algorithm|backend}~{timed out|time out|timeout exceeded|time exceeded|timeouterror}",
                "{timed out|timeout|time out} ~{waiting for|while waiting|for response|reading response|from container|of request|after # {seconds|ms|s^}}",
                "{did not|not|no} {respond|response|finish|complete|return} ~{within|in time|in # seconds|before}~{timeout|seconds|limit|time|}",
                "exceeded ~{time limit|timeout}", "timeouterror", "sockettimeout", "readtimeout", "asyncio.timeout",
                "timeoutexpired",
            ],
            unless: [
                "client timed out", "169.254.169.254", "connect timeout", "connecttimeout", "metadata", "s3",
                "dynamodb", "endpoint url",
                "pip", "proxy_read_timeout", "timeout:", "ping", "runtime", "days",
            ]),
        General(
            "memory",
            signs: [
                "process pool was terminated abruptly", "brokenprocesspool", "terminatedworkererror",
                "excessive memory usage", "^oom^", "oomkilled",
                "{exit|exited|return|returned|status|exitcode|exit code}~{code |status |with |: |}~{137^|-9^}",
                "killed process #",
                "{insufficient|not enough|exhausted|exceeded|exceeds|over} {available |the |}{memory|ram}^",
                "{memory|heap} {limit exceeded|exhausted|allocation failed|allocation failure|error|is full}",
                "{unable|cannot|could not|failed to} allocate", "{std::|}bad_alloc", "out of {memory|ram}^",
                "memory cgroup", "mmap~{failed|cannot}",
                "terminated due to signal 9", "sigkill", "enomem",
            ],
            unless: ["cuda", "gpu", "disk", "port", "timeout", "killed*timeout"]),
        General(
            "gpu",
            signs: [
                "{no|requires a|require a|needs a|without a|without} {nvidia |cuda |cuda-capable |available |}{gpu|gpus|cuda device|cuda devices|cuda gpus}~{detected|found|available|present|to run|was|were|are|is|device}",
                "kind_gpu",
                "^cuda^~{not available|unavailable|is not compiled|is_available() is false|driver|no device}",
                "{nvidia|cuda} driver~{insufficient|too old|not found|version|mismatch|not loaded}",
                "nvidia-container-cli", "get the gpu", "nvidia-smi has failed", "invalid device ordinal",
                "cuda error: {no|invalid|unknown}", "cuda {initialization|init} {failure|failed|error}",
                "{check|verify} your cuda {installation|driver}",
            ],
            unless: [
                "normal if", "could not load dynamic library", "ignore above", "falling back", "will be used",
                "using cpu", "running on cpu",
            ]),
        General(
            "volume",
            signs: [
                "{no space|not enough space|insufficient space|not enough disk|insufficient disk|out of disk|disk full|enospc}",
                "{disk|volume|filesystem|storage}~{^full|exhausted|exceeded}",
            ]),
        General(
            "port-in-use",
            signs: [
                "{address|socket|port|port #}{s|} {is |}{already |}in use", "eaddrinuse",
                "{unable|cannot|could not|failed to} bind",
            ]),
        General(
            "threads",
            signs: [
                "{unable|cannot|could not|failed to} ~{start|create|spawn|fork} ~{thread|threads|process|worker thread}",
                "resource temporarily unavailable",
                "too many {threads|processes}",
            ],
            unless: ["server", "uvicorn", "gunicorn"]),
        General("open-files", signs: ["too many open files", "errno 24]", "emfile"]),
        General("read-only", signs: ["read-only {file system|filesystem}"]),
        General(
            "capacity",
            signs: [
                "{insufficient|not have sufficient|not enough|no|lack of} ~capacity",
                "capacity~{not available|unavailable|error|shortage}", "insufficientinstance",
                "out of capacity",
            ],
            unless: ["memory", "disk", "queue"]),
        General(
            "quota",
            signs: [
                "{service limit|service quota|account limit|instance limit|quota}~{exceeded|reached|is #|used up|insufficient}",
                "resourcelimitexceeded", "limitexceeded", "vcpulimitexceeded",
            ],
            unless: ["disk quota", "rate", "request", "payload", "open files"]),
        General(
            "throttled",
            signs: [
                "slow down", "slowdown", "throttling", "throttled", "too many requests", "toomanyrequests",
                "requestlimitexceeded", "rate exceeded", "rate limit", "request rate", "(429)", "429 client error",
            ],
            unless: ["[info"]),
        General(
            "instance-type",
            signs: [
                "{instance|instance type|instance types|ml.*}~{not available|not supported|unsupported|unavailable}~{region|zone|availability}",
                "{unsupported|invalid|unknown} instance type",
                "instance type~{not supported|is not valid|is invalid|not allowed}",
                "availability zone{s|(s)|}~requested instance type", "not available in this region",
            ],
            unless: ["capacity"]),
    ]
}

/// Causes in records and in their form.
extension DiagnosisRule {
    private static let generalRecords: [General] = [
        General(
            "filter",
            signs: [
                "{inputfilter|outputfilter|input filter|output filter|jsonpath|json path}~{{unable}|{broken}|not supported|unsupported|syntax}",
                "{{unable}|{broken}|unexpected|unsupported|not supported} ~{jsonpath|json path|inputfilter|outputfilter|input filter|output filter}",
            ]),
        General(
            "ragged",
            signs: [
                "{rows|records|lines|arrays}~{different|differing|varying|unequal|inconsistent|same} {number|numbers|length|lengths|count|counts}",
                "{too many|too few|extra|wrong number of|expected number of|expected #|expects #} {fields|columns|values|cells}~{in|at|on} {line|row|record}",
                "{line|row|record} #~{has|have|contains|had|expected} ~# {fields|columns|values|cells}",
                "{more|fewer|less} {fields|columns|values} than ~{schema|header|expected|columns|defined}",
                "number of {fields|columns} in {line|row|record}",
            ],
            unless: ["batch"]),
        General(
            "duplicate-columns",
            signs: [
                "{duplicate|duplicated|repeated} {column|columns|field|fields|feature|features|header|headers|variable|variables}",
                "{column|columns|feature|field} names~{not unique|must be unique|should be unique|are duplicated|duplicate}",
                "cannot reindex on an axis with duplicate labels",
            ],
            unless: ["compute"]),
        General(
            "missing-columns",
            signs: [
                "{columns} {are |}{{missing}|absent|required}", "missing {the |some |}inputs", "inputs {are |}missing",
                "{column|field|feature|covariate}{s|}~{is missing|are missing|missing from|{missing}|not in the|not in index|not in dataframe|field required}",
                "{missing|{missing}|lacks|without} {required |expected |input |these |the |following |the following |mandatory |}{column|columns|feature|features|field|fields|covariates}",
                "{column|feature|field} names~{{differ}|are different|do not match|did not match}",
                "{must|should} have {a |the |}{columns |column |'|\"}", "{must|should} be a dataframe with \"",
                "{dataframe|_df'|_df|data} must have ~{columns|'|\"}",
                "{regressor|column|feature|variable} '*missing from", "inputs ~are missing from",
                "evaluating factor: nameerror", "in eval(predvars*not found", "error in eval*object '*not found",
                "feature names stored in", "^expected ^~ in input data",
                "must have {a |an |the |}~{column|field}^", "missing {a |the |}required {column|field|feature}",
                "{unexpected|unknown|unrecognized} {column|columns|feature|features|field}^",
                "{required|expected|mandatory} {column|feature|field|attribute}{s|}~{missing|not|absent|but}",
                "{columns}~not in~{dataframe|data|dataset|input}",
                "{unresolved_column|unresolvedcolumn}", "cannot resolve~column", "has no column",
                "does not contain {the |the following |required |}{column|columns|field|fields|feature|features}",
            ],
            unless: [
                "number of {columns}", "state_dict", "environment", "config", "module", "label column", "missing value",
                "argument", "metadata",
                "/opt/ml", "field_name", "attribute named", "jwt", "header field", "feature request", "not unique",
            ]),
        General(
            "column-count",
            signs: [
                "{number of|num|numbers of|count of} {input |}{columns}~{{differ}|different|does not|do not|expected|but|not}",
                "{{differ}|different|wrong|incorrect|invalid|bad} {number of|num|numbers of} {input |}{columns}",
                "all features must be in [",
                "{feature|column|input|x} {count|size|dimension}~{differ}",
                "# {input |}{columns}~{expect|requires|trained|fitted|required|training}",
                "{expect|expects|expected|expecting|requires|requires exactly|needs} {exactly |}# {input |}{columns}",
                "{model|booster|training|fitted} has # {columns}",
                "index # is out of bounds for axis 1", "positional indexer{s|}~out-of-bounds",
                "{too many|too few|extra|not enough} {columns}",
                "{columns} in {x|the data|the input|input|data|payload}~{differ}",
                "last dimension of the input was expected to be", "input dimension~expected",
                "{data|input|x|payload|row|record} has # {columns}", "number of features between fit and predict",
                "columns passed",
            ],
            unless: ["line #", "row #", "record #"]),
        General(
            "missing-values",
            signs: [
                "{contain|contains|containing|has|have|with|including|encountered} {a |any |some |one or more |}{no value}",
                "{no value} {values |value |}{are|is|was|were|found|cannot|detected|encountered|in} ~{allowed|supported|accepted|permitted|column|feature|field|found|present|input|x}",
                "{not|cannot|does not|do not|must not|never} {have|contain|accept|support|handle|allow|be|convert|include} {any |}{no value}",
                "cannot convert {na|nan|inf|float nan|float infinity|none}^", "found {some |}{no value} ~in ",
                "{null|nan|missing} values", "boolean value of na",
                "'float' object has no attribute '", "'float' object is not {iterable|subscriptable}",
                "{nan|nans} or {inf|infs|infinity}", "{inf|infs} or {nan|nans}",
                "argument must be~not 'nonetype'", "for~'nonetype' and '{float|int|str}",
                "for~'{float|int|str}' and 'nonetype'", "intcastingnan",
            ],
            unless: [
                "no missing", "^0 missing", "no null", "no nan", "loss", "gradient", "weights may", "task", "keys",
                "label column", "module", "credential", "worker",
                "model_fn", "predictions", "prediction",
                "^model^ ", "accept type", "content type", "training.",
            ]),
        General(
            "date-format",
            signs: [
                "isoformat string", "unconverted data remains", "outofboundsdatetime", "dateparseerror",
                "datetimeparseexception", "is out of range for month",
                "must be in 1..12",
                "{unable} ~{parse|convert|interpret|parsing} ~{^date^|datetime|timestamp|^time^|^dates^|datetimes}",
                "{{broken}|unknown|unrecognized|ambiguous|unsupported|wrong|bad} {date|datetime|timestamp|time} {format|string|value}",
                "^{date|datetime|timestamp} format~{{differ}|{broken}|expected}",
                "dtype allowed is 'datetime", "{timestamp|datetime|date}~{must|should} be ~{datetime|format|iso}",
                "{has|have} timezone", "time column~{must|should}", "must contain timestamp", "tz-naive and tz-aware",
                "tz-aware and tz-naive", "timezone-{naive|aware}",
                "time data~match", "given date string",
            ],
            unless: ["timed out", "timeout", "certificate", "token"]),
        General(
            "unknown-category",
            signs: [
                "{unknown|unseen|unexpected|unrecognized|undefined|invalid|new} {category|categories|categorical|class label|level^|levels^|factor}",
                "categorical_feature do not match",
                "{categories|category|level|levels|label|labels}~{not seen|never seen|not in the training|were not in|not present in} ~{train|training|fit|fitting}",
                "with a new category", "conversion ~of unknown level", "not in {the |}vocabulary",
                "{contain|contains|has|have|found} {new|unseen|unknown} {labels|level|levels|values|categories}",
                "{categorical level|new levels|unknown level}", "not match any of the expected levels",
                "unknowncategoricallevel", "set a category that is not",
            ],
            unless: ["task", "feature names", "log level", "logging"]),
        General(
            "header-row",
            signs: [
                "{could not|cannot|unable to|failed to} {be |}{convert|converted|parse|parsed|cast|coerce|interpret} ~{number}",
                "{{broken}|not a} {numeric^|float|integer}", "^non-numeric",
                "not supported between instances of {'str' and '|'int' and 'str|'float' and 'str}",
                "unsupported operand type{s|(s)|} for~'str'", "can only concatenate str",
                "{must|should} be {numeric|a number|numbers|of numeric type|real number|float or int}",
                "must be real number, not str", "dtype('o')", "{are|is} not {numerical|numeric}", "must be integral",
                "cast them as numeric", "{object dtype|dtype=object|dtype object|dtype of type object|dtype: object}",
                "found {string|object|str}~{numeric|number|float}",
                "is not a {number|numeric|float|valid number|valid float}", "string {value|values}~{numeric|number}",
                "{unable to|cannot|could not|failed to} ~{cast|convert} ~{string|str|object|varchar|text}^ ~{to|into}",
                "conversion from '{str|string|object}' to '{f|i|u|int|float}", "java.lang.string for numeric",
                "for numeric column", "numbers.real", "not numeric",
            ],
            unless: [
                "non-finite", "convert na ", "nonetype", "^nat^", "^date", "timestamp", "to datetime", "numpy.bool",
                "state_dict", "checkpoint",
                "json", "port", "version", "environment", "tensor(", "sequence_length", "config", "nan",
            ]),
        General(
            "mixed-types",
            signs: [
                "uniformly strings or numbers",
                "'int' object has no attribute '{lower|upper|strip|split|encode|replace|startswith|endswith}'",
                "mixed {type|types|dtype|dtypes}^", "'<' not supported between instances of",
            ]),
        General(
            "category-type",
            signs: ["categorical~{must be|should be|has to be}~{integer|string|int|^str^|type}"]),
        General(
            "text-too-long",
            signs: [
                "{sequence|prompt|text|token|tokens|context|inputs}~{too long|exceeds|exceed|exceeded|longer than|greater than} ~{max|maximum|limit|length|allowed|tokens|model|context}",
                "{maximum|max|model's maximum} {context|sequence|token|prompt} length", "max_new_tokens' must be",
                "must have less than # tokens", "maximum number of tokens",
            ],
            unless: ["maxpayload", "token too long", "authentication", "payload"]),
        General(
            "embedding-range",
            signs: [
                "indices~out of~{embedding|vocab}", "{token|input} {id|ids|indices}~out of~{range|bounds|vocab}",
                "srcselectdimsize",
            ]),
    ]

    private static let generalFormats: [General] = [
        General(
            "payload-too-large",
            signs: [
                "{request|payload|body|message|content|entity}~{too large|too big|too long}",
                "{request|payload|body|message|content length}~{exceeds|exceeded|exceeding|larger than|greater than}~{limit|max|maximum|bytes|size|mb^}",
                "resource_exhausted~larger than", "{payload_too_large|requestentitytoolarge|entity.too.large}",
            ],
            unless: ["token", "sequence", "field larger", "value too large", "0.413", "memory", "header"]),
        General(
            "quotes",
            signs: [
                "{csv.error|parsererror}: unexpected end of data",
                "{unterminated|unclosed|unbalanced|unescaped|unmatched|stray|mismatched} ~{^quote|quotation|quoted}",
                "expected after ','", "{quote|quotes} {not closed|not terminated|mismatch|is missing}",
                "delimiter after quote",
            ],
            unless: ["json", "unterminated string starting"]),
        General(
            "encoding",
            signs: [
                "codec cannot decode",
                "{{broken}|{unable}} ~{^utf-8|^utf8|utf-16|byte sequence|character encoding|multibyte}",
                "{utf-8|utf8|unicode} {decoding |decode |}error",
                "not~valid {utf-8|utf8|unicode}",
            ],
            unless: ["escape", "encode character", "surrogates not allowed"]),
        General(
            "not-compressed", of: [.dataLog, .container],
            signs: [
                "not a gzipped file", "badgzipfile", "incorrect header check", "gzip: invalid header",
                "invalid gzip header", "not in gzip format",
            ],
            unless: ["tarfile", "tar:", "stdin: not in", "model.tar.gz"]),
        General(
            "compressed-input",
            signs: [
                "compressed file ended before", "{{broken}|{unable}} ~{decompress|decompressing|inflate|uncompress}",
                "crc check failed", "unexpected end of ~{gzip|zlib|compressed}",
            ]),
        General(
            "base64",
            signs: [
                "incorrect padding", "binascii.error", "base64~{broken}", "{{broken}|{unable}} ~base64",
                "number of data characters", "only base64 data is allowed",
            ]),
        General(
            "request-keys",
            signs: [
                "field required", "value_error.missing", "missing required {properties|property|key|keys|parameter}",
                "{payload|body|request} must be a {dict|dictionary|json object}", "is a required property",
                "expecting object with",
                "tensor alias not found", "inputs expected to be in the set",
                "{missing|lacks} ~{key|keys|element} ~{request|payload|body|instances|inputs}",
                "{request|payload|body}~{must|should|needs to|does not|did not} {contain|include|have|provide}",
            ],
            unless: ["accept"]),
        General(
            "input-json",
            signs: [
                "json~{parse|parsing|decode|decoding|syntax} {error|failed|failure|exception}", "{broken} json",
                "{unable} {be |}{parse|parsed|decode|decoded|read|deserialize|load} ~json",
                "unexpected {token|character} ~json", "unexpected end of json", "json object must be str",
                "expected~json~{got|but|found}", "in json at position",
                "could not read json", "{not|non} json", "json decode", "did not attempt to load json",
                "body~not ~json", "unsupported request data format",
            ],
            unless: [
                "json serializable", "jsonpath", "config.json", "manifest.json", "signature.json", "tokenizer.json",
                ".json'", "json response", "json compliant",
                "application/json", "serialize",
            ]),
        General(
            "input-csv",
            signs: [
                "{unable} {be |while |}{parse|parsing|read|reading|decode|decoding|tokenize|load|loading|process} ~^csv^",
                "{broken} csv", "^csv^~{{broken}|parse error|parsing error|parser error}",
                "pandas.errors.parsererror", "csv.error", "lines in file", "not determine ~delimiter",
                "determine ~separator",
            ],
            unless: ["encoding csv", "encode csv", "contenttype"]),
        General(
            "input-format",
            signs: [
                "{unable} ~{decode|identify|read|open|decoding|reading} {the |}{image|audio|video|picture}",
                "{image|audio|video|picture|soundfile} {file |data |is |}~{malformed|corrupt|truncated|cannot be decoded|could not be decoded|not recognized}",
                "{broken} {image|jpeg|png|parquet|recordio|libsvm|tfrecord|avro|protobuf|record}",
                "not a {jpeg|png|valid image|parquet|recordio|zip file}",
                "{unsupported|unknown|unrecognized} {image|audio|file|data|input} format",
                "{unable} ~{parse|read|decode|load|loading} ~{libsvm|recordio|parquet|protobuf|tfrecord|avro|excel}",
                "error parsing message", "protobuf.message.decodeerror",
            ],
            unless: ["model", "image processor", "docker", "ecr", "/opt/ml", "checkpoint", "platform", "descriptors"]),
        General(
            "empty-input",
            signs: [
                "{input|request|payload|body|dataframe|data frame|dataset|object|batch|file} ~^{is|was|are} empty",
                "0 sample(s)", "empty {input|body|dataframe|data frame|dataset|batch|record|line|csv|file}",
                "has no {rows|records|time-series|samples|data}",
                "{less|fewer} than # ~rows", "nothing to predict",
                "{no|zero} {rows|records|samples|instances} ~{found|received|given|provided|in}",
                "contains no {rows|records|data|samples}",
                "at least {one|some} {row|record|sample|instance|value|values|input}", "must not be empty",
                "{dataframe|payload|body|batch|array|series} is empty",
            ],
            unless: ["model", "/opt/ml", "queue", "no such file", "s3 objects"]),
        General(
            "single-record", signs: ["expected 2d array, got {1d|scalar}"]),
        General(
            "shape",
            signs: [
                "{bad|wrong|invalid|unexpected|incorrect|mismatched|inconsistent|incompatible} {input |}{shape|dimension|dimensions|rank|dim^|shapes}",
                "{shape|shapes|dimension|dimensions|rank}~{mismatch|not match|not compatible|incompatible|must be equal|must match|not aligned}",
                "got invalid dimensions", "unexpected input data type", "buffer dtype mismatch", "dtype mismatch",
                "size does not match signature",
                "{expected|expects|got|found|requires|needs}~#{d^|-d^|-dimensional| dimensional| dimensions}",
                "{must|should} be {#|1|2|3|4}{d^|-d^|-dimensional| dimensional}",
                "array with {dim|0 feature}", "0 feature(s)", "# or #-dimensional",
                "2-dimensional {matrix|array|input}", "reshape {the|your} {input|data}", "expected ~to have shape",
                "shape (*but got (", "expected shape", "too many indices for {array|tensor}",
                "{must|should} be {two|one|three}-dimensional", "arrays must each be 1-dimensional", "cannot reshape",
                "{size|sizes} of tensor~must match", "sizes of tensors must match", "size mismatch, {m1|got}",
                "size mismatch (got",
                "axis # is out of bounds for array of dimension",
            ],
            unless: ["state_dict", "copying a param", "size mismatch for", "checkpoint"]),
        General(
            "accept",
            signs: [
                "^accept^ ~{unsupported|not supported|not support|invalid|not implemented}",
                "{unsupported|unknown|invalid} {accept^|accept type|response content type|output content type|response type|output format}",
                "{cannot|can only|unable to|only} {respond|return|produce|serialize} ~{content type|content-type|mime|application/|text/|csv|json}",
                "{response|output|accept} {content |content-|}{type|mimetype|mime type} ~{unsupported|not supported|invalid}",
            ]),
        General(
            "content-type",
            signs: [
                "{unsupported|unknown|invalid|unexpected|unrecognized|wrong} {request |input |}{contenttype|content-type|content type|mime|mimetype|media type}",
                "{content type|content-type|contenttype|mime type|mimetype|media type}~{unsupported|not supported|not support|not allowed|not accepted|not recognized|is invalid|must be|should be|was not|not implemented}",
                "{only|predictor only|container only} {supports|accepts|support|accept} {text/|application/|csv|json|image/}",
                "{does not|cannot} {know how to|support|accept|handle} ~{content type|content-type|contenttype|mime|text/|application/}",
                "content_type must be",
            ]),
    ]

    private static let generalModel: [General] = [
        General(
            "image-start",
            signs: [
                "cannotstartcontainer", "platform~does not match", "oci runtime", "exec user process caused",
                "starting container process", "container ~failed to start",
                "docker run <image> serve", "{unable|failed to|cannot} start container",
            ],
            unless: ["ping"]),
        General(
            "ping",
            signs: [
                "{{unable}|not|never} ~{pass|respond|answer|responding} ~^ping^",
                "^ping^~{failed|timed out|not respond|did not}", "stand up your model within", "worker failed to boot",
                "health check~failed",
            ]),
        General(
            "model-code",
            signs: [
                "notimplementederror",
                "^{model_fn|input_fn|predict_fn|output_fn|transform_fn|handler|handler_service|inference.py|entry point|entrypoint|entry_point|user script|custom service}~{{missing}|not implemented|must|should|expected|required|takes|definition}",
                "{missing|{missing}|implement|define|expect} ~^{model_fn|input_fn|predict_fn|output_fn|transform_fn|handle method|inference.py|entry point|entrypoint}",
                "{missing}~.py'", "unable to load module", "{custom service code|only one class}", "not a callable",
                "is not a python module",
            ],
            unless: [
                "could not run", "file \"/", "requirements", "none~was returned", "not supported", "requires",
            ]),
        General(
            "library-version",
            signs: [
                "{version|versions|binary|abi}~{incompatib|mismatch|conflict|not compatible|do not match|not match|too old|too new|unsupported}",
                "{incompatib|mismatch|not compatible|conflict} ~{version|versions}",
                "was removed in ~{release|version}", "is not a known bitgenerator",
                "descriptors cannot ~be created directly", "code() {takes|argument|expected}",
                "unsupported model ir version", "only supports ~{up to|version|protocols}", "max supported ~version",
                "unsupported ~opset", "code expected at most",
                "multiarray failed to import", "a module that was compiled using",
                "{serialized|saved|pickled|trained|created} {with|by|using} ~{older|newer|different|another|version|python}",
                "unrecognized arguments", "has been {removed|deprecated and removed}", "wrong index found for",
                "please {upgrade|downgrade}",
            ],
            unless: [
                "protocol version", "[info", "tls", "ssl", "cuda driver", "driver version", "api version",
                "glibc*required by",
            ]),
        General(
            "container-setting",
            signs: [
                "{environment variable|env variable|env var|environment variables|environ}~{not set|{missing}|required|undefined|must be|is invalid|not defined|is not|unset}",
                "{missing|define|specify|requires|require|provide|must set|please set|need to set} ~{environment variable|env variable|env var|env '}",
                "use env '",
                "task ~{not set|could not be infer|could not be determined|cannot be infer}", "unknown task",
                "keyerror: 'sagemaker_", "keyerror: 'sm_", "keyerror: 'mms_", "keyerror: 'hf_", "must specify a region",
                "noregion",
            ]),
        General(
            "dependency",
            signs: [
                "importmoduleerror", "modulenotfounderror", "pip~{failed|error|non-zero|returned}",
                "{package|packages|dependencies|requirements|library} {installation |}{failed|could not be installed|cannot be installed|not installed|is missing|are missing}",
                "should be installed", "{is|are} not installed", "installmoduleerror", "not found but is required",
                "required~but {is |was |}not {found|installed|available}",
                "{package|library|module|'} is required {for|to}", "{dependency|dependencies} ~{wheel|wheels|download}",
                "{broken} {distribution|package|requirement} ~{name|version|specifier}",
                "library (~could not be loaded", "but ~ is not available$",
                "{missing|{missing}} ~{dependency|dependencies|package|packages|library|shared object|module}",
                "installation may be corrupted", "distributionnotfound", "packagenotfounderror",
                "{install|installing} ~{failed|error}", "subprocess-exited-with-error",
            ],
            unless: [
                "warning", "optional", "recommended", "keyring", "field", "column", "key ", "signature", "frequency",
            ]),
        General(
            "model-load",
            signs: [
                "{unable} {while |be |}{load|loading|open|opening|read|reading|restore|restoring|deserialize|deserializing|unpickle|loaded|initialize} ~{^model^|weights|checkpoint|artifact|predictor|estimator|pipeline|tokenizer|processor|.pt^|.pth^|.pkl^|.joblib^|.h5^|.onnx^|savedmodel|state_dict|vocab|booster}",
                "{missing|{missing}} ~^{model|mlmodel|weights|checkpoint|tokenizer|vocab|predictor|savedmodel|signature}^ {file|weights|dir|folder|at |in |configuration}",
                "mlmodel^", "{signature|configuration|config} file~{missing}", "{missing|no} the model",
                "no model {weights|file|artifact|found|was|to load}",
                "{model {file|files|path|dir|directory|folder|artifact|weights|checkpoint}|weights|checkpoint|vocab|tokenizer|savedmodel}~{{missing}|is empty|{broken}}",
                "deserializing model", "load failed for model", "does not have the ~flavor", "suitable model class",
                "import ~model from", "loading an estimator", "exactly one .pt",
                "reader failed",
                "unrecognized {image processor|model|configuration|tokenizer|processor|feature extractor}",
                "modelloaderror",
                "no such file*.{pkl|joblib|pt|pth|h5|onnx|bin|safetensors|pickle|cbm|ubj|bst|keras|sav|mar}'",
                "{pickle|unpickl|pickling|deserializ}~{error|failed|truncated|corrupt|invalid}", "state_dict",
                "size mismatch for", "{unknown layer|could not interpret|unable to revive|cannot revive}",
                "untrusted types found", "not a ~checkpoint", "get local attribute", "get ~attribute ~on <module",
                "was saved with module", "{not|not yet} supported {for|by|with} {this model|automodel|the model|model}",
                "requires ~{flash attention|flash_attn|flash-attn}", "xgboost~invalid cast",
                "{no|missing} configuration found", "failed to import ~model class",
                "{failed to load|does not contain a valid} ~{bento|service}", "no fit models",
                "{input stream|stream}~corrupt",
            ],
            unless: ["accept", "model_fn", "content type", "load average", "s3://", "module", "payload", "request"]),
        General(
            "model-unfitted",
            signs: [
                "not fitted", "{not|never} {yet |}been {fit^|fitted|trained}", "call {'|.|}fit",
                "must be {fit^|fitted|trained}", "please fit the", "must train ~before",
                "untrained {model|estimator|encoder|transformer}",
                "{fit|train|fitted|trained}~before {it can|predict|calling predict|prediction|transform|using}",
            ]),
        General(
            "file-permission", signs: ["permission denied", "permissionerror", "eacces", "operation not permitted"]),
        General(
            "file-missing",
            signs: [
                "no such file or directory", "filenotfounderror", "path~{missing}", "{missing} ~path", "file not found",
                "nosuchfileexception", "notadirectoryerror",
            ]),
    ]
}
