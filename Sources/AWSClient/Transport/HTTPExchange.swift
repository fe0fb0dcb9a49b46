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
        var connectMilliseconds = 10_000
        /// With fewer than `leastBytesPerSecond`.
        var idleSeconds = 60
        /// What an exchange must move on average to count as alive; a byte now and then would keep it up for ever.
        var leastBytesPerSecond = 256
        /// For the whole exchange; 0 for no limit.
        var totalMilliseconds = 0
        /// PEM file of certificate authorities; nil for the system's.
        var caBundle: String?
    }

    /// The first header whose value has a line break or a NUL: on the wire it would be two, or half.
    var brokenHeader: String? {
        headers.first { header in
            var value = header.value
            return value.withUTF8 { $0.contains { $0 == 0x0A || $0 == 0x0D || $0 == 0 } }
        }?.name
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
