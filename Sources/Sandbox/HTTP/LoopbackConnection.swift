import Dispatch
import Glibc
import Synchronization

/// One connection, served on a thread of its own until either side closes it.
///
/// Nothing is kept of a sender before its headers are whole, and no large body is read before it is known whose it is.
struct LoopbackConnection {
    /// How long is waited, in seconds.
    struct Timeouts: Sendable {
        /// Between two requests.
        var idle = 300.0
        /// For the first byte of a connection, and for all headers from there on.
        var head = 20.0
        /// For more of a body; a slow one must also come at `bytesPerSecond` on the whole.
        var body = 20.0
        var bytesPerSecond = 16_384.0
    }

    /// A body up to this size is read before its sender is checked.
    static let smallBody = 64 << 10
    /// The largest body that is taken; S3 clients send bigger objects in parts.
    static let bodyLimit = 256 << 20
    /// The largest body of a request that isn't an object.
    static let callLimit = 1 << 20

    let descriptor: Int32
    let timeouts: Timeouts
    let handler: LoopbackServer.Handler
    let bodyRoom: BodyRoom
    /// Told whether this connection may go to make room for another: while its request is neither whole nor from a
    /// known sender, and while it is refused.
    let mayGo: (Bool) -> Void
    private var received = Received()
    private var hasServed = false

    init(
        descriptor: Int32, timeouts: Timeouts, handler: LoopbackServer.Handler, bodyRoom: BodyRoom,
        mayGo: @escaping (Bool) -> Void = { _ in }
    ) {
        self.descriptor = descriptor
        self.timeouts = timeouts
        self.handler = handler
        self.bodyRoom = bodyRoom
        self.mayGo = mayGo
    }

    /// What came and is not used yet; taking from its front moves nothing.
    private struct Received {
        private(set) var bytes: [UInt8] = []
        private var start = 0

        var count: Int { bytes.count - start }
        var isEmpty: Bool { count == 0 }
        var unused: ArraySlice<UInt8> { bytes[start...] }

        mutating func append(_ more: ArraySlice<UInt8>) {
            if start > 0 {
                bytes.removeFirst(start)
                start = 0
            }
            bytes += more
        }

        mutating func drop(_ count: Int) {
            start += count
            if start == bytes.count { clear() }
        }

        mutating func reserve(_ count: Int) { bytes.reserveCapacity(start + count) }

        mutating func clear() {
            bytes = []
            start = 0
        }

        /// The next bytes; all of them without a copy.
        mutating func take(_ count: Int) -> [UInt8] {
            if count == bytes.count {
                defer { clear() }
                return bytes
            }
            defer { drop(count) }
            return Array(unused.prefix(count))
        }
    }

    /// The other side is gone, or is no longer worth waiting for.
    private struct Closed: Error {}

    mutating func serve() {
        do {
            while try serveOne() {}
        } catch let problem as RequestHead.Problem {
            refuse(problem)
        } catch {
            // Nobody is left to be told.
        }
    }

