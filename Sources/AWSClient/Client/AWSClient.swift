import AWSOperations
import AWSSigning

/// The client that every panel and command shares.
///
/// Identical reads under way at one time are sent once, and one budget spans all callers. The network's thread starts
/// with the first request and ends with the client.
public final class AWSClient: Sendable {
    public let configuration: ClientConfiguration

    let dispatcher: Dispatcher
    let credentials: any CredentialsSource
    let clock: ClientClock
    let loop: TransferLoop
    private let hub: EventHub
    private let reads = SharedReads()

    public convenience init(configuration: ClientConfiguration) {
        self.init(configuration: configuration, clock: .system)
    }

    init(configuration: ClientConfiguration, clock: ClientClock) {
        let loop = TransferLoop()
        let hub = EventHub()
        let dispatcher = Dispatcher(configuration: configuration, loop: loop, clock: clock, events: hub)
        self.configuration = configuration
        self.dispatcher = dispatcher
        self.clock = clock
        self.loop = loop
        self.hub = hub
        switch configuration.credentials {
        case .fixed(let fixed): credentials = FixedCredentials(credentials: fixed)
        case .chain(let context):
            let roleCache = RoleCache(home: context.files.home, clock: clock)
            let services = CredentialsServices(
                dispatcher: dispatcher, loop: loop, roleCache: roleCache, mfaPrompt: configuration.mfaPrompt,
                clock: clock)
            credentials = CredentialsStore(
                chain: CredentialsChain(context: context, services: services), roleCache: roleCache, clock: clock,
                events: hub)
        }
    }

    deinit {
        loop.stop()
        hub.finish()
    }

    /// Calls an operation of a JSON service: SageMaker, CloudWatch Logs, CloudWatch, Service Quotas, the price list.
    public func send<Request: JSONRequest>(_ request: Request) async throws(AWSFailure) -> Request.Response {
        let answer = try await answer(to: try JSONWire.call(request))
        return noted(
            try JSONWire.response(Request.Response.self, operation: Request.operation, answer: answer),
            of: Request.operation)
    }

    /// Calls an operation of a query service: STS, IAM.
    public func send<Request: QueryRequest>(_ request: Request) async throws(AWSFailure) -> Request.Response {
        let answer = try await answer(to: try QueryWire.call(request))
        return noted(
            try QueryWire.response(Request.Response.self, operation: Request.operation, answer: answer),
            of: Request.operation)
    }

    /// Says what of an answer could not be read: every part in the log, items that no list can show to whoever listens.
    func noted<Response>(_ response: Response, of operation: OperationDescriptor) -> Response {
        guard let partly = response as? any PartlyReadResponse, !partly.unread.isEmpty else { return response }
        let unread = partly.unread
        if unread.items > 0 { tell(.itemsLeftOut(operation: operation, count: unread.items)) }
        let rest = unread.count > unread.places.count ? ", and more" : ""
        configuration.logger?.debug(
            "\(operation.name): read without \(unread.count) parts: \(unread.places.joined(separator: "; "))\(rest)")
        return response
    }

    /// What the client does by itself, from now on: retries, corrections, credentials found.
    ///
    /// Each call makes a stream of its own; one that is read too slowly loses the oldest events beyond 64.
    public func events() -> AsyncStream<ClientEvent> { hub.events() }

    /// Ends all streams of events; what was sent is still read.
    public func endEvents() { hub.finish() }

    func tell(_ event: ClientEvent) { hub.send(event) }

    /// Seconds by which this machine's clock was found to be behind the services'; 0 where it never mattered.
    public var clockCorrection: Double { dispatcher.clockCorrection }

    /// What each credentials provider said in the last search; empty before the first one and for fixed keys.
    public func credentialsReport() async -> [ProviderReport] {
        guard let store = credentials as? CredentialsStore else { return [] }
        return await store.reports
    }

    /// Whether keys that a service refuses may be followed by others while the program runs: those of its own environment
    /// never are.
    public func keysMayChange() async -> Bool {
        guard let store = credentials as? CredentialsStore else { return false }
        return await store.keysMayChange
    }

    /// The answer that a call was given in the end, whole: a read's is shared with all who ask for it at the same time.
    func answer(to call: Call) async throws(AWSFailure) -> HTTPAnswer {
        guard call.effect == .read else {
            defer { reads.writeEnded() }
            return try await dispatcher.perform(call, credentials: credentials).http
        }
        return try await reads.answer(for: ReadKey(call)) { () throws(AWSFailure) in
            try await dispatcher.perform(call, credentials: credentials).http
        }
    }
}
