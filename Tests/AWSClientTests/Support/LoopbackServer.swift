import Glibc
import Synchronization

/// An HTTP/1.1 server on 127.0.0.1 that answers as a test says, down to broken connections.
final class LoopbackServer: Sendable {
    struct Request: Sendable {
        var method: String
        /// As received, without the query.
        var path: String
        var query: String
        /// Names in lower case.
        var headers: [String: String]
        var body: [UInt8]
        /// The number of the connection that it came over, from 0.
        var connection: Int

        /// The operation that a JSON request names, or a form's `Action`.
        var operation: String {
            if let target = headers["x-amz-target"] { return String(target.split(separator: ".").last ?? "") }
            let form = String(decoding: body, as: UTF8.self).split(separator: "&")
            return form.first { $0.hasPrefix("Action=") }.map { String($0.dropFirst(7)) } ?? ""
        }

        var text: String { String(decoding: body, as: UTF8.self) }
    }

    enum Reply: Sendable {
        case answer(status: Int, headers: [(String, String)], body: [UInt8])
        /// Bytes as they are, then the connection is closed.
        case raw([UInt8])
        /// The connection is reset without an answer.
        case reset
        /// Bytes, then silence until the client goes away.
        case stall([UInt8])
        /// Bytes, then the connection is reset.
        case cut([UInt8])
        /// Sent once `gate` opens.
        indirect case held(Gate, Reply)

        static func json(_ text: String, status: Int = 200, headers: [(String, String)] = []) -> Reply {
            .answer(
                status: status, headers: [("Content-Type", "application/x-amz-json-1.1")] + headers,
                body: Array(text.utf8))
        }

        static func xml(_ text: String, status: Int = 200, headers: [(String, String)] = []) -> Reply {
            .answer(status: status, headers: [("Content-Type", "text/xml")] + headers, body: Array(text.utf8))
        }
    }

    /// Holds answers back until a test opens it.
    final class Gate: Sendable {
        private let isOpen = Atomic(false)
        func open() { isOpen.store(true, ordering: .sequentiallyConsistent) }
        fileprivate func wait(until isStopped: () -> Bool) {
            while !isOpen.load(ordering: .sequentiallyConsistent), !isStopped() { usleep(1000) }
        }
    }

    let port: UInt16
    private let listener: Int32
    private let handler: @Sendable (Request, Int) -> Reply
    private let state = Mutex(State())

    private struct State {
        var requests: [Request] = []
        var connections = 0
        var open: Set<Int32> = []
        var isStopped = false
    }

