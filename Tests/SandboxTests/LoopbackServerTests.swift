import Foundation
import Testing

@testable import Sandbox

/// Senders that are slow, endless, unknown or wrong: answered with a status, and closed.
@Suite("The sandbox's server", .serialized)
struct LoopbackServerTests {
    /// What came back until the other side closed, and how much could be sent.
    private struct Exchange {
        var answer: String
        var sent: Int
        var status: Int? { answer.split(separator: " ").dropFirst().first.flatMap { Int($0) } }
    }

    /// Sends bytes to a port on a thread of its own, then what `more` gives until it gives nothing or nobody listens.
    private static func exchange(
        _ port: Int, _ text: String, pause: Double = 0, more: @escaping @Sendable (Int) -> [UInt8]? = { _ in nil }
    ) async -> Exchange {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(returning: exchangeNow(port, Array(text.utf8), pause: pause, more: more))
            }
        }
    }

    private static func exchangeNow(
        _ port: Int, _ first: [UInt8], pause: Double, more: (Int) -> [UInt8]?
    ) -> Exchange {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let isConnected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isConnected else { return Exchange(answer: "", sent: 0) }
        var answer: [UInt8] = []
        var sent = 0
        var next: [UInt8]? = first
        var buffer = [UInt8](repeating: 0, count: 65_536)
        var isOver = false
        while let bytes = next, !isOver {
            let count = send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
            guard count > 0 else { break }
            sent += count
            if pause > 0 { usleep(UInt32(pause * 1e6)) }
            let got = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
            if got > 0 { answer += buffer[..<got] }
            isOver = got == 0
            next = more(sent)
        }
        while !isOver {
            let got = recv(descriptor, &buffer, buffer.count, 0)
            guard got > 0 else { break }
            answer += buffer[..<got]
        }
        return Exchange(answer: String(decoding: answer, as: UTF8.self), sent: sent)
    }

    /// A server that takes requests of the key `known`, and answers with the length of their bodies.
    private static func withServer(_ work: (Int) async throws -> Void) async throws {
        let server = try await LoopbackServer.start(
            port: 0,
            timeouts: LoopbackConnection.Timeouts(idle: 5, head: 0.5, body: 0.5, bytesPerSecond: 1_000_000),
            handler: LoopbackServer.Handler(
                check: { $0.headers["authorization"] == "known" ? nil : WireResponse(status: 403) },
                respond: { .text("\($0.method) \($0.path) \($0.body.count)", contentType: "text/plain") }))
        do {
            try await work(server.port)
        } catch {
            await server.stop()
            throw error
        }
        await server.stop()
    }

    @Test("requests are answered one after the other on one connection")
    func ordinary() async throws {
        try await Self.withServer { port in
            let two = "PUT /a%20b?x HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabcGET / HTTP/1.1\r\n\r\n"
            let kept = await Self.exchange(port, two + "GET /last HTTP/1.1\r\nConnection: close\r\n\r\n")
            let bodies = ["PUT /a%20b 3", "GET / 0", "GET /last 0"]
            #expect(bodies.allSatisfy { kept.answer.contains($0) }, "\(kept.answer)")
            let chunked = await Self.exchange(
                port,
                "PUT /c HTTP/1.1\r\nAuthorization: known\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n"
                    + "Expect: 100-continue\r\n\r\n3\r\nabc\r\n4;x=y\r\ndefg\r\n0\r\nT: v\r\n\r\n")
            #expect(chunked.answer.hasPrefix("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK"))
            #expect(chunked.answer.hasSuffix("PUT /c 7"))
            let spaced = await Self.exchange(
                port,
                "\r\n\r\nPUT /d HTTP/1.1\r\nAuthorization: known\r\nTransfer-Encoding: Chunked\r\nConnection: close\r\n\r\n"
                    + "00003 \r\nabc\r\nA\t;x\r\n0123456789\r\n" + String(repeating: "1\r\nz\r\n", count: 3000)
                    + "0\r\n\r\n")
            #expect(spaced.answer.hasSuffix("PUT /d 3013"), "\(spaced.answer)")
            let old = await Self.exchange(port, "HEAD / HTTP/1.0\n\n")
            #expect(old.status == 200 && old.answer.hasSuffix("\r\n\r\n"))
        }
    }

    @Test(
        "what is not a request is answered with its status",
        arguments: [
            ("hello\r\n\r\n", 400), ("GET /\r\n\r\n", 400), ("GET / HTTP/2\r\n\r\n", 505),
            ("GET  / HTTP/1.1\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\nno colon\r\n\r\n", 400), ("GET / HTTP/1.1\r\n: v\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\nA: b\r\n folded\r\n\r\n", 400), ("GET / HTTP/1.1\r\nA: \u{0}\r\n\r\n", 400),
            ("PUT / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", 400), ("PUT / HTTP/1.1\r\nContent-Length: x\r\n\r\n", 400),
            ("PUT / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", 400),
            ("PUT / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
            ("PUT / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n", 501),
            ("PUT / HTTP/1.1\r\nAuthorization: known\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n", 400),
            ("PUT / HTTP/1.1\r\nAuthorization: known\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n", 400),
            ("PUT / HTTP/1.1\r\nAuthorization: known\r\nTransfer-Encoding: chunked\r\n\r\n\r\n", 400),
            ("PUT / HTTP/1.1\r\nAuthorization: known\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\na\r\n", 400),
            ("PUT / HTTP/1.1\r\nAuthorization: known\r\nTransfer-Encoding: chunked\r\n\r\n0x1\r\na\r\n", 400),
            ("PUT / HTTP/1.1\r\nAuthorization: known\r\nTransfer-Encoding: chunked\r\n\r\n1 1\r\na\r\n", 400),
            ("PUT / HTTP/1.1\r\nAuthorization: known\r\nTransfer-Encoding: chunked\r\n\r\n8000000000000000\r\n", 413),
            (String(repeating: "\r\n", count: 100_000), 400), (String(repeating: "\n", count: 100_000), 400),
            ("PUT / HTTP/1.1\r\nAuthorization: known\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFF\r\n", 413),
            ("PUT / HTTP/1.1\r\nAuthorization: known\r\nContent-Length: 99999999999999999999999\r\n\r\n", 413),
            ("POST / HTTP/1.1\r\nX-Amz-Target: SageMaker.X\r\nContent-Length: 9999999\r\n\r\n", 413),
            (
                "GET / HTTP/1.1\r\n" + String(repeating: "A: b\r\n", count: 5) + String(repeating: "x", count: 70_000),
                431
            ),
            ("GET / HTTP/1.1\r\n" + (0..<300).map { "A\($0): b\r\n" }.joined() + "\r\n", 431),
            (String(repeating: "x", count: 200_000), 431),
        ])
    func wrong(text: String, status: Int) async throws {
        try await Self.withServer { port in
            let exchange = await Self.exchange(port, text)
            #expect(exchange.status == status, "\(text.prefix(80)): \(exchange.answer)")
            #expect(exchange.answer.contains("Connection: close"))
        }
    }

    @Test("headers and bodies without end are not read for long")
    func endless() async throws {
        try await Self.withServer { port in
            let line = Array("X-More: and more\r\n".utf8)
            let headers = await Self.exchange(port, "GET / HTTP/1.1\r\n") { $0 < 1 << 30 ? line : nil }
            #expect(headers.sent < 64 << 20)
            let block = [UInt8](repeating: 0x41, count: 1 << 16)
            let unknown = await Self.exchange(port, "PUT /b/k HTTP/1.1\r\nContent-Length: 200000000\r\n\r\n") {
                $0 < 200_000_000 ? block : nil
            }
            #expect(unknown.answer.isEmpty || unknown.status == 403)
            #expect(unknown.sent < 64 << 20, "its sender is not known")
        }
    }

    @Test("senders that stop in the middle, or trickle, are not waited for")
    func slow() async throws {
        try await Self.withServer { port in
            for text in ["G", "GET / HTTP/1.1\r\nA: b", "PUT / HTTP/1.1\r\nContent-Length: 5\r\n\r\nab"] {
                let exchange = await Self.exchange(port, text)
                #expect(exchange.status == 408 || exchange.answer.isEmpty, "\(exchange.answer)")
            }
            let trickle = await Self.exchange(port, "GET / HTTP/1.1\r\n", pause: 0.1) { $0 < 10_000 ? [0x41] : nil }
            #expect(trickle.sent < 1000)
            let body = await Self.exchange(
                port, "PUT / HTTP/1.1\r\nContent-Length: 5000\r\n\r\n", pause: 0.1
            ) { $0 < 10_000 ? [0x41] : nil }
            #expect(body.sent < 1000)
        }
    }

    private static func connected(to port: Int) -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        _ = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        return descriptor
    }

    @Test("a new connection is served when all places are taken by silent or half requests, and the oldest goes")
    func crowded() async throws {
        let server = try await LoopbackServer.start(
            port: 0,
            timeouts: LoopbackConnection.Timeouts(idle: 600, head: 600, body: 600, bytesPerSecond: 1),
            handler: LoopbackServer.Handler(check: { _ in nil }, respond: { _ in WireResponse(status: 204) }))
        let starts = ["", "GET / HTTP/1.1\r\nA: b", "POST / HTTP/1.1\r\nX-Amz-Target: a\r\nContent-Length: 9\r\n\r\n"]
        var crowd: [Int32] = []
        for index in 0..<LoopbackServer.connectionLimit + 40 {
            let descriptor = Self.connected(to: server.port)
            let start = starts[index % 3]
            _ = send(descriptor, start, start.utf8.count, Int32(MSG_NOSIGNAL))
            crowd.append(descriptor)
        }
        let late = await Self.exchange(server.port, "GET / HTTP/1.1\r\nConnection: close\r\n\r\n")
        #expect(late.status == 204)
        var byte: UInt8 = 0
        // Those that came first are at their end; the last still wait.
        for descriptor in crowd.prefix(3) {
            let got = recv(descriptor, &byte, 1, Int32(MSG_DONTWAIT))
            #expect(got == 0 || (got < 0 && errno != EAGAIN))
        }
        #expect(recv(crowd.last!, &byte, 1, Int32(MSG_DONTWAIT)) == -1 && errno == EAGAIN)
        for descriptor in crowd { close(descriptor) }
        await server.stop()
    }

    @Test("large bodies share a bounded memory: one waits for another, and gives up where that one stays")
    func sharedRoom() async throws {
        let room = BodyRoom(limit: 100)
        #expect(room.take(60) && !room.take(50) && room.take(40) && !room.take(1))
        Thread.detachNewThread {
            usleep(50_000)
            room.giveBack(60)
        }
        let waited = await Task.detached { room.take(50, waiting: 5) }.value
        #expect(waited)
        #expect(!room.take(11))
        // Each of these has its body whole in memory while it is answered: what was taken is given back each time.
        try await Self.withServer { port in
            for size in [LoopbackConnection.smallBody + 1, 3 << 20] {
                for _ in 0..<4 {
                    let head =
                        "PUT /a HTTP/1.1\r\nAuthorization: known\r\nContent-Length: \(size)\r\n"
                        + "Connection: close\r\n\r\n"
                    let answered = await Self.exchange(port, head) { sent in
                        let left = head.utf8.count + size - sent
                        return left > 0 ? [UInt8](repeating: 120, count: min(left, 64 << 10)) : nil
                    }
                    #expect(answered.answer.hasSuffix("PUT /a \(size)"))
                }
            }
        }
    }

    @Test("a server that is stopped cuts its connections")
    func stopping() async throws {
        let server = try await LoopbackServer.start(
            port: 0, handler: LoopbackServer.Handler(check: { _ in nil }, respond: { _ in WireResponse() }))
        let port = server.port
        async let exchange = Self.exchange(port, "GET / HTTP/1.1\r\n\r\n")
        try await Task.sleep(for: .milliseconds(200))
        await server.stop()
        _ = await exchange
        let late = await Self.exchange(port, "GET / HTTP/1.1\r\n\r\n")
        #expect(late.answer.isEmpty)
    }
}
