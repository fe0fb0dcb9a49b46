/// What a failure means to whoever must act on it.
extension AWSFailure {
    private static let throttlingCodes: Set<String> = [
        "ThrottlingException", "Throttling", "ThrottledException", "RequestThrottled", "RequestThrottledException",
        "TooManyRequestsException", "ProvisionedThroughputExceededException", "TransactionInProgressException",
        "RequestLimitExceeded", "BandwidthLimitExceeded", "LimitExceededException", "SlowDown",
        "EC2ThrottledException", "PriorRequestNotComplete",
    ]
    private static let expiredCodes: Set<String> = [
        "ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired",
    ]
    private static let rejectedCodes: Set<String> = [
        "UnrecognizedClientException", "InvalidClientTokenId", "InvalidAccessKeyId", "SignatureDoesNotMatch",
        "InvalidSignatureException", "AuthFailure", "MissingAuthenticationToken",
        "MissingAuthenticationTokenException",
    ]
    static let deniedCodes: Set<String> = [
        "AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "AllAccessDisabled", "Forbidden",
    ]

    /// What to do about what S3 says of a bucket or an object.
    private static let objectRemedies = [
        "NoSuchBucket": "check the bucket name; the bucket may have been deleted",
        "InvalidBucketName": "check the bucket name",
        "NoSuchKey": "check the key, which is case-sensitive; the object may have been moved or deleted",
        "KeyTooLongError": "use a key of at most 1024 bytes",
        "PreconditionFailed": "the object was replaced in the meantime; try again",
        "InvalidRange": "the object was replaced in the meantime; try again",
        "NoSuchUpload": "the upload was aborted or completed elsewhere; start it again",
    ]

    /// Whether the service found the request's time too far from its own.
    public var isClockSkew: Bool {
        guard let error = serviceError else { return false }
        if ["RequestTimeTooSkewed", "RequestExpired", "RequestInTheFuture"].contains(error.code) { return true }
        return error.message.hasPrefix("Signature expired:") || error.message.hasPrefix("Signature not yet current:")
    }

    /// The operation that failed, where one was asked for.
    public var operation: OperationDescriptor? {
        switch self {
        case .service(let error): error.operation
        case .transport(let error): error.operation
        case .undecodable(let operation, _, _), .repeatedPageToken(let operation), .endlessListing(let operation, _),
            .stalledListing(let operation, _), .objectReplaced(let operation, _):
            operation
        case .credentials, .configuration, .cancelled: nil
        }
    }

    public var serviceError: ServiceError? {
        if case .service(let error) = self { error } else { nil }
    }

    public var isThrottling: Bool {
        guard let error = serviceError else { return false }
        return Self.throttlingCodes.contains(error.code) || error.httpStatus == 429
    }

    /// The named thing does not exist. SageMaker says so with a ValidationException or ResourceNotFound.
    public var isNotFound: Bool {
        guard let error = serviceError else { return false }
        switch error.code {
        case "ResourceNotFound", "ResourceNotFoundException", "NoSuchKey", "NoSuchBucket", "NotFound", "NoSuchEntity",
            "NoSuchResourceException", "NotFoundException", "NoSuchBucketPolicy", "NoSuchUpload",
            "RepositoryNotFoundException", "RepositoryPolicyNotFoundException", "ImageNotFoundException":
            return true
        case "ValidationException":
            let message = error.message.lowercased()
            return message.contains("could not find") || message.contains("not found")
                || message.contains("does not exist")
        default: return error.httpStatus == 404
        }
    }

    /// A thing of that name is there already.
    public var isAlreadyExists: Bool {
        guard let error = serviceError else { return false }
        return error.code == "ResourceInUse"
            || (error.code == "ValidationException" && error.message.contains("already exist"))
    }

    public var isExpiredCredentials: Bool {
        switch self {
        case .service(let error): Self.expiredCodes.contains(error.code)
        case .credentials(let error): error.kind == .expired
        default: false
        }
    }

    public var isAccessDenied: Bool {
        guard let error = serviceError else { return false }
        return Self.deniedCodes.contains(error.code) || Self.rejectedCodes.contains(error.code)
            || Self.expiredCodes.contains(error.code) || (error.httpStatus == 403 && error.code.isEmpty)
    }

    /// Whether the exit status is 4: no usable credentials, or access denied.
    public var concernsAccess: Bool {
        if case .credentials = self { return true }
        return isAccessDenied || isExpiredCredentials
    }

    /// Whether credentials, settings or the way to the service are at fault, rather than what was asked for.
    public var concernsSetup: Bool {
        switch self {
        case .configuration, .transport: true
        default: concernsAccess
        }
    }

    /// Whether a create may have happened although no answer said so: describe and compare before deciding.
    public var outcomeIsUnknown: Bool {
        switch self {
        case .transport(let error): error.mayHaveArrived
        case .service(let error): error.httpStatus >= 500 || !error.isServicesOwn
        case .undecodable, .cancelled: true
        default: false
        }
    }

