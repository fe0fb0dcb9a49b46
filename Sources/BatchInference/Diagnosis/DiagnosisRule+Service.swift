import AWSOperations

/// Causes in the service, and what only shows from outside.
extension DiagnosisRule {
    static let serviceRules: [DiagnosisRule] = [
        DiagnosisRule(
            "quota",
            signs: ["resourcelimitexceeded", "account-level service limit"],
            cause: "the account's quota for the instance type is used up or 0",
            fix: "request more of 'ml.… for transform job usage' in Service Quotas, or choose another type"),
        DiagnosisRule(
            "capacity",
            signs: [
                "capacityerror", "unable to provision requested ml compute capacity", "insufficient capacity",
                "insufficientinstancecapacity",
            ],
            cause: "AWS has no free instances of that type in the region right now",
            fix: "try again later, or choose another instance type or fewer instances"),
        DiagnosisRule(
            "subscription", side: .access, signs: ["caller is not subscribed", "subscribed to the marketplace"],
            cause: "the account isn't subscribed to the Marketplace product that the model is from",
            fix: "subscribe to it in AWS Marketplace, or use another model"),
        DiagnosisRule(
            "instance-type", signs: ["is not available in this region"],
            cause: "the instance type isn't available in this region or in the model's subnets",
            fix: "choose another instance type, or subnets in other Availability Zones"),
        DiagnosisRule(
            "invalid-request", of: [.failureReason],
            signs: [
                "validation error detected", "validation errors detected", "failed to satisfy constraint",
                "member must satisfy",
            ],
            cause: "SageMaker doesn't accept a value of the request",
            fix: "change the value that the message names, and launch again"),
        DiagnosisRule(
            "runtime", of: [.failureReason],
            signs: [
                "maximum runtime", "max runtime", "maxruntime", "runtime exceeded", "ran longer than",
                "longer than # days", "exceeded*runtime", "exceeded*time limit", "exceeded the maximum*time",
            ],
            cause: "the transform ran longer than SageMaker allows",
            fix: "use more or larger instances, or split the input over several transforms; outputs that were finished "
                + "are kept"),
        DiagnosisRule(
            "vpc", of: [.failureReason],
            signs: [
                "insufficient free address", "dhcp options", "insufficientfreeaddress", "free ip address",
                "subnet*not exist",
                "security group*not exist", "invalidsubnet", "invalidgroup.notfound", "network interface",
                "subnet*not found",
            ],
            cause: "the model's subnets or security groups can't be used: deleted, or without free IP addresses",
            fix: "check them, or choose other subnets of the same VPC"),
        DiagnosisRule(
            "model-gone", of: [.failureReason],
            signs: ["could not find model \"", "could not find model '", "model*no longer exists"],
            cause: modelGone, fix: "create the model again"),
        DiagnosisRule(
            "model-gone", signs: ["could not find model \"arn:aws"], cause: modelGone, fix: "create the model again"),
        DiagnosisRule(
            "model-source", signs: ["container definitions which use modeldatasource"],
            cause: "batch transform doesn't support models that name their artifact by ModelDataSource",
            fix: "create the model with ModelDataUrl and a model.tar.gz"),
        DiagnosisRule(
            "throttled",
            signs: ["rate exceeded", "throttlingexception", "reduce your request rate", "toomanyrequests"],
            cause: "AWS throttled requests of this transform or its container",
            fix: "try again, and run fewer things at the same time that call the same service"),
    ]

    private static let modelGone = "the model was deleted before the transform was done with it"

    /// What the code in the container fails with, where the exception's kind is all that is known.
    static let exceptionRules: [DiagnosisRule] = [
        DiagnosisRule(
            "missing-key", .exception, side: .input, of: [.dataLog, .failureReason], signs: ["keyerror: "],
            unless: ["keyerror: '<", "keyerror: none"]
        ) { evidence in
            let key = evidence.name(after: "KeyError: ").map { " '\($0)'" } ?? ""
            return (
                "the container's code looks up a column or key\(key) that isn't there",
                "if it's a column or field of the records, add it under that name; otherwise the inference code or its "
                    + "settings lack it"
            )
        },
        DiagnosisRule(
            "code-error", .exception,
            signs: [
                "nameerror: ", "unboundlocalerror", "referenced before assignment", "cannot access local variable",
                "syntaxerror: ",
                "indentationerror: ", "taberror: ", "recursionerror", "maximum recursion depth", "has no attribute '",
                "zerodivisionerror", "division by zero", "required positional argument", "positional arguments but",
                "positional argument but", "missing # required", "unexpected keyword argument",
                "object is not {callable|subscriptable|iterable}",
                "cannot unpack non-iterable", "indices must be integers", "takes # arguments but",
                "nullpointerexception",
                "referenceerror: ", "' is not defined",
            ],
            unless: ["warning", "weakly-referenced", "environ", "patsy", "evaluating factor"]
        ) { evidence in
            let name = evidence.exceptionName.map { " with \($0)" } ?? ""
            return (
                "the container's inference code fails\(name)",
                "read the lines of the stack trace above it in the log, and correct the inference script or the library versions; "
                    + "a few rows show it sooner: flightdeck launch --like with --sample-rows"
            )
        },
    ]

