import FlyingFox

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// HTTP/1.1 on 127.0.0.1, on FlyingFox.
struct LoopbackServer {
    typealias Handler = @Sendable (WireRequest) async -> WireResponse

    /// The largest body that is taken; S3 clients send bigger objects in parts.
    static let bodyLimit = 256 << 20

    let port: Int
    private let server: HTTPServer
    private let task: Task<Void, Never>

    /// Listens on a port, or on a free one for 0, and returns once connections are accepted.
    static func start(port: Int, handler: @escaping Handler) async throws(SandboxError) -> LoopbackServer {
        guard let wanted = UInt16(exactly: port) else {
            throw .cannotListen(port: port, reason: "ports are 0 to 65535")
        }
        do {
            let server = HTTPServer(
                address: try .inet(ip4: "127.0.0.1", port: wanted), timeout: 120, logger: .disabled)
            await server.appendRoute("*") { request in
                try await respond(to: request, handler: handler)
            }
            // A busy machine may need its time; a port that is taken ends the wait at once.
            let listening = Task { try await server.waitUntilListening(timeout: 60) }
            let failure = FailureBox()
            let task = Task {
                do {
                    try await server.run()
                } catch {
                    await failure.keep(error)
                    listening.cancel()
                }
            }
            do {
                try await listening.value
            } catch {
                task.cancel()
                throw await failure.error ?? error
            }
            guard case .ip4(_, let port) = await server.listeningAddress else {
                throw SandboxError.cannotListen(port: port, reason: "no address")
            }
            return LoopbackServer(port: Int(port), server: server, task: task)
        } catch {
            throw .cannotListen(port: port, reason: "\(error)")
        }
    }

    func stop() async {
        await server.stop(timeout: 0)
        task.cancel()
    }

    private static func respond(to request: HTTPRequest, handler: Handler) async throws -> HTTPResponse {
        var headers: [String: String] = [:]
        for (name, value) in request.headers { headers[name.rawValue.lowercased()] = value }
        var body: [UInt8] = []
        if let length = request.bodySequence.count { body.reserveCapacity(min(length, bodyLimit)) }
        for try await chunk in request.bodySequence {
            guard body.count + chunk.count <= bodyLimit else {
                return HTTPResponse(statusCode: HTTPStatusCode(413, phrase: "Content Too Large"))
            }
            body += chunk
        }
        let response = await handler(
            WireRequest(
                method: request.method.rawValue, path: request.target.path(), query: request.target.query(),
                headers: headers, body: body))
        return try encode(response)
    }

    private static func encode(_ response: WireResponse) throws -> HTTPResponse {
        var headers = HTTPHeaders()
        for (name, value) in response.headers { headers.addValue(value, for: HTTPHeader(name)) }
        let status = HTTPStatusCode(response.status, phrase: phrase(of: response.status))
        switch response.body {
        case .bytes(let bytes):
            return HTTPResponse(statusCode: status, headers: headers, body: Data(bytes))
        case .file(let path, let range):
            let body = try HTTPBodySequence(
                file: URL(fileURLWithPath: path), range: range, suggestedBufferSize: 65_536)
            return HTTPResponse(statusCode: status, headers: headers, body: body)
        case .headOnly(let length):
            headers[.contentLength] = String(length)
            return HTTPResponse(statusCode: status, headers: headers)
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
        case 409: "Conflict"
        case 412: "Precondition Failed"
        case 416: "Range Not Satisfiable"
        case 501: "Not Implemented"
        case 503: "Service Unavailable"
        default: status < 500 ? "Error" : "Internal Server Error"
        }
    }
}

/// Why the server ended before it listened.
private actor FailureBox {
    private(set) var error: (any Error)?

    func keep(_ error: any Error) {
        self.error = error
    }
}