    /// What is wrong, in one sentence without a full stop.
    public var problem: String {
        switch self {
        case .service(let error):
            if isThrottling {
                let said = error.message.isEmpty ? error.code : "\(error.code): \(error.message)"
                return "throttled by \(error.operation.service.displayName) (\(said))"
            }
            let said = error.message.isEmpty ? "HTTP \(error.httpStatus)" : error.message
            let times = error.attempts > 1 ? ", \(error.attempts) times" : ""
            return error.isServicesOwn
                ? "\(error.operation.name): \(error.code): \(said)\(times)" : "\(error.operation.name): \(said)\(times)"
        case .transport(let error): return "\(error.operation.name): \(error.host): \(error.detail)"
        case .credentials(let error): return error.problem
        case .configuration(let problem, _): return problem
        case .undecodable(let operation, let detail, _):
            return "\(operation.name): the response isn't a \(operation.name) response: \(detail)"
        case .repeatedPageToken(let operation):
            return "\(operation.name): the service gave no new page token, so the rest can't be listed"
        case .endlessListing(let operation, let pages):
            return "\(operation.name): there were still more pages after \(pages), so the rest isn't listed"
        case .stalledListing(let operation, let stall): return "\(operation.name): \(stall.problem)"
        case .objectReplaced(_, let detail): return "the object was replaced after it was listed: \(detail)"
        case .cancelled: return "cancelled"
        }
    }

    /// What to do about it; empty where nothing but waiting helps.
    public var remedy: String {
        switch self {
        case .service(let error):
            if isThrottling { return "" }
            if isExpiredCredentials { return "log in again, for example: aws sso login" }
            if isClockSkew {
                return "set this machine's clock, for example with: timedatectl set-ntp true; then try again"
            }
            if error.code == "UnrecognizedClientException" || error.code == "InvalidClientTokenId" {
                return "check the access key and the session token, and that the region is enabled for the account"
            }
            if Self.rejectedCodes.contains(error.code) { return "check the access key, the secret and the clock" }
            if !error.isServicesOwn, error.httpStatus == 403, error.message.firstRange(of: "a web page") != nil {
                return "a proxy or gateway refused it: check HTTPS_PROXY and the endpoint URL"
            }
            if let action = deniedAction { return "request the permission \(action)" }
            if isAccessDenied { return "request the permission \(error.operation.iamAction)" }
            if error.code == "InvalidObjectState" {
                return "restore the archived object first, for example with: aws s3api restore-object"
            }
            if let remedy = Self.objectRemedies[error.code] { return remedy }
            if error.httpStatus >= 500 {
                return error.isServicesOwn
                    ? "try again in a minute"
                    : "try again in a minute; if it persists, a proxy or firewall is responding instead of AWS"
            }
            if (300..<400).contains(error.httpStatus) { return "check the endpoint URL and any proxy in front of it" }
            return ""
        case .transport(let error):
            switch error.kind {
            case .nameNotResolved: return "check the region, the endpoint URL and the network"
            case .connectionRefused: return "check the endpoint URL and that a service listens there"
            case .tls:
                return
                    "check --ca-bundle, AWS_CA_BUNDLE, ca_bundle, REQUESTS_CA_BUNDLE and the clock; a proxy that inspects "
                    + "TLS needs its certificate authority there"
            case .proxy:
                return
                    "check HTTPS_PROXY, and that the proxy runs and allows this host; or list the host in NO_PROXY"
            case .proxyAuthentication:
                return
                    "put them in the URL: HTTPS_PROXY=http://NAME:PASSWORD@HOST:PORT, or exclude the host with NO_PROXY"
            default: return "check the network"
            }
        case .credentials(let error): return error.remedy
        case .configuration(_, let remedy): return remedy
        case .undecodable:
            return
                "check the endpoint URL, and whether the network needs a sign-in: the response wasn't from AWS"
        case .repeatedPageToken, .endlessListing, .stalledListing:
            return "try again; if it happens again, check the endpoint URL and any proxy in between"
        case .objectReplaced: return "list the outputs again, then download them"
        case .cancelled: return ""
        }
    }
}

extension AWSFailure {
    /// The IAM action that the caller lacks, as the service names it; nil where nothing was denied for want of one.
    public var deniedAction: String? {
        guard let error = serviceError, isRefusedByPolicy else { return nil }
        // `… is not authorized to perform: sagemaker:ListModels on resource: …`
        guard let mark = error.message.firstRange(of: "not authorized to perform: ") else {
            // `The ciphertext refers to a customer master key that does not exist, … or you are not allowed to access.`
            let concernsKey = error.message.firstRange(of: "ciphertext") != nil
            return concernsKey ? "kms:Decrypt" : error.operation.iamAction
        }
        let said = error.message[mark.upperBound...].prefix {
            $0.isASCII && ($0.isLetter || $0.isNumber || $0 == ":" || $0 == "-")
        }
        return said.contains(":") ? String(said) : error.operation.iamAction
    }

    /// Whether a policy forbids the call, rather than that the keys are wrong or have expired.
    private var isRefusedByPolicy: Bool {
        guard let error = serviceError else { return false }
        return Self.deniedCodes.contains(error.code) || (error.httpStatus == 403 && error.code.isEmpty)
    }
}

extension ListingStall {
    /// What the service did, in one sentence without a full stop.
    var problem: String {
        switch self {
        case .emptyPages(let count): "\(count) pages in a row were empty, so the rest isn't listed"
        case .repeatedPages(let count): "\(count) pages in a row repeated earlier ones, so the rest isn't listed"
        case .keysOutOfOrder: "a page's keys don't follow the earlier ones, so the rest can't be listed"
        }
    }
}