    static let symptomRules: [DiagnosisRule] = [
        DiagnosisRule(
            "payload-refused", .symptom, side: .input, signs: ["unable to evaluate payload provided$"],
            cause: "the algorithm refused the input and doesn't say why",
            fix: "compare ContentType, the number of columns and their order with what the algorithm was trained on; a "
                + "few rows show it sooner: flightdeck launch --like with --sample-rows"),
        DiagnosisRule(
            "worker-died", .symptom,
            signs: [
                "worker died", "worker process died", "workerinitializationexception", "worker exited unexpectedly",
                "segmentation fault", "sigsegv", "core dumped", "exited with code #",
                "has no worker to serve inference request", "backend worker process die", "failed to connect to worker",
                "worker failed to initialize within", "failed to start workers", "exit code: 139", "exit code 139",
                "{model |worker |server |serving |}process {exited|died|crashed|terminated|was terminated}",
                "unexpected ~exit",
                "{exited|terminated} unexpectedly", "crashed with", "exited with status #", "frontend disconnected",
            ],
            unless: ["exited with code 0", "exited with status 0"],
            cause: "the container's worker died",
            fix:
                "read the container's log before that line; too little memory and a model that doesn't load are common"
        ),
        noAnswer,
        DiagnosisRule(
            "internal-error", .pointer, side: .service, of: [.failureReason],
            signs: [
                "internalservererror", "internal server error", "internal error", "internal service error",
                "internal failure", "internalfailure",
            ]
        ) { evidence in
            let captures = evidence.description?.dataCaptureConfig != nil
            return (
                "SageMaker reports an internal error and names no cause"
                    + (captures ? "; data capture is known to lead to it" : ""),
                captures
                    ? "launch it again without data capture"
                    : "launch it again; if it fails in the same way, ask AWS Support with the transform's ARN"
            )
        },
    ]

    private static let noAnswer = DiagnosisRule(
        "no-answer", .symptom, side: .container,
        signs: [
            "unable to get response from", "no response from", "prematurely closed connection",
            "connection reset by peer", "connection refused", "server disconnected", "remote end closed connection",
            "failed to get response", "did not receive a response", "no live upstreams while connecting",
            "{unable|could not|cannot|not} ~get a response", "connect() failed (111", "connection aborted",
            "remotedisconnected", "econnreset",
            "econnrefused", "broken pipe",
        ] + status(502) + status(503) + ["502 bad gateway", "503 service {temporarily |}unavailable"],
        cause:
            "the container gave no response to a request: it took too long, ran out of memory, or its server died",
        fix: "look at the container's last log lines; raise the invocation timeout (up to 3600 s), lower "
            + "MaxPayloadInMB, or choose an instance type with more memory")

    /// What only a status says.
    static let statusRules: [DiagnosisRule] = [
        payloadTooLarge.asStatus([413]), accept.asStatus([406]), contentType.asStatus([415]),
        invocationTimeout.asStatus([504, 408]),
        DiagnosisRule(
            "memory", .status, side: .container, signs: status(507) + ["507 insufficient storage"],
            cause: "the container ran out of memory",
            fix: "lower MaxPayloadInMB and the concurrent transforms, or choose an instance type with more memory"),
    ].map { rule in
        var rule = rule
        rule.side = rule.side ?? (rule.id == invocationTimeout.id ? .container : .input)
        return rule
    }

    /// What says no more than that something is wrong, and where it is told.
    static let pointers: [TextPattern] = [
        "see job logs for more information", "clienterror: 400", "algorithmerror", "bad http status", "check the logs",
        "see the logs", "see cloudwatch logs",
    ]
}

