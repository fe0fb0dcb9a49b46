/// Why a call to AWS did not give its answer.
public enum AWSFailure: Error, Hashable, Sendable {
    /// The service answered with an error.
    case service(ServiceError)
    /// No complete answer came.
    case transport(TransportError)
    /// No usable credentials; the text says which provider failed and what to do.
    case credentials(CredentialsError)
    /// Region, endpoint, profile or proxy settings make the call impossible.
    case configuration(problem: String, remedy: String)
    /// The service answered 2xx with something that is not the operation's response.
    case undecodable(operation: OperationDescriptor, detail: String, requestID: String?)
    /// A listing gave the same page token twice, or none although more follows: the rest can't be read.
    case repeatedPageToken(operation: OperationDescriptor)
    /// A listing had more pages after so many: the rest is not read.
    case endlessListing(operation: OperationDescriptor, pages: Int)
    /// A listing said that more follows, page after page, and brought nothing new: the rest is not read.
    case stalledListing(operation: OperationDescriptor, stall: ListingStall)
    /// An object is another one than a listing told of: it was written again since.
    case objectReplaced(OperationDescriptor, detail: String)
    /// The caller cancelled.
    case cancelled
}

/// An error that a service answered with.
public struct ServiceError: Error, Hashable, Sendable {
    public var operation: OperationDescriptor
    /// The service's own code, cut to its name: `ThrottlingException`, `NoSuchKey`.
    public var code: String
    public var message: String
    public var httpStatus: Int
    public var requestID: String?
    /// How often the request was sent.
    public var attempts: Int
    /// Whether the code is a service's own. Where it was only made of the status, a proxy or gateway may have answered,
    /// before or after the service did something.
    public var isServicesOwn: Bool

    public init(
        operation: OperationDescriptor, code: String, message: String, httpStatus: Int, requestID: String?,
        attempts: Int = 1, isServicesOwn: Bool = true
    ) {
        self.operation = operation
        self.code = code
        self.message = message
        self.httpStatus = httpStatus
        self.requestID = requestID
        self.attempts = attempts
        self.isServicesOwn = isServicesOwn
    }
}

/// A failure below HTTP: name look-up, connection, TLS, timeout, a body cut short.
public struct TransportError: Error, Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        case nameNotResolved
        case connectionRefused
        case connectionLost
        case timedOut
        case tls
        case proxy
        /// The proxy wants a name and a password.
        case proxyAuthentication
        case other
    }

    public var operation: OperationDescriptor
    public var kind: Kind
    /// The host and port that were tried.
    public var host: String
    public var detail: String
    /// Whether the service may have received and acted on the request.
    public var mayHaveArrived: Bool
    public var attempts: Int

    public init(
        operation: OperationDescriptor, kind: Kind, host: String, detail: String, mayHaveArrived: Bool,
        attempts: Int = 1
    ) {
        self.operation = operation
        self.kind = kind
        self.host = host
        self.detail = detail
        self.mayHaveArrived = mayHaveArrived
        self.attempts = attempts
    }
}

/// Why no usable credentials were found.
public struct CredentialsError: Error, Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        case notFound
        case expired
        case broken
    }

    public var kind: Kind
    public var problem: String
    public var remedy: String
    /// The ARN of a role that could not be taken on for want of a permission or of its trust.
    public var deniedRole: String?

    public init(kind: Kind, problem: String, remedy: String, deniedRole: String? = nil) {
        self.kind = kind
        self.problem = problem
        self.remedy = remedy
        self.deniedRole = deniedRole
    }
}