    /// `handler` gets each request with its number, from 0.
    init(_ handler: @escaping @Sendable (Request, Int) -> Reply) {
        self.handler = handler
        signal(SIGPIPE, SIG_IGN)
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        let bound = withUnsafeMutablePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                guard bind(listener, address, size) == 0, listen(listener, 256) == 0 else { return false }
                return getsockname(listener, address, &size) == 0
            }
        }
        precondition(bound, "no port on 127.0.0.1")
        port = UInt16(bigEndian: address.sin_port)
        startThread { [self] in accept() }
    }

    var url: String { "http://127.0.0.1:\(port)" }
    var requests: [Request] { state.withLock { $0.requests } }
    var connections: Int { state.withLock { $0.connections } }

    func stop() {
        let open = state.withLock { state in
            state.isStopped = true
            return state.open
        }
        for descriptor in open { shutdown(descriptor, Int32(SHUT_RDWR)) }
        shutdown(listener, Int32(SHUT_RDWR))
    }

    private var isStopped: Bool { state.withLock { $0.isStopped } }

    private func accept() {
        while true {
            let descriptor = Glibc.accept(listener, nil, nil)
            if descriptor < 0 {
                if errno == EINTR || errno == ECONNABORTED { continue }
                close(listener)
                return
            }
            let number = state.withLock { state in
                state.open.insert(descriptor)
                state.connections += 1
                return state.connections - 1
            }
            startThread { [self] in
                serve(descriptor, number)
                state.withLock { _ = $0.open.remove(descriptor) }
                close(descriptor)
            }
        }
    }

    private func serve(_ descriptor: Int32, _ connection: Int) {
        var buffer: [UInt8] = []
        while let request = readRequest(descriptor, &buffer, connection) {
            let number = state.withLock { state in
                state.requests.append(request)
                return state.requests.count - 1
            }
            guard send(handler(request, number), to: descriptor, isHead: request.method == "HEAD") else { return }
        }
    }

    /// Whether the connection lives on.
    private func send(_ reply: Reply, to descriptor: Int32, isHead: Bool) -> Bool {
        switch reply {
        case .answer(let status, let headers, let body):
            var head = "HTTP/1.1 \(status) Status\r\n"
            for (name, value) in headers { head += "\(name): \(value)\r\n" }
            if !headers.contains(where: { $0.0.lowercased() == "content-length" }) {
                head += "Content-Length: \(body.count)\r\n"
            }
            return write(Array((head + "\r\n").utf8) + (isHead ? [] : body), to: descriptor)
        case .raw(let bytes):
            _ = write(bytes, to: descriptor)
            return false
        case .cut(let bytes):
            _ = write(bytes, to: descriptor)
            // The bytes must have been read before the reset throws them away.
            usleep(50_000)
            reset(descriptor)
            return false
        case .reset:
            reset(descriptor)
            return false
        case .stall(let bytes):
            _ = write(bytes, to: descriptor)
            var byte: UInt8 = 0
            _ = recv(descriptor, &byte, 1, 0)
            return false
        case .held(let gate, let reply):
            gate.wait { isStopped }
            return send(reply, to: descriptor, isHead: isHead)
        }
    }

    private func reset(_ descriptor: Int32) {
        var option = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
    }

    private func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress! + done, bytes.count - done, 0) }
            if count <= 0 { return false }
            done += count
        }
        return true
    }

    private func readRequest(_ descriptor: Int32, _ buffer: inout [UInt8], _ connection: Int) -> Request? {
        func more() -> Bool {
            var chunk = [UInt8](repeating: 0, count: 65_536)
            let count = recv(descriptor, &chunk, chunk.count, 0)
            if count > 0 { buffer.append(contentsOf: chunk[..<count]) }
            return count > 0
        }
        var headEnd = buffer.firstRange(of: [13, 10, 13, 10])
        while headEnd == nil {
            guard more() else { return nil }
            headEnd = buffer.firstRange(of: [13, 10, 13, 10])
        }
        let lines = String(decoding: buffer[..<headEnd!.lowerBound], as: UTF8.self).split(separator: "\r\n")
        let first = lines[0].split(separator: " ")
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let colon = line.firstIndex(of: ":")!
            headers[line[..<colon].lowercased()] = String(line[line.index(after: colon)...].drop { $0 == " " })
        }
        let length = headers["content-length"].flatMap { Int($0) } ?? 0
        while buffer.count < headEnd!.upperBound + length { guard more() else { return nil } }
        let body = Array(buffer[headEnd!.upperBound..<headEnd!.upperBound + length])
        buffer.removeFirst(headEnd!.upperBound + length)
        let target = first[1].split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        return Request(
            method: String(first[0]), path: String(target[0]), query: target.count > 1 ? String(target[1]) : "",
            headers: headers, body: body, connection: connection)
    }

    private func startThread(_ body: @escaping @Sendable () -> Void) {
        let box = Unmanaged.passRetained(Box(body))
        var thread = pthread_t()
        pthread_create(
            &thread, nil,
            { context in
                Unmanaged<Box>.fromOpaque(context!).takeRetainedValue().body()
                return nil
            }, box.toOpaque())
        pthread_detach(thread)
    }

    private final class Box {
        let body: () -> Void
        init(_ body: @escaping () -> Void) { self.body = body }
    }
}
