/// One HTTP request as it goes over the wire.
struct HTTPRequest: Sendable {
    enum Method: String, Sendable {
        case get = "GET"
        case head = "HEAD"
        case post = "POST"
        case put = "PUT"
        case delete = "DELETE"
    }

    /// Percent-encoded, with scheme, host and query.
    var url: String
    var headers: [(name: String, value: String)]
    var body: [UInt8] = []
    /// Bytes of a body that is kept in memory.
    var bodyLimit = 64 << 20
    var options: Options

    /// What requests to one service mostly have in common: a handle of libcurl keeps it from one to the next.
    struct Options: Hashable, Sendable {
        var method: Method
        /// Whether a successful answer's body comes piece by piece; failures always come whole.
        var streamsBody = false
        /// Whether a connection of its own is opened, so that libcurl cannot send the request a second time by itself.
        var usesFreshConnection = false
        /// Whether proxies from the environment are left out.
        var bypassesProxy = false
        /// The proxy to go through; nil for what libcurl finds in the process's environment.
        var proxy: String?
        /// In milliseconds.
        var connectTimeout = 10_000
        /// In seconds without a byte.
        var idleTimeout = 60
        /// In milliseconds, for the whole exchange; 0 for no limit.
        var totalTimeout = 0
        /// PEM file of certificate authorities; nil for the system's.
        var caBundle: String?
    }

    init(url: String, headers: [(name: String, value: String)], options: Options) {
        self.url = url
        self.headers = headers
        self.options = options
    }
}

/// An answer: its head, and its body whole or as a stream.
struct HTTPAnswer: Sendable {
    enum Body: Sendable {
        case whole([UInt8])
        case stream(BodyStream)
    }

    var head: HTTPHead
    var body: Body

    /// The body where it came whole; empty for a stream.
    var bytes: [UInt8] {
        if case .whole(let bytes) = body { bytes } else { [] }
    }
}

/// Why no complete answer came.
enum TransportProblem: Error, Sendable {
    case cancelled
    /// The URL cannot be used as it is.
    case badURL(String)
    /// The answer's body is longer than what is kept in memory, in bytes.
    case tooLarge(limit: Int)
    case failed(kind: FailureKind, detail: String, mayHaveArrived: Bool)

    enum FailureKind: Sendable {
        case nameNotResolved
        case connectionRefused
        case connectionLost
        case timedOut
        case tls
        case proxy
        case other
    }
}
