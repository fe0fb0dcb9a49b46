import AWSOperations
import AWSSigning

/// An operation as HTTP, before it has an endpoint and a signature.
struct Call: Sendable {
    enum Target: Hashable, Sendable {
        /// The service itself, at `/`.
        case service
        /// A path of the service, with its leading slash.
        case path(String)
        /// A bucket, or with a key an object in it.
        case bucket(String, key: String)
    }

    var operation: OperationDescriptor
    /// What sending it twice does; the operation's own but for requests that are good once.
    var effect: OperationDescriptor.Effect
    var target: Target = .service
    var method: HTTPRequest.Method
    /// Not yet encoded.
    var query: [(name: String, value: String)] = []
    var headers: [(name: String, value: String)] = []
    var body: [UInt8] = []
    var streamsBody = false
    /// Where the request itself holds the proof of who asks.
    var isUnsigned = false
    /// The service's region; nil for the client's.
    var region: String?
    /// Proves in a header that the key of a login is held; see `ProofOfPossession`.
    var possessionKey: P256PrivateKey?

    init(
        operation: OperationDescriptor, target: Target = .service, method: HTTPRequest.Method,
        query: [(name: String, value: String)] = [], headers: [(name: String, value: String)] = [],
        body: [UInt8] = [], streamsBody: Bool = false
    ) {
        self.operation = operation
        effect = operation.effect
        self.target = target
        self.method = method
        self.query = query
        self.headers = headers
        self.body = body
        self.streamsBody = streamsBody
    }
}