/// Causes in what the role may do, and in what is not there.
extension DiagnosisRule {
    static let accessRules: [DiagnosisRule] = [
        DiagnosisRule(
            "kms",
            signs: [
                "not authorized to perform: kms:", "kms*accessdenied", "kms*access denied", "kms*disabled",
                "kms*pending deletion", "kms.disabled", "kms key*not*access", "accessdenied*kms",
                "ciphertext refers to a customer master key",
            ]
        ) { evidence in
            let action = evidence.word(after: "perform: ") ?? "kms:Decrypt and kms:GenerateDataKey"
            let key = evidence.word(after: "on resource: ").map { " \($0)" } ?? ""
            let isOutput = action.lowercased().contains("generatedatakey") || action.lowercased().contains("encrypt")
            let use =
                action.lowercased().contains("kms:decrypt")
                ? " to read the input or the artifacts" : isOutput ? " to write the output" : ""
            return (
                "the model's role can't use the KMS key\(key)\(use)",
                "allow \(action) for the role, in the key's policy and in the role's own"
            )
        },
        DiagnosisRule(
            "assume-role",
            signs: [
                "could not assume role", "unable to assume role", "perform: sts:assumerole", "cannot be assumed",
                "failed to assume role",
            ],
            cause: "SageMaker can't assume the model's role",
            fix: "allow sagemaker.amazonaws.com to assume it in the role's trust policy"),
        DiagnosisRule(
            "image",
            signs: [
                "images included in the model", "perform: ecr:", "cannotpullcontainer", "failed to pull",
                "pull access denied", "repository*does not exist", "manifest for*not found", "manifest unknown",
                "unable to pull", "image*does not exist", "image*not found in*repository", "could not pull",
                "repository of your image*does not grant",
            ],
            cause: "an image of the model does not exist, or the model's role cannot pull it",
            fix: "check that each image exists in its region, and that the role and the repository's policy allow "
                + "ecr:BatchGetImage and ecr:GetDownloadUrlForLayer"),
        DiagnosisRule(
            "model-data",
            signs: [
                "could not access model data", "unable to access model data", "model artifact*not found",
                "failed to extract model data", "download model data", "model data*does not exist",
                "failed to extract*model.tar.gz", "failed to untar model", "could not find model data at",
            ]
        ) { evidence in
            let place = evidence.word(after: "URL: ") ?? evidence.word(after: "model data at ")
            return (
                "the model artifact\(place.map { " \($0)" } ?? "") does not exist, is not a gzip-compressed tar file, or "
                    + "can't be read by the model's role",
                "check that it exists in the model's region, and that the role has s3:GetObject on it and can use its "
                    + "KMS key"
            )
        },
        DiagnosisRule(
            "output-access",
            signs: [
                "failed to upload output", "unable to upload", "failed to upload", "perform: s3:putobject",
                "putobject*access denied", "putobject*accessdenied", "accessdenied*putobject",
                "createmultipartupload*access denied", "uploadpart*access denied", "accessdenied*createmultipartupload",
                "access denied*putobject",
                "failed to write output", "could not upload",
            ],
            // Neither is a matter of permissions.
            unless: [
                "reduce your request rate", "(slowdown)", "rate exceeded", "throttlingexception", "(requesttimeout)",
            ],
            cause: "the output can't be written",
            fix:
                "check that the output bucket exists in the job's region, and allow the model's role s3:PutObject under "
                + "the output path and kms:GenerateDataKey on its KMS key"),
        DiagnosisRule(
            "vpc-route",
            signs: ["ensure that the subnet's route table", "s3 vpc endpoint or a nat", "route to an s3 vpc endpoint"],
            cause: "the model's subnets have no way to S3",
            fix: "add an S3 gateway endpoint or a NAT gateway to the subnets' route tables, and allow S3 in their "
                + "security groups and network ACLs"),
        DiagnosisRule(
            "no-credentials",
            signs: [
                "unable to locate credentials", "nocredentialserror", "could not find credentials", "expiredtoken",
                "token included in the request is expired", "provided token has expired", "unrecognizedclientexception",
            ],
            cause: "the container's code has no AWS credentials, or expired ones",
            fix: "turn off the model's network isolation if its code calls AWS, and have the code get credentials from "
                + "the execution role, not from environment variables"),
        DiagnosisRule(
            "bucket-region",
            signs: [
                "permanentredirect", "must be addressed using the specified endpoint", "bucket*different region",
                "authorizationheadermalformed", "bucket*is not in*region", "bucket is in*region",
            ],
            cause: "a bucket is in another region than the transform",
            fix: "use buckets of the transform's region for input and output"),
        DiagnosisRule(
            "input-missing", side: .input, signs: ["no s3 objects found", "no objects found"],
            cause: "no objects under the input prefix, or the model's role can't list it",
            fix: "check the input's S3 URI and region, and grant the role s3:ListBucket on the bucket"),
        DiagnosisRule(
            "input-missing", side: .input,
            signs: [
                "nosuchkey", "nosuchbucket", "the specified key does not exist",
                "specified bucket does not exist", "s3 object*not found", "manifest*not valid",
                "unable to find*s3://", "headobject operation: not found",
            ],
            cause: "an object or prefix in S3 does not exist",
            fix: "check the input's S3 URI, or what its manifest names"),
        DiagnosisRule(
            "input-access",
            signs: [
                "perform: s3:getobject", "perform: s3:listbucket", "accessdenied*s3", "access denied*s3",
                "s3*accessdenied", "s3*access denied", "could not download*s3", "failed to list*s3",
                "unable to download*s3", "accessdenied*getobject", "accessdenied*listobjects",
                "getobject*access denied", "listobjects*access denied", "headobject*forbidden",
                "data download failed*accessdenied", "data download failed*access denied",
            ],
            cause: "the model's role can't read something in S3, most often the input",
            fix: "check the input's S3 URI, and grant the role s3:ListBucket on the bucket and s3:GetObject on the "
                + "objects"),
        DiagnosisRule("not-authorized", signs: ["not authorized to perform: "]) { evidence in
            let action = evidence.word(after: "not authorized to perform: ") ?? "an action"
            let resource = evidence.word(after: "on resource: ").map { " on \($0)" } ?? ""
            return (
                "a role or user isn't allowed to perform \(action)\(resource)",
                "grant \(action), and look for a Deny statement"
            )
        },
    ]
}