    /// Answers a request; false where it was the last one.
    private mutating func serveOne() throws -> Bool {
        mayGo(true)
        guard let head = try readHead() else { return false }
        let handler = handler
        var request = WireRequest(
            method: head.method, path: head.path, query: head.query, headers: head.headers, body: [])
        let isObject = if case .s3 = ServiceIdentity.of(request) { true } else { false }
        let isSmall = if case .length(let length) = head.body { length <= Self.smallBody } else { false }
        // Other requests have no hash of their body in a header, and are small.
        if isObject, !isSmall {
            if let refusal = wait(for: { await handler.check($0) }, request) {
                try send(refusal, to: request, keepsAlive: false)
                drain()
                return false
            }
            mayGo(false)
        }
        let limit = isObject ? Self.bodyLimit : Self.callLimit
        if case .length(let length) = head.body, length > limit { throw Self.tooLarge(limit) }
        if head.expectsContinue, head.body != .length(0) { try send(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)) }
        var room = 0
        defer { bodyRoom.giveBack(room) }
        request.body = try readBody(head.body, limit: limit, room: &room)
        mayGo(false)
        let response = wait(for: { await handler.respond($0) }, request)
        // Who is refused may leave the answer unread; nobody else waits for that.
        if response.status >= 400 { mayGo(true) }
        try send(response, to: request, keepsAlive: head.keepsAlive)
        hasServed = true
        return head.keepsAlive
    }

    /// Waits on this thread, which is none of the concurrency runtime's, for what runs there.
    private func wait<Value: Sendable>(
        for work: @escaping @Sendable (WireRequest) async -> Value, _ request: WireRequest
    ) -> Value {
        let box = Box<Value>()
        let done = DispatchSemaphore(value: 0)
        Task {
            let value = await work(request)
            box.set(value)
            done.signal()
        }
        done.wait()
        return box.take()
    }

    // MARK: Reading

    private mutating func readHead() throws -> RequestHead? {
        if received.isEmpty, try !receive(by: now + (hasServed ? timeouts.idle : timeouts.head)) { return nil }
        let deadline = now + timeouts.head
        var searched = 0
        var lineEnds = 0
        while true {
            // A line end before a request is allowed, and sent by some.
            if searched == 0 {
                let before = received.unused.prefix { $0 == 0x0D || $0 == 0x0A }.count
                received.drop(before)
                lineEnds += before
                guard lineEnds <= RequestHead.byteLimit else { throw RequestHead.Problem(400, "only line ends") }
            }
            let unused = received.unused
            if let end = Self.end(of: unused, from: unused.startIndex + searched) {
                let head = try RequestHead(unused[..<end.lines])
                received.drop(end.next - unused.startIndex)
                return head
            }
            searched = max(0, received.count - 3)
            guard received.count <= RequestHead.byteLimit else {
                throw RequestHead.Problem(431, "more than \(RequestHead.byteLimit >> 10) KB of headers")
            }
            guard try receive(by: deadline) else { throw Closed() }
        }
    }

    /// Where the empty line is: the end of the lines before it, and what comes after it.
    private static func end(of bytes: ArraySlice<UInt8>, from start: Int) -> (lines: Int, next: Int)? {
        var index = start
        while index < bytes.endIndex {
            if bytes[index] == 0x0A {
                if index + 1 < bytes.endIndex, bytes[index + 1] == 0x0A { return (index, index + 2) }
                if index + 2 < bytes.endIndex, bytes[index + 1] == 0x0D, bytes[index + 2] == 0x0A {
                    return (index, index + 3)
                }
            }
            index += 1
        }
        return nil
    }

    /// Reads a body, and leaves in `room` what of the shared memory is to be given back after the answer.
    private mutating func readBody(_ kind: RequestHead.Body, limit: Int, room: inout Int) throws -> [UInt8] {
        switch kind {
        case .length(let length):
            if length > Self.smallBody {
                guard bodyRoom.take(length, waiting: timeouts.body) else { throw Self.tooManyBodies }
                room = length
            }
            return try take(length, since: now)
        case .chunked:
            let started = now
            var body: [UInt8] = []
            while true {
                let line = try takeLine(since: started, read: body.count)
                guard let size = Self.chunkSize(line) else {
                    throw RequestHead.Problem(400, "a chunk without its size")
                }
                guard size <= limit - body.count else { throw Self.tooLarge(limit) }
                if size == 0 { break }
                // Who holds some must not wait for more, since the others may do the same.
                guard bodyRoom.take(size) else { throw Self.tooManyBodies }
                room += size
                body += try take(size, since: started, read: body.count)
                guard try takeLine(since: started, read: body.count).isEmpty else {
                    throw RequestHead.Problem(400, "a chunk longer than its size")
                }
            }
            // Trailers are those of HTTP, which nobody here uses.
            var trailers = 0
            while try !takeLine(since: started, read: body.count).isEmpty {
                trailers += 1
                guard trailers <= RequestHead.headerLimit else { throw RequestHead.Problem(431, "too many trailers") }
            }
            return body
        }
    }

    /// The number in hexadecimal digits that a chunk's line begins with; white space and an extension may follow.
    private static func chunkSize(_ line: [UInt8]) -> Int? {
        let digits = line.prefix { byte in
            switch byte {
            case 48...57, 65...70, 97...102: true
            default: false
            }
        }
        let rest = line[digits.endIndex...].drop { $0 == 0x20 || $0 == 0x09 }
        guard rest.isEmpty || rest.first == UInt8(ascii: ";") else { return nil }
        // One that no number holds is too large in any case.
        return digits.isEmpty ? nil : Int(String(decoding: digits, as: UTF8.self), radix: 16) ?? .max
    }

    private static func tooLarge(_ limit: Int) -> RequestHead.Problem {
        RequestHead.Problem(413, "the body is larger than \(limit >> 20) MB")
    }

    private static let tooManyBodies = RequestHead.Problem(503, "too many large bodies at once")

    /// When more of a body must have come, which began at a time and is read so far.
    private func deadline(since started: Double, read: Int) -> Double {
        min(now + timeouts.body, started + timeouts.body + Double(read) / timeouts.bytesPerSecond)
    }

    private mutating func take(_ count: Int, since started: Double, read: Int = 0) throws -> [UInt8] {
        if received.count < count { received.reserve(count) }
        while received.count < count {
            guard try receive(by: deadline(since: started, read: read + received.count)) else { throw Closed() }
        }
        return received.take(count)
    }

    private mutating func takeLine(since started: Double, read: Int) throws -> [UInt8] {
        while true {
            let unused = received.unused
            if let end = unused.firstIndex(of: 0x0A) {
                defer { received.drop(end + 1 - unused.startIndex) }
                let line = unused[..<end]
                return Array(line.last == 0x0D ? line.dropLast() : line)
            }
            guard received.count <= 8192 else { throw RequestHead.Problem(400, "a line of a chunk without its end") }
            guard try receive(by: deadline(since: started, read: read)) else { throw Closed() }
        }
    }

    /// Waits for more bytes; false at their end. Throws a problem where none came in time, and `Closed` before a request.
    private mutating func receive(by deadline: Double) throws -> Bool {
        guard try isReady(POLLIN, by: deadline) else {
            if received.isEmpty { throw Closed() }
            throw RequestHead.Problem(408, "nothing more came in time")
        }
        var count = 0
        let chunk = [UInt8](unsafeUninitializedCapacity: 64 << 10) { buffer, used in
            repeat { count = recv(descriptor, buffer.baseAddress, buffer.count, 0) } while count < 0 && errno == EINTR
            used = max(0, count)
        }
        guard count >= 0 else { throw Closed() }
        received.append(chunk[...])
        return count > 0
    }

    private func isReady(_ event: Int32, by deadline: Double) throws -> Bool {
        while true {
            let left = deadline - now
            guard left > 0 else { return false }
            var polled = pollfd(fd: descriptor, events: Int16(event), revents: 0)
            let count = poll(&polled, 1, Int32(min(left * 1000 + 1, 60_000)))
            if count > 0 { return true }
            if count < 0, errno != EINTR { throw Closed() }
        }
    }

    private var now: Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    // MARK: Writing

    private func send(_ response: WireResponse, to request: WireRequest, keepsAlive: Bool) throws {
        var head = "HTTP/1.1 \(response.status) \(Self.phrase(of: response.status))\r\n"
        for (name, value) in response.headers {
            let line = value.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : String($0) }.joined()
            head += "\(name): \(line)\r\n"
        }
        let length =
            switch response.body {
            case .bytes(let bytes): bytes.count
            case .file(_, let range): range.count
            case .headOnly(let length): length
            }
        if response.status != 204, response.status != 304 { head += "Content-Length: \(length)\r\n" }
        head += keepsAlive ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n"
        switch response.body {
        case .bytes(let bytes) where request.method != "HEAD": try send(Array(head.utf8) + bytes)
        case .file(let path, let range) where request.method != "HEAD":
            try send(Array(head.utf8))
            try send(file: path, range: range)
        default: try send(Array(head.utf8))
        }
    }

    private func send(file path: String, range: Range<Int>) throws {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw Closed() }
        defer { close(file) }
        var offset = range.lowerBound
        while offset < range.upperBound {
            let wanted = min(256 << 10, range.upperBound - offset)
            let chunk = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, used in
                used = max(0, pread(file, buffer.baseAddress, wanted, off_t(offset)))
            }
            // A file that has become shorter leaves an answer that nobody takes for whole.
            guard !chunk.isEmpty else { throw Closed() }
            try send(chunk)
            offset += chunk.count
        }
    }

    private func send(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress! + sent, bytes.count - sent, Int32(MSG_NOSIGNAL))
            }
            if count > 0 {
                sent += count
            } else if count < 0, errno == EAGAIN {
                guard try isReady(POLLOUT, by: now + timeouts.idle) else { throw Closed() }
            } else if count == 0 || errno != EINTR {
                throw Closed()
            }
        }
    }

    /// Says what is wrong, and lets the sender read it before the connection goes.
    private mutating func refuse(_ problem: RequestHead.Problem) {
        let response = WireResponse.text(problem.words + "\n", status: problem.status, contentType: "text/plain")
        let nobody = WireRequest(method: "", path: "", query: "", headers: [:], body: [])
        try? send(response, to: nobody, keepsAlive: false)
        drain()
    }

    /// Takes a little of what is still being sent: closing before would take the answer away, too.
    private mutating func drain() {
        shutdown(descriptor, Int32(SHUT_WR))
        let deadline = now + 2
        var left = 16 << 20
        received.clear()
        while left > 0, let more = try? receive(by: deadline), more {
            left -= received.count
            received.clear()
        }
    }

    private static func phrase(of status: Int) -> String {
        switch status {
        case 200: "OK"
        case 204: "No Content"
        case 206: "Partial Content"
        case 301: "Moved Permanently"
        case 304: "Not Modified"
        case 400: "Bad Request"
        case 403: "Forbidden"
        case 404: "Not Found"
        case 405: "Method Not Allowed"
        case 408: "Request Timeout"
        case 409: "Conflict"
        case 412: "Precondition Failed"
        case 413: "Content Too Large"
        case 416: "Range Not Satisfiable"
        case 431: "Request Header Fields Too Large"
        case 501: "Not Implemented"
        case 503: "Service Unavailable"
        case 505: "HTTP Version Not Supported"
        default: status < 500 ? "Error" : "Internal Server Error"
        }
    }
}

