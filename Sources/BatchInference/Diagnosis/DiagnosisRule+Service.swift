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
            "runtime", onlyForReasons: true,
            signs: [
                "maximum runtime", "max runtime", "maxruntime", "runtime exceeded", "ran longer than",
                "longer than # days", "exceeded*runtime", "exceeded*time limit", "exceeded the maximum*time",
            ],
            cause: "the transform ran longer than SageMaker allows",
            fix: "use more or larger instances, or split the input over several transforms; outputs that were finished "
                + "are kept"),
        DiagnosisRule(
            "vpc", onlyForReasons: true,
            signs: [
                "insufficient free address", "insufficientfreeaddress", "free ip address", "subnet*not exist",
                "security group*not exist", "invalidsubnet", "invalidgroup.notfound", "network interface",
                "subnet*not found",
            ],
            cause: "the model's subnets or security groups can't be used: deleted, or without free IP addresses",
            fix: "check them, or choose other subnets of the same VPC"),
        DiagnosisRule(
            "model-gone", onlyForReasons: true,
            signs: ["could not find model \"", "could not find model '", "model*no longer exists"],
            cause: "the model was deleted before the transform began",
            fix: "create the model again"),
        DiagnosisRule(
            "throttled",
            signs: ["rate exceeded", "throttlingexception", "reduce your request rate", "toomanyrequests"],
            cause: "AWS throttled requests of this transform or its container",
            fix: "try again, and run fewer things at the same time that call the same service"),
    ]

    static let symptomRules: [DiagnosisRule] = [
        DiagnosisRule(
            "worker-died", .symptom,
            signs: [
                "worker died", "worker process died", "workerinitializationexception", "worker exited unexpectedly",
                "segmentation fault", "sigsegv", "core dumped", "exited with code #",
            ],
            unless: ["exited with code 0"],
            cause: "the container's worker died",
            fix:
                "read the container's log before that line; too little memory and a model that doesn't load are common"
        ),
        DiagnosisRule(
            "no-answer", .symptom,
            signs: [
                "unable to get response from", "no response from", "prematurely closed connection",
                "connection reset by peer", "connection refused", "server disconnected", "remote end closed connection",
                "failed to get response", "did not receive a response",
            ] + status(502) + status(503),
            cause:
                "the container gave no response to a request: it took too long, ran out of memory, or its server died",
            fix: "look at the container's last log lines; raise the invocation time-out (up to 3600 s), lower "
                + "MaxPayloadInMB, or choose an instance type with more memory"),
        DiagnosisRule(
            "internal-error", .pointer, onlyForReasons: true,
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

    /// What says no more than that something is wrong, and where it is told.
    static let pointers: [TextPattern] = [
        "see job logs for more information", "clienterror: 400", "algorithmerror", "bad http status", "check the logs",
        "see the logs", "see cloudwatch logs",
    ]
}