/// Causes in how much a request carries.
extension DiagnosisRule {
    static let payloadRules: [DiagnosisRule] = [
        DiagnosisRule(
            "record-too-large",
            signs: [
                "too much data for max payload", "token too long", "record*exceeds*maxpayload",
                "record*larger than*maxpayload", "exceeds*maxpayloadinmb", "larger than maxpayloadinmb",
                "greater than maxpayloadinmb", "exceeded*maxpayloadinmb",
            ]
        ) { evidence in
            let limit = evidence.description?.maxPayloadInMB.map { " (\($0) MB)" } ?? ""
            return (
                "a record, or an unsplit object, is larger than MaxPayloadInMB\(limit)",
                "raise MaxPayloadInMB (up to 100) as far as the container accepts, and split the input by line"
            )
        },
        DiagnosisRule(
            "payload-too-large", side: .output,
            signs: ["message size exceed limit"],
            cause: "a response of the container, or a request to it, was larger than its model server takes",
            fix: "lower MaxPayloadInMB, so that fewer records share a response, or raise MMS_MAX_RESPONSE_SIZE or "
                + "TS_MAX_RESPONSE_SIZE in the container's environment"),
        payloadTooLarge,
    ]

    static let payloadTooLarge = DiagnosisRule(
        "payload-too-large",
        signs: [
            "413 request entity too large", "request entity too large", "payload too large", "content too large",
            "received message larger than max (# vs. #)", "received message larger than max", "toolongframe",
            "too large body", "request body*too large", "body is too large", "http content length exceeded",
            "payload size*exceed", "exceed*maximum request size", "exceed*maximum payload size",
            "request is too large", "request size*exceed", "transmitted exceeds the capacity limit",
        ]
    ) { evidence in
        let job = evidence.description
        let set = job?.maxPayloadInMB
        let isWhole = job.map { ($0.transformInput.splitType ?? SplitType.none) == SplitType.none } ?? false
        let lower =
            isWhole
            ? "split the input by line, so that an object is more than one request"
            : set == 1 ? "set BatchStrategy to SingleRecord" : "lower MaxPayloadInMB"
        let sizes =
            evidence.numbers.count == 2
            ? " (\(DisplayText.bytes(evidence.numbers[0])), and it accepts \(DisplayText.bytes(evidence.numbers[1])))"
            : ""
        return (
            "a request was larger than the container accepts" + sizes
                + (set.map { ", with MaxPayloadInMB \($0)" } ?? ""),
            lower + "; if requests are small already, raise the container's own limit (client_max_body_size of "
                + "nginx, MAX_CONTENT_LENGTH, MMS_MAX_REQUEST_SIZE or TS_MAX_REQUEST_SIZE)"
        )
    }
}