/// A value that a task leaves for a thread.
private final class Box<Value: Sendable>: Sendable {
    private let value = Mutex<Value?>(nil)

    func set(_ new: Value) { value.withLock { $0 = new } }

    /// What was set; to be called after it.
    func take() -> Value { value.withLock { $0! } }
}

/// Lets requests wait for the part of the seed that they need.
actor Readiness {
    enum Stage: Int, Comparable, Sendable {
        case nothing
        /// Autopilot jobs and their candidates are there.
        case jobs
        /// Objects, models and past transforms are there too.
        case everything

        static func < (left: Stage, right: Stage) -> Bool { left.rawValue < right.rawValue }
    }

    private var reached = Stage.nothing
    private var failure: ServiceFault?
    private var waiting: [(stage: Stage, continuation: CheckedContinuation<Void, Never>)] = []

    func reach(_ stage: Stage) {
        reached = max(reached, stage)
        let due = waiting.filter { $0.stage <= reached }
        waiting.removeAll { $0.stage <= reached }
        for waiter in due { waiter.continuation.resume() }
    }

    /// The seed cannot be made: who waits is told why.
    func fail(_ error: SandboxError) {
        // Nothing that a second try would change.
        failure = ServiceFault("SandboxDataUnavailable", "\(error)", status: 400)
        reach(.everything)
    }

    func wait(for stage: Stage) async throws(ServiceFault) {
        if reached < stage {
            await withCheckedContinuation { waiting.append((stage, $0)) }
        }
        if let failure { throw failure }
    }
}
