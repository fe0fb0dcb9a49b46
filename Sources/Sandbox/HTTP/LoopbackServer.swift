import Glibc
import Synchronization

/// HTTP/1.1 on 127.0.0.1: a thread accepts, and each connection has one, for the clients of one person are few.
final class LoopbackServer: Sendable {
    /// Who answers.
    struct Handler: Sendable {
        /// The answer to a request whose body is not wanted; nil to have it read. The request has no body yet.
        var check: @Sendable (WireRequest) async -> WireResponse?
        var respond: @Sendable (WireRequest) async -> WireResponse
    }

    /// The connections at once; for one more, that goes whose request has been waited for the longest.
    static let connectionLimit = 256
    /// The memory for the bodies of all requests at once, in bytes: one of the largest, and many of the usual size.
    static let bodyMemory = LoopbackConnection.bodyLimit + (64 << 20)

    private struct State {
        /// The connections that are open; with a number where they may go, the lower the longer.
        var connections: [Int32: Int?] = [:]
        var lastNumber = 0
        var isStopped = false

        /// Cuts the connection whose request has been waited for the longest; its thread closes it.
        mutating func makeRoom() {
            let waiting = connections.compactMap { connection, number in number.map { (connection, $0) } }
            guard let longest = waiting.min(by: { $0.1 < $1.1 })?.0 else { return }
            connections.updateValue(nil, forKey: longest)
            shutdown(longest, Int32(SHUT_RDWR))
        }
    }

    let port: Int
    private let listener: Int32
    private let timeouts: LoopbackConnection.Timeouts
    private let handler: Handler
    private let bodyRoom = BodyRoom(limit: LoopbackServer.bodyMemory)
    private let state = Mutex(State())

    /// Listens on a port, or on a free one for 0, and returns once connections are accepted.
    static func start(
        port: Int, timeouts: LoopbackConnection.Timeouts = .init(), handler: Handler
    ) async throws(SandboxError) -> LoopbackServer {
        guard let wanted = UInt16(exactly: port) else {
            throw .cannotListen(port: port, reason: "ports are 0 to 65535")
        }
        func failure() -> SandboxError {
            .cannotListen(port: port, reason: String(cString: strerror(errno)))
        }
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard listener >= 0 else { throw failure() }
        _ = fcntl(listener, F_SETFD, FD_CLOEXEC)
        var yes: Int32 = 1
        setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = wanted.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, size) == 0 && listen(listener, 128) == 0 && getsockname(listener, $0, &size) == 0
            }
        }
        guard isListening else {
            let error = failure()
            close(listener)
            throw error
        }
        let server = LoopbackServer(
            port: Int(UInt16(bigEndian: address.sin_port)), listener: listener, timeouts: timeouts, handler: handler)
        guard Self.startThread({ server.accept() }) else {
            close(listener)
            throw .cannotListen(port: port, reason: "no thread can be started")
        }
        return server
    }

    private init(port: Int, listener: Int32, timeouts: LoopbackConnection.Timeouts, handler: Handler) {
        self.port = port
        self.listener = listener
        self.timeouts = timeouts
        self.handler = handler
    }

    /// Takes no more connections and cuts those that there are.
    func stop() async {
        state.withLock { state in
            guard !state.isStopped else { return }
            state.isStopped = true
            // Wakes the threads that wait for these; each closes its own.
            shutdown(listener, Int32(SHUT_RDWR))
            for connection in state.connections.keys { shutdown(connection, Int32(SHUT_RDWR)) }
        }
    }

    private func accept() {
        defer { close(listener) }
        while !state.withLock({ $0.isStopped }) {
            let connection = Glibc.accept(listener, nil, nil)
            guard connection >= 0 else {
                // Out of descriptors for a moment; whoever waits is not lost.
                if errno != EINTR, errno != ECONNABORTED { poll(nil, 0, 20) }
                continue
            }
            _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
            var yes: Int32 = 1
            setsockopt(connection, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
            let isTaken = place(for: connection)
            guard isTaken, Self.startThread({ self.serve(connection) }) else {
                finish(connection)
                continue
            }
        }
    }

    /// Waits until a connection has a place among those that are open; false where the server is stopped meanwhile.
    private func place(for connection: Int32) -> Bool {
        var asked = 0
        while true {
            let isTaken: Bool? = state.withLock { state in
                guard !state.isStopped else { return false }
                guard state.connections.count >= Self.connectionLimit else {
                    state.lastNumber += 1
                    state.connections.updateValue(state.lastNumber, forKey: connection)
                    return true
                }
                // One at a time: the thread of the last needs a moment to go.
                if asked % 50 == 0 { state.makeRoom() }
                return nil
            }
            if let isTaken { return isTaken }
            asked += 1
            poll(nil, 0, 1)
        }
    }

    private func serve(_ descriptor: Int32) {
        var connection = LoopbackConnection(
            descriptor: descriptor, timeouts: timeouts, handler: handler, bodyRoom: bodyRoom,
            mayGo: { mayGo in
                self.state.withLock { state in
                    let isWaitedFor = state.connections[descriptor]?.map { _ in true } ?? false
                    guard isWaitedFor != mayGo else { return }
                    state.lastNumber += 1
                    state.connections.updateValue(mayGo ? state.lastNumber : nil, forKey: descriptor)
                }
            })
        connection.serve()
        finish(descriptor)
    }

    /// Closes a connection under the lock, so that `stop` does not cut another of the same number.
    private func finish(_ connection: Int32) {
        state.withLock { state in
            state.connections.removeValue(forKey: connection)
            close(connection)
        }
    }

    /// Starts a thread that is joined by nobody; false where the system allows no more.
    private static func startThread(_ body: @escaping @Sendable () -> Void) -> Bool {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        pthread_attr_setstacksize(&attributes, 512 << 10)
        let work = Unmanaged.passRetained(ThreadWork(body))
        var thread = pthread_t()
        let result = pthread_create(
            &thread, &attributes,
            { argument in
                // Signals are for the threads that expect them.
                var all = sigset_t()
                sigfillset(&all)
                pthread_sigmask(SIG_BLOCK, &all, nil)
                Unmanaged<ThreadWork>.fromOpaque(argument!).takeRetainedValue().body()
                return nil
            }, work.toOpaque())
        if result != 0 { work.release() }
        return result == 0
    }
}

private final class ThreadWork: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
}
